/* Text of header fields: RFC 2047 encoded words, the broken ones too, and raw 8-bit or ISO-2022-JP bytes, to one line of UTF-8. */
#ifndef REPLYTRACE_MIME_HEADER_H
#define REPLYTRACE_MIME_HEADER_H

#include "base/arena.h"
#include "base/span.h"

/* The value of an unstructured field (RFC 5322 3.2.5) or a phrase, decoded: folds and control characters become blanks, ends
   are trimmed. Encoded words are read with missing `?=`, blanks inside, unencoded `?`, missing padding and within quotes;
   neighbours of one charset are joined as bytes first, so a character split between them survives. `charset` is the label to try
   for raw bytes that are not ASCII; may be empty. Never fails; the result is `raw` or part of it where nothing had to change. */
struct span mime_header_text(struct arena *arena, struct span raw, struct span charset);

/* Raw bytes of a field to UTF-8 without touching encoded words. */
struct span mime_header_utf8(struct arena *arena, struct span raw, struct span charset);

/* Bytes of the encoded word, free of blanks and properly ended, that `text` begins with, or 0. */
size_t mime_header_word(struct span text);

#endif
