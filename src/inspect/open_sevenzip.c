/* Derives the key, decrypts, unpacks, and lets the checksum decide. */
#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Update: the key takes half a million of them */
#include "inspect/open_sevenzip.h"

#include <openssl/sha.h>
#include <zlib.h>
#include "inspect/digest.h"

#define BLOCK 16u
#define POWER_BITS 0x3fu
#define POWER_PLAIN 0x3fu  /* salt and password are the key */
#define COUNTER_BYTES 8u
#define WORD_BYTES 256u    /* of a password in UTF-16 */
#define PACKED_MORE 65536u /* compressed bytes hardly take more than what they hold */
#define UNITS 64u          /* rounds that are hashed at once */

/* What the properties of the coder say. */
struct cipher {
    unsigned power;
    struct span salt;
    uint8_t iv[BLOCK];
};

static bool read_cipher(const struct sevenzip_coder *coder, struct cipher *ret_cipher)
{
    struct span properties = coder->properties;
    unsigned first = properties.size ? (unsigned char)properties.data[0] : 0, second = properties.size > 1 ? (unsigned char)properties.data[1] : 0;
    size_t salt = (first >> 7 & 1) + (second >> 4), iv = (first >> 6 & 1) + (second & 15);
    struct cipher cipher = {.power = first & POWER_BITS, .salt = span_slice(properties, 2, salt)};
    struct span vector = span_slice(properties, 2 + salt, iv);
    if (coder->id != SEVENZIP_AES || !properties.size || cipher.salt.size != salt || vector.size != iv || salt > OPEN_SEVENZIP_SALT || iv > BLOCK
        || (cipher.power > OPEN_SEVENZIP_POWER && cipher.power != POWER_PLAIN))
        return false;
    if (iv)
        memcpy(cipher.iv, vector.data, iv);
    *ret_cipher = cipher;
    return true;
}

/* SHA-256 of salt, password and a counter of 8 bytes, 2^power times in a row. */
static void derive(const struct cipher *cipher, struct span word, uint8_t ret_key[OPEN_SEVENZIP_KEY])
{
    uint8_t units[UNITS * (OPEN_SEVENZIP_SALT + WORD_BYTES + COUNTER_BYTES)];
    size_t fixed = cipher->salt.size + word.size, unit = fixed + COUNTER_BYTES;
    uint64_t rounds = 1ull << cipher->power, batch = rounds < UNITS ? rounds : UNITS;
    SHA256_CTX context;
    SHA256_Init(&context);
    for (size_t i = 0; i < UNITS; i++) {
        if (cipher->salt.size)
            memcpy(units + i * unit, cipher->salt.data, cipher->salt.size);
        memcpy(units + i * unit + cipher->salt.size, word.data, word.size);
    }
    for (uint64_t round = 0; round < rounds; round += batch) {
        for (uint64_t i = 0; i < batch; i++)
            for (size_t byte = 0; byte < COUNTER_BYTES; byte++)
                units[i * unit + fixed + byte] = (uint8_t)((round + i) >> (8 * byte));
        SHA256_Update(&context, units, (size_t)batch * unit);
    }
    SHA256_Final(ret_key, &context);
}

static void make_key(const struct cipher *cipher, struct span word, uint8_t ret_key[OPEN_SEVENZIP_KEY])
{
    if (cipher->power != POWER_PLAIN) {
        derive(cipher, word, ret_key);
        return;
    }
    size_t salt = cipher->salt.size, left = OPEN_SEVENZIP_KEY - salt;
    memset(ret_key, 0, OPEN_SEVENZIP_KEY);
    if (salt)
        memcpy(ret_key, cipher->salt.data, salt);
    memcpy(ret_key + salt, word.data, word.size < left ? word.size : left);
}

/* One folder: the cipher that reads the archive, and the coders behind it as a folder of their own. */
struct locked {
    struct cipher cipher;
    struct sevenzip_folder inner;
    struct span packed;
    uint64_t proof; /* bytes whose checksum is known */
    uint32_t crc;
};

