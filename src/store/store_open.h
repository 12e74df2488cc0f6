/* Opens a path by content: every driver bids on the first bytes, the highest bid opens. A path may lead into a ZIP archive (zip_place.h). */
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
/* True for names that only mail stores bear: when the content is none, something is wrong with it. */
bool store_named_like(struct span path);

/* A driver's name as every driver itself spells it, or NULL when no driver is called so. */
const char *store_named(struct span name);

/* As store_format, by a probe of a file. */
const char *store_bid(const struct store_probe *probe);

#endif
