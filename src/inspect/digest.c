/* libcrypto's calls. Keys are made of a few bytes, for which EVP would spend more on contexts than on the digest. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "inspect/digest.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <stdlib.h>

#define BLOCK 16u

size_t digest_bytes(enum digest_kind kind)
{
    switch (kind) {
    case DIGEST_MD5: return MD5_DIGEST_LENGTH;
    case DIGEST_SHA1: return SHA_DIGEST_LENGTH;
    case DIGEST_SHA256: return SHA256_DIGEST_LENGTH;
    case DIGEST_SHA384: return SHA384_DIGEST_LENGTH;
    case DIGEST_SHA512: return SHA512_DIGEST_LENGTH;
    }
    abort();
}

#define TWO(name, CONTEXT, ALGORITHM) \
    static void name(struct span first, struct span second, uint8_t *ret_digest) \
    { \
        CONTEXT context; \
        ALGORITHM##_Init(&context); \
        ALGORITHM##_Update(&context, first.data, first.size); \
        ALGORITHM##_Update(&context, second.data, second.size); \
        ALGORITHM##_Final(ret_digest, &context); \
    }
TWO(md5, MD5_CTX, MD5)
TWO(sha1, SHA_CTX, SHA1)
TWO(sha256, SHA256_CTX, SHA256)
TWO(sha384, SHA512_CTX, SHA384)
TWO(sha512, SHA512_CTX, SHA512)

void digest_two(enum digest_kind kind, struct span first, struct span second, uint8_t ret_digest[DIGEST_MOST])
{
    switch (kind) {
    case DIGEST_MD5: md5(first, second, ret_digest); return;
    case DIGEST_SHA1: sha1(first, second, ret_digest); return;
    case DIGEST_SHA256: sha256(first, second, ret_digest); return;
    case DIGEST_SHA384: sha384(first, second, ret_digest); return;
    case DIGEST_SHA512: sha512(first, second, ret_digest); return;
    }
}

static const EVP_CIPHER *cipher(enum aes_mode mode, size_t key_bytes)
{
    switch (key_bytes) {
    case 16: return mode == AES_CBC ? EVP_aes_128_cbc() : EVP_aes_128_ecb();
    case 24: return mode == AES_CBC ? EVP_aes_192_cbc() : EVP_aes_192_ecb();
    case 32: return mode == AES_CBC ? EVP_aes_256_cbc() : EVP_aes_256_ecb();
    default: return NULL;
    }
}

static bool run(enum aes_mode mode, struct span key, const uint8_t *iv, const uint8_t *bytes, size_t size, bool encrypt, uint8_t *ret_bytes)
{
    const EVP_CIPHER *kind = cipher(mode, key.size);
    int written = 0;
    if (!kind || size % BLOCK != 0 || size > INT_MAX - BLOCK)
        return false;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!context || EVP_CipherInit_ex(context, kind, NULL, (const uint8_t *)key.data, iv, encrypt) != 1
        || EVP_CIPHER_CTX_set_padding(context, 0) != 1 || EVP_CipherUpdate(context, ret_bytes, &written, bytes, (int)size) != 1)
        abort();
    EVP_CIPHER_CTX_free(context);
    return (size_t)written == size;
}

bool aes_decrypt(enum aes_mode mode, struct span key, const uint8_t *iv, const uint8_t *bytes, size_t size, uint8_t *ret_bytes)
{
    return run(mode, key, iv, bytes, size, false, ret_bytes);
}

bool aes_encrypt_cbc(struct span key, const uint8_t *iv, const uint8_t *bytes, size_t size, uint8_t *ret_bytes)
{
    return run(AES_CBC, key, iv, bytes, size, true, ret_bytes);
}
