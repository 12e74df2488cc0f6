/* Several binary values of one property (MS-OXMSG 2.1.4.2): a stream of their lengths, and one for each. */
#ifndef REPLYTRACE_MSG_BINARIES_H
#define REPLYTRACE_MSG_BINARIES_H

#include "store/msg/msg_storage.h"

#define MSG_BINARIES_LIMIT 4000 /* values that are read; reaching it is a defect */

/* Puts them behind the bag's properties as MAPI_BINARIES. Nothing where the storage has none with this id. */
void msg_binaries_read(struct msg_reader *reader, const struct msg_storage *storage, uint16_t id, struct mapi_bag *bag);

#endif
