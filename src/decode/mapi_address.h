/* The people of a MAPI item: sender, represented sender, reply-to, recipients; Exchange names resolved to SMTP where the item can. */
#ifndef REPLYTRACE_MAPI_ADDRESS_H
#define REPLYTRACE_MAPI_ADDRESS_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Of whom a bag may tell: of a message the first three, of a recipient row the last. */
enum mapi_who { MAPI_WHO_SENDER, MAPI_WHO_REPRESENTED, MAPI_WHO_RECEIVER, MAPI_WHO_ROW };

/* One person in every form that the properties give him. */
struct mapi_person {
    struct span name;
    struct address smtp;  /* the SMTP property */
    struct address plain; /* the address, of kind ADDRESS_EX where its type says so */
    struct address entry; /* the entry id */
};
struct mapi_person mapi_address_person(struct arena *arena, const struct mapi_bag *bag, enum mapi_who who, unsigned codepage);

/* Fills in from, sender, reply_to and recipients of *message from the properties and the recipient rows (MS-OXOMSG 2.2.1,
   MS-OXCMSG 2.2.3). An Exchange name without SMTP address stays ADDRESS_EX: judge resolves it where
   another item of any store shows both (mapi_exchange.h, case_exchange.h). */
void mapi_address_read(struct arena *arena, const struct mapi_item *item, struct message *message);

#endif
