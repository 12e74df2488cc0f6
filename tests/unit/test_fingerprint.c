/* Fingerprints: the guarantee of winnowing on seeded random text, and what makes two mails the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "case/fingerprint.h"

#define S(text) SPAN_LITERAL(text)
#define GUARANTEED (FINGERPRINT_WINDOW + FINGERPRINT_GRAM - 1)

static int open_arena(void **state)
{
    *state = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

/* splitmix64 */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t value = *seed += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

/* Letters that fold to themselves: ASCII, or hiragana, or kanji, or a mixture with Greek and Deseret (2 and 4 bytes). */
static void add_letter(struct buf *out, int script, uint64_t *seed)
{
    uint64_t random = next_random(seed);
    if (script == 3)
        script = (int)(random >> 60) % 5;
    unsigned pick = (unsigned)(random % 20);
    switch (script) {
    case 0:
        buf_add_byte(out, (char)('a' + pick));
        break;
    case 1:
        buf_add(out, (struct span){(const char[]){'\xe3', '\x81', (char)(0x8a + pick)}, 3});
        break;
    case 2:
        buf_add(out, (struct span){(const char[]){'\xe5', '\xb1', (char)(0x8a + pick)}, 3});
        break;
    case 4:
        buf_add(out, (struct span){(const char[]){'\xf0', '\x90', '\x90', (char)(0xa8 + pick)}, 4});
        break;
    default:
        buf_add(out, (struct span){(const char[]){'\xce', (char)(0xb3 + pick % 8)}, 2});
        break;
    }
}

/* No letter twice in a row: a run of one letter counts as one. */
static void add_letters(struct buf *out, size_t bytes, int script, uint64_t *seed)
{
    size_t start = out->size, last = out->size;
    while (out->size - start < bytes) {
        size_t before = out->size;
        add_letter(out, script, seed);
        size_t size = out->size - before;
        if (before - last == size && memcmp(out->data + last, out->data + before, size) == 0)
            out->size = before;
        else
            last = before;
    }
}

static bool share(struct arena *arena, struct span a, struct span b)
{
    const uint64_t *left, *right;
    size_t left_count, right_count, i = 0, j = 0;
    fingerprint_text(arena, a, &left, &left_count);
    fingerprint_text(arena, b, &right, &right_count);
    while (i < left_count && j < right_count) {
        if (left[i] == right[j])
            return true;
        *(left[i] < right[j] ? &i : &j) += 1;
    }
    return false;
}

static void test_common_run_is_found(void **state)
{
    struct arena *arena = *state;
    uint64_t seed = 1;
    for (int round = 0; round < 4000; round++) {
        BUF_LOCAL common = {0};
        BUF_LOCAL a = {0};
        BUF_LOCAL b = {0};
        int script = round % 4;
        add_letters(&common, GUARANTEED, script, &seed);
        add_letters(&a, next_random(&seed) % 300, (int)(next_random(&seed) % 4), &seed);
        add_letters(&b, next_random(&seed) % 300, (int)(next_random(&seed) % 4), &seed);
        buf_add_byte(&a, '7'); /* or its first letter might be one with the last one before it */
        buf_add_byte(&b, '8');
        buf_add(&a, buf_span(&common));
        buf_add(&b, buf_span(&common));
        buf_add_byte(&a, '7');
        buf_add_byte(&b, '8');
        add_letters(&a, next_random(&seed) % 300, (int)(next_random(&seed) % 4), &seed);
        add_letters(&b, next_random(&seed) % 300, (int)(next_random(&seed) % 4), &seed);
        if (!share(arena, buf_span(&a), buf_span(&b)))
            fail_msg("round %d: a common run of %zu bytes was missed", round, common.size);
        arena_reset(arena);
    }
}

static void test_short_run_is_not_found(void **state)
{
    struct arena *arena = *state;
    uint64_t seed = 2;
    for (int round = 0; round < 1000; round++) {
        BUF_LOCAL common = {0};
        BUF_LOCAL a = {0};
        BUF_LOCAL b = {0};
        add_letters(&common, FINGERPRINT_GRAM - 4, round % 4, &seed);
        add_letters(&a, 200, 0, &seed);
        add_letters(&b, 200, 0, &seed);
        buf_add_byte(&a, 'y'); /* the texts differ on both sides of the run */
        buf_add_byte(&b, 'z');
        buf_add(&a, buf_span(&common));
        buf_add(&b, buf_span(&common));
        buf_add_byte(&a, 'y');
        buf_add_byte(&b, 'z');
        add_letters(&a, 200, 0, &seed);
        add_letters(&b, 200, 0, &seed);
        assert_false(share(arena, buf_span(&a), buf_span(&b)));
        arena_reset(arena);
    }
}

