/* Open mailing lists, with list headers or without: their mail is public, so quoting it proves no theft. */
#ifndef REPLYTRACE_MAILING_LIST_H
#define REPLYTRACE_MAILING_LIST_H

#include <stdbool.h>
#include "judge/corpus.h"

/* A list id is an open list when people of this many organisations post under it: a thief's one mail with a List-Id makes none. */
#define MAILING_LIST_POSTERS 5
/* An address without list headers is one when this many replies between different organisations went through it, */
#define MAILING_LIST_REPLIES 20
/* and no organisation takes part in more than this share of them: somebody in copy always has his own people on one side. */
#define MAILING_LIST_ONE_SIDE 0.7
/* It writes itself at most once for so many replies that it carries. */
#define MAILING_LIST_SILENCE 10

struct mailing_list {
    bool *people;  /* by person: a list's address */
    bool *mails;   /* by mail number: went over an open list */
};

/* Both arrays are malloc'ed: mailing_list_free. Needs no knowledge of whose stores these are. */
void mailing_list_find(const struct corpus *corpus, struct mailing_list *ret_lists);
void mailing_list_free(struct mailing_list *lists);

#endif
