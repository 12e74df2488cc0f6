/* Exchange journal reports: what the wrapper says of the envelope goes to the mail within, which takes its place. */
#ifndef REPLYTRACE_JOURNAL_H
#define REPLYTRACE_JOURNAL_H

#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

/* Where `header_block` has the field X-MS-Journal-Report, the text of *message is labelled lines with a Sender among them, and its one
   attachment is a mail: *message becomes
   that mail, with the flags of its place, and every recipient of the report that the mail does not name is added as Bcc. The
   defects of both are kept. Else nothing changes. */
void journal_open(struct arena *arena, struct span header_block, struct message *message);

#endif
