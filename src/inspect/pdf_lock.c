/* The algorithms 2 to 7, 11 and 12 of ISO 32000-2, and 2.B. */
#include "inspect/pdf_lock.h"

#include <stdlib.h>
#include "inspect/digest.h"
#include "inspect/pdf_object.h"
#include "inspect/rc4.h"

#define PAD_BYTES 32u
#define MD5_BYTES 16u
#define MD5_ROUNDS 50
#define RC4_ROUNDS 20
#define VERIFIER 32u         /* of O and U, revisions 5 and 6; then two salts of 8 bytes */
#define SALT 8u
#define USER_BYTES 48u
#define HASH_REPEATS 64u
#define HASH_ROUNDS 64u
#define HASH_ROUNDS_MOST 320u /* the last byte ends it at 288 */
#define STRING_MOST 512u

static const uint8_t padding[PAD_BYTES] = {0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a};

static int hex(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static size_t hex_string(struct span text, uint8_t *ret_bytes)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        int value = hex(text.data[i]);
        if (value < 0)
            continue;
        ret_bytes[digits / 2] = (uint8_t)(digits % 2 ? ret_bytes[digits / 2] | value : value << 4);
        digits++;
    }
    return (digits + 1) / 2;
}

/* One escape (7.3.4.2, table 3) at `at`, behind its backslash; gives how many bytes it makes. */
static size_t escape(struct span text, size_t *at, uint8_t *ret_byte)
{
    static const char names[] = "nrtbf", bytes[] = "\n\r\t\b\f";
    char sign = text.data[*at];
    const char *named = sign ? strchr(names, sign) : NULL;
    if (sign == '\n' || sign == '\r') {
        *at += sign == '\r' && *at + 1 < text.size && text.data[*at + 1] == '\n';
        return 0;
    }
    if (sign < '0' || sign > '7') {
        *ret_byte = (uint8_t)(named ? bytes[named - names] : sign);
        return 1;
    }
    unsigned value = 0;
    size_t end = *at;
    for (; end < text.size && end < *at + 3 && text.data[end] >= '0' && text.data[end] <= '7'; end++)
        value = value * 8 + (unsigned)(text.data[end] - '0');
    *at = end - 1;
    *ret_byte = (uint8_t)value;
    return 1;
}

static size_t literal_string(struct span text, uint8_t *ret_bytes)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\' && i + 1 < text.size) {
            i++;
            size += escape(text, &i, &ret_bytes[size]);
        } else if (text.data[i] == '\r') {
            i += i + 1 < text.size && text.data[i + 1] == '\n';
            ret_bytes[size++] = '\n';
        } else {
            ret_bytes[size++] = (uint8_t)text.data[i];
        }
    }
    return size;
}

/* The bytes of the string object at the beginning of `value`; empty where none stands there. */
static struct span string_bytes(struct arena *arena, struct span file, struct span value)
{
    struct span object = pdf_object_take(pdf_object_resolve(file, value), NULL);
    if (object.size < 2 || object.size > 4 * STRING_MOST)
        return SPAN_NONE;
    uint8_t *bytes = arena_alloc(arena, object.size);
    struct span inner = span_slice(object, 1, object.size - 2);
    size_t size = object.data[0] == '(' ? literal_string(inner, bytes) : object.data[0] == '<' && object.data[1] != '<' ? hex_string(inner, bytes) : 0;
    return (struct span){(const char *)bytes, size < STRING_MOST ? size : STRING_MOST};
}

/* A whole number of up to ten digits; permissions are negative in many files and too large in some. */
static int64_t number(struct span file, struct span value, int64_t otherwise)
{
    struct span object = pdf_object_take(pdf_object_resolve(file, value), NULL);
    bool negative = object.size && object.data[0] == '-';
    int64_t result = 0;
    size_t i = negative;
    for (; i < object.size && i < 11 && object.data[i] >= '0' && object.data[i] <= '9'; i++)
        result = result * 10 + (object.data[i] - '0');
    return i == (size_t)negative ? otherwise : negative ? -result : result;
}

static bool is_word(struct span value, const char *word)
{
    return span_equal(pdf_object_take(value, NULL), span_of(word));
}

static struct span first_id(struct arena *arena, struct span file, struct span trailer)
{
    struct span array = pdf_object_take(pdf_object_resolve(file, pdf_object_value(trailer, "ID")), NULL);
    return array.size && array.data[0] == '[' ? string_bytes(arena, file, span_slice(array, 1, SIZE_MAX)) : SPAN_NONE;
}

