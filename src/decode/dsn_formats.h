/* The formats of words/bounce.yaml: which one a text is in, and whom it names. */
#ifndef REPLYTRACE_DSN_FORMATS_H
#define REPLYTRACE_DSN_FORMATS_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/words.h"
#include "decode/dsn_body.h"
#include "decode/dsn_draft.h"
#include "model/message.h"

/* One report that is read by its text. */
struct dsn_reader {
    struct arena *arena;
    const struct words *words;
    struct message *message;
    struct dsn_body body;
    enum report_mail_action action; /* of each recipient that the text names */
    bool server;                    /* a mail server wrote it, and no program that answers for a person */
};

/* Whether the list finds something in `text`; in subject or text of the report. */
bool dsn_formats_found(const struct dsn_reader *reader, const char *list, struct span text);
bool dsn_formats_says(const struct dsn_reader *reader, const char *list);

/* Adds whom the text names, by the first format of which it has the start; fields of RFC 3464 in the text go before all, a report that is
   attached whole after all. *ret_loose is set where the format has no pattern of its own for recipients. */
void dsn_formats_read(const struct dsn_reader *reader, struct dsn_draft *draft, bool *ret_loose);

/* Adds whom a text of no known format names. */
void dsn_formats_any(const struct dsn_reader *reader, struct dsn_draft *draft);

/* Addresses that were found loosely are many where a text talks: those that the original was written to stay, if there are such. */
void dsn_formats_sift(const struct dsn_reader *reader, struct dsn_draft *draft);

#endif
