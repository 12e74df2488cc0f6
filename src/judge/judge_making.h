/* What the makers of a result share: judge's numbers, the names of people, sentences with values. */
#ifndef REPLYTRACE_JUDGE_MAKING_H
#define REPLYTRACE_JUDGE_MAKING_H

#include <jansson.h>
#include "judge/opened.h"
#include "judge/suspects.h"

/* What judge found out. */
struct judge_numbers {
    const struct corpus *corpus;
    const struct hit_list *hits;
    const struct hit_list *aside; /* that people or the allow list took out: told, and nothing is concluded from them */
    const struct holders *holders;
    const struct stolen_list *stolen;
    const struct suspects *suspects;
    const struct opened_list *opened;
};

struct judge_making {
    struct case_file *file;
    const struct judge_numbers *numbers;
    struct arena *arena; /* of the result */
    struct span *names;  /* by person; data NULL = not looked up yet */
};

/* The display name of a person as his own mail shows it; empty where nobody ever named him. Looked up once. */
enum outcome judge_making_name(const struct judge_making *making, uint32_t person, struct span *ret_name, struct err *err);
/* The name of one who was looked up before, with his address. */
struct span judge_making_label(const struct judge_making *making, uint32_t person);

/* A sentence of the case. values: an object that was filled by judge_making_value and its kin; taken over. */
struct case_sentence judge_making_sentence(struct arena *arena, const char *says, json_t *values);
void judge_making_value(json_t *values, const char *key, struct span value);
void judge_making_number(json_t *values, struct arena *arena, const char *key, uint64_t number);
/* The day in UTC, as 2022-03-01. */
void judge_making_day(json_t *values, struct arena *arena, const char *key, int64_t date);

#endif
