/* Modified UTF-7 (RFC 3501 5.1.3), in which Maildir++ writes the names of its folders. */
#ifndef REPLYTRACE_IMAP_UTF7_H
#define REPLYTRACE_IMAP_UTF7_H

#include "base/arena.h"
#include "base/span.h"

/* UTF-8, in the arena. A name that is not modified UTF-7 is given back as it is, repaired to UTF-8. */
struct span imap_utf7_decode(struct arena *arena, struct span name);

#endif
