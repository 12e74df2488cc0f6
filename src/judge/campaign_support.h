/* What hits of several senders have in common speaks against each of them, and against mail that was not quite a hit. */
#ifndef REPLYTRACE_CAMPAIGN_SUPPORT_H
#define REPLYTRACE_CAMPAIGN_SUPPORT_H

#include "judge/hit.h"

#define CAMPAIGN_SUPPORT_SENDERS 2 /* others that must have sent the same in hits of medium severity or more */
#define CAMPAIGN_SUPPORT_LISTED 64 /* senders that are told apart for one thing in common; more make no difference */

#define CAMPAIGN_SUPPORT_WORDS 120 /* folded bytes of own words that are nobody's stock phrase: 40 characters of Japanese */

/* Asks the heuristics of HEURISTIC_CAMPAIGN about all hits and all of `near`, and scores anew those on which one fires. What of `near` has
   become a hit is added to `hits`, which stays in order of time. One pass: what a raised mail shares raises no other. */
void campaign_support(const struct corpus *corpus, struct hit_list *hits, struct hit_list *near, struct arena *arena);

#endif
