/* SHA-256 by OpenSSL, XXH3 by libxxhash. */
#define OPENSSL_SUPPRESS_DEPRECATED /* EVP looks its SHA-256 up for each digest: a microsecond for each attachment and member */
#include "base/hash.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <xxhash.h>
#include "base/memory.h"

struct hash_sha256_stream {
    SHA256_CTX context;
};

struct hash_sha256_stream *hash_sha256_open(void)
{
    struct hash_sha256_stream *stream = memory_must(malloc(sizeof *stream));
    SHA256_Init(&stream->context);
    return stream;
}

void hash_sha256_add(struct hash_sha256_stream *stream, struct span bytes)
{
    SHA256_Update(&stream->context, bytes.data, bytes.size);
}

void hash_sha256_close(struct hash_sha256_stream *stream, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    SHA256_Final(ret_digest, &stream->context);
    free(stream);
}

void hash_sha256(struct span bytes, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes.data, bytes.size);
    SHA256_Final(ret_digest, &context);
}

uint64_t hash_xxh64(struct span bytes)
{
    return XXH3_64bits(bytes.data, bytes.size);
}

void hash_xxh128(struct span bytes, uint8_t ret_key[HASH_KEY_BYTES])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data, bytes.size));
    memcpy(ret_key, canonical.digest, HASH_KEY_BYTES);
}

void hash_hex(const uint8_t *bytes, size_t size, char *ret_text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        ret_text[2 * i] = digits[bytes[i] >> 4];
        ret_text[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_text[2 * size] = '\0';
}
