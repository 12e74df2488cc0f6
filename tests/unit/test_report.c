/* Tests of report/: a small case told as jsonl byte by byte, on a terminal without a control character, and by `show`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "case/case_result.h"
#include "case/case_triage.h"
#include "case/case_write.h"
#include "report/report.h"
#include "report/show.h"

#define ORIGINAL_WORDS "Please find attached the quotation for the spare parts of last week."
#define EVIL "\033[2J\xc2\x9b" "31m\xe2\x80\xae"

struct fixture {
    struct case_file *file;
    struct case_store store;
};

static int64_t write_message(struct fixture *fixture, uint64_t item, const struct message *message)
{
    ARENA_LOCAL arena = arena_open();
    struct fingerprint_set set;
    struct occurrence where = {.item = item};
    struct err err;
    fingerprint_make(arena, message, &set);
    assert_int_equal(case_write_message(fixture->file, fixture->store.id, &where, message, &set, NULL, &err), OUTCOME_OK);
    return (int64_t)item + 1;
}

static void write_messages(struct fixture *fixture)
{
    const struct address taro = {SPAN_LITERAL("Taro"), SPAN_LITERAL("taro@partner.example"), ADDRESS_SMTP, ADDRESS_TO};
    const struct address thief = {SPAN_LITERAL("Taro" EVIL), SPAN_LITERAL("foo@hacked.example"), ADDRESS_SMTP, ADDRESS_TO};
    const struct address us = {SPAN_NONE, SPAN_LITERAL("us@ours.example"), ADDRESS_SMTP, ADDRESS_TO};
    const struct segment own = {SEGMENT_OWN, SPAN_LITERAL(ORIGINAL_WORDS)};
    const struct segment forged[] = {{SEGMENT_OWN, SPAN_LITERAL("See attachment" EVIL "\n")},
                                     {SEGMENT_QUOTED, SPAN_LITERAL("> Please find attached the\n> quotation for the spare parts\n")}};
    struct message original = {.message_id = SPAN_LITERAL("1@partner.example"), .date = 1646096400, .received_date = MESSAGE_NO_DATE,
                               .subject = SPAN_LITERAL("Quotation"), .from = &taro, .from_count = 1, .recipients = &us,
                               .recipient_count = 1, .segments = &own, .segment_count = 1};
    struct message hit = {.date = 1646182800, .received_date = MESSAGE_NO_DATE, .subject = SPAN_LITERAL("Re: Quotation" EVIL),
                          .from = &thief, .from_count = 1, .recipients = &us, .recipient_count = 1, .segments = forged,
                          .segment_count = 2};
    assert_int_equal(write_message(fixture, 0, &original), 1);
    assert_int_equal(write_message(fixture, 1, &hit), 2);
}

static void write_result(struct fixture *fixture)
{
    struct err err;
    const struct span taro = SPAN_LITERAL("taro@partner.example"), id = SPAN_LITERAL("H1"), old = SPAN_LITERAL("taro@old.example");
    const struct case_sentence favour = {SPAN_LITERAL("{count} bear its name."), SPAN_LITERAL("{\"count\":\"1\"}")};
    const struct case_sentence note = {SPAN_LITERAL("Second wave: {who}."), SPAN_LITERAL("{\"who\":\"us\\u001b[2J\"}")};
    const struct case_finding finding = {
        SPAN_LITERAL("quotes_stored_thread"),
        {SPAN_LITERAL("{sender} was never in it."), SPAN_LITERAL("{\"sender\":\"foo@hacked.example\\u001b[2J\"}")}, 3.25};
    const struct case_quote quote = {1, 0.91234};
    const struct case_hit hit = {.id = id, .message = 2, .verdict = SPAN_LITERAL("stolen-reply"), .severity = CASE_HIGH, .score = 7.5,
                                 .claimed_name = SPAN_LITERAL("Taro"), .claimed_address = taro,
                                 .claimed_org = SPAN_LITERAL("partner.example"), .sending_account = SPAN_LITERAL("foo@hacked.example"),
                                 .campaign = SPAN_LITERAL("C1"), .findings = &finding, .finding_count = 1, .quotes = &quote,
                                 .quote_count = 1, .standing = CASE_CONFIRMED};
    const struct case_triage said = {id, SPAN_LITERAL("true"), SPAN_LITERAL("by phone" EVIL)};
    const struct case_suspect suspect = {.rank = 1, .address = taro, .name = SPAN_LITERAL("Taro"), .org = SPAN_LITERAL("partner.example"),
                                         .probability = 0.95, .explains = 1, .of = 1, .oldest = 1646010000, .from = 1646096400,
                                         .to = MESSAGE_NO_DATE, .also = &old, .also_count = 1, .because = &id, .because_count = 1,
                                         .in_favour = &favour, .in_favour_count = 1};
    const struct case_opening opening = {.address = SPAN_LITERAL("us@ours.example"), .how = SPAN_LITERAL("read"), .first = 1646182800,
                                         .hits = &id, .hit_count = 1, .later = 2};
    const struct case_own_domain own = {.domain = SPAN_LITERAL("ours.example"), .given = true};
    const struct case_result result = {
        .hits = &hit, .hit_count = 1, .suspects = &suspect, .suspect_count = 1,
        .verdict = {SPAN_LITERAL("partner"), {SPAN_LITERAL("It was {name}."), SPAN_LITERAL("{\"name\":\"Taro\"}")}, &taro, 1, &note, 1},
        .openings = &opening, .opening_count = 1, .own = &own, .own_count = 1, .judged_messages = 2};
    assert_int_equal(case_result_write(fixture->file, &result, &err), OUTCOME_OK);
    assert_int_equal(case_triage_write(fixture->file, &said, &err), OUTCOME_OK);
}

static int set_up(void **state)
{
    struct err err;
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_int_equal(case_open(":memory:", CASE_WRITE, &fixture->file, &err), OUTCOME_OK);
    fixture->store = (struct case_store){.path = SPAN_LITERAL("in" EVIL ".mbox"), .format = SPAN_LITERAL("mbox"), .expected = 2, .read = 2,
                                         .state = CASE_STORE_DONE};
    assert_int_equal(case_write_store(fixture->file, &fixture->store, &fixture->store.id, &err), OUTCOME_OK);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    case_close(fixture->file);
    free(fixture);
    return 0;
}

/* The caller frees the text. */
static char *print(struct fixture *fixture, const char *format, struct report_summary *ret_summary)
{
    char *text;
    size_t size;
    struct err err;
    FILE *out = open_memstream(&text, &size);
    struct report_options options = {.columns = 80, .case_path = "x.case"};
    assert_int_equal(report_find(format)->write(fixture->file, &options, out, ret_summary, &err), OUTCOME_OK);
    fclose(out);
    return text;
}

