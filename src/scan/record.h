/* A decoded mail as bytes: what a worker hands to its parent, who trusts none of it. */
#ifndef REPLYTRACE_RECORD_H
#define REPLYTRACE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "case/fingerprint.h"
#include "model/message.h"
#include "scan/record_codec.h"

/* Mails within one mail that a record carries. */
#define RECORD_EMBEDDED 600

struct record {
    struct occurrence where;
    struct message message;
    struct fingerprint_set fingerprints;
    const struct fingerprint_set *embedded; /* of the messages within, depth first */
    size_t embedded_count;                  /* always record_embedded(&message) */
};

/* Mails within a mail, at every depth. */
size_t record_embedded(const struct message *message);

/* Appends the record. Of the words, LIMIT_TEXT_KEPT bytes of own and of quoted text each are written; attachments' content is
   left out. */
void record_write(struct buf *out, const struct record *record);

/* False when the bytes are no record: a length, a count, an enumeration or the nesting is impossible, or bytes are left over.
   *ret_record borrows from `bytes` and from `arena`. */
bool record_read(struct span bytes, struct arena *arena, struct record *ret_record);

/* The fields of a place, in either direction. */
void record_where(struct record_codec *codec, struct occurrence *where);

#endif
