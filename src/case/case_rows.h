/* Short lists of little use to SQL, kept as text in one column: a line for each row, a tab between fields. */
#ifndef REPLYTRACE_CASE_ROWS_H
#define REPLYTRACE_CASE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* Appends one line. Tab, newline and backslash within a field are written \t, \n and \\. */
void case_rows_put(struct buf *out, const struct span *fields, size_t count);
/* A number as a field: decimal, empty for MESSAGE_NO_DATE. `text` holds the digits. */
struct span case_rows_number(int64_t number, char text[24]);

/* Takes one line off *rest; false when none is left. Missing fields are empty, further ones are dropped. Fields borrow from
   *rest, those with escapes are in the arena. */
bool case_rows_take(struct span *rest, struct arena *arena, struct span *ret_fields, size_t count);
size_t case_rows_count(struct span rows);
/* MESSAGE_NO_DATE for anything but a decimal number. */
int64_t case_rows_date(struct span field);

#endif
