/* The trace of a mail: one Received field (RFC 5321 4.4) as the servers of the world really write it. */
#ifndef REPLYTRACE_RECEIVED_H
#define REPLYTRACE_RECEIVED_H

#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

/* `value` is raw and may be folded; at most LIMIT_FIELD_BYTES of it are read. Knows what Postfix, sendmail, Exim, qmail, Exchange and
   Gmail put where: addresses in brackets or bare in comments, `helo=` and `HELO` notes, IDENT, authenticated senders.
   What is not said stays empty; never fails. */
struct received received_parse(struct arena *arena, struct span value);

#endif
