/* CSV (RFC 4180) that spreadsheet programs show as it is: UTF-8 with BOM, CRLF, and no cell that they would compute. */
#ifndef REPLYTRACE_NOTIFY_CELLS_H
#define REPLYTRACE_NOTIFY_CELLS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

struct notify_cells {
    struct buf *out;
    struct arena *arena;
    bool begun; /* the row has a cell */
};

/* Writes the BOM and a row of titles. */
struct notify_cells notify_cells_open(struct buf *out, struct arena *arena, const char *const *titles, size_t count);

/* The next cell of the row. Text is made one visible line (utf8_visible); where a program would take it for a formula, because it begins, behind
   blanks, with = + - @ or their full-width twins, an apostrophe goes in front. */
void notify_cells_text(struct notify_cells *cells, struct span text);
/* Text out of a mail: what a program would take for a number or a date (0312345678, 1/2) has the apostrophe as well. */
void notify_cells_found(struct notify_cells *cells, struct span text);
void notify_cells_number(struct notify_cells *cells, uint64_t number);
void notify_cells_end(struct notify_cells *cells);

#endif
