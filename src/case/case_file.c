/* Opens and closes a case: creates it where asked, and trusts no file that it did not make. */
#include "case/case_file.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "case/case_db.h"
#include "case/case_people.h"
#include "case/case_read.h"
#include "case/case_runs.h"
#include "case/case_schema.h"
#include "case/case_zstd.h"

#define CASE_BUSY_MILLISECONDS 5000

/* A rollback journal, not a WAL: new pages are written once, and the case is one file after each commit. NORMAL: an
   interrupted program loses the open transaction and no more. */
static const char settings[] = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
                               "PRAGMA cache_size = -32768; PRAGMA foreign_keys = OFF; PRAGMA cell_size_check = ON;";
static const char settings_new[] = "PRAGMA page_size = 8192;";

static enum outcome refuse(const struct case_file *file, const char *reason, struct err *err)
{
    return err_set(err, OUTCOME_DEAD, "%s: %s", file->path, reason);
}

static void harden(sqlite3 *db)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

static enum outcome check_folder(const struct case_file *file, struct err *err)
{
    char *path = strdup(file->path);
    if (!path)
        abort();
    bool writable = access(dirname(path), W_OK | X_OK) == 0;
    int error = errno;
    free(path);
    return writable ? OUTCOME_OK
                    : err_set(err, OUTCOME_DEAD, "%s: cannot be made in that folder: %s", file->path, strerror(error));
}

/* What SQLite would say less clearly. */
static enum outcome check_path(const struct case_file *file, enum case_mode mode, struct err *err)
{
    struct stat status;
    if (!strcmp(file->path, ":memory:") && mode == CASE_WRITE)
        return OUTCOME_OK;
    if (stat(file->path, &status) < 0)
        return mode == CASE_WRITE && errno == ENOENT && *file->path ? check_folder(file, err)
                                                                     : refuse(file, strerror(errno), err);
    if (!S_ISREG(status.st_mode))
        return refuse(file, "not a case: not a regular file", err);
    if (mode == CASE_READ && status.st_size == 0)
        return refuse(file, "not a case: an empty file", err);
    if (access(file->path, R_OK) < 0)
        return refuse(file, strerror(errno), err);
    return OUTCOME_OK;
}

/* One thread uses SQLite, and nobody asks how much memory it has: its mutexes and counters would cost a twentieth of what
   writing a case takes. Both settings are of the process and refused, harmlessly, once a case has been open. */
static void go_single(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* Reading, too, opens for writing where it may: the journal of an interrupted writer must be rolled back. */
static enum outcome connect(struct case_file *file, enum case_mode mode, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | (mode == CASE_WRITE ? SQLITE_OPEN_CREATE : 0);
    go_single();
    /* "file:" would be taken for a URI by some builds of SQLite */
    char *path = sqlite3_mprintf("%s%s", !strncmp(file->path, "file:", 5) ? "./" : "", file->path);
    int code = path ? sqlite3_open_v2(path, &file->db, flags, NULL) : SQLITE_NOMEM;
    sqlite3_free(path);
    if (code == SQLITE_NOMEM || !file->db)
        abort();
    if (code != SQLITE_OK)
        return refuse(file, sqlite3_errmsg(file->db), err);
    harden(file->db);
    sqlite3_busy_timeout(file->db, CASE_BUSY_MILLISECONDS);
    return OUTCOME_OK;
}

/* *ret_empty: a new database, or one without any table. */
static enum outcome look_inside(struct case_file *file, bool *ret_empty, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(file->db, "SELECT count(*) FROM sqlite_schema", -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *ret_empty = sqlite3_column_int64(statement, 0) == 0;
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_OK)
        return OUTCOME_OK;
    if (code == SQLITE_NOTADB)
        return refuse(file, "not a case: not an SQLite database", err);
    return refuse(file, sqlite3_errmsg(file->db), err);
}

static enum outcome create(struct case_file *file, struct err *err)
{
    enum outcome outcome = case_db_exec(file, "BEGIN IMMEDIATE", err);
    if (outcome == OUTCOME_OK)
        outcome = case_schema_create(file->db, err);
    if (outcome == OUTCOME_OK)
        outcome = case_db_exec(file, "COMMIT", err);
    return outcome;
}

static enum outcome check_schema(struct case_file *file, struct err *err)
{
    struct err why;
    enum outcome outcome = case_schema_check(file->db, &why);
    return outcome == OUTCOME_OK ? outcome : err_set(err, outcome, "%s: %s", file->path, why.text);
}

static enum outcome open_file(struct case_file *file, enum case_mode mode, struct err *err)
{
    bool empty = false;
    enum outcome outcome = check_path(file, mode, err);
    if (outcome == OUTCOME_OK)
        outcome = connect(file, mode, err);
    if (outcome == OUTCOME_OK)
        outcome = look_inside(file, &empty, err);
    if (outcome == OUTCOME_OK && empty && mode == CASE_WRITE)
        outcome = case_db_exec(file, settings_new, err);
    if (outcome == OUTCOME_OK && !(empty && mode == CASE_WRITE))
        outcome = check_schema(file, err);
    if (outcome == OUTCOME_OK && mode == CASE_WRITE && sqlite3_db_readonly(file->db, "main"))
        outcome = refuse(file, "no permission to write", err);
    if (outcome == OUTCOME_OK)
        outcome = case_db_exec(file, mode == CASE_WRITE ? settings : "PRAGMA query_only = ON; PRAGMA cell_size_check = ON;", err);
    if (outcome == OUTCOME_OK && empty)
        outcome = create(file, err);
    return outcome;
}

enum outcome case_open(const char *path, enum case_mode mode, struct case_file **ret_case, struct err *err)
{
    struct case_file *file = calloc(1, sizeof *file);
    if (!file || !(file->path = strdup(path)))
        abort();
    file->writable = mode == CASE_WRITE;
    file->people = case_people_open();
    file->pending = case_pending_open();
    file->zstd = case_zstd_open();
    enum outcome outcome = open_file(file, mode, err);
    if (outcome == OUTCOME_OK)
        *ret_case = file;
    else
        case_close(file);
    return outcome;
}

void case_close(struct case_file *file)
{
    if (!file)
        return;
    case_read_end(file->single);
    for (size_t i = 0; i < CASE_SLOT_COUNT; i++)
        sqlite3_finalize(file->statements[i]);
    case_people_close(file->people);
    case_pending_close(file->pending);
    case_zstd_close(file->zstd);
    if (file->db && !sqlite3_get_autocommit(file->db))
        sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(file->db);
    free(file->path);
    free(file);
}
