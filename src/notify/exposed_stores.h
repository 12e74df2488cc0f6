/* Whose mailbox each store is: as it says itself, else by who of us is in nearly all of its mail. */
#ifndef REPLYTRACE_EXPOSED_STORES_H
#define REPLYTRACE_EXPOSED_STORES_H

#include "notify/exposed.h"

/* A store that names no owner (mbox, Maildir, .eml) is its most present address of ours that takes part in at least this share of its mail, lists
   left out, and in more than any other. */
#define EXPOSED_STORES_PRESENCE 0.5
#define EXPOSED_STORES_MAILS 3 /* with fewer mails it is nobody's */

struct exposed_store {
    int64_t id;
    struct span owner; /* address; empty = nobody's for certain */
};

/* By id. Reads all mail where a store names no owner, none else. In `arena`. */
enum outcome exposed_stores_find(struct case_file *file, const struct report_data *data, struct arena *arena,
                                 const struct exposed_store **ret_stores, size_t *ret_count, struct err *err);
/* The owner of the store with this id; empty where it has none. */
struct span exposed_stores_owner(const struct exposed_store *stores, size_t count, int64_t id);

/* True for an address of one of the domains (or addresses) that judge holds for ours. */
bool exposed_stores_own(const struct case_result *result, struct span addr);

#endif
