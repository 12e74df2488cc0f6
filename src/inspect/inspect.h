/* What an attachment is and hides: facts from its bytes, never a verdict. */
#ifndef REPLYTRACE_INSPECT_H
#define REPLYTRACE_INSPECT_H

#include "base/arena.h"
#include "model/attachment.h"
#include "model/message.h"

/* Fills in true_type, encrypted, encryption, members and limits of one attachment from its content. */
void inspect_attachment(struct arena *arena, struct attachment *attachment);

/* Every attachment of a message and of the messages embedded in it. The attachments must be writable memory of `arena`. */
void inspect_message(struct arena *arena, struct message *message);

#endif
