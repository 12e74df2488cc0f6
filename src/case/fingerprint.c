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

/* A place where a gram starts. */
struct gram {
    size_t until; /* the first window end that it is too old for; 0 = none */
    uint64_t hash;
};

/* The last FINGERPRINT_WINDOW grams, and the least among those within the window. */
struct window {
    struct gram ring[FINGERPRINT_WINDOW];
    size_t next;
    struct gram least;
};

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Of the smallest run of whole characters from `at` with at least FINGERPRINT_GRAM bytes. The constant length is worth its
   branch: the compiler unrolls the hash. */
static uint64_t gram_hash(struct span letters, size_t at)
{
    size_t end = at + FINGERPRINT_GRAM;
    if (end == letters.size || !continues(letters.data[end]))
        return XXH3_64bits(letters.data + at, FINGERPRINT_GRAM);
    for (size_t i = 0; i < 3 && end < letters.size && continues(letters.data[end]); i++)
        end++;
    return XXH3_64bits(letters.data + at, end - at);
}

static void window_add(struct window *window, struct gram gram)
{
    window->ring[window->next++ % FINGERPRINT_WINDOW] = gram;
    if (gram.hash <= window->least.hash)
        window->least = gram;
}

/* When the least has left the window that ends at `end`. */
static void window_renew(struct window *window, size_t end)
{
    struct gram least = {0, UINT64_MAX};
    for (size_t i = 0; i < FINGERPRINT_WINDOW; i++) {
        const struct gram *gram = &window->ring[i];
        if (gram->until > end && (gram->hash < least.hash || (gram->hash == least.hash && gram->until > least.until)))
            least = *gram;
    }
    window->least = least;
}

/* Appends the least gram of each window once while it stays the least. */
static void winnow(struct span letters, struct buf *out)
{
    struct window window = {.least = {0, UINT64_MAX}};
    size_t given = 0;
    if (letters.size < FINGERPRINT_GRAM)
        return;
    for (size_t end = 0; end <= letters.size - FINGERPRINT_GRAM; end++) {
        if (window.least.until <= end)
            window_renew(&window, end);
        if (!continues(letters.data[end]))
            window_add(&window, (struct gram){end + FINGERPRINT_WINDOW, gram_hash(letters, end)});
        if (end >= FINGERPRINT_WINDOW - 1 && window.least.until != given) {
            given = window.least.until;
            buf_add(out, (struct span){(const char *)&window.least.hash, sizeof window.least.hash});
        }
    }
    /* a text too short for one whole window */
    if (given == 0 && window.least.until > 0)
        buf_add(out, (struct span){(const char *)&window.least.hash, sizeof window.least.hash});
}

static int by_value(const void *a, const void *b)
{
    uint64_t left, right;
    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

/* Sorted, without repeats. Beyond the limit the least are kept: the same choice in every text. */
static const uint64_t *settle(struct arena *arena, struct buf *raw, size_t *ret_count)
{
    uint64_t *values = (uint64_t *)(void *)raw->data;
    size_t count = raw->size / sizeof *values, kept = 0;
    if (count > 1)
        qsort(values, count, sizeof *values, by_value);
    for (size_t i = 0; i < count && kept < LIMIT_FINGERPRINTS; i++)
        if (kept == 0 || values[i] != values[kept - 1])
            values[kept++] = values[i];
    uint64_t *settled = arena_array(arena, kept, sizeof *settled);
    if (kept)
        memcpy(settled, values, kept * sizeof *settled);
    *ret_count = kept;
    return settled;
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
