/* Thin calls over one statement. */
#include "case/case_table.h"

#include "case/case_db.h"

struct case_table case_table_open(struct case_file *file, const char *sql, struct err *err)
{
    struct case_table table = {.file = file, .outcome = OUTCOME_OK, .err = err};
    if (sqlite3_prepare_v2(file->db, sql, -1, &table.statement, NULL) != SQLITE_OK)
        table.outcome = case_db_fail(file, err);
    return table;
}

enum outcome case_table_close(struct case_table *table)
{
    sqlite3_finalize(table->statement);
    return table->outcome;
}

void case_table_text(struct case_table *table, struct span text)
{
    case_db_bind_text(table->statement, ++table->column, text);
}

void case_table_number(struct case_table *table, int64_t number)
{
    sqlite3_bind_int64(table->statement, ++table->column, number);
}

void case_table_position(struct case_table *table, size_t position)
{
    case_table_number(table, (int64_t)position);
}

void case_table_real(struct case_table *table, double number)
{
    sqlite3_bind_double(table->statement, ++table->column, number);
}

void case_table_known(struct case_table *table, int64_t number, int64_t none)
{
    table->column++;
    if (number == none)
        sqlite3_bind_null(table->statement, table->column);
    else
        sqlite3_bind_int64(table->statement, table->column, number);
}

void case_table_sentence(struct case_table *table, const struct case_sentence *sentence)
{
    case_table_text(table, sentence->says);
    case_table_text(table, sentence->values);
}

void case_table_row(struct case_table *table)
{
    table->column = 0;
    if (table->outcome == OUTCOME_OK)
        table->outcome = case_db_run(table->file, table->statement, table->err);
}
