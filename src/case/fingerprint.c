/* Winnowing of folded text, and the key of a mail. */
#include "case/fingerprint.h"

#include <assert.h>
#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "base/buf.h"
#include "base/fold.h"
#include "base/limits.h"

/* Text goes by in chunks of grams that overlap by a window less one, so each window lies in one of them. */
#define CHUNK_GRAMS 256
#define CHUNK_WINDOWS (CHUNK_GRAMS - FINGERPRINT_WINDOW)
#define CHUNK_SPARE 4 /* no grams: they round the vectors up */

/* The lowest bits of a rank are the gram's place in the chunk. */
#define PLACES CHUNK_GRAMS
#define NO_RANK (INT32_MAX & ~(PLACES - 1))

/* 2^64 divided by the golden ratio: a product's upper bits depend on all bytes of the head. */
#define MIX 0x9E3779B97F4A7C15u

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Of the smallest run of whole characters from `at` with at least FINGERPRINT_GRAM bytes. */
static uint64_t gram_hash(struct span letters, size_t at)
{
    size_t end = at + FINGERPRINT_GRAM;
    for (size_t i = 0; i < 3 && end < letters.size && continues(letters.data[end]); i++)
        end++;
    return XXH3_64bits(letters.data + at, end - at);
}

/* The order in which grams are preferred: that of their mixed first eight bytes, which costs a fifth of hashing every gram.
   Windows that are equal in two texts choose the same gram by it, and more is not asked for; equal heads go by place. */
static int32_t rank_of(const char *gram, size_t place)
{
    uint64_t head;
    memcpy(&head, gram, sizeof head);
    uint32_t mixed = (uint32_t)(le64toh(head) * MIX >> 32);
    return continues(*gram) ? NO_RANK | (int32_t)place : (int32_t)((mixed & ~(uint32_t)(PLACES - 1)) | (uint32_t)place);
}

static void chunk_ranks(const char *grams, size_t count, int32_t ranks[CHUNK_GRAMS + CHUNK_SPARE])
{
    for (size_t i = 0; i < count; i++)
        ranks[i] = rank_of(grams + i, i);
    for (size_t i = count; i < CHUNK_GRAMS + CHUNK_SPARE; i++)
        ranks[i] = NO_RANK;
}

static inline void lesser(const int32_t *restrict from, int32_t *restrict to, size_t step, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i] < from[i + step] ? from[i] : from[i + step];
}

/* The least rank of each window, by windows of 2, 4, 8 and 16 grams. All counts are constant multiples of four and no step waits
   for the one before, so the compiler takes four at once. */
static void window_ranks(const int32_t ranks[CHUNK_GRAMS + CHUNK_SPARE], int32_t ret_least[CHUNK_WINDOWS])
{
    int32_t two[CHUNK_GRAMS], four[CHUNK_GRAMS - 4], eight[CHUNK_GRAMS - 8];
    static_assert(FINGERPRINT_WINDOW == 16, "a window is doubled four times");
    lesser(ranks, two, 1, CHUNK_GRAMS);
    lesser(two, four, 2, CHUNK_GRAMS - 4);
    lesser(four, eight, 4, CHUNK_GRAMS - 8);
    lesser(eight, ret_least, 8, CHUNK_WINDOWS);
}

/* The places of the windows' least grams; one that the window before had, too, is left out, *last being the rank of the last
   one. Branches on a rank would be guessed wrong, so there are none. */
static size_t choose(const int32_t *least, size_t windows, int32_t *last, uint8_t *ret_places)
{
    int32_t before = *last;
    size_t found = 0;
    for (size_t i = 0; i < windows; i++) {
        ret_places[found] = (uint8_t)(least[i] & (PLACES - 1));
        found += (size_t)((least[i] != before) & (least[i] < NO_RANK));
        before = least[i];
    }
    *last = before;
    return found;
}

/* Appends the hashes of the grams at these places behind `start`; a text that repeats itself gives one gram over and over. */
static void add_grams(struct span letters, size_t start, const uint8_t *places, size_t count, uint64_t *last, struct buf *out)
{
    uint64_t hashes[CHUNK_WINDOWS];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hashes[kept] = gram_hash(letters, start + places[i]);
        kept += hash != *last;
        *last = hash;
    }
    buf_add(out, (struct span){(const char *)hashes, kept * sizeof *hashes});
}

