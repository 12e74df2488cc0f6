/* Postings: the blob coding, and runs that are written, merged and read back in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/buf.h"
#include "case/case_postings.h"
#include "case/case_read.h"
#include "case/case_write.h"

static uint64_t next_random(uint64_t *seed)
{
    uint64_t value = *seed += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static int compare(const void *a, const void *b)
{
    const struct case_posting *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    if (left->message != right->message)
        return left->message < right->message ? -1 : 1;
    return (left->quoted > right->quoted) - (left->quoted < right->quoted);
}

static bool decodes(const char *bytes, size_t size)
{
    struct case_posting *postings = NULL;
    size_t count;
    bool done = case_postings_decode((struct span){bytes, size}, 7, &postings, &count);
    free(postings);
    return done;
}

static void test_blob_round_trip(void **state)
{
    (void)state;
    const struct case_posting postings[] = {
        {0x0700000000000000, 0, 0},           {0x0700000000000000, 0, 1},          {0x0700000000000000, UINT32_MAX, 1},
        {0x0700000000000100, 5, 0},           {0x07123456789abc00, 1, 1},          {0x07ffffffffffff00, 0, 0},
        {0x07ffffffffffff00, UINT32_MAX, 0}, {0x07ffffffffffff00, UINT32_MAX, 1},
    };
    const size_t count = sizeof postings / sizeof *postings;
    BUF_LOCAL blob = {0};
    struct case_posting *read;
    size_t read_count;
    case_postings_encode(postings, count, &blob);
    assert_true(case_postings_decode(buf_span(&blob), 7, &read, &read_count));
    assert_int_equal(read_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(compare(&read[i], &postings[i]), 0);
    free(read);
    /* no beginning of it is a blob, unless it ends behind a posting */
    size_t whole = 0;
    for (size_t size = 0; size < blob.size; size++)
        whole += decodes(blob.data, size);
    assert_int_equal(whole, count);
}

static void test_malformed_blobs(void **state)
{
    (void)state;
    assert_true(decodes("", 0));
    assert_true(decodes("\0\0", 2));
    assert_false(decodes("\0", 1));
    assert_false(decodes("\x80\0\0", 3));                               /* longer than it need be */
    assert_false(decodes("\0\0\0\0", 4));                               /* twice the same */
    assert_false(decodes("\x80\x80\x80\x80\x80\x80\x40\0", 8));         /* 2^48 */
    assert_true(decodes("\xff\xff\xff\xff\xff\xff\x3f\0", 8));          /* 2^48 - 1 */
    assert_false(decodes("\xff\xff\xff\xff\xff\xff\x3f\0\1\0", 10));    /* beyond the bucket */
    assert_true(decodes("\0\xff\xff\xff\xff\x1f", 6));                  /* code 2^33 - 1 */
    assert_false(decodes("\0\xff\xff\xff\xff\x3f", 6));
    assert_false(decodes("\0\xff\xff\xff\xff\x1f\0\1", 8));             /* and one more */
    assert_false(decodes("\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 11)); /* beyond 64 bits */
    assert_false(decodes("\0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\0", 12));
}

static void test_sort(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 63, 64, 65, 5000};
    uint64_t seed = 1;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        size_t count = counts[c];
        struct case_posting *a = calloc(count + 1, sizeof *a), *b = calloc(count + 1, sizeof *b), *s = calloc(count + 1, sizeof *s);
        assert_true(a && b && s);
        for (size_t i = 0; i < count; i++) {
            uint64_t random = next_random(&seed);
            uint64_t hash = i % 3 ? random : random % 16 << 40; /* a third of them crowd */
            a[i] = (struct case_posting){(hash | (uint64_t)7 << 56) & ~((uint64_t)0xf8 << 56) & ~CASE_POSTINGS_DROPPED,
                                         (uint32_t)(random >> 20 & 7), random & 1};
        }
        memcpy(b, a, count * sizeof *b);
        qsort(b, count, sizeof *b, compare);
        size_t wanted = 0;
        for (size_t i = 0; i < count; i++)
            if (i == 0 || compare(&b[i - 1], &b[i]) != 0)
                b[wanted++] = b[i];
        assert_int_equal(case_postings_sort(a, s, count), wanted);
        for (size_t i = 0; i < wanted; i++)
            assert_int_equal(compare(&a[i], &b[i]), 0);
        free(a);
        free(b);
        free(s);
    }
}

