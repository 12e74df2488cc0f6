/* Whose mailbox was stolen: the holders of the quoted messages, weighed against how often they would appear by chance. */
#ifndef REPLYTRACE_SUSPECTS_H
#define REPLYTRACE_SUSPECTS_H

#include "judge/holders.h"
#include "judge/stolen.h"

#define SUSPECTS_MOST 8       /* victims and runners-up that are named */
#define SUSPECTS_VICTIMS 4    /* mailboxes that can be found stolen in one case */

struct suspect {
    uint32_t person;          /* the address that stands for the holder */
    double probability;
    bool victim;              /* belongs to the smallest set that explains the hits; else a runner-up */
    uint32_t instead_of;      /* of a runner-up: position of the victim in whose place it is likeliest */
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
   of SUSPECTS_DAYS before the theft that p held. Somebody who is in half of all mail thus explains every hit and yet badly. More
   victims are added while each explains more than it costs. A probability is that of one holder in his place, the others kept,
   against all other holders, against a mailbox that no stored mail names (an archive of the organisation, which held what any of
   its people held, or one from anywhere), and, from the second victim on, against nobody: that the rest is noise. */
void suspects_find(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                   struct suspects *ret_suspects);

/* Thieves were seen to take mail of half a year (src/judge/suspects.c widens it where older mail is quoted). */
#define SUSPECTS_DAYS 180

#endif
