/* A text part to UTF-8 with LF line ends: transfer encoding, charset, flowed lines. */
#ifndef REPLYTRACE_MIME_TEXT_H
#define REPLYTRACE_MIME_TEXT_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_tree.h"
#include "model/message.h"

/* The charset parameter of the part, lower case; may be empty. */
struct span mime_text_charset(struct arena *arena, const struct mime_part *part);

/* At most LIMIT_BODY_BYTES decoded bytes are read; defects go to `message`. */
struct span mime_text(struct arena *arena, const struct mime_part *part, struct message *message);

#endif
