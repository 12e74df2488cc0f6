/* Hashes passwords as Office does and checks them against the verifier. */
#include "inspect/office_key.h"

#include <openssl/evp.h>
#include "base/utf8.h"
#include "inspect/le.h"
#include "inspect/office_crypt.h"
#include "inspect/xml_tag.h"

#define BLOCK 16u
#define LATE_EACH 16384u /* rounds of hashing between two looks at the clock */

size_t office_key_digest(const char *name, struct span a, struct span b, struct span c, uint8_t ret_digest[OFFICE_KEY_BYTES])
{
    unsigned size = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const EVP_MD *digest = EVP_get_digestbyname(name);
    if (!context || !digest || EVP_MD_get_size(digest) > OFFICE_KEY_BYTES || !EVP_DigestInit_ex(context, digest, NULL)
        || !EVP_DigestUpdate(context, a.data, a.size) || !EVP_DigestUpdate(context, b.data, b.size)
        || !EVP_DigestUpdate(context, c.data, c.size) || !EVP_DigestFinal_ex(context, ret_digest, &size))
        size = 0;
    EVP_MD_CTX_free(context);
    return size;
}

bool office_key_aes(const uint8_t *key, size_t key_size, const uint8_t *iv, struct span bytes, uint8_t *ret_plain)
{
    const EVP_CIPHER *cipher = key_size == 32 ? (iv ? EVP_aes_256_cbc() : EVP_aes_256_ecb())
        : key_size == 24                      ? (iv ? EVP_aes_192_cbc() : EVP_aes_192_ecb())
        : key_size == 16                      ? (iv ? EVP_aes_128_cbc() : EVP_aes_128_ecb())
                                              : NULL;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int done = 0;
    bool right = cipher && context && bytes.size % BLOCK == 0 && bytes.size < INT32_MAX && EVP_DecryptInit_ex(context, cipher, NULL, key, iv)
        && EVP_CIPHER_CTX_set_padding(context, 0) && EVP_DecryptUpdate(context, ret_plain, &done, (const uint8_t *)bytes.data, (int)bytes.size)
        && (size_t)done == bytes.size;
    EVP_CIPHER_CTX_free(context);
    return right;
}

static const char *digest_name(struct span name)
{
    static const char *const names[] = {"SHA1", "SHA256", "SHA384", "SHA512", "MD5"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (span_equal_nocase(name, span_of(names[i])))
            return names[i];
    return span_equal_nocase(name, SPAN_LITERAL("SHA-1")) ? "SHA1" : NULL;
}

static uint32_t number(struct span digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.size && i < 9 && digits.data[i] >= '0' && digits.data[i] <= '9'; i++)
        value = value * 10 + (uint32_t)(digits.data[i] - '0');
    return value;
}

/* An attribute in base64. */
static struct span bytes_of(struct arena *arena, struct span tag, const char *attribute)
{
    struct span text = xml_tag_value(tag, span_of(attribute));
    uint8_t *out = arena_alloc(arena, text.size / 4 * 3 + 3);
    int size = text.size && text.size % 4 == 0 && text.size < 4096 ? EVP_DecodeBlock(out, (const uint8_t *)text.data, (int)text.size) : 0;
    for (size_t i = text.size; size > 0 && i && text.data[i - 1] == '='; i--)
        size--;
    return (struct span){(const char *)out, size > 0 ? (size_t)size : 0};
}

