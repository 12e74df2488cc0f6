/* Statements, bindings and errors of SQLite for the rest of src/case. */
#include "case/case_db.h"

#include <assert.h>
#include <stdlib.h>
#include "base/utf8.h"

enum outcome case_db_fail(struct case_file *file, struct err *err)
{
    int code = sqlite3_errcode(file->db) & 0xff;
    if (code == SQLITE_NOMEM)
        abort();
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return err_set(err, OUTCOME_FAULT, "%s: another program is using the case", file->path);
    file->broken = true;
    bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return err_set(err, damaged ? OUTCOME_DEAD : OUTCOME_FAULT, "%s: %s", file->path, sqlite3_errmsg(file->db));
}

enum outcome case_db_damaged(const struct case_file *file, const char *what, struct err *err)
{
    return err_set(err, OUTCOME_DEAD, "%s: the case is damaged: %s", file->path, what);
}

sqlite3_stmt *case_db_statement(struct case_file *file, enum case_slot slot, const char *sql, struct err *err)
{
    sqlite3_stmt **statement = &file->statements[slot];
    if (*statement)
        sqlite3_reset(*statement);
    else if (sqlite3_prepare_v3(file->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
        case_db_fail(file, err);
    return *statement;
}

enum outcome case_db_run(struct case_file *file, sqlite3_stmt *statement, struct err *err)
{
    int code = sqlite3_step(statement);
    enum outcome outcome = code == SQLITE_DONE ? OUTCOME_OK : case_db_fail(file, err);
    sqlite3_reset(statement);
    return outcome;
}

enum outcome case_db_row(struct case_file *file, sqlite3_stmt *statement, struct err *err)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return OUTCOME_OK;
    enum outcome outcome = code == SQLITE_DONE ? OUTCOME_END : case_db_fail(file, err);
    sqlite3_reset(statement);
    return outcome;
}

enum outcome case_db_exec(struct case_file *file, const char *sql, struct err *err)
{
    return sqlite3_exec(file->db, sql, NULL, NULL, NULL) == SQLITE_OK ? OUTCOME_OK : case_db_fail(file, err);
}

enum outcome case_db_begin(struct case_file *file, struct err *err)
{
    if (!file->writable)
        return err_set(err, OUTCOME_FAULT, "%s: the case is open for reading only", file->path);
    if (file->broken)
        return err_set(err, OUTCOME_FAULT, "%s: an earlier write failed", file->path);
    return sqlite3_get_autocommit(file->db) ? case_db_exec(file, "BEGIN IMMEDIATE", err) : OUTCOME_OK;
}

void case_db_bind_text(sqlite3_stmt *statement, int column, struct span text)
{
    int code = sqlite3_bind_text64(statement, column, text.size ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
    assert(code == SQLITE_OK || code == SQLITE_TOOBIG);
    (void)code;
}

void case_db_bind_blob(sqlite3_stmt *statement, int column, struct span bytes)
{
    int code = sqlite3_bind_blob64(statement, column, bytes.size ? bytes.data : NULL, bytes.size, SQLITE_STATIC);
    assert(code == SQLITE_OK || code == SQLITE_TOOBIG);
    (void)code;
}

struct span case_db_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    if (!text || size <= 0)
        return SPAN_NONE;
    return utf8_repair(arena, arena_copy(arena, (struct span){text, (size_t)size}));
}

struct span case_db_blob(sqlite3_stmt *statement, int column)
{
    const char *bytes = sqlite3_column_blob(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    return bytes && size > 0 ? (struct span){bytes, (size_t)size} : SPAN_NONE;
}

struct span case_db_bytes(sqlite3_stmt *statement, int column, struct arena *arena)
{
    struct span bytes = case_db_blob(statement, column);
    return bytes.size ? arena_copy(arena, bytes) : SPAN_NONE;
}

bool case_db_fixed(sqlite3_stmt *statement, int column, void *ret_bytes, size_t size)
{
    struct span bytes = case_db_blob(statement, column);
    if (bytes.size != size)
        return false;
    memcpy(ret_bytes, bytes.data, size);
    return true;
}

void *case_db_settle(struct arena *arena, const struct buf *rows, size_t size, size_t *ret_count)
{
    size_t count = rows->size / size;
    void *kept = arena_array(arena, count, size);
    if (count)
        memcpy(kept, rows->data, rows->size);
    *ret_count = count;
    return kept;
}
