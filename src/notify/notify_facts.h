/* The fact sheet for the report to the authority: what the case knows, by when it is due, and a blank with a question for all else. */
#ifndef REPLYTRACE_NOTIFY_FACTS_H
#define REPLYTRACE_NOTIFY_FACTS_H

#include <stdio.h>
#include "notify/notify_list.h"

/* Japan: Act on the Protection of Personal Information, art. 26, and Enforcement Rules, art. 7 and 8; European Union: GDPR art. 33. */
#define NOTIFY_FACTS_PRELIMINARY_LEAST 3 /* days, the day of knowledge being the first, */
#define NOTIFY_FACTS_PRELIMINARY_MOST 5
#define NOTIFY_FACTS_FINAL 60            /* and where the purpose was improper */
#define NOTIFY_FACTS_GDPR 3              /* 72 hours */

struct notify_facts {
    const struct notify_list *list;
    struct span known;                   /* the day on which it became known; empty = not given */
    struct span from, to;                /* period asked for; empty = open */
};

/* In the reader's language. */
void notify_facts_print(const struct notify_facts *facts, FILE *out);

#endif
