/* One query for the mails, and rows of attachments put anew. */
#include "case/case_reopen.h"

#include "base/buf.h"
#include "case/case_db.h"
#include "case/case_write_attachment.h"

static sqlite3_stmt *prepare(struct case_file *file, const char *sql, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, sql, -1, &statement, NULL) == SQLITE_OK)
        return statement;
    case_db_fail(file, err);
    return NULL;
}

enum outcome case_reopen_list(struct case_file *file, struct arena *arena, const struct case_reopen_mail **ret_mails, size_t *ret_count,
                              struct err *err)
{
    static const char sql[] =
        "WITH shut AS MATERIALIZED (SELECT DISTINCT message FROM attachment WHERE encrypted = 2 AND opened_with = ''),"
        " senders AS MATERIALIZED (SELECT DISTINCT address FROM shut JOIN message ON message.id = shut.message"
        "  JOIN person ON person.id = from_person WHERE address <> '')"
        " SELECT message.id, coalesce(received_date, date) AS time, address, message.id IN shut FROM message"
        " JOIN person ON person.id = from_person WHERE embedded = 0 AND time IS NOT NULL AND address IN senders"
        " ORDER BY address, time, message.id";
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = prepare(file, sql, err);
    if (!statement)
        return OUTCOME_FAULT;
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_reopen_mail mail = {.id = sqlite3_column_int64(statement, 0), .time = sqlite3_column_int64(statement, 1),
            .address = case_db_text(statement, 2, arena), .shut = sqlite3_column_int(statement, 3) != 0};
        buf_add(&rows, (struct span){(const char *)&mail, sizeof mail});
    }
    sqlite3_finalize(statement);
    if (outcome != OUTCOME_END)
        return OUTCOME_FAULT;
    *ret_mails = case_db_settle(arena, &rows, sizeof **ret_mails, ret_count);
    return OUTCOME_OK;
}

/* OK: the row is of these bytes and still shut; *ret_embedded is the mail within, or 0. END: it is not. */
static enum outcome find(struct case_file *file, int64_t message, size_t position, const struct attachment *attachment, int64_t *ret_embedded,
                         struct err *err)
{
    sqlite3_stmt *statement = prepare(file, "SELECT coalesce(embedded, 0) FROM attachment WHERE message = ?1 AND position = ?2"
                                            " AND sha256 = ?3 AND encrypted = 2 AND opened_with = ''", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, message);
    sqlite3_bind_int64(statement, 2, (int64_t)position);
    case_db_bind_blob(statement, 3, (struct span){(const char *)attachment->sha256, sizeof attachment->sha256});
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome == OUTCOME_OK)
        *ret_embedded = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return outcome;
}

static enum outcome run_all(struct case_file *file, const char *const *statements, size_t count, int64_t message, size_t position,
                            struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < count && outcome == OUTCOME_OK; i++) {
        sqlite3_stmt *statement = prepare(file, statements[i], err);
        if (!statement)
            return OUTCOME_FAULT;
        sqlite3_bind_int64(statement, 1, message);
        sqlite3_bind_int64(statement, 2, (int64_t)position);
        outcome = case_db_run(file, statement, err);
        sqlite3_finalize(statement);
    }
    return outcome;
}

/* What rules of the user said when it was read stays: this time there may be none. It stands behind what comes now. */
static enum outcome erase(struct case_file *file, int64_t message, size_t position, struct err *err)
{
    static const char *const statements[] = {"DELETE FROM fact WHERE message = ?1 AND attachment = ?2 AND kind <> 'yara-match'",
        "UPDATE fact SET position = position + 1000000 WHERE message = ?1 AND attachment = ?2",
        "DELETE FROM member WHERE message = ?1 AND attachment = ?2", "DELETE FROM attachment WHERE message = ?1 AND position = ?2"};
    return run_all(file, statements, sizeof statements / sizeof *statements, message, position, err);
}

static enum outcome erase_said_again(struct case_file *file, int64_t message, size_t position, struct err *err)
{
    static const char *const statement = "DELETE FROM fact AS old WHERE message = ?1 AND attachment = ?2 AND position >= 1000000 AND EXISTS"
        " (SELECT 1 FROM fact WHERE message = ?1 AND attachment = ?2 AND position < 1000000 AND kind = old.kind AND place = old.place"
        " AND detail = old.detail)";
    return run_all(file, &statement, 1, message, position, err);
}

enum outcome case_reopen_write(struct case_file *file, int64_t message, size_t position, const struct attachment *attachment, struct err *err)
{
    int64_t embedded = 0;
    if (!attachment->opened_with.size)
        return OUTCOME_OK;
    enum outcome outcome = case_db_begin(file, err);
    if (outcome == OUTCOME_OK)
        outcome = find(file, message, position, attachment, &embedded, err);
    if (outcome == OUTCOME_END)
        return OUTCOME_OK;
    if (outcome == OUTCOME_OK)
        outcome = erase(file, message, position, err);
    if (outcome == OUTCOME_OK)
        outcome = case_write_attachment(file, message, position, attachment, embedded, err);
    return outcome == OUTCOME_OK ? erase_said_again(file, message, position, err) : OUTCOME_FAULT;
}
