/* Reports as Outlook and Exchange keep them: items of class REPORT.*, what failed in the recipient rows (MS-OXOMSG 2.2.2, 2.2.3). */
#ifndef REPLYTRACE_DSN_MAPI_H
#define REPLYTRACE_DSN_MAPI_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Sets message->report of an item of class REPORT.* in any case: delivery-status parts that are attached, then rows, the embedded original
   and the ids that name it. Other items are read as MIME mails are, by their transport headers. `message` is decoded but for this. */
void dsn_mapi_read(struct arena *arena, const struct mapi_item *item, unsigned depth, struct message *message);

#endif
