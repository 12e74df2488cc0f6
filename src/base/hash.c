/* SHA-256 by OpenSSL, XXH3 by libxxhash. */
#include "base/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <xxhash.h>

struct hash_sha256_stream *hash_sha256_open(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        abort();
    return (struct hash_sha256_stream *)context;
}

void hash_sha256_add(struct hash_sha256_stream *stream, struct span bytes)
{
    if (EVP_DigestUpdate((EVP_MD_CTX *)stream, bytes.data, bytes.size) != 1)
        abort();
}

void hash_sha256_close(struct hash_sha256_stream *stream, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    if (EVP_DigestFinal_ex((EVP_MD_CTX *)stream, ret_digest, NULL) != 1)
        abort();
    EVP_MD_CTX_free((EVP_MD_CTX *)stream);
}

void hash_sha256(struct span bytes, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    struct hash_sha256_stream *stream = hash_sha256_open();
    hash_sha256_add(stream, bytes);
    hash_sha256_close(stream, ret_digest);
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
