/* A row under construction: values are bound from left to right, and long fields are cut. Only src/case includes it. */
#ifndef REPLYTRACE_CASE_ROW_H
#define REPLYTRACE_CASE_ROW_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

struct case_row {
    sqlite3_stmt *statement;
    int column; /* bound last */
    bool cut;   /* a field was longer than LIMIT_FIELD_BYTES */
};

/* The beginning of `field`, LIMIT_FIELD_BYTES at most; *cut is set where that is not all. */
struct span case_row_field(struct span field, bool *cut);

/* Each binds the next column. The bytes are borrowed until the statement has run. */
void case_row_text(struct case_row *row, struct span text); /* as a field */
void case_row_long(struct case_row *row, struct span text); /* whole */
void case_row_blob(struct case_row *row, const void *bytes, size_t size); /* NULL when size is 0 */
void case_row_number(struct case_row *row, uint64_t number);
void case_row_signed(struct case_row *row, int64_t number);
void case_row_known(struct case_row *row, int64_t number, int64_t none); /* NULL for `none` */

#endif
