/* The schema of the case file: schema.sql as it was when the program was built. */
#ifndef REPLYTRACE_CASE_SCHEMA_H
#define REPLYTRACE_CASE_SCHEMA_H

#include <sqlite3.h>
#include "base/err.h"

/* Creates all tables in an empty database. FAULT: SQLite's reason in err. */
enum outcome case_schema_create(sqlite3 *db, struct err *err);

/* OK when the database is a case of this version and its tables are exactly ours, so that a file from elsewhere brings no
   trigger and no column that means something else; own views, indexes and tables of its user are fine. DEAD else. */
enum outcome case_schema_check(sqlite3 *db, struct err *err);

#endif
