/* The case file: one SQLite database that holds everything known of the stores that were read. The waist of the program. */
#ifndef REPLYTRACE_CASE_FILE_H
#define REPLYTRACE_CASE_FILE_H

#include "base/err.h"

struct case_file;

enum case_mode {
    CASE_READ,  /* must exist */
    CASE_WRITE, /* is created where missing */
};

/* DEAD: not a case file, another version's schema, or not readable; err names the path. `path` ":memory:" gives a case that is
   gone after case_close. */
enum outcome case_open(const char *path, enum case_mode mode, struct case_file **ret_case, struct err *err);
void case_close(struct case_file *file); /* NULL is fine; what was not committed is lost */

#define CASE_LOCAL __attribute__((cleanup(case_cleanup))) struct case_file *
static inline void case_cleanup(struct case_file **file)
{
    case_close(*file);
}

#endif
