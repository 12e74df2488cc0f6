/* Message identifiers and thread references of a header (RFC 5322 3.6.4), as sent, without their brackets. */
#ifndef REPLYTRACE_MIME_IDS_H
#define REPLYTRACE_MIME_IDS_H

#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_field.h"
#include "model/message.h"

/* One identifier: what stands in the first `<>`, or the whole value where there is none; blanks of folding are taken out. */
struct span mime_ids_one(struct arena *arena, struct span value);

/* Fills references, reference_count and has_reference_fields: all References fields, then all In-Reply-To fields, each id once, at
   most LIMIT_REFERENCES. Words that are no id (the phrases of RFC 822's In-Reply-To) are passed over. */
void mime_ids_references(struct arena *arena, const struct mime_fields *fields, struct message *message);

#endif
