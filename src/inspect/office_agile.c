/* Reads two tags, derives three keys. */
#include "inspect/office_agile.h"

#include <openssl/evp.h>
#include <stdio.h>
#include "inspect/xml_tag.h"

#define BLOCK 16u
#define PAD 0x36        /* what a short key or vector is filled with */
#define VALUE_MOST 256u /* bytes of one value in base64 */

static const uint8_t for_verifier[8] = {0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79};
static const uint8_t for_hash[8] = {0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e};
static const uint8_t for_key[8] = {0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6};

static struct span base64(struct arena *arena, struct span text)
{
    size_t size = text.size / 4 * 3;
    if (text.size == 0 || text.size % 4 != 0 || text.size > VALUE_MOST)
        return SPAN_NONE;
    uint8_t *bytes = arena_alloc(arena, size);
    if (EVP_DecodeBlock(bytes, (const uint8_t *)text.data, (int)text.size) != (int)size)
        return SPAN_NONE;
    for (size_t i = text.size; i > text.size - 2 && text.data[i - 1] == '='; i--)
        size--;
    return (struct span){(const char *)bytes, size};
}

/* Up to nine digits; 0 for anything else. */
static uint32_t number(struct span text)
{
    uint32_t value = 0;
    if (text.size > 9)
        return 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    return value;
}

static bool digest_of(struct span tag, enum digest_kind *ret_digest)
{
    static const struct {
        const char *name;
        enum digest_kind kind;
    } digests[] = {{"SHA1", DIGEST_SHA1}, {"SHA-1", DIGEST_SHA1}, {"SHA256", DIGEST_SHA256}, {"SHA384", DIGEST_SHA384},
        {"SHA512", DIGEST_SHA512}, {"MD5", DIGEST_MD5}};
    struct span name = xml_tag_value(tag, SPAN_LITERAL("hashAlgorithm"));
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        if (span_equal(name, span_of(digests[i].name))) {
            *ret_digest = digests[i].kind;
            return true;
        }
    return false;
}

static bool aes_cbc(struct span tag)
{
    return span_equal(xml_tag_value(tag, SPAN_LITERAL("cipherAlgorithm")), SPAN_LITERAL("AES"))
        && span_equal(xml_tag_value(tag, SPAN_LITERAL("cipherChaining")), SPAN_LITERAL("ChainingModeCBC"))
        && number(xml_tag_value(tag, SPAN_LITERAL("blockSize"))) == BLOCK;
}

static bool sound(const struct office_lock *lock)
{
    return lock->salt.size && lock->salt.size <= OFFICE_SALT && lock->data_salt.size && lock->data_salt.size <= OFFICE_SALT
        && lock->rounds <= OFFICE_ROUNDS && lock->key_bytes <= DIGEST_MOST && lock->data_key_bytes <= DIGEST_MOST
        && lock->verifier.size && lock->verifier.size <= OFFICE_SALT && lock->verifier.size % BLOCK == 0
        && lock->verifier_hash.size >= lock->verifier_hash_bytes && lock->verifier_hash.size <= OFFICE_SALT + BLOCK
        && lock->verifier_hash.size % BLOCK == 0 && lock->key.size >= lock->data_key_bytes && lock->key.size <= DIGEST_MOST
        && lock->key.size % BLOCK == 0;
}

bool office_agile_read(struct arena *arena, struct span xml, struct office_lock *ret_lock)
{
    struct span rest = xml, data, key;
    struct office_lock lock = {.scheme = OFFICE_AGILE};
    if (!xml_tag_take(&rest, SPAN_LITERAL("keyData"), &data) || !xml_tag_take(&rest, SPAN_LITERAL("encryptedKey"), &key)
        || !aes_cbc(data) || !aes_cbc(key) || !digest_of(data, &lock.data_digest) || !digest_of(key, &lock.digest))
        return false;
    lock.rounds = number(xml_tag_value(key, SPAN_LITERAL("spinCount")));
    lock.key_bytes = number(xml_tag_value(key, SPAN_LITERAL("keyBits"))) / 8;
    lock.data_key_bytes = number(xml_tag_value(data, SPAN_LITERAL("keyBits"))) / 8;
    lock.salt = base64(arena, xml_tag_value(key, SPAN_LITERAL("saltValue")));
    lock.data_salt = base64(arena, xml_tag_value(data, SPAN_LITERAL("saltValue")));
    lock.verifier = base64(arena, xml_tag_value(key, SPAN_LITERAL("encryptedVerifierHashInput")));
    lock.verifier_hash = base64(arena, xml_tag_value(key, SPAN_LITERAL("encryptedVerifierHashValue")));
    lock.verifier_hash_bytes = digest_bytes(lock.digest);
    lock.key = base64(arena, xml_tag_value(key, SPAN_LITERAL("encryptedKeyValue")));
    if (!sound(&lock))
        return false;
    *ret_lock = lock;
    return true;
}

/* A vector of one block, cut or filled (2.3.4.12). */
static void vector(const uint8_t *bytes, size_t size, uint8_t ret_iv[BLOCK])
{
    memset(ret_iv, PAD, BLOCK);
    memcpy(ret_iv, bytes, size < BLOCK ? size : BLOCK);
}

/* 2.3.4.11 and 2.3.4.13: one value, with the key that is made for it. */
static bool value(const struct office_lock *lock, const uint8_t spun[DIGEST_MOST], const uint8_t purpose[8], struct span encrypted,
                  uint8_t *ret_bytes)
{
    uint8_t key[DIGEST_MOST], iv[BLOCK];
    size_t size = digest_bytes(lock->digest);
    digest_two(lock->digest, (struct span){(const char *)spun, size}, (struct span){(const char *)purpose, 8}, key);
    memset(key + size, PAD, DIGEST_MOST - size);
    vector((const uint8_t *)lock->salt.data, lock->salt.size, iv);
    return aes_decrypt(AES_CBC, (struct span){(const char *)key, lock->key_bytes}, iv, (const uint8_t *)encrypted.data, encrypted.size, ret_bytes);
}

bool office_agile_try(const struct office_lock *lock, struct span password, struct office_key *ret_key)
{
    uint8_t spun[DIGEST_MOST], verifier[OFFICE_SALT], said[OFFICE_SALT + BLOCK], found[DIGEST_MOST], key[DIGEST_MOST];
    size_t input = lock->verifier.size;
    digest_two(lock->digest, lock->salt, password, spun);
    digest_spin(lock->digest, lock->rounds, spun);
    if (!value(lock, spun, for_verifier, lock->verifier, verifier) || !value(lock, spun, for_hash, lock->verifier_hash, said))
        return false;
    digest_two(lock->digest, (struct span){(const char *)verifier, input}, SPAN_NONE, found);
    if (memcmp(found, said, lock->verifier_hash_bytes) != 0 || !value(lock, spun, for_key, lock->key, key))
        return false;
    ret_key->size = lock->data_key_bytes;
    memcpy(ret_key->bytes, key, ret_key->size);
    return true;
}

bool office_agile_segment(const struct office_lock *lock, const struct office_key *key, uint32_t number_of, uint8_t *bytes, size_t size)
{
    uint8_t digest[DIGEST_MOST], iv[BLOCK];
    char little[4] = {(char)number_of, (char)(number_of >> 8), (char)(number_of >> 16), (char)(number_of >> 24)};
    digest_two(lock->data_digest, lock->data_salt, (struct span){little, 4}, digest);
    vector(digest, digest_bytes(lock->data_digest), iv);
    return aes_decrypt(AES_CBC, (struct span){(const char *)key->bytes, key->size}, iv, bytes, size, bytes);
}
