/* The passwords that a mail gives away in its own words, for the inspection of its attachments. */
#ifndef REPLYTRACE_MAIL_PASSWORDS_H
#define REPLYTRACE_MAIL_PASSWORDS_H

#include "inspect/inspection.h"
#include "model/message.h"

/* Serves one mail after the other; what it needs is made when the first encrypted attachment asks for it. */
struct mail_passwords;
struct mail_passwords *mail_passwords_open(void);
void mail_passwords_close(struct mail_passwords *passwords); /* NULL is fine */

#define MAIL_PASSWORDS_EMBEDDED 16 /* mails within the mail whose words are looked at */

/* Options for inspect_message(); they hold until the next call, and what they give until `arena` is reset. Candidates: words of the
   subject, then of what the sender wrote, then of what he quoted, then of mails that are attached. */
struct inspection_options mail_passwords_begin(struct mail_passwords *passwords, struct arena *arena, const struct message *message);

#endif
