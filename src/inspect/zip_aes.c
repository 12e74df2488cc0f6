/* Keys, seal and counter mode with libcrypto; the counter is little-endian, so blocks of it are encrypted by hand. */
#include "inspect/zip_aes.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#define VERIFIER 2
#define ROUNDS 1000
#define BLOCK 16u
#define BLOCKS 256u /* of key stream at once */

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
    if (strength < 1 || strength > 3 || packed.size < head + ZIP_AES_SEAL || !derive(password, packed, strength, &aes)
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
