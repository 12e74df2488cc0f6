/* What people decided about hits, as the case keeps it. */
#ifndef REPLYTRACE_CASE_TRIAGE_H
#define REPLYTRACE_CASE_TRIAGE_H

#include <stddef.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"

struct case_triage {
    struct span hit;      /* id */
    struct span verdict;  /* "true": it is forged, "false": it is honest */
    struct span note;     /* in the person's own words; may be empty */
};

/* All of them, sorted by id, in `arena`. */
enum outcome case_triage_read(struct case_file *file, struct arena *arena, const struct case_triage **ret_rows, size_t *ret_count,
                              struct err *err);
/* Replaces what was decided about this hit before. Durable with case_write_commit, as is the next. */
enum outcome case_triage_write(struct case_file *file, const struct case_triage *row, struct err *err);
/* Takes back what was decided; nothing is fine. */
enum outcome case_triage_forget(struct case_file *file, struct span hit, struct err *err);

#endif
