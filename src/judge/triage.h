/* What people decided about hits, as judge goes by it. */
#ifndef REPLYTRACE_TRIAGE_H
#define REPLYTRACE_TRIAGE_H

#include "case/case_result.h"
#include "case/case_triage.h"

struct triage {
    const struct case_triage *rows; /* sorted by id */
    size_t count;
};

/* Lives in `arena`. */
enum outcome triage_load(struct case_file *file, struct arena *arena, struct triage *ret_triage, struct err *err);

/* How the mail with this id stands: CASE_CONFIRMED, CASE_DISMISSED, or CASE_SCORED where nobody said anything. */
enum case_standing triage_standing(const struct triage *triage, struct span id);

#endif
