/* ZIP archives as evidence: what is in them and whether it is encrypted, from both directories. Nothing is inflated. */
#ifndef REPLYTRACE_ZIP_H
#define REPLYTRACE_ZIP_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/zip_record.h"
#include "model/attachment.h"

/* Where a member lies; its name and sizes are in the list of members. */
struct zip_entry {
    struct zip_record record; /* as the directory has it; where that lists none, the local header */
    struct span packed;       /* its bytes in the archive; empty when it has no local header. May run on where the size follows the data */
};

struct zip_listing {
    const struct attachment_member *members; /* at most LIMIT_ARCHIVE_ENTRIES, in the order of the archive */
    const struct zip_entry *entries;         /* one for each member */
    size_t member_count;
    bool disagree;                           /* both headers of an entry disagree about encryption */
    bool hidden;                             /* entries that the central directory does not list */
    bool overlap;                            /* entries share bytes */
    bool masked;                             /* the directory is encrypted, names are masked */
    enum attachment_encrypted encrypted;     /* YES when any header of any entry says so, listed or not */
    struct span encryption;                  /* of the first encrypted entry, static; empty when not encrypted */
    struct span limits;                      /* what was not read, one sentence; empty = all was */
};

/* Reads the central directory, the local header of each of its entries, and local headers that no entry of the directory
   covers (a damaged, cut or hidden archive has only those). Names without the UTF-8 flag are guessed, else read as CP437.
   False when `content` holds no header of ZIP at all. */
bool zip_list(struct arena *arena, struct span content, struct zip_listing *ret_listing);

#endif
