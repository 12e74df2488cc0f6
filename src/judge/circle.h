/* Who took part in the thread that a mail quotes, before that mail: from other, earlier messages only. */
#ifndef REPLYTRACE_CIRCLE_H
#define REPLYTRACE_CIRCLE_H

#include <stdbool.h>
#include <stdint.h>
#include "judge/knowledge.h"
#include "judge/match.h"
#include "judge/thread.h"

#define CIRCLE_MAILS 2000 /* messages of one thread that are looked at, oldest first */

/* Marks people; one for a whole run, so that no mail pays for clearing it. */
struct circle {
    const struct corpus *corpus;
    const struct match *match;
    const struct knowledge *knowledge;
    struct thread_index threads, conversations, joined;
    uint32_t *seen;    /* by person: number of the mail it was marked for, + 1 */
    bool *hits;        /* by mail: already a hit, so it vouches for nobody */
    uint32_t mail;     /* the mail the marks are for */
    uint32_t people;   /* marked addresses */
    bool own_in;
};

void circle_open(struct circle *circle, const struct corpus *corpus, const struct match *match,
                 const struct knowledge *knowledge);
void circle_close(struct circle *circle);

/* Marks everybody of `thread`, and everybody that its participants forwarded it to, before `mail`. */
void circle_mark(struct circle *circle, uint32_t mail, uint32_t thread);
/* Took part, for the mail of the last circle_mark. CORPUS_NONE never did. */
bool circle_has(const struct circle *circle, uint32_t person);
/* Anybody marked of this organisation, public providers left out. */
bool circle_has_org(const struct circle *circle, uint32_t org, uint32_t thread);

#endif
