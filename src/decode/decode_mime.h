/* RFC 5322 bytes in, struct message out; MIME (RFC 2045-2049, 2231, 2183) by GMime, what it cannot read by our own rules. */
#ifndef REPLYTRACE_DECODE_MIME_H
#define REPLYTRACE_DECODE_MIME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "model/message.h"

/* `flags`: enum message_flag known from outside. `depth`: 0 for a mail of a store, +1 for each message it lies in. */
enum outcome decode_mime(struct arena *arena, struct span raw, uint32_t flags, unsigned depth, struct message *ret_message,
                         struct err *err);

#endif
