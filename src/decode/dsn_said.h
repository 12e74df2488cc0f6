/* What the text of a report says of one recipient: the server's answer, in his own paragraph or elsewhere. */
#ifndef REPLYTRACE_DSN_SAID_H
#define REPLYTRACE_DSN_SAID_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "base/words.h"

/* One line: the answer with a code in `near` (what follows the recipient's address), else the line of `text` that has both address and
   a code, else where he is the `only` recipient any line with a code, else the first paragraph of `near`. May be empty. */
struct span dsn_said(struct arena *arena, const struct words *words, struct span text, struct span near, struct span address, bool only);

/* True for a text in which a code stands. */
bool dsn_said_code(const struct words *words, struct span text);

#endif
