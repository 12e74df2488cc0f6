/* Lists of patterns: YAML that is right, YAML that is wrong, and the ways of asking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/words.h"

static struct words *open_text(const char *yaml)
{
    struct words *words = NULL;
    struct err err;
    if (words_open(NULL, span_of(yaml), &words, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    return words;
}

static void asks_in_four_ways(void **state)
{
    (void)state;
    struct words *words = open_text("# comment\ncolour:\n  - 'blue|blue-green'\n  - \"ro[tu]\"\nempty: []\n");
    size_t start = 9, end = 9;
    assert_true(words_find(words, "colour", SPAN_LITERAL("the BLUE rot"), 0, &start, &end));
    assert_int_equal(start, 4);
    assert_int_equal(end, 8);
    assert_true(words_find(words, "colour", SPAN_LITERAL("the BLUE rot"), 5, &start, &end));
    assert_int_equal(start, 9);
    assert_false(words_find(words, "colour", SPAN_LITERAL("the BLUE"), 5, &start, &end));
    assert_true(words_match(words, "colour", SPAN_LITERAL("blue-green")));
    assert_false(words_match(words, "colour", SPAN_LITERAL("blue-greens")));
    assert_true(words_at(words, "colour", SPAN_LITERAL("a blue"), 2, &end));
    assert_int_equal(end, 6);
    assert_false(words_at(words, "colour", SPAN_LITERAL("a blue"), 0, &end));
    assert_true(words_before(words, "colour", SPAN_LITERAL("rot blue"), &start));
    assert_int_equal(start, 4);
    assert_false(words_before(words, "colour", SPAN_LITERAL("blue!"), &start));
    assert_false(words_match(words, "empty", SPAN_LITERAL("")));
    assert_false(words_match(words, "missing", SPAN_LITERAL("x")));
    assert_false(words_match(words, "colour", SPAN_NONE));
    assert_string_equal(words_list(words, 1), "empty");
    assert_null(words_list(words, 2));
    words_close(words);
    words_close(NULL);
}

static void refuses_what_is_no_list(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *part;
    } rows[] = {
        {"", "not a YAML mapping"},      {"- a\n- b\n", "not a YAML mapping"}, {"x: y\na: [b", "line "},
        {"a: b\n", "lists of patterns"}, {"a:\n  - '('\n", "list 'a'"},        {"a:\n  - [x]\n", "no pattern"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct words *words = NULL;
        struct err err;
        assert_int_equal(words_open(NULL, span_of(rows[i].yaml), &words, &err), OUTCOME_FAULT);
        assert_null(words);
        if (!strstr(err.text, rows[i].part))
            fail_msg("'%s': %s", rows[i].yaml, err.text);
    }
}

static void a_file_overrides(void **state)
{
    (void)state;
    char path[] = "/tmp/test_words.XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "a:\n  - x\n", 9), 9);
    close(file);
    struct words *words;
    struct err err;
    assert_int_equal(words_open(path, SPAN_LITERAL("a:\n  - y\n"), &words, &err), OUTCOME_OK);
    assert_true(words_match(words, "a", SPAN_LITERAL("x")));
    assert_false(words_match(words, "a", SPAN_LITERAL("y")));
    words_close(words);
    unlink(path);
    assert_int_equal(words_open(path, SPAN_NONE, &words, &err), OUTCOME_FAULT);
    assert_non_null(strstr(err.text, path));
}

static void a_pattern_that_explodes_finds_nothing(void **state)
{
    (void)state;
    struct words *words = open_text("a:\n  - '(?:x+x+)+y'\n");
    char text[3000];
    size_t start, end;
    memset(text, 'x', sizeof text);
    assert_false(words_find(words, "a", (struct span){text, sizeof text}, 0, &start, &end));
    words_close(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_in_four_ways), cmocka_unit_test(refuses_what_is_no_list), cmocka_unit_test(a_file_overrides),
        cmocka_unit_test(a_pattern_that_explodes_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
