/* RC4, which OpenSSL no longer has at hand: Office before 2007 and PDF before 1.6 encrypt with it. */
#ifndef REPLYTRACE_RC4_H
#define REPLYTRACE_RC4_H

#include <stdint.h>
#include "base/span.h"

struct rc4 {
    uint8_t state[256];
    uint8_t i, j;
};

/* `key` has 1 byte at least. */
void rc4_begin(struct span key, struct rc4 *ret_rc4);
/* Decrypts or encrypts in place. */
void rc4_apply(struct rc4 *rc4, uint8_t *bytes, size_t size);
/* Goes on as if `size` bytes had been decrypted. */
void rc4_skip(struct rc4 *rc4, size_t size);

#endif
