/* The blob coding of postings and their order. */
#include "case/case_postings.h"

#include <stdlib.h>
#include <string.h>
#include "case/case_varint.h"

#define REMAINDER_BITS 48
#define REMAINDER_MASK (((uint64_t)1 << REMAINDER_BITS) - 1)
#define CODE_MAX ((uint64_t)UINT32_MAX << 1 | 1)
#define INSERTION_MAX ((size_t)48)
#define SPREAD_BITS 12

static uint64_t remainder_of(const struct case_posting *posting)
{
    return posting->hash >> 8 & REMAINDER_MASK;
}

static uint64_t code_of(const struct case_posting *posting)
{
    return (uint64_t)posting->message << 1 | (posting->quoted & 1);
}

static bool before(const struct case_posting *a, const struct case_posting *b)
{
    return a->hash != b->hash ? a->hash < b->hash : code_of(a) < code_of(b);
}

void case_postings_encode(const struct case_posting *postings, size_t count, struct buf *out)
{
    uint64_t remainder = 0, code = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t distance = remainder_of(&postings[i]) - remainder;
        buf_reserve(out, (size_t)2 * CASE_VARINT_BYTES);
        out->size += case_varint_put(distance, out->data + out->size);
        uint64_t base = i > 0 && distance == 0 ? code : 0;
        code = code_of(&postings[i]);
        out->size += case_varint_put(code - base, out->data + out->size);
        remainder += distance;
    }
}

/* Each posting is two numbers, and each number has one byte without the top bit. */
static size_t count_postings(struct span blob)
{
    size_t numbers = 0;
    for (size_t i = 0; i < blob.size; i++)
        numbers += (unsigned char)blob.data[i] < 0x80;
    return numbers / 2;
}

/* One posting behind *last (whose hash is only the remainder here). */
static bool take_posting(struct span *rest, bool first, uint64_t *remainder, uint64_t *code)
{
    uint64_t distance, number;
    if (!case_varint_take(rest, &distance) || !case_varint_take(rest, &number))
        return false;
    if (distance > REMAINDER_MASK - *remainder || number > CODE_MAX)
        return false;
    if (!first && distance == 0) {
        if (number == 0 || number > CODE_MAX - *code)
            return false;
        number += *code;
    }
    *remainder += distance;
    *code = number;
    return true;
}

bool case_postings_decode(struct span blob, unsigned bucket, struct case_posting **ret_postings, size_t *ret_count)
{
    size_t count = count_postings(blob);
    struct case_posting *postings = count ? calloc(count, sizeof *postings) : NULL;
    if (count && !postings)
        abort();
    uint64_t remainder = 0, code = 0;
    for (size_t i = 0; i < count; i++) {
        if (!take_posting(&blob, i == 0, &remainder, &code)) {
            free(postings);
            return false;
        }
        postings[i] = (struct case_posting){(uint64_t)(bucket & 0xff) << 56 | remainder << 8, (uint32_t)(code >> 1), code & 1};
    }
    if (blob.size) {
        free(postings);
        return false;
    }
    *ret_postings = postings;
    *ret_count = count;
    return true;
}

static void insertion_sort(struct case_posting *postings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct case_posting one = postings[i];
        size_t at = i;
        for (; at > 0 && before(&one, &postings[at - 1]); at--)
            postings[at] = postings[at - 1];
        postings[at] = one;
    }
}

/* One pass of a stable radix sort; false when the digit is the same everywhere and nothing was moved. */
static bool radix_pass(const struct case_posting *from, struct case_posting *to, size_t count, unsigned shift)
{
    size_t starts[256] = {0};
    for (size_t i = 0; i < count; i++)
        starts[from[i].hash >> shift & 0xff]++;
    if (starts[from[0].hash >> shift & 0xff] == count)
        return false;
    for (size_t digit = 0, sum = 0; digit < 256; digit++) {
        size_t size = starts[digit];
        starts[digit] = sum;
        sum += size;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].hash >> shift & 0xff]++] = from[i];
    return true;
}

static void radix_sort(struct case_posting *postings, struct case_posting *scratch, size_t count)
{
    struct case_posting *from = postings, *to = scratch;
    for (unsigned shift = 8; shift < 64; shift += 8) {
        if (!radix_pass(from, to, count, shift))
            continue;
        struct case_posting *other = from;
        from = to;
        to = other;
    }
    if (from != postings)
        memcpy(postings, from, count * sizeof *postings);
}

static int by_code(const void *a, const void *b)
{
    const struct case_posting *left = a, *right = b;
    return (before(right, left)) - (before(left, right));
}

/* Equal hashes mostly lie in order already, as messages were added by ascending id. */
static void sort_codes(struct case_posting *postings, size_t count)
{
    for (size_t start = 0, end; start < count; start = end) {
        bool ascending = true;
        for (end = start + 1; end < count && postings[end].hash == postings[start].hash; end++)
            ascending &= code_of(&postings[end - 1]) <= code_of(&postings[end]);
        if (!ascending)
            qsort(postings + start, end - start, sizeof *postings, by_code);
    }
}

static void sort_part(struct case_posting *postings, struct case_posting *scratch, size_t count)
{
    if (count <= INSERTION_MAX) {
        insertion_sort(postings, count);
        return;
    }
    radix_sort(postings, scratch, count);
    sort_codes(postings, count);
}

/* Hashes spread evenly below the bucket: after one pass over as many of the next bits as there are postings, handfuls are
   left. Hashes crafted otherwise cost the passes of a radix sort, no more. */
static void spread_sort(const struct case_posting *from, struct case_posting *to, struct case_posting *scratch, size_t count)
{
    size_t starts[(1 << SPREAD_BITS) + 1];
    int bits = 63 - __builtin_clzll(count);
    int shift = 56 - (bits < SPREAD_BITS ? bits : SPREAD_BITS);
    size_t parts = (size_t)1 << (56 - shift), mask = parts - 1;
    memset(starts, 0, (parts + 1) * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[(from[i].hash >> shift & mask) + 1]++;
    for (size_t i = 1; i <= parts; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].hash >> shift & mask]++] = from[i];
    /* each start is now the end of its part */
    for (size_t i = 0, start = 0; i < parts; start = starts[i++])
        if (starts[i] - start > 1)
            sort_part(to + start, scratch + start, starts[i] - start);
}

size_t case_postings_sort(struct case_posting *postings, struct case_posting *scratch, size_t count)
{
    const struct case_posting *sorted = scratch;
    if (count <= INSERTION_MAX) {
        insertion_sort(postings, count);
        sorted = postings;
    } else {
        spread_sort(postings, scratch, postings, count);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || before(&postings[kept - 1], &sorted[i]))
            postings[kept++] = sorted[i];
    return kept;
}

void case_postings_merge(const struct case_posting *left, size_t a, const struct case_posting *right, size_t b,
                         struct case_posting *out)
{
    while (a > 0 && b > 0) {
        if (before(right, left)) {
            *out++ = *right++;
            b--;
        } else {
            *out++ = *left++;
            a--;
        }
    }
    if (a > 0)
        memcpy(out, left, a * sizeof *out);
    else if (b > 0)
        memcpy(out, right, b * sizeof *out);
}
