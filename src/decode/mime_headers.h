/* The header facts of a mail from its header block alone: MIME mails and the transport headers of MAPI items alike. */
#ifndef REPLYTRACE_MIME_HEADERS_H
#define REPLYTRACE_MIME_HEADERS_H

#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_field.h"
#include "model/message.h"

/* Reads a raw header block (it ends at the first empty line; any line ends; at most LIMIT_HEADER_BYTES and
   LIMIT_HEADER_FIELDS) and fills in of *message what the block says: flags (added, never taken away), message_id, references,
   has_reference_fields, thread_index, date, zone, received_date, subject, from_raw, from, sender, reply_to, return_path,
   recipients, list_id, mailer, charset, authenticated, originating_ip, received. What the block does not say stays as it was,
   so the caller sets the dates to MESSAGE_NO_DATE first and decides which source it calls last. Defects are added.
   Everything lives in the arena or in `header_block`. */
void mime_headers(struct arena *arena, struct span header_block, struct message *message);

/* The same from fields that are cut already. `charset` is the label to try for raw 8-bit bytes, the body's; may be empty. */
void mime_headers_fill(struct arena *arena, const struct mime_fields *fields, struct span charset, struct message *message);

#endif
