/* Suspects as the case keeps them: with names, ids of hits, and what speaks for and against each. */
#ifndef REPLYTRACE_JUDGE_SUSPECTS_H
#define REPLYTRACE_JUDGE_SUSPECTS_H

#include "judge/judge_making.h"

/* Fills result->suspects. */
enum outcome judge_suspects_make(const struct judge_making *making, struct case_result *result, struct err *err);

#endif