static bool read_locked(struct span archive, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder, uint64_t first,
                        struct locked *ret_locked)
{
    bool whole = folder->checksum.known;
    struct locked locked = {.inner = *folder, .proof = whole ? folder->size : first, .crc = whole ? folder->checksum.crc : folder->first_checksum.crc};
    unsigned last = folder->coder_count ? folder->coder_count - 1 : 0;
    if (!sevenzip_packed(archive, streams, folder, &locked.packed) || !(whole || folder->first_checksum.known) || !locked.proof
        || locked.proof > OPEN_SEVENZIP_PROOF || !read_cipher(&folder->coders[folder->order[last]], &locked.cipher))
        return false;
    for (unsigned i = 0; i < last; i++) {
        locked.inner.coders[i] = folder->coders[folder->order[i]];
        locked.inner.order[i] = i;
    }
    locked.inner.coder_count = last;
    locked.inner.encrypted = false;
    if (last && sevenzip_needs_library(&locked.inner))
        return false;
    *ret_locked = locked;
    return true;
}

static bool fits(struct sevenzip_opener *opener, const struct locked *locked, const uint8_t key[OPEN_SEVENZIP_KEY], size_t room, struct span *ret_bytes)
{
    ARENA_LOCAL scratch = arena_open(); /* what a wrong password gives must not pile up */
    struct span bytes;
    size_t wanted = locked->proof > room ? (size_t)locked->proof : room, size = locked->packed.size;
    size = (size < wanted + PACKED_MORE ? size : wanted + PACKED_MORE) / BLOCK * BLOCK;
    uint8_t *clear = arena_alloc(scratch, size);
    if (!aes_decrypt(AES_CBC, (struct span){(const char *)key, OPEN_SEVENZIP_KEY}, locked->cipher.iv, (const uint8_t *)locked->packed.data, size,
                     clear))
        return false;
    struct span packed = {(const char *)clear, size};
    if (!locked->inner.coder_count)
        bytes = span_slice(packed, 0, locked->inner.size < wanted ? (size_t)locked->inner.size : wanted);
    else if (!sevenzip_unpack_bytes(scratch, &locked->inner, packed, wanted, &bytes))
        return false;
    if (bytes.size < locked->proof || crc32(0, (const Bytef *)bytes.data, (uInt)locked->proof) != locked->crc)
        return false;
    *ret_bytes = arena_copy(opener->inspection->arena, span_slice(bytes, 0, room));
    return true;
}

static bool try_known(struct sevenzip_opener *opener, const struct locked *locked, size_t room, struct span *ret_bytes)
{
    if (!opener->known)
        return false;
    if (opener->power != locked->cipher.power || !span_equal(opener->salt, locked->cipher.salt)) {
        struct span word = candidate_utf16(opener->inspection->arena, opener->candidates.list[opener->password].bytes);
        make_key(&locked->cipher, word, opener->key);
        opener->power = locked->cipher.power;
        opener->salt = locked->cipher.salt;
    }
    return fits(opener, locked, opener->key, room, ret_bytes);
}

static bool try_all(struct sevenzip_opener *opener, const struct locked *locked, size_t room, struct span *ret_bytes)
{
    struct inspection *inspection = opener->inspection;
    for (size_t i = 0; i < opener->candidates.count && !inspection_late(inspection); i++) {
        uint8_t key[OPEN_SEVENZIP_KEY];
        struct span word = candidate_utf16(inspection->arena, opener->candidates.list[i].bytes);
        if (!word.size || word.size > WORD_BYTES)
            continue;
        make_key(&locked->cipher, word, key);
        if (!fits(opener, locked, key, room, ret_bytes))
            continue;
        memcpy(opener->key, key, sizeof key);
        opener->known = true;
        opener->password = i;
        opener->power = locked->cipher.power;
        opener->salt = locked->cipher.salt;
        inspection_opened(inspection, opener->file, &opener->candidates.list[i].password);
        return true;
    }
    if (opener->candidates.left_out)
        inspection_limit(inspection, "not all words of the mail that may be its password were tried: each try is slow");
    return false;
}

bool sevenzip_open(struct sevenzip_opener *opener, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder, uint64_t first,
                   size_t room, struct span *ret_bytes)
{
    struct locked *locked = arena_alloc(opener->inspection->arena, sizeof *locked);
    if (opener->refused >= OPEN_SEVENZIP_REFUSED || !read_locked(opener->file->bytes, streams, folder, first, locked)) {
        inspection_limit(opener->inspection, "no password was tried on parts of the archive");
        return false;
    }
    if (!opener->gathered)
        candidates_gather(opener->inspection, CANDIDATES_DEAR, &opener->candidates);
    opener->gathered = true;
    if (try_known(opener, locked, room, ret_bytes) || try_all(opener, locked, room, ret_bytes))
        return true;
    opener->refused++;
    return false;
}
