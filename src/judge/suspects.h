/* Whose mailbox was stolen: the holders of the quoted messages, weighed against how often they would appear by chance. */
#ifndef REPLYTRACE_SUSPECTS_H
#define REPLYTRACE_SUSPECTS_H

#include "judge/hit.h"

#define SUSPECTS_MOST 8       /* victims and runners-up that are named */
#define SUSPECTS_VICTIMS 4    /* mailboxes that can be found stolen in one case */

struct suspect {
    uint32_t person;
    double probability;
    bool victim;              /* belongs to the smallest set that explains the hits; else a runner-up */
    uint32_t explains;        /* hits whose newest quoted message it held */
    uint32_t received;        /* hits that were sent to it */
    int64_t from, to;         /* newest stolen message, first hit; MESSAGE_NO_DATE = unknown */
};

struct suspects {
    struct suspect list[SUSPECTS_MOST]; /* victims first, then by probability */
    size_t count;
    size_t victims;
    double organisation;      /* the least probability, over victims, that the stolen mailbox is of the victim's organisation */
    uint32_t of;              /* hits that quote a stored message and were counted */
};

/* The model: a thief takes each message that he answers at random from the stolen mailbox, so a hit that quotes message m has the
   likelihood 1/size(p) if mailbox p held m and nothing if it did not, beside a noise term; size is the number of stored messages
   that p held. Somebody who is in half of all mail thus explains every hit and yet badly. More victims are added while each
   explains more than it costs. */
void suspects_find(const struct corpus *corpus, const struct hit_list *hits, struct suspects *ret_suspects);

/* The newest message a hit quotes with a share that counts, or CORPUS_NONE; and whether somebody held it. */
uint32_t suspects_stolen(const struct hit *hit);
bool suspects_held(const struct corpus *corpus, uint32_t person, uint32_t mail);

#endif
