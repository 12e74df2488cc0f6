/* The attachments of a MAPI item (MS-OXCMSG 2.2.2), mails within them decoded. */
#ifndef REPLYTRACE_MAPI_ATTACHMENTS_H
#define REPLYTRACE_MAPI_ATTACHMENTS_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Fills in attachments of *message, at most LIMIT_ATTACHMENTS. `depth` is the item's own. */
void mapi_attachments_read(struct arena *arena, const struct mapi_item *item, unsigned depth, struct message *message);

#endif
