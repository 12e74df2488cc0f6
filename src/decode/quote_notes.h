/* The header that Lotus Notes puts above the mail it quotes: a name, a date, then To, cc and Subject, with no From label. */
#ifndef REPLYTRACE_QUOTE_NOTES_H
#define REPLYTRACE_QUOTE_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/span.h"
#include "decode/quote_block.h"
#include "decode/quote_line.h"

/* `to` has a To label. `date` and `name` are the lines with words next above it (`name` may be NULL). Where `date` is a date
   with at most a name before it, fills in the block and sets *ret_start to the start of the header's first line. */
bool quote_notes_read(struct arena *arena, struct span text, const struct quote_line *name, const struct quote_line *date,
                      const struct quote_line *to, struct quote_block *ret_block, size_t *ret_start);

#endif
