/* The row of all messages of a PST: those its folders list and those that only the node tree knows. */
#ifndef REPLYTRACE_PST_WALK_H
#define REPLYTRACE_PST_WALK_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "store/pst/pst_block.h"
#include "store/pst/pst_folder.h"
#include "store/store.h"

struct pst_walk_item {
    uint32_t nid;
    uint32_t folder; /* position in folders->list, or UINT32_MAX */
    bool listed;     /* its folder's contents table has it */
    bool present;    /* the node tree has it */
};

struct pst_walk {
    struct pst_folders folders;
    struct pst_walk_item *items; /* by path of the folder, then by nid: the same in every run */
    size_t item_count;
    uint64_t orphans;            /* present, but no table lists them */
    uint64_t missing;            /* listed, but not present */
    uint64_t lost;               /* in no list at all, but counted by folders whose table or whose file is broken */
};

/* Reads folders and tables; what cannot be read is told to `note`. Everything lives in `arena`. */
void pst_walk_plan(struct pst_block_file *file, struct arena *arena, store_note_function *note, void *note_context,
                   struct pst_walk *ret_walk);

/* The path shown for an item, in `arena`. */
struct span pst_walk_path(const struct pst_walk *walk, const struct pst_walk_item *item, struct arena *arena);

#endif
