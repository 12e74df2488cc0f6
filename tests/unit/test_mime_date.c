/* Dates of mail in all their forms against Unix seconds and zone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "decode/mime_date.h"

static const struct {
    const char *text;
    int64_t time;
    int zone;
} good[] = {
    {"Tue, 1 Mar 2022 10:00:00 +0900", 1646096400, 540},
    {"Tue, 1 Mar 2022 10:00:00 +0900 (JST)", 1646096400, 540},
    {"1 Mar 2022 10:00 +0900", 1646096400, 540},
    {"Tue,1 Mar 2022 10:00:00 +09:00", 1646096400, 540},
    {"Tue, 1 Mar 2022 10:00:00 -0900", 1646161200, -540}, /* the sign that forgers get wrong is kept */
    {"Tue, 01 Mar 22 10:00:00 GMT", 1646128800, 0},
    {"Tue, 01 Mar 122 10:00:00 GMT", 1646128800, 0},
    {"Tue, 01 Mar 99 10:00:00 GMT", 920282400, 0},
    {"Tuesday, 01-Mar-22 10:00:00 GMT", 1646128800, 0},
    {"01-Mar-2022 10:00:00 +0000", 1646128800, 0},
    {"Tue Mar  1 10:00:00 2022", 1646128800, 0},
    {"Tue Mar 1 10:00:00 JST 2022", 1646096400, 540},
    {"Tue Mar 1 10:00:00 2022 +0900", 1646096400, 540},
    {"2022-03-01 10:00:00 +0900", 1646096400, 540},
    {"2022-03-01T10:00:00Z", 1646128800, 0},
    {"2022/03/01 10:00:00", 1646128800, 0},
    {"Tue, 1 Mar 2022 10:00:00 GMT+0900", 1646096400, 540},
    {"Tue, 1 Mar 2022 10:00:00 EST", 1646146800, -300},
    {"Tue, 1 Mar 2022 10:00:00", 1646128800, 0},
    {"Tue, 1 Mar 2022 10:00:00 XYZ", 1646128800, 0},
    {"Tue, 1 March 2022 10:00:00 PM +0000", 1646172000, 0},
    {"Tue, 1 Mar 2022 12:00:00 AM +0000", 1646092800, 0},
    {"(comment (nested)) Tue, 1 (first) Mar 2022 10:00:00 +0000", 1646128800, 0},
    {"Fri, 1 Mar 2022 10:00:00 +0000", 1646128800, 0}, /* the weekday is wrong and says nothing */
    {"Tue, 1 Mar 2022 10.00.00 +0900", 1646096400, 540},
    {"Thu, 29 Feb 2024 00:00:00 +0530", 1709145000, 330},
    {"Sat, 31 Dec 2016 23:59:60 +0000", 1483228800, 0},
    {"Thu, 1 Jan 1970 00:00:00 +0000", 0, 0},
    {"Wed, 31 Dec 1969 23:59:59 +0000", -1, 0},
    {"Tue, 1 Mar 2022 10:00:00 +9999", 1646128800, 0},
};

static const char *const bad[] = {
    "", "yesterday", "Tue, 32 Mar 2022 10:00:00 +0000", "Tue, 1 Mar 2022 25:00:00 +0000", "1 2 3", "2022",
    "Tue, 30 Feb 2022 10:00:00 +0000", "Tue, 1 Mar 99999 10:00:00 +0000", "(((((((((", "+-+-+-", "10:00:00", "Mar 2022 10:00:00",
};

static void reads_every_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t time = 7;
        int zone = 7;
        bool read = mime_date(span_of(good[i].text), &time, &zone);
        if (!read || time != good[i].time || zone != good[i].zone)
            print_message("%s: %d %lld %d\n", good[i].text, read, (long long)time, zone);
        assert_true(read);
        assert_int_equal(time, good[i].time);
        assert_int_equal(zone, good[i].zone);
    }
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t time = 7;
        int zone = 7;
        if (mime_date(span_of(bad[i]), &time, &zone))
            fail_msg("read: %s", bad[i]);
        assert_int_equal(time, 7);
        assert_int_equal(zone, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_form),
        cmocka_unit_test(refuses_what_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