static void test_density(void **state)
{
    struct arena *arena = *state;
    BUF_LOCAL text = {0};
    uint64_t seed = 3;
    const uint64_t *values;
    size_t count;
    add_letters(&text, 100000, 0, &seed);
    fingerprint_text(arena, buf_span(&text), &values, &count);
    assert_in_range(count, 100000 * 2 / 17 * 95 / 100, 100000 * 2 / 17 * 105 / 100);
    for (size_t i = 1; i < count; i++)
        assert_true(values[i - 1] < values[i]);
}

static void assert_same(struct arena *arena, struct span a, struct span b)
{
    const uint64_t *left, *right;
    size_t left_count, right_count;
    fingerprint_text(arena, a, &left, &left_count);
    fingerprint_text(arena, b, &right, &right_count);
    assert_true(left_count > 0);
    assert_int_equal(left_count, right_count);
    assert_memory_equal(left, right, left_count * sizeof *left);
}

static void test_layout_does_not_matter(void **state)
{
    struct arena *arena = *state;
    assert_same(arena, S("The quick brown fox jumps over the lazy dog, and the cat sleeps in the sun all day long."),
                S("> The quick brown fox\n> jumps over the lazy\n>> DOG, and the cat\n| sleeps -- in the sun\n\n all day long!"));
    assert_same(arena, S("お世話になっております。先日のお見積書の件でご連絡いたしました。ご確認のほどよろしくお願いいたします。"),
                S("＞ お世話になっております。\n＞ 先日のお見積書の件で\n> ご連絡いたしました。\r\n\r\n ご確認の　ほど　よろしくお願いいたします"));
    assert_same(arena, S("ＡＢＣ株式会社の㈱ヤマダです。ﾃﾞｰﾀをお送りしますので、ご確認のほどよろしくお願いいたします。"),
                S("abc株式会社の(株)ヤマダです。データをお送りしますので、ご確認のほどよろしくお願いいたします。"));
}

/* As QakBot sent them. Digits are as they are: 1000 yen are not 10. */
static void test_doubled_letters_do_not_matter(void **state)
{
    struct arena *arena = *state;
    assert_same(arena, S("The Open Non League result will follow on Monday, 1000 tickets are left."),
                S("The Oppen Non Leaguue ressult willl follow oon Monnday, 1000 ticketss are lefft."));
    assert_same(arena, S("お世話になっております。先日のお見積書の件でご連絡いたしました。ご確認のほどよろしくお願いいたします。"),
                S("おお世話になっております。先先日のお見積積書の件ででご連絡いたしまました。ご確認のほどよろろしくお願願いいたします。"));
    assert_same(arena, S("Ёлка стоит у окна, и снег падает на дорогу всю ночь до утра"), S("Ёлкаа стоит уу окна, и снегг падает на дорогуу всю ночь до утрра"));
    assert_false(share(arena, S("Account 1000 2000 3000 4000 5000 6000 7000 8000 9000 1000 2000"),
                       S("Account 10 20 30 40 50 60 70 80 90 10 20 30 40 50 60 70 80 90")));
}

static void test_short_texts(void **state)
{
    struct arena *arena = *state;
    const uint64_t *values;
    size_t count;
    fingerprint_text(arena, SPAN_NONE, &values, &count);
    assert_int_equal(count, 0);
    fingerprint_text(arena, S("1234567890123456789012345678901"), &values, &count);
    assert_int_equal(count, 0);
    fingerprint_text(arena, S("12345678901234567890123456789012"), &values, &count);
    assert_int_equal(count, 1);
    fingerprint_text(arena, S("1234567890123456789012345678901234567890"), &values, &count);
    assert_int_equal(count, 1);
    fingerprint_text(arena, S("\xff\xfe\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
                              "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"),
                     &values, &count);
}

