/* What an attachment is and hides: facts from its bytes, never a verdict. */
#ifndef REPLYTRACE_INSPECT_H
#define REPLYTRACE_INSPECT_H

#include "base/arena.h"
#include "inspect/inspection.h"
#include "model/attachment.h"
#include "model/message.h"

/* Fills in all that struct attachment leaves to inspection, from its name and content. */
void inspect_attachment(struct arena *arena, const struct inspection_options *options, struct attachment *attachment);

/* Every attachment of a message and of the messages embedded in it. The attachments must be writable memory of `arena`. */
void inspect_message(struct arena *arena, const struct inspection_options *options, struct message *message);

#endif
