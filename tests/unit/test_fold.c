/* Folding: one form for what reads the same, and only letters for fingerprints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "base/fold.h"
#include "base/utf8.h"

static void check_text(const char *text, const char *expected)
{
    ARENA_LOCAL arena = arena_open();
    struct span got = fold_text(arena, span_of(text));
    if (!span_equal(got, span_of(expected)))
        fail_msg("'%s': got '%.*s', expected '%s'", text, SPAN_ARGS(got), expected);
}

static void check_letters(const char *text, const char *expected)
{
    BUF_LOCAL out = {0};
    fold_letters(&out, span_of(text));
    if (!span_equal(buf_span(&out), span_of(expected)))
        fail_msg("'%s': got '%.*s', expected '%s'", text, SPAN_ARGS(buf_span(&out)), expected);
}

static void folds_text(void **state)
{
    (void)state;
    check_text("", "");
    check_text("Re: Invoice #4", "re: invoice #4");
    check_text("ﾊﾟｽﾜｰﾄﾞ：ＡＢＣ", "パスワード:abc");
    check_text("㈱サンプル①", "(株)サンプル1");
    check_text("Straße É e\xcc\x81", "strasse é é");
    check_text("か\xe3\x82\x99く", "がく");
    check_text("a\xcc\x81", "á");
    check_text("山\xcc\x81", "山\xcc\x81");
    check_text("ПРИВЕТ мир", "привет мир");
}

static void keeps_letters(void **state)
{
    (void)state;
    check_letters("> > Hello, World! 42\n| next", "helloworld42next");
    check_letters("＞ お世話に、なります。", "お世話になります");
    check_letters("〜～－ﾃﾞｰﾀ", "データ");
    check_letters("naïve Café", "naïvecafé");
    check_letters("\xff\xfe x", "x");
    check_letters("か\xe3\x82\x99", "が");
    check_letters("👍 ok 🇯🇵", "ok");
}

static void wrapping_changes_nothing(void **state)
{
    (void)state;
    BUF_LOCAL a = {0};
    BUF_LOCAL b = {0};
    fold_letters(&a, SPAN_LITERAL("請求書の件です。よろしく\nお願いします"));
    fold_letters(&b, SPAN_LITERAL("> 請求書の\r\n> 件です。\n> よろしくお願いします"));
    assert_true(span_equal(buf_span(&a), buf_span(&b)));
}

static void takes_endless_marks(void **state)
{
    (void)state;
    BUF_LOCAL text = {0};
    BUF_LOCAL out = {0};
    for (int i = 0; i < 20000; i++)
        buf_add(&text, SPAN_LITERAL("\xcc\x81"));
    for (int i = 0; i < 2000; i++)
        buf_add(&text, SPAN_LITERAL("\xef\xb7\xba"));
    fold_letters(&out, buf_span(&text));
    assert_true(utf8_valid(buf_span(&out)));
    assert_true(out.size >= 40000);
}

/* What ICU itself makes of `text`. */
static struct span by_icu(struct span text, char *bytes, int32_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    UChar units[64], folded[512];
    int32_t count, size;
    u_strFromUTF8(units, 64, &count, text.data, (int32_t)text.size, &status);
    count = unorm2_normalize(normalizer, units, count, folded, 512, &status);
    u_strToUTF8(bytes, room, &size, folded, count, &status);
    assert_true(U_SUCCESS(status));
    return (struct span){bytes, (size_t)size};
}

/* Only the letters, digits and marks of what fold_text gives. */
static void letters_of(struct buf *out, struct span text)
{
    while (text.size) {
        struct span before = text;
        UChar32 character = (UChar32)utf8_take(&text);
        if (U_GET_GC_MASK(character) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK))
            buf_add(out, span_slice(before, 0, before.size - text.size));
    }
}

/* Every character of the first plane, with what may combine with it behind it: no shortcut says other than ICU. */
static void agrees_with_icu(void **state)
{
    (void)state;
    static const char *const behind[] = {"", "a", "\u3099", "\u0301", "\u304b", "\uff9e", "\u3002", "abcdefghijk\u0301"};
    for (uint32_t character = 1; character < 0x10000; character++) {
        if (character >= 0xd800 && character < 0xe000)
            continue;
        for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
            BUF_LOCAL text = {0}, letters = {0}, wanted = {0};
            ARENA_LOCAL arena = arena_open();
            char bytes[4], room[2048];
            buf_add(&text, SPAN_LITERAL("x"));
            buf_add(&text, (struct span){bytes, utf8_put(character, bytes)});
            buf_add(&text, span_of(behind[i]));
            struct span icu = by_icu(buf_span(&text), room, sizeof room);
            fold_letters(&letters, buf_span(&text));
            letters_of(&wanted, icu);
            if (!span_equal(fold_text(arena, buf_span(&text)), icu) || !span_equal(buf_span(&letters), buf_span(&wanted)))
                fail_msg("U+%04X before '%s'", (unsigned)character, behind[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_text), cmocka_unit_test(keeps_letters), cmocka_unit_test(wrapping_changes_nothing),
        cmocka_unit_test(takes_endless_marks), cmocka_unit_test(agrees_with_icu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
