/* Writes what belongs to a store, evidence, and the end of each transaction. */
#include "case/case_write.h"

#include <stdio.h>
#include "base/buf.h"
#include "base/hash.h"
#include "case/case_db.h"
#include "case/case_runs.h"
#include "case/case_zstd.h"

static bool digest_known(const uint8_t digest[HASH_SHA256_BYTES])
{
    uint8_t any = 0;
    for (size_t i = 0; i < HASH_SHA256_BYTES; i++)
        any |= digest[i];
    return any != 0;
}

/* A store that changed and is read from its start again will tell its mails and its troubles again: what the old one told goes.
   Messages themselves stay; those that no other store has are found by no reader of the whole case. */
static enum outcome forget_old(struct case_file *file, const struct case_store *store, struct err *err)
{
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_STORE_OLD,
                          "SELECT id FROM store WHERE path = ?1 AND (size <> ?2 OR mtime <> ?3) AND (state <> ?4 OR next_item > 0)", err);
    if (!statement)
        return OUTCOME_FAULT;
    case_db_bind_text(statement, 1, store->path);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)store->size);
    sqlite3_bind_int64(statement, 3, store->mtime);
    sqlite3_bind_int(statement, 4, CASE_STORE_UNFINISHED);
    enum outcome outcome = case_db_row(file, statement, err);
    long long id = outcome == OUTCOME_OK ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    char sql[320];
    snprintf(sql, sizeof sql,
             "DELETE FROM note WHERE store = %lld; DELETE FROM folder WHERE store = %lld; DELETE FROM failed WHERE store = %lld;"
             " DELETE FROM occurrence WHERE store = %lld; DELETE FROM exchange_shown WHERE store = %lld",
             id, id, id, id, id);
    return case_db_exec(file, sql, err);
}

static void bind_store(sqlite3_stmt *statement, const struct case_store *store)
{
    case_db_bind_text(statement, 1, store->path);
    case_db_bind_text(statement, 2, store->format);
    case_db_bind_text(statement, 3, store->owner);
    sqlite3_bind_int64(statement, 4, (sqlite3_int64)store->size);
    sqlite3_bind_int64(statement, 5, store->mtime);
    bool known = digest_known(store->sha256);
    case_db_bind_blob(statement, 6, known ? (struct span){(const char *)store->sha256, HASH_SHA256_BYTES} : SPAN_NONE);
    sqlite3_bind_int64(statement, 7, (sqlite3_int64)store->expected);
    sqlite3_bind_int64(statement, 8, (sqlite3_int64)store->read);
    sqlite3_bind_int64(statement, 9, (sqlite3_int64)store->failed);
    sqlite3_bind_int64(statement, 10, (sqlite3_int64)store->skipped);
    sqlite3_bind_int64(statement, 11, (sqlite3_int64)store->next_item);
    sqlite3_bind_int(statement, 12, (int)store->state);
    case_db_bind_text(statement, 13, store->reason);
}

static const char store_sql[] =
    "INSERT INTO store (path, format, owner, size, mtime, sha256, expected, read, failed, skipped, next_item, state, reason)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    " ON CONFLICT (path) DO UPDATE SET (format, owner, size, mtime, sha256, expected, read, failed, skipped, next_item, state, reason)"
    " = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id";

enum outcome case_write_store(struct case_file *file, const struct case_store *store, int64_t *ret_id, struct err *err)
{
    enum outcome outcome = case_db_begin(file, err);
    if (outcome == OUTCOME_OK && store->state == CASE_STORE_UNFINISHED && store->next_item == 0)
        outcome = forget_old(file, store, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_STORE, store_sql, err);
    if (!statement)
        return OUTCOME_FAULT;
    bind_store(statement, store);
    outcome = case_db_row(file, statement, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_id = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return OUTCOME_OK;
}

enum outcome case_write_note(struct case_file *file, int64_t store, bool incomplete, struct span text, struct err *err)
{
    enum outcome outcome = case_db_begin(file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_NOTE, "INSERT OR IGNORE INTO note (store, incomplete, text) VALUES (?1, ?2, ?3)", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, store);
    sqlite3_bind_int(statement, 2, incomplete);
    case_db_bind_text(statement, 3, text);
    return case_db_run(file, statement, err);
}

enum outcome case_write_folder(struct case_file *file, int64_t store, struct span name, uint64_t expected, struct err *err)
{
    enum outcome outcome = case_db_begin(file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sqlite3_stmt *statement = case_db_statement(
        file, CASE_SLOT_FOLDER, "INSERT OR REPLACE INTO folder (store, name, expected) VALUES (?1, ?2, ?3)", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, store);
    case_db_bind_text(statement, 2, name);
    sqlite3_bind_int64(statement, 3, expected > INT64_MAX ? INT64_MAX : (sqlite3_int64)expected);
    return case_db_run(file, statement, err);
}

enum outcome case_write_failed(struct case_file *file, int64_t store, const struct occurrence *where, struct span reason,
                               struct err *err)
{
    enum outcome outcome = case_db_begin(file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sqlite3_stmt *statement = case_db_statement(
        file, CASE_SLOT_FAILED,
        "INSERT OR REPLACE INTO failed (store, item, folder, path, reason) VALUES (?1, ?2, ?3, ?4, ?5)", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, store);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)where->item);
    case_db_bind_text(statement, 3, where->folder);
    case_db_bind_text(statement, 4, where->path);
    case_db_bind_text(statement, 5, reason);
    return case_db_run(file, statement, err);
}

enum outcome case_write_commit(struct case_file *file, struct err *err)
{
    if (sqlite3_get_autocommit(file->db))
        return file->broken ? err_set(err, OUTCOME_FAULT, "%s: an earlier write failed", file->path) : OUTCOME_OK;
    enum outcome outcome = case_runs_flush(file, err);
    return outcome == OUTCOME_OK ? case_db_exec(file, "COMMIT", err) : outcome;
}

enum outcome case_write_evidence(struct case_file *file, int64_t message, struct span kind, struct span raw, struct err *err)
{
    enum outcome outcome = case_db_begin(file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sqlite3_stmt *statement = case_db_statement(
        file, CASE_SLOT_EVIDENCE, "INSERT OR REPLACE INTO evidence (message, kind, sha256, raw) VALUES (?1, ?2, ?3, ?4)", err);
    if (!statement)
        return OUTCOME_FAULT;
    uint8_t digest[HASH_SHA256_BYTES];
    BUF_LOCAL packed = {0};
    hash_sha256(raw, digest);
    case_zstd_pack(file->zstd, raw, &packed);
    sqlite3_bind_int64(statement, 1, message);
    case_db_bind_text(statement, 2, kind);
    case_db_bind_blob(statement, 3, (struct span){(const char *)digest, sizeof digest});
    case_db_bind_blob(statement, 4, buf_span(&packed));
    return case_db_run(file, statement, err);
}
