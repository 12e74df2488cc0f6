/* Results of judge: written whole, replaced whole, read back as they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/arena.h"
#include "case/case_result.h"
#include "case/case_triage.h"
#include "case/case_write.h"

#define S(text) SPAN_LITERAL(text)
#define SL(text) {(text), sizeof(text) - 1}

struct fixture {
    struct arena *arena;
    struct case_file *file;
    struct err err;
};

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = arena_open();
    assert_int_equal(case_open(":memory:", CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    case_close(f->file);
    arena_close(f->arena);
    free(f);
    return 0;
}

static void assert_span(struct span got, struct span wanted)
{
    if (!span_equal(got, wanted))
        fail_msg("'%.*s' is not '%.*s'", SPAN_ARGS(got), SPAN_ARGS(wanted));
}

static void assert_sentence(struct case_sentence got, struct case_sentence wanted)
{
    assert_span(got.says, wanted.says);
    assert_span(got.values, wanted.values);
}

static const struct case_finding findings[] = {
    {SL("quotes_stored_thread"), {SL("quotes {subject}"), SL("{\"subject\":\"見積 \\\"x\\\"\"}")}, 4.5},
    {SL("name_differs"), {SL("name"), SL("{}")}, 0.1},
    {SL("zip"), {SL("zip"), SL("{}")}, -1},
};
static const struct case_quote quotes[] = {{7, 0.75}, {3, 1.0 / 3}};
static const struct case_hit hits[] = {
    {.id = SL("aa01"), .message = 12, .verdict = SL("stolen-reply"), .severity = CASE_HIGH, .score = 9.25, .claimed_name = SL("山田"),
     .claimed_address = SL("y@example.jp"), .claimed_org = SL("example.jp"), .sending_account = SL("x@example.net"),
     .campaign = SL("C1"), .findings = findings, .finding_count = 2, .quotes = quotes, .quote_count = 2},
    {.id = SL("bb02"), .message = 13, .verdict = SL("suspicious"), .severity = CASE_LOW, .score = 1, .standing = CASE_CONFIRMED},
    {.id = SL("cc03"), .message = 14, .verdict = SL("suspicious-attachment"), .severity = CASE_MEDIUM, .findings = findings + 2,
     .finding_count = 1},
};
static const struct case_hit aside[] = {
    {.id = SL("dd04"), .message = 15, .verdict = SL("suspicious"), .severity = CASE_HIGH, .findings = findings, .finding_count = 1,
     .quotes = quotes, .quote_count = 1, .standing = CASE_DISMISSED},
    {.id = SL("ee05"), .message = 16, .verdict = SL("suspicious"), .standing = CASE_ALLOWED, .findings = findings + 1, .finding_count = 1},
};
static const struct span because[] = {SL("aa01"), SL("cc03")};
static const struct case_sentence against[] = {{SL("also in {n} others"), SL("{\"n\":\"5\"}")}};
static const struct case_sentence in_favour[] = {{SL("alone"), SL("{}")}, {SL("within {org}"), SL("{\"org\":\"x\"}")}};
static const struct span also[] = {SL("y@example.net"), SL("y@example.org")};
static const struct case_suspect suspects[] = {
    {.rank = 1, .address = SL("y@example.jp"), .name = SL("Y"), .org = SL("example.jp"), .own = true, .probability = 0.93, .explains = 4,
     .of = 5, .oldest = 50, .from = 100, .to = 200, .also = also, .also_count = 2, .because = because, .because_count = 2,
     .in_favour = in_favour, .in_favour_count = 2, .against = against, .against_count = 1},
    {.rank = 2, .address = SL("z@example.com"), .oldest = MESSAGE_NO_DATE, .from = MESSAGE_NO_DATE, .to = MESSAGE_NO_DATE,
     .in_favour = in_favour + 1, .in_favour_count = 1},
};
static const struct case_opening openings[] = {
    {.address = SL("a@example.jp"), .name = SL("A"), .how = SL("answered"), .first = 300, .hits = because, .hit_count = 2, .later = 3},
    {.address = SL("b@example.jp"), .how = SL("read"), .first = MESSAGE_NO_DATE, .hits = because + 1, .hit_count = 1},
};
static const struct case_sentence notes[] = {{SL("{a} or {b}"), SL("{\"a\":\"1\"}")}, {SL("wave"), SL("{}")}};
static const struct span infected[] = {SL("y@example.jp")};
static const struct case_same same[] = {{SL("b@y.example"), SL("b@x.example")}, {SL("b@x.example"), SL("b@x.example")}};
static const struct span lists[] = {SL("list@x.example")};
static const struct case_reused reused[] = {{7, SL("bb02")}, {3, SL("aa01")}};
static const struct span allow[] = {SL("anna@example.com"), SL("example.net")};
static const struct case_own_domain own[] = {{SL("example.jp"), true, true}, {SL("example.org"), false, false}};

static const struct case_result full = {
    .hits = hits, .hit_count = 3, .aside = aside, .aside_count = 2, .suspects = suspects, .suspect_count = 2,
    .verdict = {SL("own"), {SL("It was {who}"), SL("{\"who\":\"Y\"}")}, infected, 1, notes, 2},
    .openings = openings, .opening_count = 2,
    .own = own, .own_count = 2, .allow = allow, .allow_count = 2, .judged_messages = 12345,
    .relations = {same, 2, lists, 1, reused, 2}};

static void assert_hit(const struct case_hit *got, const struct case_hit *wanted)
{
    assert_span(got->id, wanted->id);
    assert_int_equal(got->message, wanted->message);
    assert_span(got->verdict, wanted->verdict);
    assert_int_equal(got->severity, wanted->severity);
    assert_true(got->score == wanted->score);
    assert_span(got->claimed_name, wanted->claimed_name);
    assert_span(got->claimed_address, wanted->claimed_address);
    assert_span(got->claimed_org, wanted->claimed_org);
    assert_span(got->sending_account, wanted->sending_account);
    assert_span(got->campaign, wanted->campaign);
    assert_int_equal(got->finding_count, wanted->finding_count);
    for (size_t i = 0; i < wanted->finding_count; i++) {
        assert_span(got->findings[i].heuristic, wanted->findings[i].heuristic);
        assert_sentence(got->findings[i].sentence, wanted->findings[i].sentence);
        assert_true(got->findings[i].weight == wanted->findings[i].weight);
    }
    assert_int_equal(got->standing, wanted->standing);
    assert_int_equal(got->quote_count, wanted->quote_count);
    for (size_t i = 0; i < wanted->quote_count; i++) {
        assert_int_equal(got->quotes[i].message, wanted->quotes[i].message);
        assert_true(got->quotes[i].share == wanted->quotes[i].share);
    }
}

static void assert_suspect(const struct case_suspect *got, const struct case_suspect *wanted)
{
    assert_int_equal(got->rank, wanted->rank);
    assert_span(got->address, wanted->address);
    assert_span(got->name, wanted->name);
    assert_span(got->org, wanted->org);
    assert_int_equal(got->own, wanted->own);
    assert_true(got->probability == wanted->probability);
    assert_int_equal(got->explains, wanted->explains);
    assert_int_equal(got->of, wanted->of);
    assert_int_equal(got->oldest, wanted->oldest);
    assert_int_equal(got->also_count, wanted->also_count);
    for (size_t i = 0; i < wanted->also_count; i++)
        assert_span(got->also[i], wanted->also[i]);
    assert_int_equal(got->in_favour_count, wanted->in_favour_count);
    for (size_t i = 0; i < wanted->in_favour_count; i++)
        assert_sentence(got->in_favour[i], wanted->in_favour[i]);
    assert_int_equal(got->from, wanted->from);
    assert_int_equal(got->to, wanted->to);
    assert_int_equal(got->because_count, wanted->because_count);
    for (size_t i = 0; i < wanted->because_count; i++)
        assert_span(got->because[i], wanted->because[i]);
    assert_int_equal(got->against_count, wanted->against_count);
    for (size_t i = 0; i < wanted->against_count; i++)
        assert_sentence(got->against[i], wanted->against[i]);
}

static void assert_opening(const struct case_opening *got, const struct case_opening *wanted)
{
    assert_span(got->address, wanted->address);
    assert_span(got->name, wanted->name);
    assert_span(got->how, wanted->how);
    assert_int_equal(got->first, wanted->first);
    assert_int_equal(got->later, wanted->later);
    assert_int_equal(got->hit_count, wanted->hit_count);
    for (size_t i = 0; i < wanted->hit_count; i++)
        assert_span(got->hits[i], wanted->hits[i]);
}

static void assert_full(struct fixture *f)
{
    struct case_result got;
    if (case_result_read(f->file, f->arena, &got, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
    assert_int_equal(got.hit_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_hit(&got.hits[i], &hits[i]);
    assert_int_equal(got.aside_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_hit(&got.aside[i], &aside[i]);
    assert_int_equal(got.suspect_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_suspect(&got.suspects[i], &suspects[i]);
    assert_span(got.verdict.infected, full.verdict.infected);
    assert_sentence(got.verdict.sentence, full.verdict.sentence);
    assert_int_equal(got.verdict.suspect_count, 1);
    assert_span(got.verdict.suspects[0], infected[0]);
    assert_int_equal(got.verdict.note_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_sentence(got.verdict.notes[i], notes[i]);
    assert_int_equal(got.opening_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_opening(&got.openings[i], &openings[i]);
    assert_int_equal(got.own_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_span(got.own[i].domain, own[i].domain);
        assert_int_equal(got.own[i].given, own[i].given);
        assert_int_equal(got.own[i].unseen, own[i].unseen);
    }
    assert_int_equal(got.allow_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_span(got.allow[i], allow[i]);
    assert_int_equal(got.judged_messages, 12345);
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    struct case_result got;
    assert_int_equal(case_result_read(f->file, f->arena, &got, &f->err), OUTCOME_END);
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_full(f);
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_full(f);
}

static void test_replaces(void **state)
{
    struct fixture *f = *state;
    struct case_result got;
    const struct case_result none = {.verdict = {SL("none"), {SL("Nothing."), SL("{}")}, NULL, 0}};
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_int_equal(case_result_write(f->file, &none, &f->err), OUTCOME_OK);
    assert_int_equal(case_result_read(f->file, f->arena, &got, &f->err), OUTCOME_OK);
    assert_int_equal(got.hit_count, 0);
    assert_int_equal(got.suspect_count, 0);
    assert_int_equal(got.opening_count, 0);
    assert_int_equal(got.verdict.note_count, 0);
    assert_int_equal(got.own_count, 0);
    assert_int_equal(got.allow_count, 0);
    assert_span(got.verdict.infected, S("none"));
}

/* Sorted, whatever the order they were written in; the next judge replaces them. */
static void test_relations(void **state)
{
    struct fixture *f = *state;
    struct case_relations got;
    const struct case_result none = {.verdict = {SL("none"), {SL("Nothing."), SL("{}")}, NULL, 0}};
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_int_equal(case_relation_read(f->file, f->arena, &got, &f->err), OUTCOME_OK);
    assert_int_equal(got.same_count, 2);
    assert_span(got.same[0].address, same[1].address);
    assert_span(got.same[1].address, same[0].address);
    assert_span(got.same[1].stands, same[0].stands);
    assert_int_equal(got.list_count, 1);
    assert_span(got.lists[0], lists[0]);
    assert_int_equal(got.reused_count, 2);
    assert_int_equal(got.reused[0].message, 3);
    assert_span(got.reused[0].hit, reused[1].hit);
    assert_int_equal(case_result_write(f->file, &none, &f->err), OUTCOME_OK);
    assert_int_equal(case_relation_read(f->file, f->arena, &got, &f->err), OUTCOME_OK);
    assert_int_equal(got.same_count + got.list_count + got.reused_count, 0);
}

