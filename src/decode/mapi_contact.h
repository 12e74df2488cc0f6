/* Contacts and distribution lists (MS-OXOCNTC): whom they name becomes the recipients of an item that is no mail. */
#ifndef REPLYTRACE_MAPI_CONTACT_H
#define REPLYTRACE_MAPI_CONTACT_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Of an item whose class is IPM.Contact (and the like) or IPM.DistList, adds each address behind the recipients that it has; of other
   items nothing. Their role is To. A contact without an address gives its name alone. */
void mapi_contact_read(struct arena *arena, const struct mapi_item *item, struct message *message);

#endif
