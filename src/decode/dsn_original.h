/* The original that came back with a report: a part of the report, in whole or its header alone. */
#ifndef REPLYTRACE_DSN_ORIGINAL_H
#define REPLYTRACE_DSN_ORIGINAL_H

#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

/* Finds it among the attachments, behind the one with index `after` first (SIZE_MAX: there is none), and decodes it where that has
   not been done (text/rfc822-headers): its attachment gets `embedded`. `depth` is that of the report. */
void dsn_original_find(struct arena *arena, size_t after, unsigned depth, struct message *message, struct report_mail *report);

/* Appends the mail `raw` (a copy that stood in the text) as an attachment of type message/rfc822 and makes it the original; nothing where
   no mail can be made of it or a limit is reached. */
void dsn_original_add(struct arena *arena, struct span raw, unsigned depth, struct message *message, struct report_mail *report);

/* Where nothing else told the original's Message-ID: what the report answers (In-Reply-To, the last of References; 1042 and 1039 in MAPI). */
void dsn_original_named(const struct message *message, struct report_mail *report);

#endif
