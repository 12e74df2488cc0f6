/* Opens a path by content: every driver bids on the first bytes, the highest bid opens. */
#ifndef REPLYTRACE_STORE_OPEN_H
#define REPLYTRACE_STORE_OPEN_H

#include "store/store.h"

/* DEAD when no driver wants it ("not a mail store") or the driver cannot open it. The store is closed with store_close. */
enum outcome store_open(const char *path, store_note_function *note, void *note_context, struct store **ret_store,
                        struct err *err);
enum outcome store_next(struct store *store, struct arena *arena, struct store_item *ret_item, struct err *err);
enum outcome store_seek(struct store *store, uint64_t item, struct err *err);
void store_close(struct store *store);

/* The name of the driver that would open it, or NULL. A directory is wanted only where it is a store itself (Maildir). */
const char *store_format(const char *path);

#endif