/* 7.6.4.4.3 takes Length in bits; writers that mean bytes are known, and version 1 has 40 bits whatever it says. */
static size_t key_bytes(int64_t version, int64_t length)
{
    if (version == 1)
        return 5;
    if (version == 4)
        return 16;
    if (length >= 40 && length <= 128 && length % 8 == 0)
        return (size_t)length / 8;
    return length >= 5 && length <= 16 ? (size_t)length : 5;
}

bool pdf_lock_read(struct arena *arena, struct span file, struct span dictionary, struct span trailer, struct pdf_lock *ret_lock)
{
    int64_t revision = number(file, pdf_object_value(dictionary, "R"), 0), version = number(file, pdf_object_value(dictionary, "V"), 0);
    if (!is_word(pdf_object_resolve(file, pdf_object_value(dictionary, "Filter")), "/Standard") || revision < 2 || revision > 6)
        return false;
    *ret_lock = (struct pdf_lock){
        .revision = (unsigned)revision,
        .key_bytes = key_bytes(version, number(file, pdf_object_value(dictionary, "Length"), 40)),
        .length_missing = version != 1 && version != 4 && !pdf_object_value(dictionary, "Length").size,
        .permissions = (uint32_t)number(file, pdf_object_value(dictionary, "P"), 0),
        .metadata = !is_word(pdf_object_resolve(file, pdf_object_value(dictionary, "EncryptMetadata")), "false"),
        .owner = string_bytes(arena, file, pdf_object_value(dictionary, "O")),
        .user = string_bytes(arena, file, pdf_object_value(dictionary, "U")),
        .id = first_id(arena, file, trailer),
    };
    size_t least = revision >= 5 ? USER_BYTES : PAD_BYTES;
    return ret_lock->owner.size >= least && ret_lock->user.size >= least;
}

static void padded(struct span password, uint8_t ret_bytes[PAD_BYTES])
{
    size_t size = password.size < PAD_BYTES ? password.size : PAD_BYTES;
    if (size)
        memcpy(ret_bytes, password.data, size);
    memcpy(ret_bytes + size, padding, PAD_BYTES - size);
}

/* What MD5 makes of itself, `rounds` times. */
static void md5_again(uint8_t digest[DIGEST_MOST], size_t size, int rounds)
{
    for (int i = 0; i < rounds; i++)
        digest_two(DIGEST_MD5, (struct span){(const char *)digest, size}, SPAN_NONE, digest);
}

/* Algorithm 2. */
static void file_key(const struct pdf_lock *lock, size_t key_size, const uint8_t password[PAD_BYTES], uint8_t ret_key[DIGEST_MOST])
{
    uint8_t input[2 * PAD_BYTES + 4 + STRING_MOST + 4];
    size_t size = 2 * PAD_BYTES + 4;
    memcpy(input, password, PAD_BYTES);
    memcpy(input + PAD_BYTES, lock->owner.data, PAD_BYTES);
    for (size_t i = 0; i < 4; i++)
        input[2 * PAD_BYTES + i] = (uint8_t)(lock->permissions >> (8 * i));
    if (lock->id.size)
        memcpy(input + size, lock->id.data, lock->id.size);
    size += lock->id.size;
    if (lock->revision >= 4 && !lock->metadata) {
        memset(input + size, 0xff, 4);
        size += 4;
    }
    digest_two(DIGEST_MD5, (struct span){(const char *)input, size}, SPAN_NONE, ret_key);
    if (lock->revision >= 3)
        md5_again(ret_key, key_size, MD5_ROUNDS);
}

/* RC4 with the key and then with each of its 19 variants, or in the other order. */
static void rc4_rounds(const uint8_t *key, size_t key_size, bool backwards, unsigned rounds, uint8_t *bytes, size_t size)
{
    uint8_t turned[MD5_BYTES];
    struct rc4 rc4;
    for (unsigned i = 0; i < rounds; i++) {
        unsigned mask = backwards ? rounds - 1 - i : i;
        for (size_t k = 0; k < key_size; k++)
            turned[k] = (uint8_t)(key[k] ^ mask);
        rc4_begin((struct span){(const char *)turned, key_size}, &rc4);
        rc4_apply(&rc4, bytes, size);
    }
}

