/* The streams that archives are packed with, unpacked up to a bound in memory. */
#ifndef REPLYTRACE_UNPACK_H
#define REPLYTRACE_UNPACK_H

#include <stdbool.h>
#include <lzma.h>
#include "base/arena.h"
#include "base/span.h"

enum unpack_method {
    UNPACK_STORED,
    UNPACK_DEFLATE, /* RFC 1951, bare */
    UNPACK_GZIP,    /* RFC 1952 */
    UNPACK_BZIP2,
    UNPACK_LZMA,    /* .lzma: 5 bytes of properties, 8 of size */
    UNPACK_XZ,
    UNPACK_ZSTD,
};

/* Memory that one stream may ask for its dictionary. */
#define UNPACK_MEMORY (96u * 1024 * 1024)

/* The first `room` bytes that `packed` unpacks to, in the arena (stored: borrowed from it). A stream that breaks off or is cut gives what
   came before. False when nothing came although something was packed, or the dictionary asks for more than UNPACK_MEMORY. */
bool unpack(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes);

/* The same, and whether the stream came to its end. */
bool unpack_to_end(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes, bool *ret_ended);

/* The same for bare LZMA: its 5 bytes of properties (lc/lp/pb, dictionary), as 7z and ZIP have them. */
#define UNPACK_LZMA_PROPERTIES 5
bool unpack_lzma_with(struct arena *arena, struct span properties, struct span packed, size_t room, struct span *ret_bytes);

/* The same for LZMA, LZMA2 and the branch filters before them as 7z has them: `filters` ends with LZMA_VLI_UNKNOWN. */
bool unpack_filters(struct arena *arena, const lzma_filter *filters, struct span packed, size_t room, struct span *ret_bytes);

#endif
