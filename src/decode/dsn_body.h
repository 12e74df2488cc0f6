/* The text of a report cut in two: what the server says, and the returned original that stands below it. */
#ifndef REPLYTRACE_DSN_BODY_H
#define REPLYTRACE_DSN_BODY_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "base/words.h"
#include "model/message.h"

struct dsn_body {
    struct span text;     /* what the server says; at most DSN_BODY_BYTES */
    struct span original; /* raw copy of the original, or empty */
};

#define DSN_BODY_BYTES (64u * 1024)

/* The segments of *message as one text, cut at a line of the list "original" behind which a header follows, or where a header with a
   trace begins. */
struct dsn_body dsn_body_cut(struct arena *arena, const struct words *words, const struct message *message);

/* Takes the original out of the segments of *message: they are made anew from `text`. */
void dsn_body_without_original(struct arena *arena, struct span text, struct message *message);

#endif