static bool agile(struct arena *arena, struct span xml, struct office_key_info *info)
{
    struct span rest = xml, data, key;
    if (!xml_tag_take(&rest, SPAN_LITERAL("keyData"), &data) || !xml_tag_take(&rest, SPAN_LITERAL("encryptedKey"), &key))
        return false;
    *info = (struct office_key_info){
        .agile = true, .digest = digest_name(xml_tag_value(key, SPAN_LITERAL("hashAlgorithm"))),
        .data_digest = digest_name(xml_tag_value(data, SPAN_LITERAL("hashAlgorithm"))), .spins = number(xml_tag_value(key, SPAN_LITERAL("spinCount"))),
        .key_size = number(xml_tag_value(key, SPAN_LITERAL("keyBits"))) / 8, .data_key_size = number(xml_tag_value(data, SPAN_LITERAL("keyBits"))) / 8,
        .salt = bytes_of(arena, key, "saltValue"), .data_salt = bytes_of(arena, data, "saltValue"),
        .verifier = bytes_of(arena, key, "encryptedVerifierHashInput"), .verifier_hash = bytes_of(arena, key, "encryptedVerifierHashValue"),
        .key = bytes_of(arena, key, "encryptedKeyValue")};
    return info->digest && info->data_digest && info->key.size >= info->data_key_size && info->key.size <= OFFICE_KEY_BYTES;
}

/* 2.3.4.9: EncryptionHeader, then EncryptionVerifier. */
static bool standard(struct span stream, struct office_key_info *info)
{
    size_t at = 12 + (size_t)le_u32(stream, 8);
    uint32_t cipher = le_u32(stream, 20);
    *info = (struct office_key_info){.digest = "SHA1", .data_digest = "SHA1", .spins = 50000, .key_size = le_u32(stream, 28) / 8,
                                     .data_key_size = le_u32(stream, 28) / 8, .salt = span_slice(stream, at + 4, BLOCK),
                                     .verifier = span_slice(stream, at + 20, BLOCK), .verifier_hash = span_slice(stream, at + 40, 2 * BLOCK)};
    return cipher >= 0x660e && cipher <= 0x6610; /* AES of 128, 192, 256 bits */
}

bool office_key_info(struct arena *arena, struct span stream, struct office_key_info *ret_info)
{
    unsigned major = le_u16(stream, 0), minor = le_u16(stream, 2);
    bool known = major == 4 && minor == 4 ? agile(arena, span_slice(stream, 8, SIZE_MAX), ret_info) : minor == 2 && standard(stream, ret_info);
    return known && ret_info->salt.size == BLOCK && ret_info->verifier.size && ret_info->verifier.size % BLOCK == 0
        && ret_info->verifier_hash.size >= 2 * BLOCK && ret_info->verifier.size <= OFFICE_KEY_BYTES
        && ret_info->verifier_hash.size <= OFFICE_KEY_BYTES && ret_info->spins <= OFFICE_CRYPT_SPINS && ret_info->key_size <= 32
        && ret_info->data_key_size <= 32;
}

struct span office_key_wide(struct arena *arena, struct span password)
{
    char *out = arena_alloc(arena, password.size * 2 + 2);
    size_t size = 0;
    while (password.size) {
        uint32_t character = utf8_take(&password);
        uint32_t units[2] = {character, 0};
        if (character >= 0x10000) {
            units[0] = 0xd800 + ((character - 0x10000) >> 10);
            units[1] = 0xdc00 + ((character - 0x10000) & 0x3ff);
        }
        for (size_t i = 0; i < 2 && (i == 0 || units[1]); i++) {
            out[size++] = (char)units[i];
            out[size++] = (char)(units[i] >> 8);
        }
    }
    return (struct span){out, size};
}

/* One context for all rounds: setting one up costs more than a round. */
static size_t spin(struct inspection *inspection, const struct office_key_info *info, struct span password, uint8_t hash[OFFICE_KEY_BYTES])
{
    size_t size = office_key_digest(info->digest, info->salt, office_key_wide(inspection->arena, password), SPAN_NONE, hash);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const EVP_MD *digest = EVP_get_digestbyname(info->digest);
    for (uint32_t i = 0; i < info->spins && size; i++) {
        uint8_t round[4] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), (uint8_t)(i >> 24)};
        if (!context || !EVP_DigestInit_ex(context, digest, NULL) || !EVP_DigestUpdate(context, round, 4)
            || !EVP_DigestUpdate(context, hash, size) || !EVP_DigestFinal_ex(context, hash, NULL)
            || (i % LATE_EACH == LATE_EACH - 1 && inspection_late(inspection)))
            size = 0;
    }
    EVP_MD_CTX_free(context);
    return size;
}

