/* The connection below a case: statements prepared once, text in and out, SQLite's errors as outcomes. Only src/case includes it. */
#ifndef REPLYTRACE_CASE_DB_H
#define REPLYTRACE_CASE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "case/case_file.h"

/* One slot for each statement that is used more than once. */
enum case_slot {
    CASE_SLOT_STORE_OLD,
    CASE_SLOT_STORE,
    CASE_SLOT_NOTE,
    CASE_SLOT_FOLDER,
    CASE_SLOT_FAILED,
    CASE_SLOT_EVIDENCE,
    CASE_SLOT_MESSAGE_FIND,
    CASE_SLOT_MESSAGE,
    CASE_SLOT_MESSAGE_UPDATE,
    CASE_SLOT_MESSAGE_FLAGS,
    CASE_SLOT_TEXT,
    CASE_SLOT_OCCURRENCE,
    CASE_SLOT_RECIPIENT,
    CASE_SLOT_BCC,
    CASE_SLOT_REFERENCE,
    CASE_SLOT_ATTACHMENT,
    CASE_SLOT_MEMBER,
    CASE_SLOT_FACT,
    CASE_SLOT_REPORT,
    CASE_SLOT_REPORT_RECIPIENT,
    CASE_SLOT_PERSON_FIND,
    CASE_SLOT_PERSON,
    CASE_SLOT_PERSON_READ,
    CASE_SLOT_EXCHANGE_PAIR,
    CASE_SLOT_EXCHANGE_SHOWN,
    CASE_SLOT_EXCHANGE_ADDRESS,
    CASE_SLOT_EXCHANGE_FIND,
    CASE_SLOT_RUN,
    CASE_SLOT_POSTING,
    CASE_SLOT_POSTING_READ,
    CASE_SLOT_TEXT_READ,
    CASE_SLOT_EVIDENCE_READ,
    CASE_SLOT_PLACES,
    CASE_SLOT_COUNT,
};

struct case_file {
    sqlite3 *db;
    char *path;
    bool writable;
    bool broken;                        /* a write failed: what stands uncommitted is lost, nothing more is taken */
    sqlite3_stmt *statements[CASE_SLOT_COUNT];
    struct case_people *people;
    struct case_pending *pending;       /* postings on their way into a run */
    struct case_zstd *zstd;
    struct case_cursor *single;         /* of case_read_message */
};

/* SQLite's last error as an outcome, with the path of the case: DEAD where the file is damaged, FAULT else. Out of memory aborts. */
enum outcome case_db_fail(struct case_file *file, struct err *err);
/* Content that no writer of ours leaves behind. */
enum outcome case_db_damaged(const struct case_file *file, const char *what, struct err *err);

/* The statement of a slot, prepared at first use, ready for bindings. NULL on failure. */
sqlite3_stmt *case_db_statement(struct case_file *file, enum case_slot slot, const char *sql, struct err *err);
/* Steps a statement that gives no rows and resets it. */
enum outcome case_db_run(struct case_file *file, sqlite3_stmt *statement, struct err *err);
/* One step: OK with a row, END (and reset) without. */
enum outcome case_db_row(struct case_file *file, sqlite3_stmt *statement, struct err *err);
enum outcome case_db_exec(struct case_file *file, const char *sql, struct err *err);

/* Opens the transaction that case_write_commit ends, where none is open. FAULT for a case opened with CASE_READ. */
enum outcome case_db_begin(struct case_file *file, struct err *err);

/* The bytes are borrowed until the statement has run. An empty span is '' (text) or NULL (blob). */
void case_db_bind_text(sqlite3_stmt *statement, int column, struct span text);
void case_db_bind_blob(sqlite3_stmt *statement, int column, struct span bytes);

/* Rows of `size` bytes that were gathered, as one array in the arena. */
void *case_db_settle(struct arena *arena, const struct buf *rows, size_t size, size_t *ret_count);

/* A column as valid UTF-8, or as bytes, in the arena. */
struct span case_db_text(sqlite3_stmt *statement, int column, struct arena *arena);
struct span case_db_bytes(sqlite3_stmt *statement, int column, struct arena *arena);
/* Borrowed until the next step. */
struct span case_db_blob(sqlite3_stmt *statement, int column);
/* True when the column holds exactly `size` bytes, which are then copied. */
bool case_db_fixed(sqlite3_stmt *statement, int column, void *ret_bytes, size_t size);

#endif