/* Algorithms 4 to 6. */
static bool user_old(const struct pdf_lock *lock, size_t key_size, const uint8_t password[PAD_BYTES])
{
    uint8_t key[DIGEST_MOST], expected[DIGEST_MOST];
    file_key(lock, key_size, password, key);
    if (lock->revision == 2) {
        memcpy(expected, padding, PAD_BYTES);
        rc4_rounds(key, key_size, false, 1, expected, PAD_BYTES);
        return memcmp(expected, lock->user.data, PAD_BYTES) == 0;
    }
    digest_two(DIGEST_MD5, (struct span){(const char *)padding, PAD_BYTES}, lock->id, expected);
    rc4_rounds(key, key_size, false, RC4_ROUNDS, expected, MD5_BYTES);
    return memcmp(expected, lock->user.data, MD5_BYTES) == 0;
}

/* Algorithm 7: O holds the password of readers. */
static bool owner_old(const struct pdf_lock *lock, size_t key_size, struct span password)
{
    uint8_t bytes[PAD_BYTES], key[DIGEST_MOST], user[PAD_BYTES];
    padded(password, bytes);
    digest_two(DIGEST_MD5, (struct span){(const char *)bytes, PAD_BYTES}, SPAN_NONE, key);
    if (lock->revision >= 3)
        md5_again(key, key_size, MD5_ROUNDS);
    memcpy(user, lock->owner.data, PAD_BYTES);
    rc4_rounds(key, key_size, true, lock->revision >= 3 ? RC4_ROUNDS : 1, user, PAD_BYTES);
    return user_old(lock, key_size, user);
}

/* One round of algorithm 2.B: `size` bytes of input, 64 times over, encrypted with the digest; the digest of that is the next. */
static uint8_t harden(uint8_t *input, size_t size, uint8_t *room, uint8_t digest[DIGEST_MOST], size_t *digest_size)
{
    static const enum digest_kind kinds[] = {DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512};
    size_t all = size * HASH_REPEATS;
    unsigned sum = 0;
    for (size_t i = 0; i < HASH_REPEATS; i++)
        memcpy(room + i * size, input, size);
    aes_encrypt_cbc((struct span){(const char *)digest, 16}, digest + 16, room, all, room);
    for (size_t i = 0; i < 16; i++)
        sum += room[i]; /* 256 is 1 modulo 3, so the sum of digits tells the remainder */
    digest_two(kinds[sum % 3], (struct span){(const char *)room, all}, SPAN_NONE, digest);
    *digest_size = digest_bytes(kinds[sum % 3]);
    return room[all - 1];
}

/* Algorithm 2.B, and its simple form of revision 5. `extra`: U for the owner, else empty. */
static bool new_hash_fits(const struct pdf_lock *lock, struct span password, struct span entry, struct span extra)
{
    uint8_t input[PDF_LOCK_PASSWORD + DIGEST_MOST + USER_BYTES], digest[DIGEST_MOST], last = 0;
    struct span word = span_slice(password, 0, PDF_LOCK_PASSWORD);
    size_t digest_size = 32, salted = word.size + SALT;
    if (word.size)
        memcpy(input, word.data, word.size);
    memcpy(input + word.size, entry.data + VERIFIER, SALT);
    digest_two(DIGEST_SHA256, (struct span){(const char *)input, salted}, extra, digest);
    uint8_t *room = lock->revision == 6 ? malloc(sizeof input * HASH_REPEATS) : NULL;
    if (lock->revision == 6 && !room)
        abort();
    for (unsigned i = 0; room && i < HASH_ROUNDS_MOST && (i < HASH_ROUNDS || last > i - 32); i++) {
        memcpy(input + word.size, digest, digest_size);
        if (extra.size)
            memcpy(input + word.size + digest_size, extra.data, extra.size);
        last = harden(input, word.size + digest_size + extra.size, room, digest, &digest_size);
    }
    free(room);
    return memcmp(digest, entry.data, VERIFIER) == 0;
}

bool pdf_lock_try_user(const struct pdf_lock *lock, struct span password)
{
    uint8_t bytes[PAD_BYTES];
    if (lock->revision >= 5)
        return new_hash_fits(lock, password, lock->user, SPAN_NONE);
    padded(password, bytes);
    return user_old(lock, lock->key_bytes, bytes) || (lock->length_missing && user_old(lock, MD5_BYTES, bytes));
}

bool pdf_lock_try_owner(const struct pdf_lock *lock, struct span password)
{
    if (lock->revision >= 5)
        return new_hash_fits(lock, password, lock->owner, span_slice(lock->user, 0, USER_BYTES));
    return owner_old(lock, lock->key_bytes, password) || (lock->length_missing && owner_old(lock, MD5_BYTES, password));
}
