/* Address fields as honest mailers, broken ones and forgers send them, against name and address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "decode/mime_address.h"

/* The mailboxes as `name|addr`, parted by a line end. */
static const struct {
    const char *value;
    const char *people;
} table[] = {
    {"taro@a.example", "|taro@a.example"},
    {"Taro Yamada <Taro@A.example>", "Taro Yamada|taro@a.example"},
    {"\"Yamada, Taro\" <taro@a.example>, jiro@b.example", "Yamada, Taro|taro@a.example\n|jiro@b.example"},
    {"<taro@a.example>", "|taro@a.example"},
    {"", ""},
    {" , ,, ", ""},
    /* the shapes of stolen replies */
    {"\"[Taro Yamada]\" <x@foreign.example>", "[Taro Yamada]|x@foreign.example"},
    {"[Taro Yamada] <x@foreign.example>", "[Taro Yamada]|x@foreign.example"},
    {"\"\"Taro Yamada\"\" <x@foreign.example>", "\"Taro Yamada\"|x@foreign.example"},
    {"\"\"Yamada, Taro\"\" <x@foreign.example>", "\"Yamada, Taro\"|x@foreign.example"},
    {"\"<[Taro Yamada]> [taro@a.example]\" <x@foreign.example>", "<[Taro Yamada]> [taro@a.example]|x@foreign.example"},
    {"\"<Taro Yamada> taro@a.example\" <x@foreign.example>", "<Taro Yamada> taro@a.example|x@foreign.example"},
    {"Taro <taro@a.example> <x@foreign.example>", "Taro <taro@a.example>|x@foreign.example"},
    {"taro@a.example <x@foreign.example>", "taro@a.example|x@foreign.example"},
    {"\"taro@a.example\" <x@foreign.example>", "taro@a.example|x@foreign.example"},
    {"\"taro@a.example\" x@foreign.example", "taro@a.example|x@foreign.example"},
    {"\"Taro \xe2\x80\xb9taro \xe2\x93\x90 a.example\xe2\x80\xba\" <x@foreign.example>", "Taro ‹taro ⓐ a.example›|x@foreign.example"},
    {"=?utf-8?B?5bGx55SwIOWkqumDjg==?= <x@foreign.example>", "山田 太郎|x@foreign.example"},
    {"\"=?utf-8?B?5bGx55Sw?=\" <x@foreign.example>", "山田|x@foreign.example"},
    {"=?utf-8?Q?Yamada,_Taro?= <taro@a.example>", "Yamada, Taro|taro@a.example"},
    {"=?utf-8?Q?\"Yamada\"_<taro@a.example>?= <x@foreign.example>", "\"Yamada\" <taro@a.example>|x@foreign.example"},
    /* raw ISO-2022-JP whose bytes look like quotes and brackets: 太 is B@, 郎 is O: */
    {"\x1b$B;3EDB@O:\x1b(B <taro@a.example>", "山田太郎|taro@a.example"},
    /* broken by mailers */
    {"Yamada, Taro <taro@a.example>", "Yamada, Taro|taro@a.example"},
    {"Taro \"T\" Yamada <taro@a.example>", "Taro T Yamada|taro@a.example"},
    {"\"Taro \"T\" Yamada\" <taro@a.example>", "Taro \"T\" Yamada|taro@a.example"},
    {"\"Taro <taro@a.example>", "\"Taro|taro@a.example"},
    {"Taro <taro@a.example", "Taro|taro@a.example"},
    {"Taro <<taro@a.example>>", "Taro <|taro@a.example"},
    {"Taro :( <taro@a.example>", "Taro :(|taro@a.example"},
    {"taro@a.example; jiro@b.example", "|taro@a.example\n|jiro@b.example"},
    {"taro@a.example (Taro Yamada)", "Taro Yamada|taro@a.example"},
    {"Taro Yamada taro@a.example", "Taro Yamada|taro@a.example"},
    {"<taro@a.example> (Taro)", "Taro|taro@a.example"},
    {"mailto:taro@a.example", "|taro@a.example"},
    {"<@relay.example,@b.example:taro@a.example>", "|taro@a.example"},
    {"\"Taro \\\"T\\\" Yamada\" <taro@a.example>", "Taro \"T\" Yamada|taro@a.example"},
    {"Taro <taro@a.exam\r\n ple>", "Taro|taro@a.example"},
    {"\"taro yamada\"@a.example", "|\"taro yamada\"@a.example"},
    {"Taro </O=Big Corp/CN=TARO>", "Taro|/o=big corp/cn=taro"},
    {"(no To-header on input)", ""},
    {"<>, \"\"", ""},
    /* groups and people without address */
    {"undisclosed-recipients:;", ""},
    {"Team: taro@a.example, Jiro <jiro@b.example>;", "|taro@a.example\nJiro|jiro@b.example"},
    {"Taro Yamada", "Taro Yamada|"},
    {"\"Taro Yamada <taro@a.example>\"", "Taro Yamada <taro@a.example>|"},
    {"Taro Yamada <>", "Taro Yamada|"},
};

static struct span people_of(struct arena *arena, const struct mime_address_list *list)
{
    BUF_LOCAL out = {0};
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            buf_add_byte(&out, '\n');
        buf_add(&out, list->address[i].name);
        buf_add_byte(&out, '|');
        buf_add(&out, list->address[i].addr);
    }
    return arena_copy(arena, buf_span(&out));
}

static void reads_the_table(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct mime_address_list list = {0};
        mime_address_parse(arena, span_of(table[i].value), SPAN_NONE, ADDRESS_CC, &list);
        struct span people = people_of(arena, &list);
        if (!span_equal(people, span_of(table[i].people)))
            fail_msg("%s: [%.*s] instead of [%s]", table[i].value, SPAN_ARGS(people), table[i].people);
        for (size_t p = 0; p < list.count; p++)
            assert_int_equal(list.address[p].role, ADDRESS_CC);
    }
}

static void recipients_without_end_are_cut(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL field = {0};
    for (int i = 0; i < 300000; i++)
        buf_add(&field, SPAN_LITERAL("a@b,"));
    struct mime_address_list list = {0};
    mime_address_parse(arena, buf_span(&field), SPAN_NONE, ADDRESS_TO, &list);
    assert_int_equal(list.count, LIMIT_ADDRESSES);
    assert_true(list.cut);
}

/* Openings that are never closed must not be searched again and again. */
static void hostile_fields_stay_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<", "\"\\", "(", "\"\"a ", "<\"", ":", "a@:", "<>", "=?a?q?x ", "((a)", "\"", ",<", "<a@b"};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL field = {0};
        while (field.size < 256 * 1024)
            buf_add(&field, span_of(pieces[p]));
        buf_add(&field, SPAN_LITERAL("\">;"));
        struct mime_address_list list = {0};
        clock_t start = clock();
        mime_address_parse(arena, buf_span(&field), SPAN_NONE, ADDRESS_TO, &list);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 2)
            fail_msg("%s: %.1f s", pieces[p], seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_table),
        cmocka_unit_test(recipients_without_end_are_cut),
        cmocka_unit_test(hostile_fields_stay_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
