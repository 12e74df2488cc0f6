/* What a mail reports of another one: bounces, delays, receipts, complaints; what it is made of first, then what its text says. */
#ifndef REPLYTRACE_DSN_H
#define REPLYTRACE_DSN_H

#include "base/arena.h"
#include "decode/mime_field.h"
#include "model/message.h"

/* Sets message->report where the mail is one by its parts (RFC 3464, 6522, 6533, 8098, 5965) or by X-Failed-Recipients. `fields` are
   its header, `message` is decoded but for this; `depth` as of decode_mime. A report that is attached to a mail is not one of the mail:
   without the mark of a machine (dsn_evidence.h) nothing is set.
   The returned original is decoded where it has not been (text/rfc822-headers). */
void dsn_read(struct arena *arena, const struct mime_fields *fields, unsigned depth, struct message *message);

#endif
