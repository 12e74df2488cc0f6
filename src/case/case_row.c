/* Binds the columns of one row. */
#include "case/case_row.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "case/case_db.h"

struct span case_row_field(struct span field, bool *cut)
{
    if (field.size <= LIMIT_FIELD_BYTES)
        return field;
    *cut = true;
    return utf8_cut(field, LIMIT_FIELD_BYTES);
}

void case_row_text(struct case_row *row, struct span text)
{
    case_db_bind_text(row->statement, ++row->column, case_row_field(text, &row->cut));
}

void case_row_long(struct case_row *row, struct span text)
{
    case_db_bind_text(row->statement, ++row->column, text);
}

void case_row_blob(struct case_row *row, const void *bytes, size_t size)
{
    case_db_bind_blob(row->statement, ++row->column, (struct span){bytes, size});
}

void case_row_number(struct case_row *row, uint64_t number)
{
    sqlite3_bind_int64(row->statement, ++row->column, (sqlite3_int64)number);
}

void case_row_signed(struct case_row *row, int64_t number)
{
    sqlite3_bind_int64(row->statement, ++row->column, number);
}

void case_row_known(struct case_row *row, int64_t number, int64_t none)
{
    row->column++;
    if (number == none)
        sqlite3_bind_null(row->statement, row->column);
    else
        sqlite3_bind_int64(row->statement, row->column, number);
}
