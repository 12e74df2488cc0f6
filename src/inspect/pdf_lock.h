/* The standard security handler of PDF (ISO 32000-2, 7.6.4): whether a password fits. */
#ifndef REPLYTRACE_PDF_LOCK_H
#define REPLYTRACE_PDF_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"

#define PDF_LOCK_PASSWORD 127 /* bytes of a password that count, revisions 5 and 6 */

struct pdf_lock {
    unsigned revision;      /* 2 to 6 */
    size_t key_bytes;       /* 5 to 16; revisions 2 to 4 */
    bool length_missing;    /* then it is 5; some writers mean 16 */
    uint32_t permissions;
    bool metadata;          /* metadata are encrypted, too */
    struct span owner, user, id; /* entries O and U, first string of ID */
};

/* `dictionary`: that of Encrypt; `trailer`: what names the ID. False when it is another handler or damaged. */
bool pdf_lock_read(struct arena *arena, struct span file, struct span dictionary, struct span trailer, struct pdf_lock *ret_lock);

/* The password of readers, or of the owner, meets its verifier: 32 bytes (16 in revisions 3 and 4), so no other does. */
bool pdf_lock_try_user(const struct pdf_lock *lock, struct span password);
bool pdf_lock_try_owner(const struct pdf_lock *lock, struct span password);

#endif
