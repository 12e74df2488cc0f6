/* A .msg file that is an attachment of a mail, in MIME or MAPI: the mail within it. */
#ifndef REPLYTRACE_ATTACHED_MSG_H
#define REPLYTRACE_ATTACHED_MSG_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

/* True for the first bytes of a compound file: a .msg, but old Office documents too. */
bool attached_msg_is(struct span content);

/* The mail in it, for a holder at `depth`; NULL for another compound file, and past LIMIT_EMBEDDED_DEPTH, which is noted in *holder. */
struct message *attached_msg_open(struct arena *arena, struct span content, unsigned depth, struct message *holder);

#endif
