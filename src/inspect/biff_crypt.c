/* RC4 as workbooks use it ([MS-OFFCRYPTO] 2.3.5, 2.3.6), block by block of 1,024 bytes. */
#include "inspect/biff_crypt.h"

#include "inspect/le.h"
#include "inspect/office_crypt.h"
#include "inspect/office_key.h"

#define BLOCK 1024u
#define SALT 16u
#define SHEET 0x85u /* the place of a sheet's data stays in the clear: its first four bytes */

struct rc4 {
    uint8_t box[256];
    uint8_t i, j;
};

static struct rc4 rc4_begin(const uint8_t *key, size_t size)
{
    struct rc4 rc4 = {.i = 0, .j = 0};
    for (unsigned n = 0; n < 256; n++)
        rc4.box[n] = (uint8_t)n;
    for (unsigned n = 0, j = 0; n < 256; n++) {
        j = (j + rc4.box[n] + key[n % size]) & 255;
        uint8_t kept = rc4.box[n];
        rc4.box[n] = rc4.box[j];
        rc4.box[j] = kept;
    }
    return rc4;
}

static uint8_t rc4_next(struct rc4 *rc4)
{
    rc4->i = (uint8_t)(rc4->i + 1);
    rc4->j = (uint8_t)(rc4->j + rc4->box[rc4->i]);
    uint8_t kept = rc4->box[rc4->i];
    rc4->box[rc4->i] = rc4->box[rc4->j];
    rc4->box[rc4->j] = kept;
    return rc4->box[(uint8_t)(rc4->box[rc4->i] + kept)];
}

/* What a FILEPASS says, and the digest from which the key of each block is made. */
struct cipher {
    const char *digest;
    size_t key_size; /* bytes of the digest that are the key */
    struct span salt, verifier, verifier_hash;
    uint8_t base[OFFICE_KEY_BYTES];
    size_t base_size;
};

static bool read_cipher(struct span filepass, struct cipher *ret_cipher)
{
    unsigned major = le_u16(filepass, 2), minor = le_u16(filepass, 4);
    if (le_u16(filepass, 0) != 1)
        return false;
    if (major == 1 && minor == 1) {
        *ret_cipher = (struct cipher){.digest = "MD5", .key_size = 16, .salt = span_slice(filepass, 6, SALT),
                                      .verifier = span_slice(filepass, 22, 16), .verifier_hash = span_slice(filepass, 38, 16)};
        return ret_cipher->verifier_hash.size == 16;
    }
    size_t header = 14, at = header + le_u32(filepass, 10); /* of EncryptionVerifier */
    uint32_t bits = le_u32(filepass, header + 16);
    if (minor != 2 || le_u32(filepass, 10) > filepass.size)
        return false;
    *ret_cipher = (struct cipher){.digest = "SHA1", .key_size = bits ? bits / 8 : 5, .salt = span_slice(filepass, at + 4, SALT),
                                  .verifier = span_slice(filepass, at + 20, 16), .verifier_hash = span_slice(filepass, at + 40, 20)};
    return ret_cipher->verifier_hash.size == 20 && ret_cipher->key_size >= 5 && ret_cipher->key_size <= 16;
}

#define BYTES(bytes, size) ((struct span){(const char *)(bytes), (size)})

/* 2.3.6.2 and 2.3.5.2, up to where the number of the block comes in. */
static bool make_base(struct inspection *inspection, struct cipher *cipher, struct span password)
{
    uint8_t first[OFFICE_KEY_BYTES];
    char repeated[16 * (5 + SALT)];
    struct span wide = office_key_wide(inspection->arena, password);
    if (span_equal(span_of(cipher->digest), SPAN_LITERAL("SHA1"))) {
        cipher->base_size = office_key_digest("SHA1", cipher->salt, wide, SPAN_NONE, cipher->base);
        return cipher->base_size > 0;
    }
    if (!office_key_digest("MD5", wide, SPAN_NONE, SPAN_NONE, first))
        return false;
    for (size_t i = 0; i < 16; i++) {
        memcpy(repeated + i * (5 + SALT), first, 5);
        memcpy(repeated + i * (5 + SALT) + 5, cipher->salt.data, SALT);
    }
    cipher->base_size = office_key_digest("MD5", BYTES(repeated, sizeof repeated), SPAN_NONE, SPAN_NONE, cipher->base) ? 5 : 0;
    return cipher->base_size > 0;
}

