/* The sender's own words apart from the mail he quotes: `>` prefixes, reply headers in many languages, HTML quotes. */
#ifndef REPLYTRACE_QUOTE_H
#define REPLYTRACE_QUOTE_H

#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

struct quote_result {
    const struct segment *segments; /* in reading order; neighbours differ in kind; whole text covered */
    size_t segment_count;
    const struct quote_header *headers; /* one for each block or attribution line found, top first */
    size_t header_count;
    bool cut;                       /* LIMIT_SEGMENTS reached: the rest is one quoted segment; or LIMIT_QUOTE_HEADERS */
};

/* Plain text (UTF-8, LF). Reply headers are known in English, Japanese, German, French, Spanish, Italian, Dutch, Portuguese,
   Chinese, Korean and more; a block is a From label followed within 6 lines by two more labels of one language. */
void quote_split(struct arena *arena, struct span text, struct quote_result *ret_result);

/* A part of a text that is known from elsewhere (HTML) to be quoted; starts at a line's start. */
struct quote_region {
    size_t start;
    size_t end;     /* start <= end <= text.size; regions ascend and do not overlap */
    bool sure;      /* otherwise it is quoted only where an attribution line stands above it or a header block begins it */
};

/* As quote_split; lines in a region count as quoted once more than their prefix says. */
void quote_split_regions(struct arena *arena, struct span text, const struct quote_region *regions, size_t region_count,
                         struct quote_result *ret_result);

#endif
