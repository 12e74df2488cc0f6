/* What of a mail is its text and what is attached: alternatives chosen, texts joined, own words apart from quoted ones. */
#ifndef REPLYTRACE_MIME_BODY_H
#define REPLYTRACE_MIME_BODY_H

#include "base/arena.h"
#include "decode/mime_tree.h"
#include "model/message.h"

/* Fills segments, quote_headers, attachments and the flags MESSAGE_CALENDAR and MESSAGE_REPORT. multipart/alternative: the plain text,
   unless it is empty or a stub beside its HTML. Of other multiparts all texts count, in their order, except those that are
   declared attachments or have a file name. `charset` is tried for raw 8-bit file names; `depth` as of decode_mime. */
void mime_body(struct arena *arena, const struct mime_tree *tree, struct span charset, unsigned depth, struct message *message);

/* The first part that is body text, or NULL: its charset is the best guess for raw bytes in the header. */
const struct mime_part *mime_body_first_text(const struct mime_tree *tree);

#endif
