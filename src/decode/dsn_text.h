/* Reports by their text: the formats of words/bounce.yaml, for servers that write nothing machine-readable, and for what their
   machine-readable parts leave out. */
#ifndef REPLYTRACE_DSN_TEXT_H
#define REPLYTRACE_DSN_TEXT_H

#include "base/arena.h"
#include "decode/dsn_words.h"
#include "decode/mime_field.h"
#include "model/message.h"

/* Completes message->report, or sets it (dsn_other.h too), and takes the original that stands in the text out of the segments. Only mail with the mark of
   a machine (dsn_evidence.h, list "machine") is read. `fields` are its header. */
void dsn_text_read(struct arena *arena, struct dsn_words *words, const struct mime_fields *fields, struct message *message);

#endif
