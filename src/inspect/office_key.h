/* From a password to the key of an encrypted document ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11 to 2.3.4.13). */
#ifndef REPLYTRACE_OFFICE_KEY_H
#define REPLYTRACE_OFFICE_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include "inspect/inspection.h"

#define OFFICE_KEY_BYTES 64 /* the longest digest */

/* How a document says that it is encrypted; spans of the stream or of the arena. */
struct office_key_info {
    bool agile;
    const char *digest;           /* of the password: "SHA1" and so on, as OpenSSL calls them */
    const char *data_digest;      /* of the document */
    uint32_t spins;
    size_t key_size, data_key_size; /* bytes */
    struct span salt, data_salt;
    struct span verifier, verifier_hash, key; /* encrypted; key: agile alone */
};

/* False for a method that is neither agile nor standard with AES, or where something is missing. */
bool office_key_info(struct arena *arena, struct span stream, struct office_key_info *ret_info);

/* The key of the document when the password (UTF-8) is right; *ret_size bytes. False also when inspection is late. */
bool office_key_from(struct inspection *inspection, const struct office_key_info *info, struct span password,
                     uint8_t ret_key[OFFICE_KEY_BYTES], size_t *ret_size);

/* A password as UTF-16LE, which is what is hashed. */
struct span office_key_wide(struct arena *arena, struct span password);

/* The digest of up to three pieces; its size, 0 when OpenSSL knows no such digest. */
size_t office_key_digest(const char *name, struct span a, struct span b, struct span c, uint8_t ret_digest[OFFICE_KEY_BYTES]);

/* AES without padding, whole blocks of `bytes`; iv NULL: ECB, else CBC. False when OpenSSL refuses. */
bool office_key_aes(const uint8_t *key, size_t key_size, const uint8_t *iv, struct span bytes, uint8_t *ret_plain);

#endif
