/* Winnowing of folded text, and the key of a mail. */
#include "case/fingerprint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "base/buf.h"
#include "base/fold.h"
#include "base/limits.h"

/* No gram starts here. A hash of this value is as good as impossible and would only be left out. */
#define NO_GRAM UINT64_MAX

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Of the smallest run of whole characters from `at` with at least FINGERPRINT_GRAM bytes. */
static uint64_t gram_hash(struct span letters, size_t at)
{
    size_t end = at + FINGERPRINT_GRAM;
    if (continues(letters.data[at]))
        return NO_GRAM;
    for (size_t i = 0; i < 3 && end < letters.size && continues(letters.data[end]); i++)
        end++;
    return XXH3_64bits(letters.data + at, end - at);
}

/* Of FINGERPRINT_WINDOW + FINGERPRINT_GRAM bytes. */
static bool reach_is_ascii(const char *bytes)
{
    uint64_t words[(FINGERPRINT_WINDOW + FINGERPRINT_GRAM) / sizeof(uint64_t)], any = 0;
    memcpy(words, bytes, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        any |= words[i];
    return (any & 0x8080808080808080u) == 0;
}

/* The grams that start in `count` bytes from `at`. A constant length lets the compiler unroll the hash: most text is ASCII. */
static void block_hashes(struct span letters, size_t at, size_t count, uint64_t hashes[FINGERPRINT_WINDOW])
{
    if (letters.size - at >= FINGERPRINT_WINDOW + FINGERPRINT_GRAM && reach_is_ascii(letters.data + at)) {
        for (size_t i = 0; i < FINGERPRINT_WINDOW; i++)
            hashes[i] = XXH3_64bits(letters.data + at + i, FINGERPRINT_GRAM);
        return;
    }
    for (size_t i = 0; i < count; i++)
        hashes[i] = gram_hash(letters, at + i);
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The least gram of each window that ends in a block, given the least of each end of the block before; repeats are left out.
   Returns how many were given. Branches on a hash would be guessed wrong, so there are none. */
static size_t block_least(const uint64_t *hashes, size_t count, const uint64_t *ends, uint64_t *last, uint64_t *ret_least)
{
    uint64_t least = NO_GRAM, given = *last;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        least = lesser(least, hashes[i]);
        uint64_t value = lesser(least, ends[i + 1]);
        ret_least[found] = value;
        found += (size_t)((value != given) & (value != NO_GRAM));
        given = value;
    }
    *last = given;
    return found;
}

/* Appends the least gram of each window. The text goes by in blocks as long as a window, so a window is the end of one block
   and the beginning of the next (van Herk 1992). */
static void winnow(struct span letters, struct buf *out)
{
    uint64_t hashes[FINGERPRINT_WINDOW], ends[FINGERPRINT_WINDOW + 1], least[FINGERPRINT_WINDOW], last = NO_GRAM;
    size_t grams = letters.size < FINGERPRINT_GRAM ? 0 : letters.size - FINGERPRINT_GRAM + 1;
    for (size_t at = 0; at < grams; at += FINGERPRINT_WINDOW) {
        size_t count = grams - at < FINGERPRINT_WINDOW ? grams - at : FINGERPRINT_WINDOW;
        block_hashes(letters, at, count, hashes);
        if (at > 0)
            buf_add(out, (struct span){(const char *)least, sizeof *least * block_least(hashes, count, ends, &last, least)});
        uint64_t end = ends[FINGERPRINT_WINDOW] = NO_GRAM;
        for (size_t i = count; i-- > 0;)
            ends[i] = end = lesser(end, hashes[i]);
        if (at == 0 && ends[0] != NO_GRAM) { /* the first window, or a text too short for a whole one */
            last = ends[0];
            buf_add(out, (struct span){(const char *)&last, sizeof last});
        }
    }
}

static int by_value(const void *a, const void *b)
{
    uint64_t left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

#define SPREAD_BITS 12
#define SPREAD_SMALL 32

/* Hashes crafted to fall into one place cost n log n, not n squared. */
static void sort_few(uint64_t *values, size_t count)
{
    if (count > SPREAD_SMALL) {
        qsort(values, count, sizeof *values, by_value);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint64_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* By as many top bits as there are values first: hashes spread evenly, so what is left to sort are handfuls. */
static void sort_values(const uint64_t *from, uint64_t *to, size_t count)
{
    uint32_t starts[(1 << SPREAD_BITS) + 1];
    int bits = 64 - __builtin_clzll(count);
    int shift = 64 - (bits < SPREAD_BITS ? bits : SPREAD_BITS);
    size_t parts = (size_t)1 << (64 - shift);
    memset(starts, 0, (parts + 1) * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[(from[i] >> shift) + 1]++;
    for (size_t i = 1; i <= parts; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift]++] = from[i];
    /* each start is now the end of its part */
    for (size_t i = 0, start = 0; i < parts; start = starts[i++])
        if (starts[i] - start > 1)
            sort_few(to + start, starts[i] - start);
}

/* Sorted, without repeats. Beyond the limit the least are kept: the same choice in every text. */
static const uint64_t *settle(struct arena *arena, struct buf *raw, size_t *ret_count)
{
    const uint64_t *found = (const uint64_t *)(const void *)raw->data;
    size_t count = raw->size / sizeof *found, kept = 0;
    uint64_t *values = arena_array(arena, count, sizeof *values);
    if (count > SPREAD_SMALL) {
        sort_values(found, values, count);
    } else if (count > 0) {
        memcpy(values, found, raw->size);
        sort_few(values, count);
    }
    for (size_t i = 0; i < count && kept < LIMIT_FINGERPRINTS; i++)
        if (kept == 0 || values[i] != values[kept - 1])
            values[kept++] = values[i];
    *ret_count = kept;
    return values;
}

void fingerprint_text(struct arena *arena, struct span text, const uint64_t **ret_values, size_t *ret_count)
{
    BUF_LOCAL letters = {0};
    BUF_LOCAL raw = {0};
    fold_letters(&letters, text);
    winnow(buf_span(&letters), &raw);
    *ret_values = settle(arena, &raw, ret_count);
}

static void key_part(struct buf *parts, struct span part)
{
    uint64_t size = part.size;
    buf_add(parts, (struct span){(const char *)&size, sizeof size});
    buf_add(parts, part);
}

/* The words as one run, so that two copies are the same even where one is split into own and quoted otherwise; attachments by
   their hash, so that a replayed mail with another load is another mail. */
static void make_key(struct arena *arena, const struct message *message, struct span letters, uint8_t ret_key[HASH_KEY_BYTES])
{
    BUF_LOCAL parts = {0};
    const struct address *from = message->from_count ? &message->from[0] : &message->sender;
    uint8_t words[HASH_KEY_BYTES];
    hash_xxh128(letters, words);
    key_part(&parts, message->message_id);
    key_part(&parts, from->addr.size ? from->addr : from->name);
    key_part(&parts, fold_text(arena, message->subject));
    key_part(&parts, (struct span){(const char *)words, sizeof words});
    if (message->message_id.size == 0)
        key_part(&parts, (struct span){(const char *)&message->date, sizeof message->date});
    for (size_t i = 0; i < message->attachment_count; i++)
        key_part(&parts, (struct span){(const char *)message->attachments[i].sha256, HASH_SHA256_BYTES});
    hash_xxh128(buf_span(&parts), ret_key);
}

void fingerprint_make(struct arena *arena, const struct message *message, struct fingerprint_set *ret_set)
{
    BUF_LOCAL letters = {0};
    BUF_LOCAL own = {0};
    BUF_LOCAL quoted = {0};
    struct fingerprint_set set = {0};
    for (size_t i = 0; i < message->segment_count; i++) {
        bool is_quoted = message->segments[i].kind == SEGMENT_QUOTED;
        size_t start = letters.size;
        fold_letters(&letters, message->segments[i].text);
        struct span piece = span_slice(buf_span(&letters), start, SIZE_MAX);
        if (piece.size == 0)
            continue;
        winnow(piece, is_quoted ? &quoted : &own);
        *(is_quoted ? &set.quoted_bytes : &set.own_bytes) += piece.size;
    }
    make_key(arena, message, buf_span(&letters), set.key);
    set.own = settle(arena, &own, &set.own_count);
    set.quoted = settle(arena, &quoted, &set.quoted_count);
    *ret_set = set;
}
