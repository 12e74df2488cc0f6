/* One message of a compound file (MS-OXMSG) as the item that PST messages are as well. */
#ifndef REPLYTRACE_MSG_ITEM_H
#define REPLYTRACE_MSG_ITEM_H

#include <gsf/gsf-infile.h>
#include <gsf/gsf-input.h>
#include "base/arena.h"
#include "base/err.h"
#include "store/mapi.h"

/* Everything is copied into `arena`: at most LIMIT_MESSAGE_BYTES for the message with all that is attached to it. What is missing or
   was left out stands in the defects. DAMAGED where the root has no property stream. */
enum outcome msg_item_read(struct arena *arena, GsfInfile *root, const struct mapi_item **ret_item, struct err *err);

#endif
