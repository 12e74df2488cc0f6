/* Out of the case: stores, messages, words, fingerprints. What judge, heuristics and report stand on. */
#ifndef REPLYTRACE_CASE_READ_H
#define REPLYTRACE_CASE_READ_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "case/case_write.h"
#include "model/message.h"

/* A message as the case keeps it. */
struct case_message {
    int64_t id;
    uint8_t key[HASH_KEY_BYTES];
    bool embedded;          /* it lies only within other messages (forwarded as attachment, returned by a bounce) */
    size_t own_bytes;       /* folded letters of own and quoted text, before any cap */
    size_t quoted_bytes;
    size_t quoted_fingerprints; /* how many fingerprints of quoted text are in the case */
    struct message message; /* without segments; attachments without content */
};

struct case_place {
    int64_t store;               /* id */
    struct span store_path;
    struct span format;
    struct span owner;
    struct occurrence where;
    int64_t outer;               /* message it is embedded in, or 0 */
};

/* All messages that lie in a store as it was last read, ascending id. Each row lives in `arena` until the caller resets it. END after the last. */
struct case_cursor;
enum outcome case_read_begin(struct case_file *file, struct case_cursor **ret_cursor, struct err *err);
enum outcome case_read_next(struct case_cursor *cursor, struct arena *arena, struct case_message *ret_row, struct err *err);
void case_read_end(struct case_cursor *cursor); /* NULL is fine */

/* One message, even where its store has changed and it lies nowhere any more. END when there is none with this id. */
enum outcome case_read_message(struct case_file *file, int64_t id, struct arena *arena, struct case_message *ret_row,
                               struct err *err);
/* Its words as kept: own and quoted segments in reading order, each kind capped at LIMIT_TEXT_KEPT. */
enum outcome case_read_text(struct case_file *file, int64_t id, struct arena *arena, const struct segment **ret_segments,
                            size_t *ret_count, struct err *err);
/* Where it lay, sorted by store path and item. */
enum outcome case_read_places(struct case_file *file, int64_t id, struct arena *arena, const struct case_place **ret_places,
                              size_t *ret_count, struct err *err);

/* Stores sorted by path. */
enum outcome case_read_stores(struct case_file *file, struct arena *arena, const struct case_store **ret_stores,
                              size_t *ret_count, struct err *err);

/* How much of each folder of a store was read, sorted by store path and folder. Stores without folders have none. */
struct case_folder {
    int64_t store;      /* id */
    struct span store_path;
    struct span name;
    uint64_t expected, read, failed;
};
enum outcome case_read_folders(struct case_file *file, struct arena *arena, const struct case_folder **ret_folders,
                               size_t *ret_count, struct err *err);

/* What could not be read, for the completeness report: notes and failed items, sorted by store path and item. */
struct case_trouble {
    struct span store_path; /* empty: a note on the scan as such */
    struct span folder;
    uint64_t item;      /* of a failed item */
    bool failed;        /* a failed item; else a note */
    bool incomplete;    /* of a note: something may be unread */
    struct span text;
};
enum outcome case_read_troubles(struct case_file *file, struct arena *arena, const struct case_trouble **ret_troubles,
                                size_t *ret_count, struct err *err);

/* Fingerprints come in CASE_BUCKETS portions by their top bits, each small enough for memory (1/256 of all postings). */
#define CASE_BUCKETS 256
struct case_posting {
    uint64_t hash;      /* top 56 bits of the fingerprint are significant, the rest is 0 */
    uint32_t message;   /* id */
    uint32_t quoted;    /* 1 of quoted text, 0 of own */
};
/* Sorted by hash, then message, then quoted. *ret_postings is malloc'ed: the caller frees it. */
enum outcome case_read_postings(struct case_file *file, unsigned bucket, struct case_posting **ret_postings,
                                size_t *ret_count, struct err *err);

/* Raw evidence; END when none is kept. */
enum outcome case_read_evidence(struct case_file *file, int64_t message, struct arena *arena, struct span *ret_kind,
                                struct span *ret_raw, uint8_t ret_sha256[HASH_SHA256_BYTES], struct err *err);

#endif