static void commit(struct fixture *fixture)
{
    struct err err;
    write_messages(fixture);
    assert_int_equal(case_write_commit(fixture->file, &err), OUTCOME_OK);
    write_result(fixture);
}

static void test_jsonl_byte_by_byte(void **state)
{
    static const char wanted[] =
        "{\"type\":\"run\",\"stores\":[{\"path\":\"in\\u001B[2J\\u009B31m\\u202E.mbox\",\"format\":\"mbox\",\"expected\":2,\"read\":2,"
        "\"failed\":0,\"skipped\":0,\"sha256\":null}],\"own\":[\"ours.example\"],\"allow\":[],\"complete\":true}\n"
        "{\"type\":\"verdict\",\"infected\":\"partner\",\"says\":\"It was Taro.\",\"suspects\":[\"taro@partner.example\"],"
        "\"notes\":[\"Second wave: us\\u001B[2J.\"]}\n"
        "{\"type\":\"suspect\",\"rank\":1,\"address\":\"taro@partner.example\",\"name\":\"Taro\",\"org\":\"partner.example\","
        "\"also\":[\"taro@old.example\"],\"own\":false,\"probability\":0.95,\"explains\":1,\"of\":1,"
        "\"window\":{\"oldest\":\"2022-02-28T01:00:00Z\",\"from\":\"2022-03-01T01:00:00Z\",\"to\":null},\"because\":[\"H1\"],"
        "\"in_favour\":[\"1 bear its name.\"],\"against\":[]}\n"
        "{\"type\":\"opened\",\"address\":\"us@ours.example\",\"name\":\"\",\"how\":\"read\",\"first\":\"2022-03-02T01:00:00Z\","
        "\"hits\":[\"H1\"],\"later\":2}\n"
        "{\"type\":\"hit\",\"id\":\"H1\",\"verdict\":\"stolen-reply\",\"severity\":\"high\",\"score\":7.5,\"message_id\":null,"
        "\"occurrences\":[{\"store\":\"in\\u001B[2J\\u009B31m\\u202E.mbox\",\"folder\":\"\",\"item\":1,\"path\":null}],"
        "\"date\":\"2022-03-02T01:00:00Z\",\"subject\":\"Re: Quotation\\u001B[2J\\u009B31m\\u202E\","
        "\"from_name\":\"Taro\\u001B[2J\\u009B31m\\u202E\",\"from_address\":\"foo@hacked.example\",\"claimed_name\":\"Taro\","
        "\"claimed_address\":\"taro@partner.example\",\"sending_account\":\"foo@hacked.example\",\"recipients\":[\"us@ours.example\"],"
        "\"findings\":[{\"heuristic\":\"quotes_stored_thread\",\"says\":\"foo@hacked.example\\u001B[2J was never in it.\",\"weight\":3.25,"
        "\"proof\":{\"sender\":\"foo@hacked.example\\u001B[2J\"}}],\"quotes\":[{\"message_id\":\"1@partner.example\","
        "\"occurrences\":[{\"store\":\"in\\u001B[2J\\u009B31m\\u202E.mbox\",\"folder\":\"\",\"item\":0,\"path\":null}],"
        "\"from\":\"taro@partner.example\",\"date\":\"2022-03-01T01:00:00Z\",\"share\":0.9123}],\"attachments\":[],\"campaign\":\"C1\","
        "\"triage\":{\"verdict\":\"true\",\"note\":\"by phone\\u001B[2J\\u009B31m\\u202E\"},\"counts\":true}\n"
        "{\"type\":\"sender\",\"by\":\"claimed\",\"sender\":\"taro@partner.example\",\"name\":\"Taro\",\"count\":1,\"accounts\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"hits\":[\"H1\"]}\n"
        "{\"type\":\"sender\",\"by\":\"account\",\"sender\":\"foo@hacked.example\",\"name\":\"\",\"count\":1,\"accounts\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"hits\":[\"H1\"]}\n"
        "{\"type\":\"sender\",\"by\":\"organisation\",\"sender\":\"partner.example\",\"name\":\"\",\"count\":1,\"accounts\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"hits\":[\"H1\"]}\n"
        "{\"type\":\"address\",\"address\":\"foo@hacked.example\",\"role\":\"real\",\"hits\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"because\":[\"H1\"]}\n"
        "{\"type\":\"address\",\"address\":\"taro@partner.example\",\"role\":\"fake\",\"hits\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"because\":[\"H1\"]}\n"
        "{\"type\":\"address\",\"address\":\"us@ours.example\",\"role\":\"recipient\",\"hits\":1,"
        "\"first\":\"2022-03-02T01:00:00Z\",\"last\":\"2022-03-02T01:00:00Z\",\"because\":[\"H1\"]}\n";
    struct report_summary summary;
    commit(*state);
    char *text = print(*state, "jsonl", &summary);
    assert_string_equal(text, wanted);
    assert_int_equal(summary.hits, 1);
    assert_true(summary.complete);
    free(text);
}

