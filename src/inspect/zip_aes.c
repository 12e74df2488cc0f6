/* Keys, seal and counter mode with libcrypto; the counter is little-endian, so blocks of it are encrypted by hand. */
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA1_Transform: a call through EVP costs more than the hash of these few bytes */
#include "inspect/zip_aes.h"

#include <endian.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#define VERIFIER 2
#define ROUNDS 1000
#define BLOCK 16u
#define BLOCKS 256u /* of key stream at once */

#define SHA1_BLOCK 64u
#define KEYS_BLOCKS 4 /* of SHA-1: two keys of 32 bytes and the verifier */

/* HMAC-SHA1 with a key that is taken in once (RFC 2104): what stands behind each of its two pads. */
struct mac {
    SHA_CTX inner, outer;
};

static void mac_begin(struct span key, struct mac *ret_mac)
{
    uint8_t block[SHA1_BLOCK] = {0}, pad[SHA1_BLOCK];
    if (key.size > SHA1_BLOCK)
        SHA1((const uint8_t *)key.data, key.size, block);
    else
        memcpy(block, key.data, key.size);
    for (size_t half = 0; half < 2; half++) {
        SHA_CTX *context = half ? &ret_mac->outer : &ret_mac->inner;
        for (size_t i = 0; i < SHA1_BLOCK; i++)
            pad[i] = block[i] ^ (half ? 0x5c : 0x36);
        SHA1_Init(context);
        SHA1_Transform(context, pad);
    }
}

/* Behind a pad of one block `size` bytes at the beginning of `block`, its last: 55 of them at most. */
static void finish(const SHA_CTX *pad, uint8_t block[SHA1_BLOCK], size_t size, uint8_t ret_digest[SHA_DIGEST_LENGTH])
{
    SHA_CTX context; /* only the five words of it count */
    context.h0 = pad->h0, context.h1 = pad->h1, context.h2 = pad->h2, context.h3 = pad->h3, context.h4 = pad->h4;
    unsigned bits = 8 * (unsigned)(SHA1_BLOCK + size);
    memset(block + size, 0, SHA1_BLOCK - size);
    block[size] = 0x80;
    block[SHA1_BLOCK - 2] = (uint8_t)(bits >> 8);
    block[SHA1_BLOCK - 1] = (uint8_t)bits;
    SHA1_Transform(&context, block);
    const uint32_t words[] = {htobe32(context.h0), htobe32(context.h1), htobe32(context.h2),
                              htobe32(context.h3), htobe32(context.h4)};
    memcpy(ret_digest, words, sizeof words);
}

/* The HMAC of the first `size` bytes of `block`, to its beginning. */
static void mac_make(const struct mac *mac, uint8_t block[SHA1_BLOCK], size_t size)
{
    finish(&mac->inner, block, size, block);
    finish(&mac->outer, block, SHA_DIGEST_LENGTH, block);
}

/* One block of PBKDF2 (RFC 8018, 5.2), counted from 0. */
static void derive_block(const struct mac *mac, struct span salt, size_t number, uint8_t ret_sum[SHA_DIGEST_LENGTH])
{
    uint8_t block[SHA1_BLOCK];
    memcpy(block, salt.data, salt.size);
    memset(block + salt.size, 0, 4);
    block[salt.size + 3] = (uint8_t)(number + 1);
    mac_make(mac, block, salt.size + 4);
    memcpy(ret_sum, block, SHA_DIGEST_LENGTH);
    for (int round = 1; round < ROUNDS; round++) {
        mac_make(mac, block, SHA_DIGEST_LENGTH);
        for (size_t i = 0; i < SHA_DIGEST_LENGTH; i++)
            ret_sum[i] ^= block[i];
    }
}

/* Both keys and the verifier behind them. It lies within one block, so a wrong password costs that one and not all. */
static bool derive(struct span password, struct span salt, const char *verifier, struct zip_aes *aes)
{
    uint8_t blocks[KEYS_BLOCKS * SHA_DIGEST_LENGTH];
    size_t keys = 2 * (size_t)aes->key_bytes, last = keys / SHA_DIGEST_LENGTH;
    struct mac mac;
    mac_begin(password, &mac);
    derive_block(&mac, salt, last, blocks + last * SHA_DIGEST_LENGTH);
    if (memcmp(blocks + keys, verifier, VERIFIER) != 0)
        return false;
    for (size_t i = 0; i < last; i++)
        derive_block(&mac, salt, i, blocks + i * SHA_DIGEST_LENGTH);
    memcpy(aes->keys, blocks, keys + VERIFIER);
    return true;
}

static bool sealed(const struct zip_aes *aes, struct span seal)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    return HMAC(EVP_sha1(), aes->keys + aes->key_bytes, aes->key_bytes, (const uint8_t *)aes->cipher.data, aes->cipher.size, digest, &size)
        && size >= ZIP_AES_SEAL && memcmp(digest, seal.data, ZIP_AES_SEAL) == 0;
}

bool zip_aes_begin(struct span password, struct span packed, unsigned strength, struct zip_aes *ret_aes)
{
    struct zip_aes aes = {.key_bytes = (int)strength * 8 + 8};
    size_t salt = strength * 4 + 4, head = salt + VERIFIER;
    if (strength < 1 || strength > 3 || packed.size < head + ZIP_AES_SEAL
        || !derive(password, span_slice(packed, 0, salt), packed.data + salt, &aes))
        return false;
    aes.cipher = span_slice(packed, head, packed.size - head - ZIP_AES_SEAL);
    if (!sealed(&aes, span_slice(packed, packed.size - ZIP_AES_SEAL, ZIP_AES_SEAL)))
        return false;
    *ret_aes = aes;
    return true;
}

static void count_up(uint8_t *counters, uint64_t first)
{
    memset(counters, 0, BLOCKS * BLOCK);
    for (size_t i = 0; i < BLOCKS; i++)
        for (size_t byte = 0; byte < 8; byte++)
            counters[i * BLOCK + byte] = (uint8_t)((first + i) >> (8 * byte));
}

bool zip_aes_decrypt(const struct zip_aes *aes, size_t size, char *ret_bytes)
{
    const EVP_CIPHER *ciphers[] = {EVP_aes_128_ecb(), EVP_aes_192_ecb(), EVP_aes_256_ecb()};
    uint8_t counters[BLOCKS * BLOCK], stream[BLOCKS * BLOCK];
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool good = context && EVP_EncryptInit_ex(context, ciphers[aes->key_bytes / 8 - 2], NULL, aes->keys, NULL) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    for (size_t at = 0; good && at < size; at += sizeof stream) {
        int written = 0;
        count_up(counters, at / BLOCK + 1);
        good = EVP_EncryptUpdate(context, stream, &written, counters, sizeof counters) == 1;
        for (size_t i = 0; i < sizeof stream && at + i < size; i++)
            ret_bytes[at + i] = (char)((uint8_t)aes->cipher.data[at + i] ^ stream[i]);
    }
    EVP_CIPHER_CTX_free(context);
    return good;
}
