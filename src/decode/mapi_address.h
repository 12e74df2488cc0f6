/* The people of a MAPI item: sender, represented sender, reply-to, recipients; Exchange names resolved to SMTP where the item can. */
#ifndef REPLYTRACE_MAPI_ADDRESS_H
#define REPLYTRACE_MAPI_ADDRESS_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Fills in from, sender, reply_to and recipients of *message from the properties and the recipient rows (MS-OXOMSG 2.2.1,
   MS-OXCMSG 2.2.3). An Exchange name without SMTP address stays ADDRESS_EX. */
void mapi_address_read(struct arena *arena, const struct mapi_item *item, struct message *message);

#endif
