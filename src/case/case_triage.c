/* The table triage, in and out. */
#include "case/case_triage.h"

#include "base/buf.h"
#include "case/case_db.h"

enum outcome case_triage_read(struct case_file *file, struct arena *arena, const struct case_triage **ret_rows, size_t *ret_count,
                              struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, "SELECT hit, verdict, note FROM triage ORDER BY hit", -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_triage row = {case_db_text(statement, 0, arena), case_db_text(statement, 1, arena),
                                  case_db_text(statement, 2, arena)};
        buf_add(&rows, (struct span){(const char *)&row, sizeof row});
    }
    sqlite3_finalize(statement);
    if (outcome != OUTCOME_END)
        return outcome;
    *ret_rows = case_db_settle(arena, &rows, sizeof **ret_rows, ret_count);
    return OUTCOME_OK;
}

/* Runs a statement of up to three texts once. */
static enum outcome run(struct case_file *file, const char *sql, const struct span *texts, int count, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    enum outcome outcome = case_db_begin(file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (sqlite3_prepare_v2(file->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    for (int i = 0; i < count; i++)
        case_db_bind_text(statement, i + 1, texts[i]);
    outcome = case_db_run(file, statement, err);
    sqlite3_finalize(statement);
    return outcome;
}

enum outcome case_triage_write(struct case_file *file, const struct case_triage *row, struct err *err)
{
    const struct span texts[] = {row->hit, row->verdict, row->note};
    return run(file, "INSERT OR REPLACE INTO triage (hit, verdict, note) VALUES (?1, ?2, ?3)", texts, 3, err);
}

enum outcome case_triage_forget(struct case_file *file, struct span hit, struct err *err)
{
    return run(file, "DELETE FROM triage WHERE hit = ?1", &hit, 1, err);
}