static struct rc4 block_key(const struct cipher *cipher, uint32_t block)
{
    uint8_t key[OFFICE_KEY_BYTES] = {0}, number[4] = {(uint8_t)block, (uint8_t)(block >> 8), (uint8_t)(block >> 16), (uint8_t)(block >> 24)};
    office_key_digest(cipher->digest, BYTES(cipher->base, cipher->base_size), BYTES(number, 4), SPAN_NONE, key);
    if (cipher->key_size == 5) /* 40 bits: the rest of the key is zero */
        memset(key + 5, 0, 11);
    return rc4_begin(key, cipher->key_size == 5 ? 16 : cipher->key_size);
}

static bool verified(const struct cipher *cipher)
{
    uint8_t plain[36], found[OFFICE_KEY_BYTES];
    struct rc4 rc4 = block_key(cipher, 0);
    for (size_t i = 0; i < 16; i++)
        plain[i] = (uint8_t)((uint8_t)cipher->verifier.data[i] ^ rc4_next(&rc4));
    for (size_t i = 0; i < cipher->verifier_hash.size; i++)
        plain[16 + i] = (uint8_t)((uint8_t)cipher->verifier_hash.data[i] ^ rc4_next(&rc4));
    size_t made = office_key_digest(cipher->digest, BYTES(plain, 16), SPAN_NONE, SPAN_NONE, found);
    return made == cipher->verifier_hash.size && memcmp(found, plain + 16, made) == 0;
}

/* [MS-XLS] 2.2.10: headers of records, and all of some records, stay as they are; the key goes on under them. */
static bool in_the_clear(unsigned record)
{
    return record == 0x809 || record == 0x2f || record == 0xe1 || record == 0x1ba || record == 0x194 || record == 0x195 || record == 0x196
        || record == 0x138;
}

static struct span decrypt(struct inspection *inspection, const struct cipher *cipher, struct span stream)
{
    uint8_t *plain = (uint8_t *)arena_string(inspection->arena, stream);
    struct rc4 rc4 = block_key(cipher, 0);
    size_t data = 0, end = 0; /* of the record at hand */
    bool clear = true;
    for (size_t at = 0; at < stream.size; at++) {
        if (at == end) {
            unsigned record = le_u16(stream, at);
            clear = in_the_clear(record);
            data = at + 4 + (record == SHEET ? 4 : 0);
            end = at + 4 + le_u16(stream, at + 2);
        }
        if (at && at % BLOCK == 0) {
            if (inspection_late(inspection))
                break;
            rc4 = block_key(cipher, (uint32_t)(at / BLOCK));
        }
        uint8_t next = rc4_next(&rc4);
        if (!clear && at >= data)
            plain[at] ^= next;
    }
    return (struct span){(const char *)plain, stream.size};
}

bool biff_crypt_open(struct inspection *inspection, const struct inspected_file *file, struct span stream, struct span filepass,
                     struct span *ret_stream)
{
    static const struct inspection_password built_in = {{OFFICE_CRYPT_DEFAULT, sizeof OFFICE_CRYPT_DEFAULT - 1}, {NULL, 0}};
    struct cipher cipher;
    if (!read_cipher(filepass, &cipher))
        return false;
    for (size_t i = 0; i <= inspection->options->password_count && !inspection_late(inspection); i++) {
        const struct inspection_password *password = i ? &inspection->options->passwords[i - 1] : &built_in;
        if (!make_base(inspection, &cipher, password->word) || !verified(&cipher))
            continue;
        if (span_equal(password->word, built_in.word))
            inspection_fact(inspection, file, ATTACHMENT_DEFAULT_PASSWORD, built_in.word);
        inspection_opened(inspection, file, password);
        *ret_stream = decrypt(inspection, &cipher, stream);
        return true;
    }
    return false;
}
