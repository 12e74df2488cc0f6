/* Into the case: stores, messages, what could not be read. Everything between two commits is one transaction. */
#ifndef REPLYTRACE_CASE_WRITE_H
#define REPLYTRACE_CASE_WRITE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "case/case_file.h"
#include "case/fingerprint.h"
#include "model/message.h"

enum case_store_state {
    CASE_STORE_UNFINISHED, /* scan again goes on at next_item */
    CASE_STORE_DONE,       /* read to its end */
    CASE_STORE_DEAD,       /* cannot be read (any further) */
};

/* One store as the completeness report shows it. */
struct case_store {
    int64_t id;
    struct span path;      /* as given, or found below a given folder */
    struct span format;    /* driver name; empty where none wanted it */
    struct span owner;     /* mailbox owner's address; empty = unknown */
    uint64_t size;         /* bytes */
    int64_t mtime;         /* Unix nanoseconds: with size, tells whether it is the same store */
    uint8_t sha256[HASH_SHA256_BYTES]; /* of the file, or of a folder's manifest (manifest.h); all zero where it was not read to the end */
    uint64_t expected, read, failed, skipped;
    uint64_t next_item;    /* resume here */
    enum case_store_state state;
    struct span reason;    /* one line: why dead or unfinished; empty */
};

/* Inserts, or updates the row with the same path; gives its id. A store that was read before, has another size or mtime now
   and is UNFINISHED at item 0 is read anew: its notes, its failed items, where mails lay in it and the Exchange
   names that it taught are forgotten. */
enum outcome case_write_store(struct case_file *file, const struct case_store *store, int64_t *ret_id, struct err *err);
/* One line about a store, kept once. */
#define CASE_WHOLE_RUN 0 /* instead of a store's id: it is about the scan as such */
enum outcome case_write_note(struct case_file *file, int64_t store, bool incomplete, struct span text, struct err *err);
/* A folder of a store and how many items it should give; told again, the later number counts. */
enum outcome case_write_folder(struct case_file *file, int64_t store, struct span name, uint64_t expected, struct err *err);
/* One item that could not be read, with the reason. The same item is kept once. */
enum outcome case_write_failed(struct case_file *file, int64_t store, const struct occurrence *where, struct span reason,
                               struct err *err);

/* A message and where it lay. A message whose key is known already gains an occurrence. Its header facts are those of the
   copy that tells most, whichever came first: one with transport headers before one without, then the one received first.
   MESSAGE_SENT_COPY and the Bcc of any copy are kept. Embedded messages (of attachments) are kept as messages of their own, linked to their outer one;
   only the outermost teaches Exchange names (case_exchange.h). Fields and
   lists beyond their limits are cut, which sets MESSAGE_CUT and notes a defect. */
enum outcome case_write_message(struct case_file *file, int64_t store, const struct occurrence *where,
                                const struct message *message, const struct fingerprint_set *fingerprints,
                                const struct fingerprint_set *embedded /* one for each embedded message, depth first */,
                                struct err *err);

/* Makes everything so far durable, fingerprints included. */
enum outcome case_write_commit(struct case_file *file, struct err *err);

/* Raw bytes of a hit or of an original (evidence that outlives the stores), kept compressed with their SHA-256. `kind`:
   "rfc822", or "mapi" for a rendering of properties. */
enum outcome case_write_evidence(struct case_file *file, int64_t message, struct span kind, struct span raw, struct err *err);

#endif
