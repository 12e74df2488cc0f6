/* The contract of a store driver: a mail store becomes a row of raw items, each with the place where it lay. */
#ifndef REPLYTRACE_STORE_H
#define REPLYTRACE_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "model/message.h"
#include "store/mapi.h"

#define STORE_PROBE_BYTES 4096

/* What bidding looks at: never the name. */
struct store_probe {
    const char *path;
    bool directory;
    struct span head;      /* the first STORE_PROBE_BYTES, or fewer; empty for directories */
    uint64_t size;         /* bytes; 0 for directories */
};

/* One raw item. All spans live in the arena given to next(), or in the store until the following next(). */
struct store_item {
    struct occurrence where;
    uint32_t flags;               /* enum message_flag known from the place: read, answered, sent folder, deleted folder, draft */
    struct span rfc5322;          /* the mail's bytes ("From " line and mboxrd quoting undone) ... */
    const struct mapi_item *mapi; /* ... or its properties; exactly one is given */
};

/* What a store held, for the completeness report; valid after the last next(), growing before. */
struct store_counts {
    uint64_t expected;  /* what the store itself says it holds, or, where it says nothing, what was found */
    uint64_t read;      /* given by next() with OUTCOME_OK */
    uint64_t failed;    /* OUTCOME_DAMAGED */
    uint64_t skipped;   /* left out by rule, with a note */
};

/* A folder of a store that has folders. */
struct store_folder {
    struct span name;   /* as in where.folder of its items */
    uint64_t expected;  /* items, as in struct store_counts */
};

struct store;
struct zip_place;

/* A note is one English line about the whole store (a stale index that was repaired, a folder that could not be listed).
   `incomplete` notes mean that something may be unread: the report says so and the exit status is 3. */
typedef void store_note_function(void *context, bool incomplete, struct span text);

struct store_driver {
    const char *name; /* "mbox", "maildir", "eml", "pst", "msg", "zip": the report's format */
    /* 0 = not mine ... 100 = certain. The highest bid opens; equal bids: the earlier row. */
    int (*bid)(const struct store_probe *probe);
    /* DEAD when nothing can be read from it; err says why. */
    enum outcome (*open)(const char *path, struct store **ret_store, struct err *err);
    /* OK: *ret_item is filled in. END. DAMAGED: one item could not be read (ret_item->where says which as far as known), call
       again. DEAD: nothing more can come, counts tell what is missing. `arena` is reset by the caller between calls. */
    enum outcome (*next)(struct store *store, struct arena *arena, struct store_item *ret_item, struct err *err);
    /* Starts at the item with this 0-based position instead of 0; called at most once, before next(). */
    enum outcome (*seek)(struct store *store, uint64_t item, struct err *err);
    void (*close)(struct store *store); /* NULL is fine */
    bool seeks_again; /* seek may be called at any time, for any item */
};

/* Every struct store begins with this part; open() fills in driver, the rest is zero until known. */
struct store {
    const struct store_driver *driver;
    struct store_counts counts;
    const struct store_folder *folders; /* those that hold something, where the store has folders; as valid as counts */
    size_t folder_count;
    store_note_function *note;  /* set by store_open; may be NULL */
    void *note_context;
    struct zip_place *place;    /* set by store_open for what lies within an archive, else NULL */
    struct span owner;          /* address of the mailbox's owner where the store names him (PST root, Maildir path: empty); lives with the store */
};

void store_say(struct store *store, bool incomplete, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
