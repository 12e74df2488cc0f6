/* A look over a multipart mail before GMime gets it: how much of it can be parsed in bounded time and memory. */
#ifndef REPLYTRACE_MIME_GUARD_H
#define REPLYTRACE_MIME_GUARD_H

#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_field.h"

/* A byte to overwrite before GMime reads; positions stay what they are. */
struct mime_guard_patch {
    size_t at;            /* in `raw` */
    char byte;
};

struct mime_guard {
    size_t size;          /* bytes of `raw` that may be parsed */
    const char *why;      /* what was too much, when size is less than all; static */
    const struct mime_guard_patch *patches; /* make embedded messages plain leaves and mend lost folds */
    size_t patch_count;
};

/* `top` are the fields of `raw`, a multipart. GMime has no bound on parts (about 9 us and 1.3 KB each), on header fields of a
   part, on addresses of an embedded message; every line that begins with `--` is compared with all open boundaries. So: at most
   LIMIT_PARTS parts, LIMIT_MULTIPARTS containers, LIMIT_DASH_LINES such lines, LIMIT_HEADER_BYTES of part headers, and embedded
   messages are hidden (decode_mime reads them from their bytes), and a boundary parameter that lost the blank of its fold is mended. */
void mime_guard(struct arena *arena, struct span raw, const struct mime_fields *top, struct mime_guard *ret_guard);

#endif
