/* Mail that machines write about mail and that is no delivery report: automatic answers, challenges, complaints as text, and lures that
   play a report. */
#ifndef REPLYTRACE_DSN_OTHER_H
#define REPLYTRACE_DSN_OTHER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/words.h"
#include "decode/mime_field.h"
#include "model/message.h"

/* Sets message->report where the mail is one of these and no report yet. `machine`: it has the mark of one. A lure needs none: it has
   a sender or subject like a report, a link or payload, and words that ask to follow them, while no recipient failed and no original
   came back; it is judged as any mail, so MESSAGE_REPORT and MESSAGE_AUTOMATIC are taken off it. */
void dsn_other_read(struct arena *arena, const struct words *words, const struct mime_fields *fields, bool machine, struct message *message);

#endif
