/* The folders of a PST: their paths, and what they are for by the entry ids that the store keeps (MS-PST 2.7.3, MS-OXOSFLD). */
#ifndef REPLYTRACE_PST_FOLDER_H
#define REPLYTRACE_PST_FOLDER_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/pst/pst_block.h"
#include "store/store.h"

struct pst_folder {
    uint32_t nid;
    uint32_t parent;
    struct span name;  /* UTF-8; may be empty */
    struct span path;  /* names from below the root folder down, '/' between; "(orphans)/..." where no way leads to the root */
    uint32_t flags;    /* MESSAGE_SENT_COPY, MESSAGE_DELETED, MESSAGE_DRAFT as far as the place tells */
    uint32_t content_count; /* messages in it, as the folder itself says (3602); not always kept up */
    uint64_t lost;     /* of them in no list at all, as far as the rest of the file is known to be broken (pst_walk) */
    uint32_t own_flags;/* of this folder itself, without what its parents give */
};

struct pst_folders {
    struct pst_folder *list; /* by nid */
    size_t count;
    struct span owner;       /* e-mail address of the mailbox's owner where the store is named after it; else empty */
};

#define PST_FOLDER_ORPHANS "(orphans)"

/* Never fails: what cannot be read is told to `note`. Everything lives in `arena`. */
void pst_folder_read_all(struct pst_block_file *file, struct arena *arena, store_note_function *note, void *note_context,
                         struct pst_folders *ret_folders);

/* Position in folders->list, or SIZE_MAX. */
size_t pst_folder_find(const struct pst_folders *folders, uint32_t nid);

#endif
