/* From whom a returned original says to be, and for whom: one of ours? */
#ifndef REPLYTRACE_BOUNCE_ADDRESSED_H
#define REPLYTRACE_BOUNCE_ADDRESSED_H

#include "judge/bounce_work.h"

bool bounce_addressed_from_ours(const struct bounce_desk *desk, const struct bounce_work *work);

/* Mail for one of ours, whoever got it in the end; where no recipient is known, that is likelier than a relay. */
bool bounce_addressed_to_us(const struct bounce_desk *desk, const struct bounce_work *work);

/* To one of ours from outside, and it failed to somebody whom it does not name: a machine of ours redirects what it gets. */
bool bounce_addressed_redirected(const struct bounce_desk *desk, const struct bounce_work *work);

#endif
