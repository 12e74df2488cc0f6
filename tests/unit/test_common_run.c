/* Tests of report/common_run: the longest shared run is found across line breaks, quote marks and widths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "report/common_run.h"

#define LARGE 65536

static void expect(const char *a, const char *b, const char *run_a, const char *run_b)
{
    struct common_run run = common_run_find(span_of(a), span_of(b));
    assert_int_equal(run.a_to - run.a_from, strlen(run_a));
    assert_memory_equal(a + run.a_from, run_a, strlen(run_a));
    assert_int_equal(run.b_to - run.b_from, strlen(run_b));
    assert_memory_equal(b + run.b_from, run_b, strlen(run_b));
}

static void test_finds_the_longest(void **state)
{
    (void)state;
    expect("xx please find attached yy", "Please find ATTACHED, the list", "please find attached", "Please find ATTACHED");
    expect("abc hello world", "world abc", "world", "world");
}

static void test_across_lines_and_quote_marks(void **state)
{
    (void)state;
    expect("> 見積書の件で\n> ございます", "見積書の件でございます。", "見積書の件で\n> ございます", "見積書の件でございます");
    expect("ABC123", "ABC123", "ABC123", "ABC123");
}

static void test_nothing_in_common(void **state)
{
    (void)state;
    assert_int_equal(common_run_find(span_of("abc"), span_of("xyz")).letters, 0);
    assert_int_equal(common_run_find(span_of(""), span_of("xyz")).letters, 0);
    assert_int_equal(common_run_find(span_of("..!"), span_of("---")).letters, 0);
}

static void test_repetition_stays_cheap(void **state)
{
    (void)state;
    char *a = malloc(LARGE), *b = malloc(LARGE);
    memset(a, 'a', LARGE);
    memset(b, 'a', LARGE);
    b[LARGE / 2] = 'b';
    struct common_run run = common_run_find((struct span){a, LARGE}, (struct span){b, LARGE});
    assert_int_equal(run.letters, LARGE / 2);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_the_longest),
        cmocka_unit_test(test_across_lines_and_quote_marks),
        cmocka_unit_test(test_nothing_in_common),
        cmocka_unit_test(test_repetition_stays_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
