/* Compound files ([MS-CFB]) in memory: directory and streams, read without trust. */
#ifndef REPLYTRACE_CFB_H
#define REPLYTRACE_CFB_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"

#define CFB_ENTRIES 8192          /* entries of the directory that are read */
#define CFB_MINI_BYTES (16u * 1024 * 1024) /* of the stream that holds the small streams */
#define CFB_NONE UINT32_MAX       /* no entry */

enum cfb_kind { CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct cfb_entry {
    struct span name;   /* UTF-8 */
    unsigned kind;      /* enum cfb_kind */
    uint32_t parent;    /* number of the storage that holds it; CFB_NONE for the root and for what no link leads to */
    uint32_t start;     /* first sector */
    uint64_t size;      /* as declared, bytes */
};

struct cfb {
    struct span bytes;
    size_t sector_size, mini_size; /* bytes */
    uint64_t cutoff;               /* streams below this lie in the mini stream */
    const uint32_t *fat;           /* sectors of the allocation table */
    size_t fat_count;
    struct span mini_stream, mini_table; /* small streams in small sectors, and what follows each of these */
    const struct cfb_entry *entries;
    uint32_t count;
    bool damaged;                  /* some link leads nowhere, in a circle, or past the bytes; or there is more than the bounds above */
};

/* False when header or directory cannot be read at all. Takes about 100 bytes of `arena` an entry. */
bool cfb_open(struct arena *arena, struct span bytes, struct cfb *ret_cfb);

/* The first `limit` bytes of a stream at most; less where its chain breaks off. Points into the file where the sectors follow each other. */
struct span cfb_read(struct arena *arena, const struct cfb *cfb, uint32_t entry, size_t limit);

/* The stream or storage of this name (any case) in the storage `parent`; CFB_NONE when there is none. */
uint32_t cfb_find(const struct cfb *cfb, uint32_t parent, struct span name);
/* The same wherever it lies, at or after entry `from`. */
uint32_t cfb_find_anywhere(const struct cfb *cfb, struct span name, uint32_t from);

/* UTF-16LE up to a NUL as UTF-8, of `arena`. */
struct span cfb_text(struct arena *arena, struct span utf16);

#endif
