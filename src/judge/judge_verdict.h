/* The verdict in words: whose mailboxes, or why it is undecided. */
#ifndef REPLYTRACE_JUDGE_VERDICT_H
#define REPLYTRACE_JUDGE_VERDICT_H

#include "judge/judge_making.h"

/* The verdict is "partner", "own" or "both" from this probability of the victims' organisations on; below it "undecided". From the
   same probability of each person on it names persons; below, their organisations. */
#define JUDGE_VERDICT_DECIDED 0.75

/* Fills result->verdict; hits and suspects are made. */
void judge_verdict_make(const struct judge_making *making, struct case_result *result);

#endif
