/* Complaints about spam: the message/feedback-report part of an ARF mail (RFC 5965). */
#ifndef REPLYTRACE_ARF_H
#define REPLYTRACE_ARF_H

#include "base/span.h"
#include "decode/dsn_draft.h"

/* Reads the decoded content of the part: who complains (Original-Rcpt-To, Removal-Recipient), what server tells it. */
void arf_read(struct dsn_draft *draft, struct span content);

#endif
