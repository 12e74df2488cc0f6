/* The words of a mail as one blob: its segments in reading order, each kind capped. */
#ifndef REPLYTRACE_CASE_WORDS_H
#define REPLYTRACE_CASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "model/message.h"

/* Appends (kind byte: 0 own, 1 quoted; LEB128 length; UTF-8) for each segment, of each kind at most LIMIT_TEXT_KEPT bytes in
   all, cut at a character, and at most LIMIT_SEGMENTS segments. */
void case_words_put(struct buf *out, const struct segment *segments, size_t count);

#define CASE_WORDS_BYTES (2 * (size_t)LIMIT_TEXT_KEPT + (size_t)LIMIT_SEGMENTS * 11)

/* False when `words` is not of this form. Segments borrow from `words` unless their UTF-8 had to be repaired. */
bool case_words_take(struct span words, struct arena *arena, const struct segment **ret_segments, size_t *ret_count);

#endif
