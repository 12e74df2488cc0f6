/* One draft a person, as a file that mail programs open for sending (X-Unsent: 1): one To, no Cc, no link, no attachment, nothing stolen. */
#ifndef REPLYTRACE_NOTIFY_DRAFT_H
#define REPLYTRACE_NOTIFY_DRAFT_H

#include "notify/notify_list.h"
#include "notify/notify_template.h"

/* Appends the draft for a row with `draft` set: RFC 5322 with CRLF. Of what mails say only his own name and address are in it, and the name
   only where it is one; From is empty, to be filled in. */
void notify_draft_make(const struct notify_list *list, const struct notify_row *row, const struct notify_template *template,
                       struct arena *arena, struct buf *out);

#endif
