/* From judge's numbers to what the case keeps: hits, suspects and the verdict in words and values. */
#ifndef REPLYTRACE_JUDGE_RESULT_H
#define REPLYTRACE_JUDGE_RESULT_H

#include "judge/hit.h"
#include "judge/suspects.h"

/* The verdict is "partner", "own" or "both" from this probability of the victims' organisations on; below it "undecided". */
#define JUDGE_RESULT_DECIDED 0.75

/* Fills hits, those set aside, suspects, verdict and judged_messages; own domains are the caller's. Everything lives in `arena`. */
enum outcome judge_result_make(struct case_file *file, const struct corpus *corpus, const struct hit_list *hits,
                               const struct hit_list *aside, const struct suspects *suspects, struct arena *arena, struct case_result *ret_result,
                               struct err *err);

#endif
