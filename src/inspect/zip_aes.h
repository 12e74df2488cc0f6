/* WinZip's encryption of ZIP members (AE-1, AE-2): AES in counter mode, keys by PBKDF2, sealed with HMAC-SHA1. */
#ifndef REPLYTRACE_ZIP_AES_H
#define REPLYTRACE_ZIP_AES_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

#define ZIP_AES_KEYS 66 /* bytes: two keys of 32 at most and the verifier */
#define ZIP_AES_SEAL 10 /* bytes of HMAC-SHA1 behind the data */

struct zip_aes {
    uint8_t keys[ZIP_AES_KEYS]; /* of the cipher, then of the seal, each `key_bytes` */
    int key_bytes;
    struct span cipher;         /* what is encrypted, within `packed` */
};

/* `strength` 1 to 3 as the header says. True when the password fits the verifier (65,535 of 65,536 wrong ones do not) and the seal
   of all bytes is right: then it is the password. `packed`: salt, verifier, data, seal, and nothing behind. */
bool zip_aes_begin(struct span password, struct span packed, unsigned strength, struct zip_aes *ret_aes);

/* The first `size` bytes in the clear; size <= aes->cipher.size. */
bool zip_aes_decrypt(const struct zip_aes *aes, size_t size, char *ret_bytes);

#endif