static void test_grams_do_not_span_segments(void **state)
{
    struct arena *arena = *state;
    struct span words = S("these words are long enough to make a few fingerprints of their own, and no more than that");
    struct segment whole[] = {{SEGMENT_OWN, words}};
    struct segment cut[] = {{SEGMENT_OWN, span_slice(words, 0, 45)}, {SEGMENT_QUOTED, span_slice(words, 45, 99)}};
    struct message one = {.segments = whole, .segment_count = 1}, two = {.segments = cut, .segment_count = 2};
    struct fingerprint_set a, b;
    const uint64_t *own, *quoted;
    size_t own_count, quoted_count;
    fingerprint_make(arena, &one, &a);
    fingerprint_make(arena, &two, &b);
    fingerprint_text(arena, cut[0].text, &own, &own_count);
    fingerprint_text(arena, cut[1].text, &quoted, &quoted_count);
    assert_int_equal(b.own_count, own_count);
    assert_memory_equal(b.own, own, own_count * sizeof *own);
    assert_int_equal(b.quoted_count, quoted_count);
    assert_memory_equal(b.quoted, quoted, quoted_count * sizeof *quoted);
    assert_int_equal(a.own_bytes, b.own_bytes + b.quoted_bytes);
    assert_int_equal(a.quoted_count, 0);
    /* and splitting otherwise does not make it another mail */
    assert_memory_equal(a.key, b.key, HASH_KEY_BYTES);
}

static void test_limit(void **state)
{
    struct arena *arena = *state;
    BUF_LOCAL text = {0};
    uint64_t seed = 4;
    const uint64_t *values;
    size_t count;
    add_letters(&text, (size_t)LIMIT_FINGERPRINTS * 20, 0, &seed);
    fingerprint_text(arena, buf_span(&text), &values, &count);
    assert_int_equal(count, LIMIT_FINGERPRINTS);
    /* what is kept is the same in a part of the text */
    assert_true(share(arena, buf_span(&text), span_slice(buf_span(&text), 0, 2000)));
}

static void key_of(struct arena *arena, const struct message *message, uint8_t ret_key[HASH_KEY_BYTES])
{
    struct fingerprint_set set;
    fingerprint_make(arena, message, &set);
    memcpy(ret_key, set.key, HASH_KEY_BYTES);
}

static bool same_mail(struct arena *arena, const struct message *a, const struct message *b)
{
    uint8_t left[HASH_KEY_BYTES], right[HASH_KEY_BYTES];
    key_of(arena, a, left);
    key_of(arena, b, right);
    return memcmp(left, right, HASH_KEY_BYTES) == 0;
}

static void test_key(void **state)
{
    struct arena *arena = *state;
    struct segment words[] = {{SEGMENT_OWN, S("Some words.")}}, wrapped[] = {{SEGMENT_OWN, S("some\nWORDS")}},
                   others[] = {{SEGMENT_OWN, S("Some other words.")}};
    struct address from[] = {{.name = S("A"), .addr = S("a@example.jp"), .kind = ADDRESS_SMTP}},
                   renamed[] = {{.name = S("B"), .addr = S("a@example.jp"), .kind = ADDRESS_SMTP}},
                   stranger[] = {{.name = S("A"), .addr = S("x@example.jp"), .kind = ADDRESS_SMTP}};
    struct attachment harmless[] = {{.name = S("a"), .sha256 = {1}}}, weapon[] = {{.name = S("a"), .sha256 = {2}}};
    const struct message base = {.message_id = S("1@x"), .date = 5, .subject = S("Hello"), .from = from, .from_count = 1,
                                 .segments = words, .segment_count = 1, .attachments = harmless, .attachment_count = 1};
    struct message copy = base;
    copy.date = 6; /* clocks of MAPI and MIME differ */
    copy.segments = wrapped;
    copy.subject = S("HELLO");
    copy.from = renamed;
    copy.flags = MESSAGE_TRANSPORT_HEADERS;
    assert_true(same_mail(arena, &base, &copy));
    struct message other = base;
    other.segments = others;
    assert_false(same_mail(arena, &base, &other));
    other = base;
    other.subject = S("Re: Hello");
    assert_false(same_mail(arena, &base, &other));
    other = base;
    other.from = stranger;
    assert_false(same_mail(arena, &base, &other));
    other = base;
    other.message_id = S("2@x");
    assert_false(same_mail(arena, &base, &other));
    other = base;
    other.attachments = weapon; /* a real mail sent again with another load */
    assert_false(same_mail(arena, &base, &other));
    struct message anonymous = base, later = base;
    anonymous.message_id = later.message_id = SPAN_NONE;
    assert_true(same_mail(arena, &anonymous, &later));
    later.date = 6;
    assert_false(same_mail(arena, &anonymous, &later));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(test_common_run_is_found),
        TEST(test_short_run_is_not_found),
        TEST(test_density),
        TEST(test_layout_does_not_matter),
        TEST(test_doubled_letters_do_not_matter),
        TEST(test_short_texts),
        TEST(test_grams_do_not_span_segments),
        TEST(test_limit),
        TEST(test_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
