/* Charsets: labels in the wild, false labels, none at all, and the Japanese corners. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/charset.h"
#include "base/utf8.h"

struct row {
    const char *label, *bytes, *text, *used;
    bool guessed, damaged;
};

static void check(struct charset_result result, const struct row *row)
{
    if (result.text.size != strlen(row->text) || memcmp(result.text.data, row->text, result.text.size) != 0)
        fail_msg("label '%s': got '%.*s', expected '%s'", row->label, SPAN_ARGS(result.text), row->text);
    assert_string_equal(result.used, row->used);
    assert_int_equal(result.guessed, row->guessed);
    assert_int_equal(result.damaged, row->damaged);
}

static void check_all(const struct row *rows, size_t count)
{
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < count; i++)
        check(charset_to_utf8(arena, span_of(rows[i].bytes), span_of(rows[i].label)), &rows[i]);
}
#define CHECK(rows) check_all(rows, sizeof rows / sizeof rows[0])

static void reads_declared_charsets(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"us-ascii", "plain", "plain", "US-ASCII", false, false},
        {"UTF-8", "山田", "山田", "UTF-8", false, false},
        {"utf8", "\xef\xbb\xbfhi", "hi", "UTF-8", false, false},
        {"Shift_JIS", "\x8e\x52\x93\x63\x87\x40\x81\x60", "山田①～", "CP932", false, false},
        {"x-sjis", "\x8a\x94\x8e\xae", "株式", "CP932", false, false},
        {"ms_kanji", "\xca\xdf\xbd\xdc\xb0\xc4\xde", "ﾊﾟｽﾜｰﾄﾞ", "CP932", false, false},
        {"windows-31j", "\xfa\x40\x87\x8a", "ⅰ㈱", "CP932", false, false},
        {"EUC-JP", "\xbb\xb3\xc5\xc4\xad\xa1\x8e\xb1", "山田①ｱ", "EUC-JP-MS", false, false},
        {"ks_c_5601-1987", "\xb0\xa1\x81\x41", "가갂", "UHC", false, false},
        {"gb2312", "\xc4\xe3\x81\x40", "你丂", "GB18030", false, false},
        {"big5", "\xa4\xa4", "中", "BIG5-HKSCS", false, false},
        {"\"iso-8859-1\"", "caf\xe9 \x93x\x94 \x80", "café “x” €", "CP1252", false, false},
        {"iso-8859-15", "\xa4", "€", "ISO-8859-15", false, false},
        {"koi8-r", "\xf0\xd2", "Пр", "KOI8-R", false, false},
        {"unicode-1-1-utf-7", "a+ZeVnLA-b", "a日本b", "UTF-7", false, false},
        {"windows-1251", "\xcf\xf0\xe8", "При", "CP1251", false, false},
    };
    CHECK(rows);
}

static void unwraps_iso_2022_jp(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"iso-2022-jp", "\x1b$B;3ED\x1b(B x", "山田 x", "ISO-2022-JP", false, false},
        {"iso-2022-jp", "\x1b$B-!-j\x1b(B", "①㈱", "ISO-2022-JP", false, false},
        {"ISO-2022-JP", "\x1b(I1_\x1b(B", "ｱﾟ", "ISO-2022-JP", false, false},
        {"cp50221", "\xb1\x1b$@;3\x1b(J", "ｱ山", "ISO-2022-JP", false, false},
        {"iso-2022-jp", "\x1b$B;3\nabc", "山\nabc", "ISO-2022-JP", false, false},
        {"iso-2022-jp", "\x1b$(D0!\x1b(B", "丂", "ISO-2022-JP", false, false},
        {"iso-2022-jp", "no escapes", "no escapes", "ISO-2022-JP", false, false},
        {"iso-2022-jp", "\x1b$B;", "\xef\xbf\xbd", "ISO-2022-JP", false, true},
        {"us-ascii", "\x1b$B;3ED\x1b(B", "山田", "ISO-2022-JP", true, false},
        {"utf-8", "\x1b$B;3ED\x1b(B", "山田", "ISO-2022-JP", true, false},
        {"", "\x1b$B;3ED\x1b(B", "山田", "ISO-2022-JP", true, false},
        {"", "\x1b[31mred", "\x1b[31mred", "US-ASCII", false, false},
    };
    CHECK(rows);
}

static void guesses_undeclared_bytes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", "plain", "plain", "US-ASCII", false, false},
        {"", "山田様", "山田様", "UTF-8", true, false},
        {"", "\x82\xa8\x90\xa2\x98\x62\x82\xc9\x82\xc8\x82\xe8", "お世話になり", "CP932", true, false},
        {"us-ascii", "\xa4\xaa\xc0\xa4\xcf\xc3\xa4\xcb", "お世話に", "EUC-JP-MS", true, false},
        {"x-unknown", "\xca\xdf\xbd\xdc\xb0\xc4\xde", "ﾊﾟｽﾜｰﾄﾞ", "CP932", true, false},
        {"", "f\xfcr M\xfcller in K\xf6ln: V\xe4ter", "für Müller in Köln: Väter", "CP1252", true, false},
        {"", "it\x92s don\x92t", "it’s don’t", "CP1252", true, false},
        {"us-ascii", "caf\xe9", "café", "CP1252", true, false},
        {"", "山田太郎と佐藤花子\xe5\xb1", "山田太郎と佐藤花子\xef\xbf\xbd\xef\xbf\xbd", "UTF-8", true, true},
    };
    CHECK(rows);
}

static void sees_through_false_labels(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"iso-8859-1", "山田", "山田", "UTF-8", true, false},
        {"utf-8", "\x82\xa8\x90\xa2\x98\x62", "お世話", "CP932", true, false},
        {"utf-8", "caf\xe9 au lait", "café au lait", "CP1252", true, false},
        {"iso-2022-jp", "\x82\xa8\x90\xa2\x98\x62", "お世話", "CP932", true, false},
        {"shift_jis", "お世話になります", "お世話になります", "UTF-8", true, false},
        {"utf-16", "<html>", "<html>", "UTF-8", true, false},
        {"shift_jis", "\x8e\x52\xff", "山\xef\xbf\xbd", "CP932", false, true},
    };
    CHECK(rows);
}

static void reads_codepages(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct {
        unsigned codepage;
        struct row row;
    } rows[] = {
        {932, {"932", "\x8e\x52\x93\x63\x87\x40", "山田①", "CP932", false, false}},
        {50220, {"50220", "\x82\xa8\x90\xa2\x98\x62", "お世話", "CP932", false, false}},
        {50220, {"50220", "\x1b$B-!\x1b(B", "①", "ISO-2022-JP", false, false}},
        {932, {"932", "\xa4\xaa\xc0\xa4\xcf\xc3\xa4\xcb\xa4\xca\xa4\xeb", "お世話になる", "EUC-JP-MS", true, false}},
        {51932, {"51932", "お世話になります。", "お世話になります。", "UTF-8", true, false}},
        {1252, {"1252", "caf\xe9", "café", "CP1252", false, false}},
        {65001, {"65001", "山", "山", "UTF-8", false, false}},
        {20127, {"20127", "x", "x", "US-ASCII", false, false}},
        {949, {"949", "\xb0\xa1", "가", "UHC", false, false}},
        {0, {"0", "\x82\xa8\x90\xa2\x98\x62", "お世話", "CP932", true, false}},
        {99999, {"99999", "x", "x", "US-ASCII", false, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(charset_from_codepage(arena, span_of(rows[i].row.bytes), rows[i].codepage), &rows[i].row);
}

static void reads_utf16(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct charset_result result = charset_from_utf16le(arena, SPAN_LITERAL("a\0\x71\x5c\x3d\xd8\x00\xde!"));
    check(result, &(struct row){"", "", "a山😀", "UTF-16LE", false, false});
    result = charset_from_utf16le(arena, SPAN_LITERAL("a\0\0\0\x3d\xd8" "b\0\x00\xde"));
    check(result, &(struct row){"", "", "a␀\xef\xbf\xbd" "b\xef\xbf\xbd", "UTF-16LE", false, true});
    result = charset_to_utf8(arena, SPAN_LITERAL("\xfe\xff\x5c\x71"), SPAN_LITERAL("utf-16"));
    check(result, &(struct row){"", "", "山", "UTF-16BE", false, false});
}

static void every_byte_string_becomes_utf8(void **state)
{
    (void)state;
    static const char *const labels[] = {"", "utf-8", "utf-7", "utf-16", "utf-32", "iso-2022-jp", "shift_jis", "euc-jp", "gb2312",
        "big5", "ks_c_5601-1987", "iso-2022-kr", "iso-2022-cn", "windows-1258", "tcvn"};
    ARENA_LOCAL arena = arena_open();
    char bytes[257];
    uint32_t seed = 1;
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
            if (i % 16 == 0)
                bytes[i] = '\x1b';
        }
        for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
            struct span input = {bytes, sizeof bytes - (size_t)round % 7};
            assert_true(utf8_valid(charset_to_utf8(arena, input, span_of(labels[i])).text));
        }
        assert_true(utf8_valid(charset_from_utf16le(arena, (struct span){bytes, sizeof bytes}).text));
        assert_true(utf8_valid(charset_from_codepage(arena, (struct span){bytes, sizeof bytes}, 932).text));
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_declared_charsets), cmocka_unit_test(unwraps_iso_2022_jp),
        cmocka_unit_test(guesses_undeclared_bytes), cmocka_unit_test(sees_through_false_labels),
        cmocka_unit_test(reads_codepages), cmocka_unit_test(reads_utf16),
        cmocka_unit_test(every_byte_string_becomes_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
