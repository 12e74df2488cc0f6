/* What an item of a store teaches of Exchange names: whoever stands in it with a DN and with an SMTP address. */
#ifndef REPLYTRACE_MAPI_EXCHANGE_H
#define REPLYTRACE_MAPI_EXCHANGE_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Fills in exchange_names of *message, decoded of `item`, from its senders, its receiver and its recipient rows (MS-OXOMSG 2.2.1,
   MS-OXCMSG 2.2.3): at most LIMIT_ADDRESSES, as exchange_name_valid() wants them. Only for an item that the store itself holds: a mail
   within a mail says what its sender likes. So may the properties of one that has travelled, as winmail.dat brings them along;
   with a Received field it teaches nothing. */
void mapi_exchange_read(struct arena *arena, const struct mapi_item *item, struct message *message);

#endif
