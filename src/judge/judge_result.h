/* From judge's numbers to what the case keeps: hits, suspects and the verdict in words and values. */
#ifndef REPLYTRACE_JUDGE_RESULT_H
#define REPLYTRACE_JUDGE_RESULT_H

#include "judge/judge_making.h"

/* Fills hits, those set aside, suspects, openings, verdict and judged_messages; own domains are the caller's. Everything lives in `arena`. */
enum outcome judge_result_make(struct case_file *file, const struct judge_numbers *numbers, struct arena *arena,
                               struct case_result *ret_result, struct err *err);

#endif
