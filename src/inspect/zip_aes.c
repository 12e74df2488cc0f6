/* Keys, seal and counter mode with libcrypto; the counter is little-endian, so blocks of it are encrypted by hand. */
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA1_Update and its kin: a call through EVP costs more than the hash of these few bytes */
#include "inspect/zip_aes.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#define VERIFIER 2
#define ROUNDS 1000
#define BLOCK 16u
#define BLOCKS 256u /* of key stream at once */

#define SHA1_BLOCK 64u

/* HMAC-SHA1 with a key that is taken in once (RFC 2104). */
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
        SHA1_Update(context, pad, sizeof pad);
    }
}

static void mac_make(const struct mac *mac, const uint8_t *bytes, size_t size, uint8_t ret_digest[SHA_DIGEST_LENGTH])
{
    SHA_CTX context = mac->inner;
    SHA1_Update(&context, bytes, size);
    SHA1_Final(ret_digest, &context);
    context = mac->outer;
    SHA1_Update(&context, ret_digest, SHA_DIGEST_LENGTH);
    SHA1_Final(ret_digest, &context);
}

/* The verifier lies within one block of PBKDF2 (RFC 8018, 5.2), so a wrong password costs that block and not all keys. */
static bool verifier_fits(struct span password, struct span salt, size_t key_bytes, const char *verifier)
{
    uint8_t input[SHA1_BLOCK], digest[SHA_DIGEST_LENGTH], sum[SHA_DIGEST_LENGTH];
    size_t at = 2 * key_bytes % SHA_DIGEST_LENGTH;
    struct mac mac;
    mac_begin(password, &mac);
    memcpy(input, salt.data, salt.size);
    memset(input + salt.size, 0, 4);
    input[salt.size + 3] = (uint8_t)(2 * key_bytes / SHA_DIGEST_LENGTH + 1);
    mac_make(&mac, input, salt.size + 4, digest);
    memcpy(sum, digest, sizeof sum);
    for (int round = 1; round < ROUNDS; round++) {
        mac_make(&mac, digest, sizeof digest, digest);
        for (size_t i = 0; i < sizeof sum; i++)
            sum[i] ^= digest[i];
    }
    return memcmp(sum + at, verifier, VERIFIER) == 0;
}

static bool derive(struct span password, struct span packed, unsigned strength, struct zip_aes *aes)
{
    int salt = (int)strength * 4 + 4;
    aes->key_bytes = (int)strength * 8 + 8;
    return PKCS5_PBKDF2_HMAC_SHA1(password.data, (int)password.size, (const uint8_t *)packed.data, salt, ROUNDS,
        2 * aes->key_bytes + VERIFIER, aes->keys) == 1;
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
    struct zip_aes aes;
    size_t head = strength * 4 + 4 + VERIFIER;
    if (strength < 1 || strength > 3 || packed.size < head + ZIP_AES_SEAL
        || !verifier_fits(password, span_slice(packed, 0, head - VERIFIER), strength * 8 + 8, packed.data + head - VERIFIER) || !derive(password, packed, strength, &aes)
        || memcmp(aes.keys + 2 * aes.key_bytes, packed.data + head - VERIFIER, VERIFIER) != 0)
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
