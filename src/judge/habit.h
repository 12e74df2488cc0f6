/* What each address has written alike into its last mails: mail program, zone, charset, domain of Message-IDs. */
#ifndef REPLYTRACE_HABIT_H
#define REPLYTRACE_HABIT_H

#include <stddef.h>
#include "judge/corpus.h"

#define HABIT_MAILS 5 /* more of one kind that make a habit */
#define HABIT_MOST 10 /* older mails count no more */
#define HABIT_LOSS 3  /* mails of one kind that a mail of another undoes */

struct habit_run {
    uint32_t value;           /* number in corpus->traits */
    uint32_t weight;          /* mails of this value, less HABIT_LOSS for each of another; 0 = none yet */
};

struct habit {
    const struct corpus *corpus;
    struct habit_run (*runs)[CORPUS_TRAITS]; /* by person; malloc'ed */
};

/* A habit that a mail does not keep; numbers in corpus->traits. */
struct habit_change {
    enum corpus_trait trait;
    uint32_t was, is;
};

void habit_open(struct habit *habit, const struct corpus *corpus);
void habit_close(struct habit *habit);

/* Call in order of time, and never for a mail that is a hit. */
void habit_learn(struct habit *habit, const struct corpus_mail *mail);

/* The habits of From that `mail` breaks, at most CORPUS_TRAITS; returns how many. What the mail does not say breaks nothing; nor does an
   hour more or less of zone, which is summer time. */
size_t habit_changes(const struct habit *habit, const struct corpus_mail *mail, struct habit_change *ret_changes);

#endif
