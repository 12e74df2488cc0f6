/* libcrypto's EVP calls. */
#include "inspect/digest.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>

#define BLOCK 16u

static const EVP_MD *of_kind(enum digest_kind kind)
{
    switch (kind) {
    case DIGEST_MD5: return EVP_md5();
    case DIGEST_SHA1: return EVP_sha1();
    case DIGEST_SHA256: return EVP_sha256();
    case DIGEST_SHA384: return EVP_sha384();
    case DIGEST_SHA512: return EVP_sha512();
    }
    abort();
}

size_t digest_bytes(enum digest_kind kind)
{
    return (size_t)EVP_MD_get_size(of_kind(kind));
}

static EVP_MD_CTX *begin(enum digest_kind kind)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestInit_ex(context, of_kind(kind), NULL) != 1)
        abort();
    return context;
}

static void step(EVP_MD_CTX *context, struct span first, struct span second, uint8_t *ret_digest)
{
    if (EVP_DigestInit_ex(context, NULL, NULL) != 1 || EVP_DigestUpdate(context, first.data, first.size) != 1
        || EVP_DigestUpdate(context, second.data, second.size) != 1 || EVP_DigestFinal_ex(context, ret_digest, NULL) != 1)
        abort();
}

void digest_two(enum digest_kind kind, struct span first, struct span second, uint8_t ret_digest[DIGEST_MOST])
{
    EVP_MD_CTX *context = begin(kind);
    step(context, first, second, ret_digest);
    EVP_MD_CTX_free(context);
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
