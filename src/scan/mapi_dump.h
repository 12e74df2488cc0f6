/* MAPI properties as text that people can read: how an item of a PST is kept as evidence. */
#ifndef REPLYTRACE_MAPI_DUMP_H
#define REPLYTRACE_MAPI_DUMP_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/mapi.h"

/* The transport headers where there are any, then every property of the item, its recipients and attachments: id, type, value. Strings
   as UTF-8, numbers in decimal, other bytes in hex; data over MAPI_DUMP_BYTES by its size and SHA-256. */
#define MAPI_DUMP_BYTES 65536
void mapi_dump(struct buf *out, struct arena *arena, const struct mapi_item *item);

#endif
