/* RTF bodies: the compression of MS-OXRTFCP, HTML and text taken out again (MS-OXRTFEX), charsets, and hostile forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "decode/rtf_lzfu.h"
#include "decode/rtf_text.h"

#define PACKED(bytes) ((struct span){(bytes), sizeof(bytes) - 1})

static void assert_span(struct span got, struct span wanted)
{
    if (!span_equal(got, wanted))
        fail_msg("got \"%.*s\", wanted \"%.*s\"", SPAN_ARGS(got), SPAN_ARGS(wanted));
}

/* The examples of MS-OXRTFCP 3.1 and 3.2: plain use of the window, and a run that reads what it writes. */
static void lzfu_examples_of_the_standard(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct rtf_lzfu_result result;
    static const char hello[] =
        "\x2d\0\0\0\x2b\0\0\0\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20"
        "\x68\x65\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0";
    static const char run[] =
        "\x1a\0\0\0\x1c\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0";
    assert_true(rtf_lzfu_read(arena, PACKED(hello), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"));
    assert_false(result.damaged || result.cut);
    assert_true(rtf_lzfu_read(arena, PACKED(run), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"));
    assert_false(result.damaged || result.cut);
}

static void lzfu_limits_and_damage(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct rtf_lzfu_result result;
    static const char run[] =
        "\x1a\0\0\0\x1c\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0";
    assert_true(rtf_lzfu_read(arena, PACKED(run), 10, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1 WXY"));
    assert_true(result.cut);
    assert_true(rtf_lzfu_read(arena, span_slice(PACKED(run), 0, 24), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1 WXYZ"));
    assert_true(result.damaged);
    static const char huge[] = "\x1a\0\0\0\xff\xff\xff\xff\x4c\x5a\x46\x75\0\0\0\0\x00" "abc"; /* claims 4 GB, holds 3 bytes */
    assert_true(rtf_lzfu_read(arena, PACKED(huge), (size_t)1 << 30, &result));
    assert_span(result.rtf, SPAN_LITERAL("abc"));
    assert_true(result.damaged);
    static const char more[] = /* the standard's, but with a claim of fewer bytes: what follows is shown all the same */
        "\x1a\0\0\0\x0a\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0";
    assert_true(rtf_lzfu_read(arena, PACKED(more), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"));
    assert_true(result.damaged);
    static const char changed[] = /* and with another checksum */
        "\x1a\0\0\0\x1c\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x52\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0";
    assert_true(rtf_lzfu_read(arena, PACKED(changed), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"));
    assert_true(result.damaged);
    static const char plain[] = "\x10\0\0\0\x04\0\0\0MELA\0\0\0\0{\\rtf and more";
    assert_true(rtf_lzfu_read(arena, PACKED(plain), 1000, &result));
    assert_span(result.rtf, SPAN_LITERAL("{\\rt"));
    assert_false(rtf_lzfu_read(arena, SPAN_LITERAL("no header at all"), 1000, &result));
    assert_false(rtf_lzfu_read(arena, SPAN_LITERAL("short"), 1000, &result));
}

static struct rtf_text_result read_rtf(struct arena *arena, const char *rtf)
{
    struct rtf_text_result result;
    assert_true(rtf_text_read(arena, span_of(rtf), 0, &result));
    return result;
}

static void html_comes_out_as_it_went_in(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct rtf_text_result result = read_rtf(arena,
        "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl\\red0\\green0\\blue0;}\r\n"
        "{\\*\\htmltag19 <html>}{\\*\\htmltag84 <p class=\\'22a\\'22>}\\htmlrtf {\\htmlrtf0 Hello {\\*\\htmltag84 &amp;} \\{you\\}"
        "\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag92 </p>}{\\*\\mhtmltag64 <img src=lost>}\\htmlrtf\\par\\htmlrtf0"
        "{\\*\\htmltag27 </html>}}");
    assert_int_equal(result.kind, RTF_TEXT_HTML);
    assert_span(result.text, SPAN_LITERAL("<html><p class=\"a\">Hello &amp; {you}</p></html>"));
    assert_false(result.damaged || result.cut);
}

static void text_of_plain_rtf(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct rtf_text_result result = read_rtf(arena,
        "{\\rtf1\\ansi\\fromtext{\\info{\\author Nobody}}{\\*\\generator Riched20}\\pard First\\par Second\\tab cell\\line "
        "{\\b bold}\\u8364?\\u-10179\\'3f\\u-8704\\'3f\\bin4 \\}{}end}");
    assert_int_equal(result.kind, RTF_TEXT_PLAIN);
    assert_span(result.text, SPAN_LITERAL("First\nSecond\tcell\nbold\xE2\x82\xAC\xF0\x9F\x98\x80" "end"));
}

/* The font says what the bytes mean: MS Gothic is code page 932, Cyrillic 1251; the document says 1252. */
static void fonts_have_charsets(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct rtf_text_result result = read_rtf(arena,
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset128 MS Gothic;}{\\f2\\fcharset204 X;}}"
        "\\f0 caf\\'e9 {\\f1 \\'93\\'fa\\'96{\\'7b}\\'8c\\'ea} {\\f2 \\'cf}}");
    assert_int_equal(result.kind, RTF_TEXT_PLAIN);
    assert_true(span_starts(result.text, SPAN_LITERAL("caf\xC3\xA9 \xE6\x97\xA5")));
    assert_true(span_ends_nocase(result.text, SPAN_LITERAL("\xD0\x9F")));
    result = read_rtf(arena, "{\\rtf1\\ansicpg932 \\'93\\'fa\\'96\\'7b}");
    assert_span(result.text, SPAN_LITERAL("\xE6\x97\xA5\xE6\x9C\xAC"));
}

static void hostile_rtf_is_bounded(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL rtf = {0};
    struct rtf_text_result result;
    buf_add(&rtf, SPAN_LITERAL("{\\rtf1 before"));
    for (size_t i = 0; i < 100000; i++)
        buf_add_byte(&rtf, '{');
    assert_true(rtf_text_read(arena, buf_span(&rtf), 0, &result));
    assert_true(result.cut);
    assert_span(result.text, SPAN_LITERAL("before"));
    buf_clear(&rtf);
    buf_add(&rtf, SPAN_LITERAL("{\\rtf1 "));
    for (size_t i = 0; i < LIMIT_BODY_BYTES / 10 + 10; i++)
        buf_add(&rtf, SPAN_LITERAL("0123456789"));
    assert_true(rtf_text_read(arena, buf_span(&rtf), 0, &result));
    assert_true(result.cut);
    assert_int_equal(result.text.size, LIMIT_BODY_BYTES);
    result = read_rtf(arena, "{\\rtf1 a}}}}}b\\'zz\\u55357 c\\uc999999999999 \\");
    assert_true(result.damaged);
    assert_false(rtf_text_read(arena, SPAN_LITERAL("<html>"), 0, &result));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lzfu_examples_of_the_standard),
        cmocka_unit_test(lzfu_limits_and_damage),
        cmocka_unit_test(html_comes_out_as_it_went_in),
        cmocka_unit_test(text_of_plain_rtf),
        cmocka_unit_test(fonts_have_charsets),
        cmocka_unit_test(hostile_rtf_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