/* The fingerprints of message `id`: one shared by all, some of its own in many buckets. */
static size_t hashes_of(uint64_t id, uint64_t *ret_hashes, size_t max)
{
    uint64_t seed = id * 1000;
    size_t count = next_random(&seed) % max + 1;
    ret_hashes[0] = 0x4242424242424242;
    for (size_t i = 1; i < count; i++)
        ret_hashes[i] = next_random(&seed);
    return count;
}

#define HASHES 90

static void write_messages(struct case_file *file, uint64_t first, uint64_t last)
{
    struct err err;
    struct case_store store = {.path = SPAN_LITERAL("s")};
    int64_t store_id;
    assert_int_equal(case_write_store(file, &store, &store_id, &err), OUTCOME_OK);
    for (uint64_t id = first; id <= last; id++) {
        uint64_t own[HASHES], quoted[HASHES];
        struct message message = {0};
        struct occurrence where = {.item = id};
        struct fingerprint_set set = {.own = own, .quoted = quoted};
        memcpy(set.key, &id, sizeof id);
        set.own_count = hashes_of(id, own, HASHES);
        set.quoted_count = hashes_of(id + 1000000, quoted, HASHES);
        /* the second copy adds nothing */
        for (int copy = 0; copy < 2; copy++)
            if (case_write_message(file, store_id, &where, &message, &set, NULL, &err) != OUTCOME_OK)
                fail_msg("%s", err.text);
    }
}

static struct case_posting *expected_postings(uint64_t messages, size_t *ret_count)
{
    struct case_posting *all = calloc(messages * 2 * HASHES, sizeof *all);
    size_t count = 0;
    assert_non_null(all);
    for (uint64_t id = 1; id <= messages; id++)
        for (uint32_t quoted = 0; quoted < 2; quoted++) {
            uint64_t hashes[HASHES];
            size_t found = hashes_of(id + quoted * 1000000, hashes, HASHES);
            for (size_t i = 0; i < found; i++)
                all[count++] = (struct case_posting){hashes[i] & ~CASE_POSTINGS_DROPPED, (uint32_t)id, quoted};
        }
    qsort(all, count, sizeof *all, compare);
    *ret_count = count;
    return all;
}

static void assert_postings(struct case_file *file, uint64_t messages)
{
    size_t wanted_count, at = 0;
    struct err err;
    struct case_posting *wanted = expected_postings(messages, &wanted_count);
    for (unsigned bucket = 0; bucket < CASE_BUCKETS; bucket++) {
        struct case_posting *read = NULL;
        size_t count;
        if (case_read_postings(file, bucket, &read, &count, &err) != OUTCOME_OK)
            fail_msg("%s", err.text);
        for (size_t i = 0; i < count; i++, at++) {
            assert_int_equal(read[i].hash >> 56, bucket);
            assert_true(at < wanted_count && compare(&read[i], &wanted[at]) == 0);
        }
        free(read);
    }
    assert_int_equal(at, wanted_count);
    free(wanted);
}

static void test_runs(void **state)
{
    (void)state;
    struct case_file *file;
    struct err err;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    assert_postings(file, 0);
    /* 300 commits: runs of level 0 become level 1, and those level 2 */
    for (uint64_t i = 0; i < 300; i++) {
        write_messages(file, i * 2 + 1, i * 2 + 2);
        if (case_write_commit(file, &err) != OUTCOME_OK)
            fail_msg("%s", err.text);
        if (i == 0 || i == 14 || i == 15 || i == 16 || i == 255)
            assert_postings(file, i * 2 + 2);
    }
    assert_postings(file, 600);
    struct case_posting *read;
    size_t count;
    assert_int_equal(case_read_postings(file, CASE_BUCKETS, &read, &count, &err), OUTCOME_FAULT);
    case_close(file);
}

static void test_one_large_run(void **state)
{
    (void)state;
    struct case_file *file;
    struct err err;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    write_messages(file, 1, 1500);
    assert_int_equal(case_write_commit(file, &err), OUTCOME_OK);
    assert_postings(file, 1500);
    case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blob_round_trip), cmocka_unit_test(test_malformed_blobs), cmocka_unit_test(test_sort),
        cmocka_unit_test(test_runs),            cmocka_unit_test(test_one_large_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