/* Two hits of one id are a bug of the caller: the old result stays whole. */
static void test_failure_keeps_the_old_result(void **state)
{
    struct fixture *f = *state;
    struct case_hit twice[] = {hits[0], hits[0]};
    struct case_result broken = full;
    broken.hits = twice;
    broken.hit_count = 2;
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_int_equal(case_result_write(f->file, &broken, &f->err), OUTCOME_FAULT);
    assert_full(f);
}

static void assert_triage(struct fixture *f, const struct case_triage *wanted, size_t wanted_count)
{
    const struct case_triage *rows;
    size_t count;
    assert_int_equal(case_triage_read(f->file, f->arena, &rows, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, wanted_count);
    for (size_t i = 0; i < count; i++) {
        assert_span(rows[i].hit, wanted[i].hit);
        assert_span(rows[i].verdict, wanted[i].verdict);
        assert_span(rows[i].note, wanted[i].note);
    }
}

/* A new judge leaves decisions alone; the hits that it writes are read back with what was said about them. */
static void test_triage(void **state)
{
    struct fixture *f = *state;
    struct case_result got;
    const struct case_triage first = {S("dd04"), S("true"), S("")}, rows[] = {
        {S("aa01"), S("true"), S("電話した")}, {S("dd04"), S("false"), S("her \"new\" address")}, {S("gone"), S("false"), S("")}};
    assert_triage(f, NULL, 0);
    assert_int_equal(case_triage_write(f->file, &first, &f->err), OUTCOME_OK);
    for (size_t i = 3; i-- > 0;)
        assert_int_equal(case_triage_write(f->file, &rows[i], &f->err), OUTCOME_OK);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    assert_triage(f, rows, 3);
    assert_int_equal(case_result_write(f->file, &full, &f->err), OUTCOME_OK);
    assert_triage(f, rows, 3);
    assert_full(f);
    assert_int_equal(case_result_read(f->file, f->arena, &got, &f->err), OUTCOME_OK);
    assert_span(got.hits[0].triage, S("true"));
    assert_span(got.hits[0].note, S("電話した"));
    assert_span(got.hits[1].triage, SPAN_NONE);
    assert_span(got.aside[0].triage, S("false"));
    assert_int_equal(case_triage_forget(f->file, S("gone"), &f->err), OUTCOME_OK);
    assert_int_equal(case_triage_forget(f->file, S("gone"), &f->err), OUTCOME_OK);
    assert_triage(f, rows, 2);
}

/* A hit set aside in front of one that counts, as no judge writes it, is not lost from those that count. */
static void test_standing_out_of_order(void **state)
{
    struct fixture *f = *state;
    struct case_result got, odd = full;
    const struct case_hit mixed[] = {aside[0], hits[0], aside[1]};
    odd.hits = mixed;
    odd.hit_count = 3;
    odd.aside_count = 0;
    assert_int_equal(case_result_write(f->file, &odd, &f->err), OUTCOME_OK);
    assert_int_equal(case_result_read(f->file, f->arena, &got, &f->err), OUTCOME_OK);
    assert_int_equal(got.hit_count, 2);
    assert_hit(&got.hits[1], &hits[0]);
    assert_int_equal(got.aside_count, 1);
    assert_hit(&got.aside[0], &aside[1]);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip),
        TEST(test_replaces),
        TEST(test_relations),
        TEST(test_failure_keeps_the_old_result),
        TEST(test_triage),
        TEST(test_standing_out_of_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
