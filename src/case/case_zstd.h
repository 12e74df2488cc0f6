/* zstd with contexts that are kept: words and evidence are many small pieces. */
#ifndef REPLYTRACE_CASE_ZSTD_H
#define REPLYTRACE_CASE_ZSTD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

struct case_zstd;

struct case_zstd *case_zstd_open(void); /* never NULL */
void case_zstd_close(struct case_zstd *zstd); /* NULL is fine */

/* One frame that carries its content's size. Replaces what is in *out. */
void case_zstd_pack(struct case_zstd *zstd, struct span bytes, struct buf *out);
/* False for anything but one whole frame of at most `limit` bytes. The content goes into the arena. */
bool case_zstd_unpack(struct case_zstd *zstd, struct span frame, size_t limit, struct arena *arena, struct span *ret_bytes);

#endif
