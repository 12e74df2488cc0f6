/* Tests of report/sentence: templates are filled in once, hostile values stay text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "report/sentence.h"

static void expect(const char *says, const char *values, enum sentence_manner manner, const char *wanted)
{
    ARENA_LOCAL arena = arena_open();
    struct case_sentence sentence = {span_of(says), span_of(values)};
    struct span text = sentence_text(arena, &sentence, manner);
    assert_string_equal(arena_string(arena, text), wanted);
}

static void test_fills_in_values(void **state)
{
    (void)state;
    expect("{a} and {b}, {a}.", "{\"a\":\"x\",\"b\":\"山田\"}", SENTENCE_DATA, "x and 山田, x.");
    expect("nothing to fill", "", SENTENCE_DATA, "nothing to fill");
    expect("", "{}", SENTENCE_SHOWN, "");
}

static void test_unknown_keys_stay(void **state)
{
    (void)state;
    expect("{a} {none} {", "{\"a\":\"x\"}", SENTENCE_DATA, "x {none} {");
    expect("{a}", "not json", SENTENCE_DATA, "{a}");
    expect("{a}", "{\"a\":5}", SENTENCE_DATA, "{a}");
    expect("{a}", "[\"a\"]", SENTENCE_DATA, "{a}");
}

static void test_values_are_no_templates(void **state)
{
    (void)state;
    expect("{a}{b}", "{\"a\":\"{b}\",\"b\":\"%s%n\"}", SENTENCE_DATA, "{b}%s%n");
}

static void test_a_terminal_is_not_moved(void **state)
{
    (void)state;
    expect("{a}", "{\"a\":\"\\u001b[2J\\u202ex\"}", SENTENCE_SHOWN, "<U+001B>[2J<U+202E>x");
    expect("{a}", "{\"a\":\"\\u001b[2J\"}", SENTENCE_DATA, "\033[2J");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills_in_values),
        cmocka_unit_test(test_unknown_keys_stay),
        cmocka_unit_test(test_values_are_no_templates),
        cmocka_unit_test(test_a_terminal_is_not_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
