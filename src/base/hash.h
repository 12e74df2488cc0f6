/* Hashes: SHA-256 for evidence (FIPS 180-4, OpenSSL), XXH3 for everything that only has to be quick. */
#ifndef REPLYTRACE_HASH_H
#define REPLYTRACE_HASH_H

#include <stdint.h>
#include "base/span.h"

#define HASH_SHA256_BYTES 32
#define HASH_KEY_BYTES 16
#define HASH_HEX_BYTES (2 * HASH_SHA256_BYTES + 1)

struct hash_sha256_stream;
struct hash_sha256_stream *hash_sha256_open(void); /* aborts when OpenSSL cannot */
void hash_sha256_add(struct hash_sha256_stream *stream, struct span bytes);
/* Ends and frees the stream. */
void hash_sha256_close(struct hash_sha256_stream *stream, uint8_t ret_digest[HASH_SHA256_BYTES]);
void hash_sha256(struct span bytes, uint8_t ret_digest[HASH_SHA256_BYTES]);

uint64_t hash_xxh64(struct span bytes);                              /* XXH3, 64 bits, seed 0 */
void hash_xxh128(struct span bytes, uint8_t ret_key[HASH_KEY_BYTES]); /* XXH3, 128 bits, canonical (big-endian) */

/* Lower-case hex of `size` bytes, NUL-terminated: ret_text holds 2 * size + 1. */
void hash_hex(const uint8_t *bytes, size_t size, char *ret_text);

#endif
