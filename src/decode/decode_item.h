/* The front of decode/: one raw item of a store, whatever its shape, becomes one struct message. */
#ifndef REPLYTRACE_DECODE_ITEM_H
#define REPLYTRACE_DECODE_ITEM_H

#include "base/arena.h"
#include "base/err.h"
#include "decode/dsn_words.h"
#include "model/message.h"
#include "store/store.h"

/* Decodes and fills *ret_message; everything it points to lives in `arena` or in the item. A broken mail is OK with defects
   noted; an Exchange journal report becomes the mail within it (journal.h). DAMAGED only where nothing at all could be made of it. Flags known from the place are kept.
   `words`: what tells reports by their text (dsn_text.h); NULL: only those with machine-readable parts are told. */
enum outcome decode_item(struct arena *arena, const struct store_item *item, struct dsn_words *words, struct message *ret_message,
                         struct err *err);

#endif
