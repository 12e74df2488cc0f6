/* The longest run of letters that two texts share, whatever the line breaks, quote marks and widths between them. */
#ifndef REPLYTRACE_COMMON_RUN_H
#define REPLYTRACE_COMMON_RUN_H

#include <stddef.h>
#include "base/span.h"

/* Byte ranges in the texts as given; letters is the length of the run in folded bytes, 0 = nothing in common. */
struct common_run {
    size_t a_from, a_to;
    size_t b_from, b_to;
    size_t letters;
};

/* Both texts are folded character by character (fold_letters); of several longest runs the first in `b`. Time grows as
   n log n with the texts, whatever they hold. */
struct common_run common_run_find(struct span a, struct span b);

#endif
