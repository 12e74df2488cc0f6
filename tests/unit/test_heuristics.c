/* Every heuristic against its samples: it fires on each mail of fires.mbox and on none of silent.mbox, read beside one history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "case/case_read.h"
#include "case/case_result.h"
#include "heuristics/heuristic.h"
#include "inspect/yara_rules.h"
#include "judge/judge.h"
#include "scan/scan.h"

#define PATH_BYTES 1024

static bool found(const struct case_result *result, int64_t message, const char *heuristic)
{
    for (size_t h = 0; h < result->hit_count; h++)
        for (size_t f = 0; f < result->hits[h].finding_count && result->hits[h].message == message; f++)
            if (span_equal(result->hits[h].findings[f].heuristic, span_of(heuristic)))
                return true;
    return false;
}

/* Checks every mail of one of the two sample files; returns how many there were. */
static size_t check_mails(struct case_file *file, const struct case_result *result, const char *heuristic, const char *ending,
                          bool wanted)
{
    ARENA_LOCAL arena = arena_open();
    struct case_cursor *cursor;
    struct err err;
    struct case_message row;
    size_t checked = 0;
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        const struct case_place *places;
        size_t count;
        assert_int_equal(case_read_places(file, row.id, arena, &places, &count, &err), OUTCOME_OK);
        if (!count || !span_ends_nocase(places[0].store_path, span_of(ending)))
            continue;
        if (found(result, row.id, heuristic) != wanted)
            fail_msg("%s: %.*s %s", heuristic, SPAN_ARGS(row.message.message_id), wanted ? "is silent" : "fires");
        checked++;
    }
    case_read_end(cursor);
    return checked;
}

/* All samples are read with them: one heuristic alone fires on what they match. */
static struct yara_rules *rules(void)
{
    static const char *const path = SAMPLES "/heuristics/yara_rule_matches/rules.yar";
    struct yara_rules *rules = NULL;
    struct err err = {""};
    if (yara_rules_open(&path, 1, &rules, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    return rules;
}

static void check_heuristic(const char *heuristic)
{
    static const char *const own[] = {"hikari.example"};
    ARENA_LOCAL arena = arena_open();
    char fires[PATH_BYTES], silent[PATH_BYTES];
    struct case_file *file;
    struct err err = {""};
    struct scan_summary summary;
    struct case_result result;
    snprintf(fires, sizeof fires, "%s/heuristics/%s/fires.mbox", SAMPLES, heuristic);
    snprintf(silent, sizeof silent, "%s/heuristics/%s/silent.mbox", SAMPLES, heuristic);
    const char *const paths[] = {SAMPLES "/heuristics/stored.mbox", fires, silent};
    struct scan_options scan = {.paths = paths, .path_count = 3, .workers = 1, .yara = rules()};
    struct judge_options judge = {.own = own, .own_count = 1};
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    if (scan_run(file, &scan, &summary, &err) != OUTCOME_OK || !summary.complete)
        fail_msg("%s: samples not read: %s", heuristic, err.text);
    if (judge_run(file, &judge, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    assert_int_equal(case_result_read(file, arena, &result, &err), OUTCOME_OK);
    assert_true(check_mails(file, &result, heuristic, "/fires.mbox", true) > 0);
    assert_true(check_mails(file, &result, heuristic, "/silent.mbox", false) > 0);
    case_close(file);
    yara_rules_close(scan.yara);
}

static void fires_and_is_silent(void **state)
{
    (void)state;
    for (size_t i = 0; heuristic_table()[i]; i++)
        check_heuristic(heuristic_table()[i]->name);
}

/* Look-alikes of all kinds: worth a look at most. */
static void honest_mail_stays_low(void **state)
{
    static const char *const own[] = {"hikari.example"};
    static const char *const paths[] = {SAMPLES "/heuristics/stored.mbox", SAMPLES "/heuristics/honest.mbox"};
    ARENA_LOCAL arena = arena_open();
    struct case_file *file;
    struct err err = {""};
    struct scan_summary summary;
    struct case_result result;
    struct scan_options scan = {.paths = paths, .path_count = 2, .workers = 1};
    struct judge_options judge = {.own = own, .own_count = 1};
    (void)state;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    assert_int_equal(scan_run(file, &scan, &summary, &err), OUTCOME_OK);
    assert_int_equal(judge_run(file, &judge, &err), OUTCOME_OK);
    assert_int_equal(case_result_read(file, arena, &result, &err), OUTCOME_OK);
    for (size_t h = 0; h < result.hit_count; h++) {
        struct case_message row;
        assert_int_equal(case_read_message(file, result.hits[h].message, arena, &row, &err), OUTCOME_OK);
        if (result.hits[h].severity != CASE_LOW)
            fail_msg("%.*s is more than low: %.1f", SPAN_ARGS(row.message.message_id), result.hits[h].score);
    }
    case_close(file);
}

static void weighs_less_than_its_cap_allows_alone(void **state)
{
    (void)state;
    for (int group = 0; group < HEURISTIC_GROUPS; group++)
        assert_true(heuristic_cap((enum heuristic_group)group) < 6.0); /* SCORE_HIGH: one group never suffices */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fires_and_is_silent),
        cmocka_unit_test(honest_mail_stays_low),
        cmocka_unit_test(weighs_less_than_its_cap_allows_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
