/* Encoded words and raw bytes of header fields, honest and broken, against the text that the sender meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "base/buf.h"
#include "decode/mime_header.h"

static const struct {
    const char *raw;
    const char *charset;
    const char *text;
} table[] = {
    {"plain words", "", "plain words"},
    {"", "", ""},
    {"  folded\r\n\tvalue ", "", "folded value"},
    {"=?UTF-8?B?6KuL5rGC5pu4?=", "", "請求書"},
    {"=?utf-8?b?6KuL5rGC5pu4?=", "", "請求書"},
    {"=?UTF-8*ja?B?6KuL5rGC5pu4?=", "", "請求書"},
    {"=?iso-8859-1?Q?Andr=E9_Dupont?=", "", "André Dupont"},
    {"=?iso-8859-1?q?Andr=e9?= Dupont", "", "André Dupont"},
    {"=?us-ascii?B?UmU6IFJlOiBpbnZvaWNl?=", "", "Re: Re: invoice"},
    /* blanks between words vanish, around literals they stay */
    {"=?utf-8?Q?a?= =?utf-8?Q?b?=", "", "ab"},
    {"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?= c", "", "ab c"},
    {"x =?utf-8?Q?a?=", "", "x a"},
    {"Re:=?utf-8?Q?a?=b", "", "Re:ab"},
    /* one character cut in two by the encoder: in quoted and in base64 words */
    {"=?utf-8?Q?=E8=AB=8B=E6=B1?= =?utf-8?Q?=82=E6=9B=B8?=", "", "請求書"},
    {"=?utf-8?B?6KuL5rE=?= =?UTF-8?B?guabuA==?=", "", "請求書"},
    {"=?utf-8?B?6KuL5rGC5p?= =?utf-8?B?u4?=", "", "請求書"},
    {"=?utf-8?B?6Ku?= =?utf-8?B?L5rGC5pu4?=", "", "請求書"},
    /* missing padding, missing end mark, blanks inside, unencoded question mark */
    {"=?utf-8?B?6KuL5rGC5pu4YQ?=", "", "請求書a"},
    {"=?utf-8?B?6KuL5rGC5pu4", "", "請求書"},
    {"=?utf-8?Q?=E8=AB=8B", "", "請"},
    {"=?utf-8?B?6KuL =?utf-8?B?5rGC?=", "", "請求"},
    {"=?utf-8?Q?two words?=", "", "two words"},
    {"=?utf-8?B?6KuL 5rGC?=", "", "請求"},
    {"=?utf-8?Q?really?=20yes?=", "", "really? yes"},
    {"=?utf-8?Q?what?\?=", "", "what?"},
    /* encoded words where they may not be */
    {"\"=?utf-8?B?6KuL5rGC?=\"", "", "\"請求\""},
    /* ISO-2022-JP: whole, without return to ASCII, and with a state that runs over words */
    {"=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=", "", "請求書"},
    {"=?ISO-2022-JP?B?GyRCQEE1YT1x?=", "", "請求書"},
    {"=?ISO-2022-JP?B?GyRCQEE1?= =?ISO-2022-JP?B?YT1xGyhC?=", "", "請求書"},
    {"=?Shift_JIS?B?kL+LgY+R?=", "", "請求書"},
    {"=?EUC-JP?B?wMG14b3x?=", "", "請求書"},
    /* raw bytes: by the body's charset, by looking */
    {"\x1b$B@A5a=q\x1b(B", "", "請求書"},
    {"\x90\xbf\x8b\x81\x8f\x91", "shift_jis", "請求書"},
    {"請求書", "", "請求書"},
    {"Andr\xe9", "iso-8859-1", "André"},
    /* no words at all */
    {"=?", "", "=?"},
    {"=?x?", "", "=?x?"},
    {"=?utf-8?X?abc?=", "", "=?utf-8?X?abc?="},
    {"=??Q?a?=", "", "=??Q?a?="},
    {"a =?= b", "", "a =?= b"},
    /* line ends within a word do not make two lines */
    {"=?utf-8?Q?a=0D=0ABcc:_x?=", "", "a Bcc: x"},
};

static void reads_the_table(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct span text = mime_header_text(arena, span_of(table[i].raw), span_of(table[i].charset));
        if (!span_equal(text, span_of(table[i].text)))
            print_message("row %zu: %s\n", i, table[i].raw);
        assert_string_equal(arena_string(arena, text), table[i].text);
    }
}

static void measures_words(void **state)
{
    (void)state;
    assert_int_equal(mime_header_word(SPAN_LITERAL("=?utf-8?Q?a,b?= c")), 15);
    assert_int_equal(mime_header_word(SPAN_LITERAL("=?utf-8?Q?a b?=")), 0);
    assert_int_equal(mime_header_word(SPAN_LITERAL("=?utf-8?Q?a")), 0);
    assert_int_equal(mime_header_word(SPAN_LITERAL("word")), 0);
}

/* Shapes whose cost would be a square if every word were searched to the end of the field. */
static void hostile_fields_stay_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"=?a?q?x ", "=?", "=?a?q?=?=20", "=?a?b?A=?a?b?B", "?=20"};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL field = {0};
        buf_add(&field, SPAN_LITERAL("=?a?q?"));
        while (field.size < 256 * 1024)
            buf_add(&field, span_of(pieces[p]));
        clock_t start = clock();
        mime_header_text(arena, buf_span(&field), SPAN_NONE);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_table),
        cmocka_unit_test(measures_words),
        cmocka_unit_test(hostile_fields_stay_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
