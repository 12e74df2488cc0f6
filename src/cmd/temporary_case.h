/* A case that lives as long as one command: in a folder of its own under $TMPDIR, readable by nobody else. */
#ifndef REPLYTRACE_TEMPORARY_CASE_H
#define REPLYTRACE_TEMPORARY_CASE_H

#include <limits.h>
#include <stdbool.h>

struct temporary_case {
    char folder[PATH_MAX]; /* empty: none */
    char path[PATH_MAX];   /* of the case file, not created yet */
};

/* False with errno when there is no place for it. */
bool temporary_case_make(struct temporary_case *ret_temporary);
/* Removes the folder and what SQLite left in it; fine when there is none. */
void temporary_case_remove(struct temporary_case *temporary);

#endif
