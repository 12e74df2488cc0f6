/* The line above a quote that says whose words follow: "On <date>, X wrote:", `2022年3月1日(火) 10:00 名前 <a@b>:` and their kin. */
#ifndef REPLYTRACE_QUOTE_ATTRIBUTION_H
#define REPLYTRACE_QUOTE_ATTRIBUTION_H

#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

#define QUOTE_ATTRIBUTION_BYTES 500 /* a longer line, wrapped parts joined, is prose */

enum quote_attribution {
    QUOTE_ATTRIBUTION_NONE,
    QUOTE_ATTRIBUTION_WEAK,   /* one if quoted lines follow: "X wrote:" */
    QUOTE_ATTRIBUTION_STRONG, /* one in any case: date and verb, or date and address, in their places */
};

/* `line` is trimmed and in one line. The header is filled in (spans in the arena) unless the answer is NONE. */
enum quote_attribution quote_attribution_read(struct arena *arena, struct span line, struct quote_header *ret_header);

/* Cheap gate: can a trimmed line be the last one of an attribution, whatever follows it? */
bool quote_attribution_may_end(struct span line);

#endif
