/* The fields of a message/delivery-status part (RFC 3464, internationalized RFC 6533), and what servers write in their place. */
#ifndef REPLYTRACE_DSN_FIELDS_H
#define REPLYTRACE_DSN_FIELDS_H

#include "base/span.h"
#include "decode/dsn_draft.h"

/* Reads the decoded content of the part into *draft: the fields of the message and those of each recipient. Reads receipts
   (message/disposition-notification, RFC 8098) too: their Disposition is the diagnostic. Bears groups that no empty line parts,
   blanks before colons, types that are missing or misspelt ("rfc/822;"), statuses with words behind. */
void dsn_fields(struct dsn_draft *draft, struct span content);

/* The address of a field "type; address": xtext (RFC 3461 4) and utf-8-addr (RFC 6533 3) undone. Empty where it is none. */
struct span dsn_fields_address(struct arena *arena, struct span value);

/* The text of a field "type; text", on one line, at most LIMIT_FIELD_BYTES. */
struct span dsn_fields_text(struct arena *arena, struct span value);

#endif
