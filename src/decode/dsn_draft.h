/* A report under construction: what the readers of its many forms find goes here, once for each recipient. */
#ifndef REPLYTRACE_DSN_DRAFT_H
#define REPLYTRACE_DSN_DRAFT_H

#include <stdbool.h>
#include "base/arena.h"
#include "model/message.h"

/* Start with dsn_draft_begin(). */
struct dsn_draft {
    struct arena *arena;
    const struct message *message; /* the report */
    struct report_mail report;     /* all but the recipients */
    struct report_mail_recipient *recipient;
    size_t count;
    size_t room;
    bool cut; /* LIMIT_REPORT_RECIPIENTS reached */
};

struct dsn_draft dsn_draft_begin(struct arena *arena, const struct message *message);
/* Goes on with what message->report has. */
struct dsn_draft dsn_draft_from(struct arena *arena, const struct message *message);

/* The address in a text as reports write it: in brackets or quotes, behind "SMTP:", in any case; at most LIMIT_FIELD_BYTES. Empty
   where it is none. */
struct span dsn_draft_address(struct arena *arena, struct span text);

/* UTF-8 on one line, runs of blanks as one, at most LIMIT_FIELD_BYTES. */
struct span dsn_draft_line(struct arena *arena, struct span text);

/* Adds what one place says of one recipient; a recipient that is known already takes what it lacks. Actions of one recipient: failed wins
   over delayed, any over unknown. Without an address nothing is added. */
void dsn_draft_add(struct dsn_draft *draft, struct report_mail_recipient recipient);

/* Sets status and reply_code from what a server said, where they are empty or say less ("5.0.0" beside "5.1.1"). */
void dsn_draft_codes(struct report_mail_recipient *recipient);

/* The report, in the arena, its kind by the actions of its recipients: one failed makes it a bounce, else one delayed a delay, else one
   delivered a success. Without any of these it keeps the kind it has. */
struct report_mail *dsn_draft_end(const struct dsn_draft *draft);

#endif
