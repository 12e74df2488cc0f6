/* Fingerprints of a mail: winnowed hashes of its own and of its quoted text, and the key that makes two mails the same. */
#ifndef REPLYTRACE_FINGERPRINT_H
#define REPLYTRACE_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/hash.h"
#include "base/span.h"
#include "model/message.h"

/* Winnowing (Schleimer, Wilkerson, Aiken 2003): any common run of FINGERPRINT_WINDOW + FINGERPRINT_GRAM - 1 folded bytes is
   found, nothing under FINGERPRINT_GRAM matches. A gram is the smallest run of whole characters of at least FINGERPRINT_GRAM
   UTF-8 bytes of fold_letters(). Both are counted in bytes, so CJK needs no special case. A window prefers the gram whose first
   eight bytes, read little-endian and multiplied by 2^64 divided by the golden ratio, are least in the upper 24 bits as a signed
   number, then the leftmost; only the chosen one is hashed, with XXH3-64.
   A run of one letter counts as one letter (digits do not): QakBot sprinkled its quotes with doubled letters. */
#define FINGERPRINT_GRAM 32
#define FINGERPRINT_WINDOW 16

struct fingerprint_set {
    /* The same for two copies of one mail in two mailboxes: Message-ID (without one, the date), From address, folded subject,
       folded words however they were split, SHA-256 of the attachments (so a replayed mail with another load is another mail); of what is no mail also the addresses
       (two contacts of one name). */
    uint8_t key[HASH_KEY_BYTES];
    const uint64_t *own;         /* ascending, without repeats; at most LIMIT_FINGERPRINTS */
    size_t own_count;
    const uint64_t *quoted;      /* ascending, without repeats */
    size_t quoted_count;
    size_t own_bytes;            /* folded letters of all own segments, and of all quoted ones: what shares are measured in */
    size_t quoted_bytes;
};

void fingerprint_make(struct arena *arena, const struct message *message, struct fingerprint_set *ret_set);

/* The fingerprints of one text alone; ascending, without repeats, in the arena. */
void fingerprint_text(struct arena *arena, struct span text, const uint64_t **ret_values, size_t *ret_count);

#endif
