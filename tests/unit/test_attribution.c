/* The mail that a reply header names: by subject and sender, and of several by the minute. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/intern.h"
#include "judge/attribution.h"

enum { ALICE, BOB };
enum { SUBJECT, OTHER_SUBJECT };
#define MAILS 5

static const struct corpus_mail mails[MAILS + 1] = {
    {.key = {1}, .time = 100, .from = ALICE, .subject = SUBJECT, .minute = 7},
    {.key = {2}, .time = 200, .from = ALICE, .subject = SUBJECT, .minute = 31},
    {.key = {3}, .time = 300, .from = BOB, .subject = SUBJECT, .minute = 7},
    {.key = {4}, .time = 400, .from = ALICE, .subject = OTHER_SUBJECT, .minute = 7},
    {.key = {5}, .time = 900, .from = BOB, .subject = SUBJECT, .minute = 0},
};

static uint32_t find(uint32_t quoted_from, uint8_t quoted_minute, bool *ret_dated)
{
    struct corpus_mail all[MAILS + 1];
    struct attribution attribution;
    memcpy(all, mails, sizeof all);
    for (size_t i = 0; i < MAILS; i++) {
        all[i].name = all[i].quoted_from = all[i].quoted_name = all[i].quoted_subject = CORPUS_NONE;
        all[i].quoted_minute = CORPUS_NO_MINUTE;
    }
    all[4].quoted_from = quoted_from;
    all[4].quoted_subject = SUBJECT;
    all[4].quoted_minute = quoted_minute;
    struct intern *subjects = intern_open();
    intern_add(subjects, SPAN_LITERAL("subject"));
    intern_add(subjects, SPAN_LITERAL("other subject"));
    struct corpus corpus = {.mails = all, .mail_count = MAILS, .subjects = subjects};
    attribution_open(&attribution, &corpus);
    uint32_t found = attribution_find(&attribution, 4, ret_dated);
    attribution_close(&attribution);
    intern_close(subjects);
    return found;
}

static void test_the_minute_tells_mails_apart(void **state)
{
    (void)state;
    bool dated;
    assert_int_equal(find(ALICE, 7, &dated), 0);
    assert_true(dated);
    assert_int_equal(find(ALICE, 31, &dated), 1);
    assert_true(dated);
    assert_int_equal(find(ALICE, 44, &dated), 1); /* none fits: the newest */
    assert_false(dated);
    assert_int_equal(find(ALICE, CORPUS_NO_MINUTE, &dated), 1);
    assert_false(dated);
    assert_int_equal(find(BOB, 0, &dated), 2); /* never itself */
    assert_int_equal(find(CORPUS_NONE, 7, &dated), CORPUS_NONE);
    assert_int_equal(find(ALICE, 7, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_minute_tells_mails_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
