/* Digests and AES for opening documents: short calls over libcrypto that cannot fail but by aborting. */
#ifndef REPLYTRACE_DIGEST_H
#define REPLYTRACE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

#define DIGEST_MOST 64 /* bytes of the longest */

enum digest_kind { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512 };

size_t digest_bytes(enum digest_kind kind);

/* The digest of two runs of bytes, one behind the other; the second may be empty. */
void digest_two(enum digest_kind kind, struct span first, struct span second, uint8_t ret_digest[DIGEST_MOST]);

/* `rounds` times: digest = H(round as 32 bits, little-endian, and then the digest). A password of Office costs a hundred thousand of them. */
void digest_spin(enum digest_kind kind, uint32_t rounds, uint8_t digest[DIGEST_MOST]);

enum aes_mode { AES_ECB, AES_CBC };

/* AES of whole blocks without padding, `size` a multiple of 16; key of 16, 24 or 32 bytes, `iv` 16 bytes (CBC). `bytes` may be ret_bytes.
   False for another key size. */
bool aes_decrypt(enum aes_mode mode, struct span key, const uint8_t *iv, const uint8_t *bytes, size_t size, uint8_t *ret_bytes);
bool aes_encrypt_cbc(struct span key, const uint8_t *iv, const uint8_t *bytes, size_t size, uint8_t *ret_bytes);

#endif
