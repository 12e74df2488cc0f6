/* Hits that belong together: the same file, the same password, or the same words, close in time. */
#ifndef REPLYTRACE_CAMPAIGN_H
#define REPLYTRACE_CAMPAIGN_H

#include "judge/hit.h"

#define CAMPAIGN_PASSWORD_BYTES 3 /* of a password that is worth comparing */
#define CAMPAIGN_DAYS 30 /* between two hits that are joined by what they carry */

/* Sets hits[].campaign: 1, 2 ... by the date of the first hit; 0 where a hit stands alone. `list` is in order of time. */
void campaign_group(const struct corpus *corpus, struct hit_list *list);

#endif