#define HASH(bytes, size) ((struct span){(const char *)(bytes), (size)})

/* 2.3.4.11: the key for one purpose, cut or filled up with 0x36. */
static bool agile_open(const struct office_key_info *info, const uint8_t *hash, size_t size, const char purpose[8], struct span sealed,
                       uint8_t ret_plain[OFFICE_KEY_BYTES])
{
    uint8_t key[OFFICE_KEY_BYTES];
    size_t made = office_key_digest(info->digest, HASH(hash, size), HASH(purpose, 8), SPAN_NONE, key);
    if (made < OFFICE_KEY_BYTES)
        memset(key + made, 0x36, OFFICE_KEY_BYTES - made);
    return made && office_key_aes(key, info->key_size, (const uint8_t *)info->salt.data, sealed, ret_plain);
}

static bool agile_key(const struct office_key_info *info, const uint8_t *hash, size_t size, uint8_t *ret_key, size_t *ret_size)
{
    uint8_t verifier[OFFICE_KEY_BYTES], expected[OFFICE_KEY_BYTES], found[OFFICE_KEY_BYTES];
    if (!agile_open(info, hash, size, "\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79", info->verifier, verifier)
        || !agile_open(info, hash, size, "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e", info->verifier_hash, expected))
        return false;
    size_t made = office_key_digest(info->digest, HASH(verifier, info->verifier.size), SPAN_NONE, SPAN_NONE, found);
    if (made > info->verifier_hash.size || memcmp(found, expected, made) != 0)
        return false;
    *ret_size = info->data_key_size;
    return agile_open(info, hash, size, "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6", info->key, ret_key);
}

/* 2.3.4.7, after the rounds. */
static bool standard_key(const struct office_key_info *info, const uint8_t *hash, size_t size, uint8_t *ret_key, size_t *ret_size)
{
    uint8_t last[OFFICE_KEY_BYTES], filled[64], verifier[OFFICE_KEY_BYTES], expected[OFFICE_KEY_BYTES], found[OFFICE_KEY_BYTES];
    size_t made = office_key_digest("SHA1", HASH(hash, size), HASH("\0\0\0\0", 4), SPAN_NONE, last);
    for (unsigned half = 0; half < 2 && made; half++) {
        uint8_t out[OFFICE_KEY_BYTES];
        memset(filled, half ? 0x5c : 0x36, sizeof filled);
        for (size_t i = 0; i < made; i++)
            filled[i] ^= last[i];
        made = office_key_digest("SHA1", HASH(filled, sizeof filled), SPAN_NONE, SPAN_NONE, out);
        memcpy(ret_key + half * made, out, made);
    }
    *ret_size = info->key_size;
    if (!made || !office_key_aes(ret_key, info->key_size, NULL, info->verifier, verifier)
        || !office_key_aes(ret_key, info->key_size, NULL, info->verifier_hash, expected))
        return false;
    made = office_key_digest("SHA1", HASH(verifier, BLOCK), SPAN_NONE, SPAN_NONE, found);
    return made && memcmp(found, expected, made) == 0;
}

bool office_key_from(struct inspection *inspection, const struct office_key_info *info, struct span password,
                     uint8_t ret_key[OFFICE_KEY_BYTES], size_t *ret_size)
{
    uint8_t hash[OFFICE_KEY_BYTES];
    size_t size = spin(inspection, info, password, hash);
    if (!size)
        return false;
    return info->agile ? agile_key(info, hash, size, ret_key, ret_size) : standard_key(info, hash, size, ret_key, ret_size);
}
