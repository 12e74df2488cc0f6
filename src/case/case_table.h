/* Many rows into one table: a statement prepared once, its columns filled from left to right. Only src/case includes it. */
#ifndef REPLYTRACE_CASE_TABLE_H
#define REPLYTRACE_CASE_TABLE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/span.h"
#include "case/case_file.h"
#include "case/case_result.h"

/* The first failure stays in `outcome`, and later rows are not tried. */
struct case_table {
    struct case_file *file;
    sqlite3_stmt *statement;
    int column; /* filled last */
    enum outcome outcome;
    struct err *err;
};

/* `sql` is an INSERT with a parameter for each column. */
struct case_table case_table_open(struct case_file *file, const char *sql, struct err *err);
/* The outcome of all rows. */
enum outcome case_table_close(struct case_table *table);

/* Each fills the next column. The bytes are borrowed until the row ends. */
void case_table_text(struct case_table *table, struct span text);
void case_table_number(struct case_table *table, int64_t number);
void case_table_position(struct case_table *table, size_t position);
void case_table_real(struct case_table *table, double number);
void case_table_known(struct case_table *table, int64_t number, int64_t none); /* NULL for `none` */
void case_table_sentence(struct case_table *table, const struct case_sentence *sentence); /* two columns */
void case_table_row(struct case_table *table); /* ends it */

#endif
