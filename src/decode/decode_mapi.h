/* MAPI properties in (PST and MSG alike), struct message out (MS-OXCMSG, MS-OXOMSG, MS-OXRTFEX). */
#ifndef REPLYTRACE_DECODE_MAPI_H
#define REPLYTRACE_DECODE_MAPI_H

#include "base/arena.h"
#include "base/err.h"
#include "model/message.h"
#include "store/mapi.h"

/* Transport headers (007D), where present, give threading, Received and From as sent; properties give the rest. */
enum outcome decode_mapi(struct arena *arena, const struct mapi_item *item, uint32_t flags, unsigned depth,
                         struct message *ret_message, struct err *err);

#endif
