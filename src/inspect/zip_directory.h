/* Where the central directory of a ZIP archive lies (PKWARE APPNOTE 4.3.14 to 4.3.16). */
#ifndef REPLYTRACE_ZIP_DIRECTORY_H
#define REPLYTRACE_ZIP_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

struct zip_directory {
    size_t start;   /* position of the first central header */
    size_t end;     /* position behind the last */
    uint64_t count; /* entries as the end record says */
    uint64_t shift; /* what offsets lack: bytes that were put before the archive */
};

/* The end record nearest to the end of `content` whose directory can be read; an empty archive has one too. False when
   there is none: the archive is cut, damaged or no archive. */
bool zip_directory_find(struct span content, struct zip_directory *ret_directory);

#endif
