/* A line of mail text apart from its quote prefix: how deeply it is quoted and what stands behind the marks. */
#ifndef REPLYTRACE_QUOTE_LINE_H
#define REPLYTRACE_QUOTE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/span.h"

struct quote_line {
    size_t start;       /* of the line in the text, prefix included */
    size_t next;        /* where the line after it starts */
    struct span body;   /* without prefix, leading and trailing blanks, CR and LF; empty = a blank line */
    unsigned depth;     /* quote marks in front: `>`, `|`, U+FF1E, with blanks between; 0 = not quoted */
};

/* The line that starts at `at` (< text.size). `|` counts only where the rest of the line has no other `|` (a table has). */
struct quote_line quote_line_read(struct span text, size_t at);

/* Blanks as mail uses them: ASCII ones, U+00A0, U+202F and U+3000, taken off both ends. */
struct span quote_line_trim(struct span text);

#endif
