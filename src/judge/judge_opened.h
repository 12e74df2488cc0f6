/* Who of our people opened forged mail, as the case keeps it: a line a person. */
#ifndef REPLYTRACE_JUDGE_OPENED_H
#define REPLYTRACE_JUDGE_OPENED_H

#include "judge/judge_making.h"

/* Fills result->openings. */
enum outcome judge_opened_make(const struct judge_making *making, struct case_result *result, struct err *err);

/* "answered", "passed-on", "read". */
struct span judge_opened_word(enum opened_how how);

#endif
