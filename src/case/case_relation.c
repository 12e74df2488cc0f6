/* Three tables, written after judging and read as sorted lists. */
#include "case/case_relation.h"

#include "base/buf.h"
#include "case/case_db.h"
#include "case/case_table.h"

static bool prepare(struct case_file *file, const char *sql, sqlite3_stmt **ret_statement, enum outcome *ret_outcome, struct err *err)
{
    bool good = sqlite3_prepare_v2(file->db, sql, -1, ret_statement, NULL) == SQLITE_OK;
    *ret_outcome = good ? OUTCOME_OK : case_db_fail(file, err);
    return good;
}

static enum outcome write_same(struct case_file *file, const struct case_relations *relations, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT OR IGNORE INTO same_person (address, stands) VALUES (?1, ?2)", err);
    for (size_t i = 0; i < relations->same_count && table.outcome == OUTCOME_OK; i++) {
        case_table_text(&table, relations->same[i].address);
        case_table_text(&table, relations->same[i].stands);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_lists(struct case_file *file, const struct case_relations *relations, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT OR IGNORE INTO list_address (address) VALUES (?1)", err);
    for (size_t i = 0; i < relations->list_count && table.outcome == OUTCOME_OK; i++) {
        case_table_text(&table, relations->lists[i]);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_reused(struct case_file *file, const struct case_relations *relations, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO reused (message, hit) VALUES (?1, ?2)", err);
    for (size_t i = 0; i < relations->reused_count && table.outcome == OUTCOME_OK; i++) {
        case_table_number(&table, relations->reused[i].message);
        case_table_text(&table, relations->reused[i].hit);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

enum outcome case_relation_write(struct case_file *file, const struct case_relations *relations, struct err *err)
{
    enum outcome outcome = write_same(file, relations, err);
    if (outcome == OUTCOME_OK)
        outcome = write_lists(file, relations, err);
    return outcome == OUTCOME_OK ? write_reused(file, relations, err) : outcome;
}

static void add(struct buf *rows, const void *row, size_t size)
{
    buf_add(rows, (struct span){row, size});
}

static enum outcome read_same(struct case_file *file, struct arena *arena, struct case_relations *relations, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *row = NULL;
    enum outcome outcome;
    if (prepare(file, "SELECT address, stands FROM same_person ORDER BY address", &row, &outcome, err))
        while ((outcome = case_db_row(file, row, err)) == OUTCOME_OK) {
            struct case_same same = {case_db_text(row, 0, arena), case_db_text(row, 1, arena)};
            add(&rows, &same, sizeof same);
        }
    sqlite3_finalize(row);
    relations->same = case_db_settle(arena, &rows, sizeof *relations->same, &relations->same_count);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

static enum outcome read_lists(struct case_file *file, struct arena *arena, struct case_relations *relations, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *row = NULL;
    enum outcome outcome;
    if (prepare(file, "SELECT address FROM list_address ORDER BY address", &row, &outcome, err))
        while ((outcome = case_db_row(file, row, err)) == OUTCOME_OK) {
            struct span address = case_db_text(row, 0, arena);
            add(&rows, &address, sizeof address);
        }
    sqlite3_finalize(row);
    relations->lists = case_db_settle(arena, &rows, sizeof *relations->lists, &relations->list_count);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

static enum outcome read_reused(struct case_file *file, struct arena *arena, struct case_relations *relations, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *row = NULL;
    enum outcome outcome;
    if (prepare(file, "SELECT message, hit FROM reused ORDER BY message", &row, &outcome, err))
        while ((outcome = case_db_row(file, row, err)) == OUTCOME_OK) {
            struct case_reused reused = {sqlite3_column_int64(row, 0), case_db_text(row, 1, arena)};
            add(&rows, &reused, sizeof reused);
        }
    sqlite3_finalize(row);
    relations->reused = case_db_settle(arena, &rows, sizeof *relations->reused, &relations->reused_count);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

enum outcome case_relation_read(struct case_file *file, struct arena *arena, struct case_relations *ret_relations, struct err *err)
{
    struct case_relations relations = {0};
    enum outcome outcome = read_same(file, arena, &relations, err);
    if (outcome == OUTCOME_OK)
        outcome = read_lists(file, arena, &relations, err);
    if (outcome == OUTCOME_OK)
        outcome = read_reused(file, arena, &relations, err);
    if (outcome == OUTCOME_OK)
        *ret_relations = relations;
    return outcome;
}
