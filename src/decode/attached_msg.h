/* A .msg file that is an attachment of a mail, in MIME or MAPI: the mail within it. */
#ifndef REPLYTRACE_ATTACHED_MSG_H
#define REPLYTRACE_ATTACHED_MSG_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

/* True for the first bytes of a compound file: a .msg, but old Office documents too. */
bool attached_msg_is(struct span content);

/* Sets attachment->embedded to the mail in attachment->content, for a holder at `depth`. Not for another compound file, nor past
   LIMIT_EMBEDDED_DEPTH or where a .msg is cut or broken, which is noted in *holder. */
void attached_msg_open(struct arena *arena, unsigned depth, struct message *holder, struct attachment *attachment);

#endif
