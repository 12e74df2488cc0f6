/* What judge knows of addresses and threads beyond its hits, for the lists of those to be told. */
#ifndef REPLYTRACE_JUDGE_RELATIONS_H
#define REPLYTRACE_JUDGE_RELATIONS_H

#include "judge/judge_making.h"
#include "judge/mailing_list.h"

/* In `arena`; the texts live as long as the corpus. Needs corpus, hits and holders of the numbers. */
void judge_relations_make(const struct judge_numbers *numbers, const struct mailing_list *lists, struct arena *arena,
                          struct case_relations *ret_relations);

#endif
