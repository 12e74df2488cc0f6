/* A look over a multipart mail before GMime gets it: how much of it can be parsed in bounded time and memory. */
#ifndef REPLYTRACE_MIME_GUARD_H
#define REPLYTRACE_MIME_GUARD_H

#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_field.h"

struct mime_guard {
    size_t size;          /* bytes of `raw` that may be parsed */
    const char *why;      /* what was too much, when size is less than all; static */
    const size_t *hidden; /* positions of letters in `raw`: with each overwritten, GMime takes embedded messages for plain leaves */
    size_t hidden_count;
};

/* `top` are the fields of `raw`, a multipart. GMime has no bound on parts (about 9 us and 1.3 KB each), on header fields of a
   part, on addresses of an embedded message; every line that begins with `--` is compared with all open boundaries. So: at most
   LIMIT_PARTS parts, LIMIT_MULTIPARTS containers, LIMIT_DASH_LINES such lines, LIMIT_HEADER_BYTES of part headers, and embedded
   messages are hidden (decode_mime reads them from their bytes). */
void mime_guard(struct arena *arena, struct span raw, const struct mime_fields *top, struct mime_guard *ret_guard);

#endif