/* Appends the least gram of each window; a text too short for a whole window has one. */
static void winnow(struct span letters, struct buf *out)
{
    int32_t ranks[CHUNK_GRAMS + CHUNK_SPARE], least[CHUNK_WINDOWS], last_rank = NO_RANK;
    uint8_t places[CHUNK_WINDOWS];
    uint64_t last_hash = 0;
    size_t grams = letters.size < FINGERPRINT_GRAM ? 0 : letters.size - FINGERPRINT_GRAM + 1;
    size_t windows = grams < FINGERPRINT_WINDOW ? grams > 0 : grams - FINGERPRINT_WINDOW + 1;
    for (size_t at = 0; at < windows; at += CHUNK_WINDOWS) {
        chunk_ranks(letters.data + at, grams - at < CHUNK_GRAMS ? grams - at : CHUNK_GRAMS, ranks);
        window_ranks(ranks, least);
        size_t count = choose(least, windows - at < CHUNK_WINDOWS ? windows - at : CHUNK_WINDOWS, &last_rank, places);
        add_grams(letters, at, places, count, &last_hash, out);
        last_rank = (int32_t)((uint32_t)last_rank - CHUNK_WINDOWS); /* as the next chunk counts places */
    }
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Bytes of the character that starts here. */
static size_t character_size(struct span letters, size_t at)
{
    size_t end = at + 1;
    while (end < letters.size && continues(letters.data[end]))
        end++;
    return end - at;
}

/* The letters with each run of one letter as one letter; digits stay. A byte equal to the one before it is dropped without a
   branch where it is ASCII: in English text one in forty is. */
static struct span single_letters(struct span letters, struct buf *out)
{
    out->size = 0;
    buf_reserve(out, letters.size);
    char *to = out->data, before = 0;
    for (size_t at = 0; at < letters.size;) {
        char byte = letters.data[at];
        if (!(byte & 0x80)) {
            *to = byte;
            to += (byte != before) | is_digit(byte);
            before = byte;
            at++;
            continue;
        }
        size_t size = character_size(letters, at);
        bool repeats = at >= size && memcmp(letters.data + at - size, letters.data + at, size) == 0;
        memcpy(to, letters.data + at, size);
        to += repeats ? 0 : size;
        before = 0;
        at += size;
    }
    out->size = (size_t)(to - out->data);
    return buf_span(out);
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

static void insertion_sort(uint64_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

/* By as many top bits as there are values first: hashes spread evenly, so next to nothing is left to sort. Where they are
   crafted to fall into one place, or repeat, sorting costs n log n, not n squared. */
static void sort_values(const uint64_t *from, uint64_t *to, size_t count)
{
    uint32_t starts[(1 << SPREAD_BITS) + 1], largest = 0;
    int bits = 64 - __builtin_clzll(count);
    int shift = 64 - (bits < SPREAD_BITS ? bits : SPREAD_BITS);
    size_t parts = (size_t)1 << (64 - shift);
    memset(starts, 0, (parts + 1) * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[(from[i] >> shift) + 1]++;
    for (size_t i = 1; i <= parts; i++) {
        largest = starts[i] > largest ? starts[i] : largest;
        starts[i] += starts[i - 1];
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i] >> shift]++] = from[i];
    if (largest <= SPREAD_SMALL)
        insertion_sort(to, count);
    else
        qsort(to, count, sizeof *to, by_value);
}

/* Sorted, without repeats. Beyond the limit the least are kept: the same choice in every text. */
static const uint64_t *settle(struct arena *arena, struct buf *raw, size_t *ret_count)
{
    size_t size = raw->size, count = size / sizeof(uint64_t), kept = 0;
    buf_reserve(raw, size);
    uint64_t *values = (uint64_t *)(void *)raw->data;
    if (count > SPREAD_SMALL) {
        sort_values(values, values + count, count);
        values += count;
    } else {
        insertion_sort(values, count);
    }
    for (size_t i = 0; i < count && kept < LIMIT_FINGERPRINTS; i++)
        if (kept == 0 || values[i] != values[kept - 1])
            values[kept++] = values[i];
    *ret_count = kept;
    return (const uint64_t *)(const void *)arena_copy(arena, (struct span){(const char *)values, kept * sizeof *values}).data;
}

void fingerprint_text(struct arena *arena, struct span text, const uint64_t **ret_values, size_t *ret_count)
{
    BUF_LOCAL letters = {0};
    BUF_LOCAL single = {0};
    BUF_LOCAL raw = {0};
    fold_letters(&letters, text);
    winnow(single_letters(buf_span(&letters), &single), &raw);
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
    for (size_t i = 0; (message->flags & MESSAGE_NOT_MAIL) && i < message->recipient_count; i++)
        key_part(&parts, message->recipients[i].addr); /* two contacts of one name have nothing else to tell them apart */
    for (size_t i = 0; i < message->attachment_count; i++)
        key_part(&parts, (struct span){(const char *)message->attachments[i].sha256, HASH_SHA256_BYTES});
    hash_xxh128(buf_span(&parts), ret_key);
}

void fingerprint_make(struct arena *arena, const struct message *message, struct fingerprint_set *ret_set)
{
    BUF_LOCAL letters = {0};
    BUF_LOCAL own = {0};
    BUF_LOCAL quoted = {0};
    BUF_LOCAL single = {0};
    struct fingerprint_set set = {0};
    for (size_t i = 0; i < message->segment_count; i++) {
        bool is_quoted = message->segments[i].kind == SEGMENT_QUOTED;
        size_t start = letters.size;
        fold_letters(&letters, message->segments[i].text);
        struct span piece = span_slice(buf_span(&letters), start, SIZE_MAX);
        if (piece.size == 0)
            continue;
        winnow(single_letters(piece, &single), is_quoted ? &quoted : &own);
        *(is_quoted ? &set.quoted_bytes : &set.own_bytes) += piece.size;
    }
    make_key(arena, message, buf_span(&letters), set.key);
    set.own = settle(arena, &own, &set.own_count);
    set.quoted = settle(arena, &quoted, &set.quoted_count);
    *ret_set = set;
}
