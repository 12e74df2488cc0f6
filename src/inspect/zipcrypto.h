/* The traditional encryption of ZIP (PKWARE APPNOTE 6.1). */
#ifndef REPLYTRACE_ZIPCRYPTO_H
#define REPLYTRACE_ZIPCRYPTO_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

#define ZIPCRYPTO_HEADER 12 /* bytes before the data; the last one tells 255 of 256 wrong passwords */

struct zipcrypto {
    uint32_t keys[3];
};

/* Reads the header of `packed` with the password. False when its last byte is not `check`, or `packed` has no header. */
bool zipcrypto_begin(struct span password, struct span packed, uint8_t check, struct zipcrypto *ret_zipcrypto);

/* Decrypts what follows, in order; `ret_bytes` holds cipher.size bytes. */
void zipcrypto_decrypt(struct zipcrypto *zipcrypto, struct span cipher, char *ret_bytes);

#endif
