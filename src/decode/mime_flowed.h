/* format=flowed (RFC 3676): soft line breaks are taken out, so that paragraphs are one line again. */
#ifndef REPLYTRACE_MIME_FLOWED_H
#define REPLYTRACE_MIME_FLOWED_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* `text` is UTF-8 with LF. Lines of one quote depth that end in a blank flow into the next; space-stuffing goes; the quote prefix
   stays as `>>> `. `delsp`: the blank itself goes too (languages without blanks between words). The signature line `-- ` does not flow. */
struct span mime_flowed(struct arena *arena, struct span text, bool delsp);

#endif
