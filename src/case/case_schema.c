/* schema.sql within the program, and the comparison of a given database with it. */
#include "case/case_schema.h"

#include <stdbool.h>
#include <string.h>
#include "base/embed.h"

EMBED(case_schema, "case/schema.sql");

enum outcome case_schema_create(sqlite3 *db, struct err *err)
{
    if (sqlite3_exec(db, EMBEDDED(case_schema).data, NULL, NULL, NULL) != SQLITE_OK)
        return err_set(err, OUTCOME_FAULT, "%s", sqlite3_errmsg(db));
    return OUTCOME_OK;
}

static sqlite3_int64 number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_int64 number = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* Whether `theirs` has the object of the current row of `ours` with the same text. */
static bool has_same(sqlite3_stmt *ours, sqlite3_stmt *theirs)
{
    sqlite3_reset(theirs);
    sqlite3_bind_text(theirs, 1, (const char *)sqlite3_column_text(ours, 0), -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(theirs, 2, (const char *)sqlite3_column_text(ours, 1), -1, SQLITE_TRANSIENT);
    return sqlite3_step(theirs) == SQLITE_ROW;
}

static bool has_all(sqlite3 *db, sqlite3 *reference)
{
    sqlite3_stmt *ours = NULL, *theirs = NULL;
    bool same = sqlite3_prepare_v2(reference, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &ours, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql = ?2", -1, &theirs, NULL) == SQLITE_OK;
    while (same && sqlite3_step(ours) == SQLITE_ROW)
        same = has_same(ours, theirs);
    sqlite3_finalize(ours);
    sqlite3_finalize(theirs);
    return same;
}

static enum outcome compare(sqlite3 *db, sqlite3 *reference, struct err *err)
{
    static const char application[] = "PRAGMA application_id", version[] = "PRAGMA user_version";
    if (number_of(db, application) != number_of(reference, application))
        return err_set(err, OUTCOME_DEAD, "not a case of replytrace");
    if (number_of(db, version) != number_of(reference, version))
        return err_set(err, OUTCOME_DEAD, "a case of another version (schema %lld, this program reads %lld)",
                       number_of(db, version), number_of(reference, version));
    if (number_of(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") != 0)
        return err_set(err, OUTCOME_DEAD, "the case has triggers, which a case never has");
    if (!has_all(db, reference))
        return err_set(err, OUTCOME_DEAD, "the tables of the case are damaged or were changed");
    return OUTCOME_OK;
}

enum outcome case_schema_check(sqlite3 *db, struct err *err)
{
    sqlite3 *reference = NULL;
    enum outcome outcome = OUTCOME_FAULT;
    if (sqlite3_open_v2(":memory:", &reference, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) == SQLITE_OK)
        outcome = case_schema_create(reference, err);
    if (outcome == OUTCOME_OK)
        outcome = compare(db, reference, err);
    sqlite3_close(reference);
    return outcome;
}
