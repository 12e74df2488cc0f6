/* The three binary locks; agile has a file of its own. */
#include "inspect/office_lock.h"

#include "inspect/le.h"
#include "inspect/office_agile.h"

#define BLOCK 16u
#define VERSION_BYTES 4u
#define AGILE_HEAD 8u
#define STANDARD_ROUNDS 50000u
#define KEY_RC4 5u       /* bytes of 40 bits */
#define KEY_RC4_PADDED 16u
#define RC4_REPEATS 16   /* 2.3.6.2 */
#define ALGORITHM_RC4 0x6801u
#define FLAG_AES 0x20u

/* salt[16], verifier[16], hash[16] */
static bool read_rc4(struct span info, struct office_lock *ret_lock)
{
    if (info.size < VERSION_BYTES + 48)
        return false;
    *ret_lock = (struct office_lock){.scheme = OFFICE_RC4, .digest = DIGEST_MD5, .key_bytes = KEY_RC4, .salt = span_slice(info, 4, 16),
        .verifier = span_slice(info, 20, 16), .verifier_hash = span_slice(info, 36, 16), .verifier_hash_bytes = 16};
    return true;
}

/* 2.3.2 EncryptionHeader, 2.3.3 EncryptionVerifier: behind version and flags. */
static bool read_header(struct span info, struct office_lock *ret_lock)
{
    size_t header = le_u32(info, 8), at = 12;
    uint32_t flags = le_u32(info, at), algorithm = le_u32(info, at + 8), bits = le_u32(info, at + 16);
    if (header < 32 || header > info.size || info.size - header < at)
        return false;
    struct span verifier = span_slice(info, at + header, SIZE_MAX);
    bool aes = flags & FLAG_AES && algorithm != ALGORITHM_RC4;
    size_t hash = aes ? 32 : 20;
    if (le_u32(verifier, 0) != 16 || verifier.size < 40 + hash || bits > 256 || bits % 8 != 0)
        return false;
    *ret_lock = (struct office_lock){.scheme = aes ? OFFICE_STANDARD : OFFICE_RC4_API, .digest = DIGEST_SHA1, .rounds = aes ? STANDARD_ROUNDS : 0,
        .key_bytes = bits ? bits / 8 : aes ? 16 : KEY_RC4, .salt = span_slice(verifier, 4, 16), .verifier = span_slice(verifier, 20, 16),
        .verifier_hash = span_slice(verifier, 40, hash), .verifier_hash_bytes = 20};
    return ret_lock->key_bytes <= (aes ? 32 : 20);
}

bool office_lock_read(struct arena *arena, struct span info, struct office_lock *ret_lock)
{
    unsigned major = le_u16(info, 0), minor = le_u16(info, 2);
    if (major == 4 && minor == 4)
        return office_agile_read(arena, span_slice(info, AGILE_HEAD, SIZE_MAX), ret_lock);
    if (major == 1 && minor == 1)
        return read_rc4(info, ret_lock);
    return major >= 2 && major <= 4 && minor == 2 && read_header(info, ret_lock);
}

/* 2.3.4.7: what `spun` becomes as a key of AES. */
static void standard_key(const struct office_lock *lock, const uint8_t spun[DIGEST_MOST], struct office_key *ret_key)
{
    uint8_t last[DIGEST_MOST], mask[64], two[2 * DIGEST_MOST];
    digest_two(DIGEST_SHA1, (struct span){(const char *)spun, 20}, (struct span){"\0\0\0\0", 4}, last);
    for (size_t half = 0; half < 2; half++) {
        memset(mask, half ? 0x5c : 0x36, sizeof mask);
        for (size_t i = 0; i < 20; i++)
            mask[i] ^= last[i];
        digest_two(DIGEST_SHA1, (struct span){(const char *)mask, sizeof mask}, SPAN_NONE, two + half * 20);
    }
    ret_key->size = lock->key_bytes;
    memcpy(ret_key->bytes, two, ret_key->size);
}

