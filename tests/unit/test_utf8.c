/* UTF-8: well-formedness, width, cutting, and what a terminal may see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/utf8.h"

static void assert_span(struct span got, const char *expected)
{
    assert_int_equal(got.size, strlen(expected));
    assert_memory_equal(got.data, expected, got.size);
}

static void takes_every_length(void **state)
{
    (void)state;
    struct span rest = SPAN_LITERAL("a\xc3\xa9\xe5\xb1\xb1\xf0\x9f\x98\x80");
    assert_int_equal(utf8_take(&rest), 'a');
    assert_int_equal(utf8_take(&rest), 0xe9);
    assert_int_equal(utf8_take(&rest), 0x5c71);
    assert_int_equal(utf8_take(&rest), 0x1f600);
    assert_int_equal(rest.size, 0);
}

static void refuses_ill_formed(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe5\xb1", "\xe5\xb1" "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xe5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(utf8_valid(span_of(bad[i])));
    assert_true(utf8_valid(SPAN_NONE));
    struct span rest = SPAN_LITERAL("\xe5\xb1" "a");
    assert_int_equal(utf8_take(&rest), UTF8_REPLACEMENT);
    assert_int_equal(rest.size, 2);
}

/* Three bytes in every combination of classes, between characters that are read two at a time. */
static void judges_wide_runs(void **state)
{
    (void)state;
    static const char others[] = "\x00\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xe3\xff";
    for (unsigned lead = 0; lead < 256; lead++)
        for (size_t i = 0; i + 1 < sizeof others; i++)
            for (size_t k = 0; k + 1 < sizeof others; k++) {
                char text[] = "\u65e5\u672c???\u672c\u8a9e\u65e5";
                text[6] = (char)lead, text[7] = others[i], text[8] = others[k];
                struct span rest = {text, sizeof text - 1};
                bool good = true;
                while (rest.size) {
                    size_t before = rest.size;
                    good &= utf8_take(&rest) != UTF8_REPLACEMENT || before - rest.size > 1;
                }
                assert_int_equal(utf8_valid((struct span){text, sizeof text - 1}), good);
                assert_int_equal(utf8_valid((struct span){text + 3, sizeof text - 4}), good);
            }
}

static void puts_back_what_it_takes(void **state)
{
    (void)state;
    for (uint32_t character = 0; character <= 0x110000; character += 7) {
        char bytes[4];
        struct span rest = {bytes, utf8_put(character, bytes)};
        bool valid = character <= 0x10ffff && !(character >= 0xd800 && character <= 0xdfff);
        assert_int_equal(utf8_take(&rest), valid ? character : UTF8_REPLACEMENT);
        assert_int_equal(rest.size, 0);
    }
}

static void repairs(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span good = SPAN_LITERAL("山田");
    assert_ptr_equal(utf8_repair(arena, good).data, good.data);
    assert_span(utf8_repair(arena, SPAN_LITERAL("a\xff\xe5\xb1z")), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
}

static void measures_columns(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(SPAN_LITERAL("abc")), 3);
    assert_int_equal(utf8_width(SPAN_LITERAL("山田ﾀﾛｳ")), 7);
    assert_int_equal(utf8_width(SPAN_LITERAL("e\xcc\x81\x1b")), 1);
    assert_span(utf8_fit(SPAN_LITERAL("山田太郎"), 5), "山田");
    assert_span(utf8_fit(SPAN_LITERAL("abc"), 9), "abc");
    assert_span(utf8_cut(SPAN_LITERAL("山田"), 5), "山");
    assert_span(utf8_cut(SPAN_LITERAL("山田"), 6), "山田");
    assert_span(utf8_cut(SPAN_LITERAL("山田"), 2), "");
    assert_span(utf8_cut(SPAN_LITERAL("a\xf0\x9f\x98\x80"), 4), "a");
}

static void shows_what_would_deceive(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span harmless = SPAN_LITERAL("請求書 é");
    assert_ptr_equal(utf8_visible(arena, harmless).data, harmless.data);
    assert_span(utf8_visible(arena, SPAN_LITERAL("a\x1b[31m\r\nb\tc")), "a<U+001B>[31m b c");
    assert_span(utf8_visible(arena, SPAN_LITERAL("fdp.\xe2\x80\xae" "exe")), "fdp.<U+202E>exe");
    assert_span(utf8_visible(arena, SPAN_LITERAL("a\xe2\x80\x8b\xc2\x85\x7f")), "a<U+200B><U+0085><U+007F>");
    assert_span(utf8_visible(arena, SPAN_LITERAL("\xff")), "\xef\xbf\xbd");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_every_length), cmocka_unit_test(refuses_ill_formed),
        cmocka_unit_test(puts_back_what_it_takes), cmocka_unit_test(repairs), cmocka_unit_test(measures_columns),
        cmocka_unit_test(judges_wide_runs),
        cmocka_unit_test(shows_what_would_deceive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
