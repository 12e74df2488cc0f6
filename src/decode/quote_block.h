/* The header block that Outlook and others put above the mail they quote: From, Sent, To, Subject in one of many languages. */
#ifndef REPLYTRACE_QUOTE_BLOCK_H
#define REPLYTRACE_QUOTE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

struct quote_block {
    struct quote_header header;
    size_t end;                 /* where the line after the block starts */
};

/* The block that starts with the line at `at`, in any order of its labels, all at one depth of quoting. A From label and two
   more of the same language within 6 lines make one, and a subject, an address or Sent beside them: a timetable has From, To
   and Date too. Behind a separator line From and one more are enough. */
bool quote_block_read(struct arena *arena, struct span text, size_t at, bool after_separator, struct quote_block *ret_block);

/* The rest of a Lotus Notes header, which has name and date on the two lines above it: To and Subject of one language, To
   first. Only subject and end are filled in. */
bool quote_block_read_notes(struct arena *arena, struct span text, size_t at, struct quote_block *ret_block);

#endif
