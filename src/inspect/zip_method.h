/* Bytes packed by one of ZIP's methods (PKWARE APPNOTE 4.4.5), unpacked within bounds. */
#ifndef REPLYTRACE_ZIP_METHOD_H
#define REPLYTRACE_ZIP_METHOD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"

enum zip_method_number {
    ZIP_METHOD_STORED = 0,
    ZIP_METHOD_DEFLATED = 8,
    ZIP_METHOD_BZIP2 = 12,
    ZIP_METHOD_LZMA = 14,
    ZIP_METHOD_ZSTD_OLD = 20,
    ZIP_METHOD_ZSTD = 93,
    ZIP_METHOD_XZ = 95,
};

#define ZIP_METHOD_MEMORY (64u * 1024 * 1024) /* bytes that a method may take for its window */

struct zip_method_job {
    unsigned method;
    struct span packed;
    uint64_t size;  /* declared bytes unpacked; LZMA needs it */
    size_t keep;    /* so many bytes are kept, */
    uint64_t check; /* and so many unpacked in all, for the checksum */
};

struct zip_method_result {
    struct buf kept; /* buf_free() it, whatever zip_method_unpack() gave */
    uint64_t size;   /* bytes unpacked */
    uint32_t crc;    /* CRC-32 of them */
    bool whole;      /* the stream came to its own end; else `check` was reached, or the bytes ran out */
    bool broken;     /* it is no such stream, or is damaged behind `size` bytes */
};

bool zip_method_knows(unsigned method);

/* False when the method is not known; *ret_unpacked is set in any case. */
bool zip_method_unpack(const struct zip_method_job *job, struct zip_method_result *ret_unpacked);

#endif
