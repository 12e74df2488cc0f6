/* The streams that archives are packed with, unpacked up to a bound in memory: one loop for all methods. */
#ifndef REPLYTRACE_UNPACK_H
#define REPLYTRACE_UNPACK_H

#include <stdbool.h>
#include <stdint.h>
#include <lzma.h>
#include "base/arena.h"
#include "base/buf.h"

enum unpack_method {
    UNPACK_STORED,
    UNPACK_DEFLATE, /* RFC 1951, bare */
    UNPACK_ZLIB,    /* RFC 1950 */
    UNPACK_GZIP,    /* RFC 1952 */
    UNPACK_BZIP2,
    UNPACK_LZMA,    /* as ZIP has it (APPNOTE 5.8.8): version, size of the properties, properties, stream */
    UNPACK_XZ,
    UNPACK_ZSTD,
    UNPACK_FILTERS, /* job->filters: LZMA, LZMA2 and the branch filters before them, as 7z has them */
};

/* Memory that one stream may ask for its dictionary. */
#define UNPACK_MEMORY (96u * 1024 * 1024)
#define UNPACK_SIZE_UNKNOWN UINT64_MAX

struct unpack_job {
    enum unpack_method method;
    struct span packed;
    uint64_t size;              /* declared bytes unpacked, or UNPACK_SIZE_UNKNOWN: then LZMA knows no end */
    size_t keep;                /* so many bytes are kept, */
    uint64_t check;             /* and so many unpacked in all */
    bool sum;                   /* their CRC-32 is wanted */
    const lzma_filter *filters; /* ends with LZMA_VLI_UNKNOWN */
};

struct unpack_result {
    struct buf kept; /* buf_free() it */
    uint64_t size;   /* bytes unpacked */
    uint32_t crc;    /* of them */
    bool whole;      /* the stream came to its own end; else `check` was reached, or the bytes ran out */
    bool broken;     /* it is no such stream, asks for more than UNPACK_MEMORY, or is damaged behind `size` bytes */
};

void unpack_run(const struct unpack_job *job, struct unpack_result *ret_unpacked);

/* The first `room` bytes that `packed` unpacks to, in the arena (stored: borrowed from it). A stream that breaks off or is cut gives what
   came before. False when nothing came although something was packed. */
bool unpack(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes);

/* The same, and whether the stream came to its end. */
bool unpack_to_end(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes, bool *ret_ended);

/* The same for UNPACK_FILTERS. */
bool unpack_filters(struct arena *arena, const lzma_filter *filters, struct span packed, size_t room, struct span *ret_bytes);

#endif
