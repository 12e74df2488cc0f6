/* CSV as spreadsheet programs read it: quotes, formulas, line ends; and days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "notify/notify_cells.h"
#include "notify/notify_day.h"

static void test_cells(void **state)
{
    static const struct { const char *text, *cell; } rows[] = {
        {"plain", "plain"},
        {"", ""},
        {"two words", "\"two words\""},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"=1+1", "\"'=1+1\""},
        {"+81", "\"'+81\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"' =1\""},
        {"\r=1", "<U+000D>=1"},
        {"\n=1", "\"' =1\""},
        {"＝1", "\"'＝1\""},
        {"＋1", "\"'＋1\""},
        {"－1", "\"'－1\""},
        {"＠A", "\"'＠A\""},
        {"　=1", "\"'　=1\""},
        {"a=1", "a=1"},
        {"line\nbreak", "\"line break\""},
        {"ﾊﾝｶｸ", "ﾊﾝｶｸ"},
        {"𠮷野家", "𠮷野家"},
        {"葛\U000E0100城", "葛\U000E0100城"},
        {"a\u202Eb", "a<U+202E>b"},
        {"a\xff" "b", "a\uFFFD" "b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL out = {0};
        struct notify_cells cells = {&out, arena, false};
        notify_cells_text(&cells, span_of(rows[i].text));
        buf_add_byte(&out, '\0');
        assert_string_equal(out.data, rows[i].cell);
    }
}

/* A name that is a number keeps its zero; a day or a count of ours stays one. */
static void test_numbers_of_mail(void **state)
{
    static const struct { const char *text, *cell; } rows[] = {
        {"0312345678", "\"'0312345678\""}, {"1/2", "\"'1/2\""}, {"3E5", "\"'3E5\""}, {"1.10", "\"'1.10\""}, {"2022-03-01", "\"'2022-03-01\""},
        {"=1", "\"'=1\""}, {"", ""}, {"e", "e"}, {"3号館", "3号館"}, {"42nd", "42nd"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL out = {0};
        struct notify_cells cells = {&out, arena, false};
        notify_cells_found(&cells, span_of(rows[i].text));
        notify_cells_text(&cells, SPAN_LITERAL("2022-03-01"));
        buf_add_byte(&out, '\0');
        assert_string_equal(out.data, arena_printf(arena, "%s,2022-03-01", rows[i].cell).data);
    }
}

static void test_rows(void **state)
{
    static const char *const titles[] = {"a", "b"};
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL out = {0};
    struct notify_cells cells = notify_cells_open(&out, arena, titles, 2);
    notify_cells_text(&cells, SPAN_NONE);
    notify_cells_number(&cells, 18446744073709551615u);
    notify_cells_end(&cells);
    buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "\xEF\xBB\xBF" "a,b\r\n,18446744073709551615\r\n");
}

static void test_days(void **state)
{
    static const char *const wrong[] = {"", "2022-3-1", "2022-02-29", "2022-13-01", "2022-00-10", "1969-12-31", "2200-01-01", "2022-03-01 ", "2022/03/01", "abcd-ef-gh"};
    (void)state;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(notify_day_valid(span_of(wrong[i])));
    assert_true(notify_day_valid(SPAN_LITERAL("2024-02-29")));
    assert_string_equal(notify_day_later(arena, SPAN_LITERAL("2022-02-08"), 60).data, "2022-04-09");
    assert_string_equal(notify_day_later(arena, SPAN_LITERAL("2023-12-30"), 3).data, "2024-01-02");
    assert_int_equal(notify_day_later(arena, SPAN_NONE, 3).size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells), cmocka_unit_test(test_numbers_of_mail), cmocka_unit_test(test_rows), cmocka_unit_test(test_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
