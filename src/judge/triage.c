/* Looks decisions up by hit id. */
#include "judge/triage.h"

#include <stdlib.h>

enum outcome triage_load(struct case_file *file, struct arena *arena, struct triage *ret_triage, struct err *err)
{
    return case_triage_read(file, arena, &ret_triage->rows, &ret_triage->count, err);
}

static int by_hit(const void *id, const void *row)
{
    return span_compare(*(const struct span *)id, ((const struct case_triage *)row)->hit);
}

enum case_standing triage_standing(const struct triage *triage, struct span id)
{
    const struct case_triage *row =
        triage->count ? bsearch(&id, triage->rows, triage->count, sizeof *triage->rows, by_hit) : NULL;
    if (row && span_equal(row->verdict, SPAN_LITERAL("true")))
        return CASE_CONFIRMED;
    if (row && span_equal(row->verdict, SPAN_LITERAL("false")))
        return CASE_DISMISSED;
    return CASE_SCORED;
}
