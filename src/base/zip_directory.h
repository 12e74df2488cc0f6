/* Where the central directory of a ZIP archive lies (PKWARE APPNOTE 4.3.14 to 4.3.16). */
#ifndef REPLYTRACE_ZIP_DIRECTORY_H
#define REPLYTRACE_ZIP_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

/* An archive as bytes at places, in memory or in a file. */
struct zip_source {
    const void *context;
    uint64_t size;
    /* Fills ret_bytes with up to `size` bytes at `at`; gives how many. */
    size_t (*peek)(const void *context, uint64_t at, char *ret_bytes, size_t size);
};

struct zip_directory {
    uint64_t start; /* position of the first central header */
    uint64_t end;   /* position behind the last */
    uint64_t count; /* entries as the end record says */
    uint64_t shift; /* what offsets lack: bytes that were put before the archive */
};

/* The end record nearest to the end of the archive whose directory can be read; an empty archive has one too. `tail`: the archive's
   last bytes, LIMIT_ZIP_TAIL of them or all. False when there is none: the archive is cut, damaged or no archive. */
bool zip_directory_find(const struct zip_source *source, struct span tail, struct zip_directory *ret_directory);

/* The same for an archive in memory. */
bool zip_directory_find_in(struct span content, struct zip_directory *ret_directory);

#endif
