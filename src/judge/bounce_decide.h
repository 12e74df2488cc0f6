/* The order of decision about one report. */
#ifndef REPLYTRACE_BOUNCE_DECIDE_H
#define REPLYTRACE_BOUNCE_DECIDE_H

#include "judge/bounce_work.h"

/* Weight of what speaks for abuse of an account or machine of ours; the sum decides. */
#define BOUNCE_DECIDE_MISSING 2  /* sent mail of its owner is stored, and this is not among it */
#define BOUNCE_DECIDE_FOREIGN 2  /* From is no address of ours */
#define BOUNCE_DECIDE_OTHER 1    /* From is another one of ours than who logged in */
#define BOUNCE_DECIDE_OUTSIDE 1  /* the client is outside */
#define BOUNCE_DECIDE_LURE 1
#define BOUNCE_DECIDE_QUOTES 1   /* it quotes a stored thread */
#define BOUNCE_DECIDE_MANY 2     /* BOUNCE_CLUSTER_ACCOUNTS behind one client */
#define BOUNCE_DECIDE_BURST 1    /* BOUNCE_CLUSTER_BURST came back within a day; twice this from BOUNCE_CLUSTER_FLOOD on */
#define BOUNCE_DECIDE_ALONE 3    /* what it takes where no other server confirms our line: low confidence at most */
#define BOUNCE_DECIDE_DIRECT 2   /* sent past our servers */
#define BOUNCE_DECIDE_RELAYED 1  /* taken from outside without a login, for people outside */
#define BOUNCE_DECIDE_LEAST 2    /* low confidence; one more is medium, two more high. Below, nothing is accused */

/* Everything but origin, confidence and evidence is known. */
enum outcome bounce_decide(const struct bounce_desk *desk, struct bounce_work *work, struct err *err);

/* The person of ours whose mail it says to be: of the account, else of From; CORPUS_NONE = nobody of ours. */
uint32_t bounce_decide_owner(const struct bounce_desk *desk, const struct bounce_work *work);

#endif
