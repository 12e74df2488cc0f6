/* What returned mails have in common: one client with many accounts, bursts, copies of one mail, unknown ones beside known ones. */
#ifndef REPLYTRACE_BOUNCE_CLUSTER_H
#define REPLYTRACE_BOUNCE_CLUSTER_H

#include "judge/bounce_work.h"

#define BOUNCE_CLUSTER_ACCOUNTS 3 /* behind one client: not one person's machine */
#define BOUNCE_CLUSTER_BURST 3    /* returned mails to different domains within a day: more than one person's typing errors */
#define BOUNCE_CLUSTER_FLOOD 8
#define BOUNCE_CLUSTER_ALIKE 2    /* of one subject and one origin, for an unknown one of the same subject */

/* Numbers the mails, and counts accounts and bursts of each client; paths must be known. */
void bounce_cluster_count(const struct bounce_desk *desk);
/* Once origins are known: the same account from the same client is judged alike, and unknown ones get a suggestion. */
void bounce_cluster_spread(const struct bounce_desk *desk);

#endif
