/* Tests of report/date_text: UTC by default, the zone of TZ for people, nothing for dates that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "model/message.h"
#include "report/date_text.h"

#define MOMENT 1646096400 /* 2022-03-01T01:00:00Z */

static void test_without_zone(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    unsetenv("TZ");
    tzset();
    assert_string_equal(arena_string(arena, date_text_utc(arena, MOMENT)), "2022-03-01T01:00:00Z");
    assert_string_equal(arena_string(arena, date_text_minute(arena, MOMENT)), "2022-03-01 01:00 UTC");
    assert_string_equal(arena_string(arena, date_text_day(arena, MOMENT)), "2022-03-01");
}

static void test_with_zone(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    setenv("TZ", "JST-9", 1);
    tzset();
    assert_string_equal(arena_string(arena, date_text_utc(arena, MOMENT)), "2022-03-01T01:00:00Z");
    assert_string_equal(arena_string(arena, date_text_minute(arena, MOMENT)), "2022-03-01 10:00 +0900");
    assert_string_equal(arena_string(arena, date_text_day(arena, MOMENT + 15 * 3600)), "2022-03-02");
    unsetenv("TZ");
}

static void test_no_date(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    const int64_t none[] = {MESSAGE_NO_DATE, INT64_MAX, -62135596801, 253402300800};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(date_text_utc(arena, none[i]).size, 0);
        assert_int_equal(date_text_minute(arena, none[i]).size, 0);
    }
    assert_int_equal(date_text_utc(arena, -30610224000).size, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_zone),
        cmocka_unit_test(test_with_zone),
        cmocka_unit_test(test_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
