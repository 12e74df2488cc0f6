/* Content transfer encodings (RFC 2045 6) and uuencode, decoded as far as they go: quoted-printable by GMime, the others by hand. */
#ifndef REPLYTRACE_MIME_CODING_H
#define REPLYTRACE_MIME_CODING_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/hash.h"
#include "base/span.h"

enum mime_coding { MIME_CODING_NONE, MIME_CODING_BASE64, MIME_CODING_QUOTED, MIME_CODING_UUENCODE };

/* From a Content-Transfer-Encoding value, any case; 7bit, 8bit, binary and the unknown are MIME_CODING_NONE. */
enum mime_coding mime_coding_of(struct span value);

struct mime_coding_result {
    struct span bytes;   /* at most `limit`, in the arena; the input itself when nothing is encoded */
    uint64_t size;       /* all decoded bytes */
    uint8_t sha256[HASH_SHA256_BYTES]; /* of all decoded bytes, where asked for */
};

/* Decodes all of `encoded` and keeps the first `limit` bytes. Stray bytes are passed over; base64 goes on behind padding, where
   GMime would stop; uuencode needs no begin line and ends at `end`. */
void mime_coding_decode(struct arena *arena, struct span encoded, enum mime_coding coding, size_t limit, bool digest,
                        struct mime_coding_result *ret_result);

/* Base64 where padding may be missing or stand between two pieces. */
struct span mime_coding_base64(struct arena *arena, struct span text);

/* The value of two hex digits of any case, or -1. */
int mime_coding_hex(struct span digits);

#endif