static void assert_safe(const char *text)
{
    for (const char *at = text; *at; at++)
        assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
    assert_null(strstr(text, "\xc2\x9b"));
    assert_null(strstr(text, "\xe2\x80\xae"));
}

static void test_a_terminal_is_not_moved(void **state)
{
    struct report_summary summary;
    commit(*state);
    char *text = print(*state, "terminal", &summary);
    assert_safe(text);
    assert_int_equal(strncmp(text, "It was Taro.\n", 13), 0);
    assert_non_null(strstr(text, "<U+001B>[2J"));
    free(text);
}

static void test_show_marks_the_common_run(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    char *text;
    size_t size;
    const unsigned widths[] = {80, 120};
    commit(fixture);
    for (size_t i = 0; i < 2; i++) {
        FILE *out = open_memstream(&text, &size);
        struct report_options options = {.columns = widths[i]};
        assert_int_equal(show_hit(fixture->file, span_of("h1"), &options, out, &err), OUTCOME_OK);
        assert_int_equal(show_hit(fixture->file, span_of("H2"), &options, out, &err), OUTCOME_END);
        fclose(out);
        assert_safe(text);
        assert_non_null(strstr(text, "\n= > Please find attached the"));
        assert_non_null(strstr(text, "= Please find attached the quotation"));
        assert_int_equal(strstr(text, " |  ") != NULL, widths[i] >= SHOW_COLUMNS_BESIDE);
        free(text);
    }
}

static void test_never_complete_with_less_than_expected(void **state)
{
    struct fixture *fixture = *state;
    struct report_summary summary;
    struct err err;
    commit(fixture);
    fixture->store.expected = 3;
    assert_int_equal(case_write_store(fixture->file, &fixture->store, &fixture->store.id, &err), OUTCOME_OK);
    assert_int_equal(report_summarise(fixture->file, &summary, &err), OUTCOME_OK);
    assert_false(summary.complete);
    fixture->store.expected = 2;
    assert_int_equal(case_write_store(fixture->file, &fixture->store, &fixture->store.id, &err), OUTCOME_OK);
    assert_int_equal(report_summarise(fixture->file, &summary, &err), OUTCOME_OK);
    assert_true(summary.complete);
    assert_int_equal(case_write_note(fixture->file, fixture->store.id, true, SPAN_LITERAL("a folder"), &err), OUTCOME_OK);
    assert_int_equal(report_summarise(fixture->file, &summary, &err), OUTCOME_OK);
    assert_false(summary.complete);
}

static void test_without_a_judge_no_report(void **state)
{
    struct fixture *fixture = *state;
    struct report_summary summary;
    struct err err;
    for (const struct report_format *format = report_formats(); format->name; format++)
        assert_int_equal(format->write(fixture->file, &(struct report_options){0}, stderr, &summary, &err), OUTCOME_DEAD);
    assert_int_equal(report_summarise(fixture->file, &summary, &err), OUTCOME_OK);
    assert_int_equal(summary.hits, 0);
    assert_null(report_find("klingon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_jsonl_byte_by_byte, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_terminal_is_not_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_show_marks_the_common_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_never_complete_with_less_than_expected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_a_judge_no_report, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
