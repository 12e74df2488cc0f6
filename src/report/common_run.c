/* Finds the longest common run: the length by bisection, each length tested with rolling hashes. */
#include "report/common_run.h"

#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/utf8.h"

#define HASH_PRIME ((UINT64_C(1) << 61) - 1)
#define HASH_BASE UINT64_C(0x0f3d9a5b7c2e4861)

/* A text's letters, the places they come from, and the hash of each beginning. */
struct folded {
    struct span letters;
    const size_t *from, *to; /* of the character that gave each letter */
    const uint64_t *prefix;  /* letters.size + 1 */
};

struct gram {
    uint64_t hash;
    size_t at;
};

static uint64_t hash_multiply(uint64_t a, uint64_t b)
{
    return (uint64_t)((unsigned __int128)a * b % HASH_PRIME);
}

static struct folded fold(struct arena *arena, struct span text)
{
    BUF_LOCAL letters = {0};
    BUF_LOCAL from = {0};
    BUF_LOCAL to = {0};
    for (struct span rest = text; rest.size;) {
        size_t begin = text.size - rest.size, before = letters.size;
        utf8_take(&rest);
        size_t end = text.size - rest.size;
        fold_letters(&letters, span_slice(text, begin, end - begin));
        for (size_t i = before; i < letters.size; i++) {
            buf_add(&from, (struct span){(const char *)&begin, sizeof begin});
            buf_add(&to, (struct span){(const char *)&end, sizeof end});
        }
    }
    struct folded folded = {.letters = arena_copy(arena, buf_span(&letters))};
    size_t *froms = arena_array(arena, letters.size, sizeof *froms), *tos = arena_array(arena, letters.size, sizeof *tos);
    uint64_t *prefix = arena_array(arena, letters.size + 1, sizeof *prefix);
    for (size_t i = 0; i < letters.size; i++) {
        memcpy(&froms[i], from.data + i * sizeof *froms, sizeof *froms);
        memcpy(&tos[i], to.data + i * sizeof *tos, sizeof *tos);
        prefix[i + 1] = (hash_multiply(prefix[i], HASH_BASE) + (unsigned char)letters.data[i] + 1) % HASH_PRIME;
    }
    folded.from = froms;
    folded.to = tos;
    folded.prefix = prefix;
    return folded;
}

static uint64_t power(size_t exponent)
{
    uint64_t result = 1, square = HASH_BASE;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = hash_multiply(result, square);
        square = hash_multiply(square, square);
    }
    return result;
}

static uint64_t hash_at(const struct folded *text, size_t at, size_t size, uint64_t shift)
{
    return (text->prefix[at + size] + HASH_PRIME - hash_multiply(text->prefix[at], shift)) % HASH_PRIME;
}

static int compare_grams(const void *left, const void *right)
{
    const struct gram *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static const struct gram *find_gram(const struct gram *grams, size_t count, uint64_t hash)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grams[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && grams[low].hash == hash ? &grams[low] : NULL;
}

/* True when a run of `size` letters stands in both; its first place in b. */
static bool shared(const struct folded *a, const struct folded *b, size_t size, struct gram *grams, size_t *ret_a,
                   size_t *ret_b)
{
    uint64_t shift = power(size);
    size_t count = a->letters.size - size + 1;
    for (size_t i = 0; i < count; i++)
        grams[i] = (struct gram){hash_at(a, i, size, shift), i};
    qsort(grams, count, sizeof *grams, compare_grams);
    for (size_t i = 0; i + size <= b->letters.size; i++) {
        const struct gram *gram = find_gram(grams, count, hash_at(b, i, size, shift));
        if (gram && memcmp(a->letters.data + gram->at, b->letters.data + i, size) == 0) {
            *ret_a = gram->at;
            *ret_b = i;
            return true;
        }
    }
    return false;
}

struct common_run common_run_find(struct span a, struct span b)
{
    ARENA_LOCAL arena = arena_open();
    struct folded one = fold(arena, a), other = fold(arena, b);
    struct gram *grams = arena_array(arena, one.letters.size, sizeof *grams);
    size_t at_a = 0, at_b = 0, low = 0;
    size_t high = one.letters.size < other.letters.size ? one.letters.size : other.letters.size;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (shared(&one, &other, middle, grams, &at_a, &at_b))
            low = middle;
        else
            high = middle - 1;
    }
    if (!low)
        return (struct common_run){0};
    return (struct common_run){one.from[at_a], one.to[at_a + low - 1], other.from[at_b], other.to[at_b + low - 1], low};
}