static bool try_standard(const struct office_lock *lock, struct span password, struct office_key *ret_key)
{
    uint8_t spun[DIGEST_MOST], verifier[BLOCK], said[2 * BLOCK], found[DIGEST_MOST];
    digest_two(DIGEST_SHA1, lock->salt, password, spun);
    digest_spin(DIGEST_SHA1, lock->rounds, spun);
    standard_key(lock, spun, ret_key);
    struct span key = {(const char *)ret_key->bytes, ret_key->size};
    if (!aes_decrypt(AES_ECB, key, NULL, (const uint8_t *)lock->verifier.data, BLOCK, verifier)
        || !aes_decrypt(AES_ECB, key, NULL, (const uint8_t *)lock->verifier_hash.data, 2 * BLOCK, said))
        return false;
    digest_two(DIGEST_SHA1, (struct span){(const char *)verifier, BLOCK}, SPAN_NONE, found);
    return memcmp(found, said, lock->verifier_hash_bytes) == 0;
}

/* 2.3.6.2 and 2.3.5.2: what the password gives for all blocks. */
static void rc4_base(const struct office_lock *lock, struct span password, struct office_key *ret_key)
{
    uint8_t digest[DIGEST_MOST], many[RC4_REPEATS * (KEY_RC4 + 16)];
    if (lock->scheme == OFFICE_RC4_API) {
        digest_two(DIGEST_SHA1, lock->salt, password, ret_key->bytes);
        ret_key->size = 20;
        return;
    }
    digest_two(DIGEST_MD5, password, SPAN_NONE, digest);
    for (size_t i = 0; i < RC4_REPEATS; i++) {
        memcpy(many + i * (KEY_RC4 + 16), digest, KEY_RC4);
        memcpy(many + i * (KEY_RC4 + 16) + KEY_RC4, lock->salt.data, 16);
    }
    digest_two(DIGEST_MD5, (struct span){(const char *)many, sizeof many}, SPAN_NONE, ret_key->bytes);
    ret_key->size = KEY_RC4;
}

void office_lock_block(const struct office_lock *lock, const struct office_key *key, uint32_t block, struct rc4 *ret_rc4)
{
    uint8_t digest[DIGEST_MOST];
    char little[4] = {(char)block, (char)(block >> 8), (char)(block >> 16), (char)(block >> 24)};
    size_t size = lock->scheme == OFFICE_RC4 ? KEY_RC4_PADDED : lock->key_bytes;
    digest_two(lock->digest, (struct span){(const char *)key->bytes, key->size}, (struct span){little, 4}, digest);
    if (size == KEY_RC4) {
        memset(digest + KEY_RC4, 0, KEY_RC4_PADDED - KEY_RC4);
        size = KEY_RC4_PADDED;
    }
    rc4_begin((struct span){(const char *)digest, size}, ret_rc4);
}

static bool try_rc4(const struct office_lock *lock, struct span password, struct office_key *ret_key)
{
    uint8_t both[BLOCK + 20], found[DIGEST_MOST];
    struct rc4 rc4;
    rc4_base(lock, password, ret_key);
    office_lock_block(lock, ret_key, 0, &rc4);
    memcpy(both, lock->verifier.data, BLOCK);
    memcpy(both + BLOCK, lock->verifier_hash.data, lock->verifier_hash_bytes);
    rc4_apply(&rc4, both, BLOCK + lock->verifier_hash_bytes);
    digest_two(lock->digest, (struct span){(const char *)both, BLOCK}, SPAN_NONE, found);
    return memcmp(found, both + BLOCK, lock->verifier_hash_bytes) == 0;
}

bool office_lock_try(const struct office_lock *lock, struct span password, struct office_key *ret_key)
{
    struct office_key key = {.size = 0};
    bool fits = lock->scheme == OFFICE_AGILE ? office_agile_try(lock, password, &key)
        : lock->scheme == OFFICE_STANDARD ? try_standard(lock, password, &key) : try_rc4(lock, password, &key);
    if (fits)
        *ret_key = key;
    return fits;
}
