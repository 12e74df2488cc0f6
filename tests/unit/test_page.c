/* Tests of report/page: lines break by column, beside wide characters and at blanks, and never inside a character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/utf8.h"
#include "report/page.h"

static void expect_lines(const char *text, unsigned columns, const char *const *wanted)
{
    ARENA_LOCAL arena = arena_open();
    struct span rest = span_of(text);
    for (; *wanted; wanted++) {
        struct span line = page_take_line(&rest, columns);
        assert_string_equal(arena_string(arena, line), *wanted);
    }
    assert_int_equal(rest.size, 0);
}

static void test_breaks_at_blanks(void **state)
{
    (void)state;
    expect_lines("one two three", 7, (const char *const[]){"one two", "three", NULL});
    expect_lines("one two three", 6, (const char *const[]){"one", "two", "three", NULL});
    expect_lines("onetwothree", 4, (const char *const[]){"onet", "woth", "ree", NULL});
}

static void test_breaks_beside_wide_characters(void **state)
{
    (void)state;
    expect_lines("見積書の件", 6, (const char *const[]){"見積書", "の件", NULL});
    expect_lines("見積書の件", 7, (const char *const[]){"見積書", "の件", NULL});
    expect_lines("見積書。件", 6, (const char *const[]){"見積", "書。件", NULL});
    expect_lines("件abc def", 5, (const char *const[]){"件abc", "def", NULL});
}

static void test_always_moves_on(void **state)
{
    (void)state;
    expect_lines("見積", 1, (const char *const[]){"見", "積", NULL});
    expect_lines("見積", 0, (const char *const[]){"見", "積", NULL});
    struct span rest = span_of("\xff\xfe");
    assert_int_equal(page_take_line(&rest, 1).size + page_take_line(&rest, 1).size, 2);
}

static void test_fits(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    assert_string_equal(arena_string(arena, page_fit(arena, span_of("見積書の件"), 10)), "見積書の件");
    assert_string_equal(arena_string(arena, page_fit(arena, span_of("見積書の件"), 8)), "見積...");
    assert_string_equal(arena_string(arena, page_fit_end(arena, span_of("/data/営業/x.mbox"), 10)), ".../x.mbox");
    for (unsigned columns = 4; columns < 20; columns++)
        assert_true(utf8_width(page_fit_end(arena, span_of("/data/営業部/tanaka.pst"), columns)) <= columns);
}

static void test_colours_only_where_wanted(void **state)
{
    (void)state;
    for (int color = 0; color < 2; color++) {
        char *text;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        struct page page = {out, 80, color};
        page_text(&page, 2, 4, PAGE_ALARM, span_of("x"));
        fclose(out);
        assert_string_equal(text, color ? "  \033[1;31mx\033[0m\n" : "  x\n");
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks_at_blanks),
        cmocka_unit_test(test_breaks_beside_wide_characters),
        cmocka_unit_test(test_always_moves_on),
        cmocka_unit_test(test_fits),
        cmocka_unit_test(test_colours_only_where_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
