/* Records survive the way through the pipe; mutated ones are refused or read within bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "base/arena.h"
#include "base/limits.h"
#include "scan/record.h"
#include "scan/worker_frame.h"

static const struct span references[] = {SPAN_LITERAL("a@x"), SPAN_LITERAL("b@x")};
static const struct address people[] = {
    {SPAN_LITERAL("山田太郎"), SPAN_LITERAL("taro@example.jp"), ADDRESS_SMTP, ADDRESS_TO},
    {SPAN_LITERAL(""), SPAN_LITERAL("/O=X/CN=Y"), ADDRESS_EX, ADDRESS_BCC},
};
static const struct received received[] = {{.from = SPAN_LITERAL("mx"), .from_ip = SPAN_LITERAL("192.0.2.1"), .date = 77,
                                           .line = SPAN_LITERAL("from mx; 77")}};
static const struct segment segments[] = {
    {SEGMENT_OWN, SPAN_LITERAL("own words")},
    {SEGMENT_QUOTED, SPAN_LITERAL("> quoted words")},
};
static const struct quote_header headers[] = {{SPAN_LITERAL("Jiro"), SPAN_LITERAL("jiro@example.jp"), SPAN_LITERAL("1 Jan"), SPAN_LITERAL("s")}};
static const struct attachment_member members[] = {{.name = SPAN_LITERAL("a.doc"), .size = 12345, .encrypted = true, .read = true,
                                                    .true_type = SPAN_LITERAL("ole"), .sha256 = {7}}};
static const struct attachment_fact facts[] = {{ATTACHMENT_MACRO_AUTO_START, SPAN_LITERAL("a.doc"), SPAN_LITERAL("AutoOpen")},
                                               {.kind = ATTACHMENT_YARA_MATCH}};
static const uint64_t own[] = {1, 5, 9}, quoted[] = {2};
static const struct exchange_name names[] = {{SPAN_LITERAL("/o=x/cn=y"), SPAN_LITERAL("y@example.jp")}};
static const struct report_mail_recipient failed[] = {{.address = SPAN_LITERAL("nobody@example.jp"), .final = SPAN_LITERAL("none@example.com"),
    .action = REPORT_MAIL_FAILED, .status = SPAN_LITERAL("5.1.1"), .reply_code = SPAN_LITERAL("550"), .diagnostic = SPAN_LITERAL("unknown"),
    .remote_mta = SPAN_LITERAL("mx.example.com")}};
static const struct report_mail report = {.kind = REPORT_MAIL_DELAY, .format = SPAN_LITERAL("postfix"), .recipients = failed, .recipient_count = 1,
    .reporting_mta = SPAN_LITERAL("mx"), .original_id = SPAN_LITERAL("o@x"), .arrival = 5, .original = 1, .original_headers_only = true};
static const struct span defects[] = {SPAN_LITERAL("broken")};

static struct record sample(struct message *embedded, struct attachment *attachments, struct fingerprint_set *sets)
{
    *embedded = (struct message){.subject = SPAN_LITERAL("inner"), .date = MESSAGE_NO_DATE, .received_date = MESSAGE_NO_DATE};
    attachments[0] = (struct attachment){.name = SPAN_LITERAL("a.zip"), .size = 99, .encrypted = ATTACHMENT_ENCRYPTED_YES,
                                         .encryption = SPAN_LITERAL("AES-256"), .members = members, .member_count = 1, .facts = facts, .fact_count = 2,
                                         .macros = ATTACHMENT_MACROS_BOTH, .opened_with = SPAN_LITERAL("3141"), .opened_where = SPAN_LITERAL("pass: 3141"),
                                         .content = SPAN_LITERAL("content is left out"), .sha256 = {1, 2, 3}};
    attachments[1] = (struct attachment){.declared_type = SPAN_LITERAL("message/rfc822"), .embedded = embedded};
    sets[0] = (struct fingerprint_set){.key = {7}, .own = own, .own_count = 3, .own_bytes = 11};
    return (struct record){
        .where = {.folder = SPAN_LITERAL("INBOX"), .item = 4, .path = SPAN_LITERAL("cur/x"), .offset = 5, .length = 6},
        .message = {.flags = MESSAGE_LIST | MESSAGE_READ, .size = 1000, .message_id = SPAN_LITERAL("m@x"),
                    .references = references, .reference_count = 2, .has_reference_fields = true,
                    .thread_index = SPAN_LITERAL("\xff\x00\x01"), .date = -5, .zone = -540, .received_date = MESSAGE_NO_DATE,
                    .subject = SPAN_LITERAL("件名"), .from_raw = SPAN_LITERAL("raw"), .from = people, .from_count = 1,
                    .sender = people[1], .recipients = people, .recipient_count = 2,
                    .exchange_names = names, .exchange_name_count = 1, .received = received, .received_count = 1,
                    .segments = segments, .segment_count = 2, .quote_headers = headers, .quote_header_count = 1,
                    .attachments = attachments, .attachment_count = 2, .report = &report, .defects = defects, .defect_count = 1},
        .fingerprints = {.key = {9, 8}, .own = own, .own_count = 3, .quoted = quoted, .quoted_count = 1, .own_bytes = 30,
                         .quoted_bytes = 40},
        .embedded = sets,
        .embedded_count = 1,
    };
}

static void assert_report(const struct message *message)
{
    const struct report_mail *read = message->report;
    assert_non_null(read);
    assert_int_equal(read->kind, REPORT_MAIL_DELAY);
    assert_int_equal(read->original, 1);
    assert_true(read->original_headers_only && read->arrival == 5);
    assert_true(span_equal(read->original_id, report.original_id) && span_equal(read->format, report.format));
    assert_int_equal(read->recipient_count, 1);
    assert_int_equal(read->recipients[0].action, REPORT_MAIL_FAILED);
    assert_true(span_equal(read->recipients[0].remote_mta, failed[0].remote_mta));
    assert_true(span_equal(read->recipients[0].final, failed[0].final));
}

/* The parent must not follow it. */
static void original_that_is_no_mail(void **state)
{
    (void)state;
    struct message embedded;
    struct attachment attachments[2];
    struct fingerprint_set sets[1];
    struct record record = sample(&embedded, attachments, sets), back;
    struct report_mail wrong = report;
    record.message.report = &wrong;
    ARENA_LOCAL arena = arena_open();
    for (wrong.original = 0; wrong.original < 4; wrong.original++) {
        BUF_LOCAL bytes = {0};
        record_write(&bytes, &record);
        assert_int_equal(record_read(buf_span(&bytes), arena, &back), wrong.original == 1);
    }
}

static void round_trip(void **state)
{
    (void)state;
    struct message embedded;
    struct attachment attachments[2];
    struct fingerprint_set sets[1];
    struct record record = sample(&embedded, attachments, sets), back;
    BUF_LOCAL bytes = {0}, again = {0};
    ARENA_LOCAL arena = arena_open();
    record_write(&bytes, &record);
    assert_true(record_read(buf_span(&bytes), arena, &back));
    assert_true(span_equal(back.message.subject, record.message.subject));
    assert_true(span_equal(back.message.thread_index, record.message.thread_index));
    assert_true(span_equal(back.message.recipients[0].name, people[0].name));
    assert_int_equal(back.message.recipients[1].role, ADDRESS_BCC);
    assert_int_equal(back.message.exchange_name_count, 1);
    assert_true(span_equal(back.message.exchange_names[0].dn, names[0].dn));
    assert_true(span_equal(back.message.exchange_names[0].smtp, names[0].smtp));
    assert_int_equal(back.message.zone, -540);
    assert_int_equal(back.message.date, -5);
    assert_true(back.message.received_date == MESSAGE_NO_DATE);
    assert_true(span_equal(back.message.received[0].line, received[0].line));
    assert_report(&back.message);
    const struct attachment *zip = &back.message.attachments[0];
    assert_true(zip->members[0].encrypted);
    assert_true(zip->members[0].read);
    assert_true(span_equal(zip->members[0].true_type, SPAN_LITERAL("ole")));
    assert_int_equal(zip->members[0].sha256[0], 7);
    assert_int_equal(zip->macros, ATTACHMENT_MACROS_BOTH);
    assert_true(span_equal(zip->opened_with, SPAN_LITERAL("3141")));
    assert_true(span_equal(zip->opened_where, SPAN_LITERAL("pass: 3141")));
    assert_int_equal(zip->fact_count, 2);
    assert_int_equal(zip->facts[0].kind, ATTACHMENT_MACRO_AUTO_START);
    assert_true(span_equal(zip->facts[0].where, SPAN_LITERAL("a.doc")));
    assert_true(span_equal(zip->facts[0].detail, SPAN_LITERAL("AutoOpen")));
    assert_int_equal(zip->facts[1].kind, ATTACHMENT_YARA_MATCH);
    assert_int_equal(back.message.attachments[0].content.size, 0);
    assert_true(span_equal(back.message.attachments[1].embedded->subject, SPAN_LITERAL("inner")));
    assert_int_equal(back.fingerprints.own[2], 9);
    assert_int_equal(back.embedded[0].key[0], 7);
    record_write(&again, &back);
    assert_true(span_equal(buf_span(&bytes), buf_span(&again)));
}

/* The parent takes no pair that the case would not keep, and none from a mail within. */
static void false_exchange_names_are_refused(void **state)
{
    (void)state;
    static const struct exchange_name bad[] = {{SPAN_LITERAL("/o=X/cn=y"), SPAN_LITERAL("y@example.jp")},
                                               {SPAN_LITERAL("/o=x/cn=y"), SPAN_LITERAL("no address")},
                                               {SPAN_LITERAL(""), SPAN_LITERAL("y@example.jp")}};
    struct message embedded = {.exchange_names = names, .exchange_name_count = 1};
    struct attachment attachment = {.embedded = &embedded};
    struct fingerprint_set set = {0};
    struct record within = {.message = {.attachments = &attachment, .attachment_count = 1}, .embedded = &set, .embedded_count = 1}, back;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct record record = {.message = {.exchange_names = &bad[i], .exchange_name_count = 1}};
        BUF_LOCAL bytes = {0};
        record_write(&bytes, &record);
        assert_false(record_read(buf_span(&bytes), arena, &back));
    }
    BUF_LOCAL bytes = {0};
    record_write(&bytes, &within);
    assert_true(record_read(buf_span(&bytes), arena, &back));
    assert_int_equal(back.message.exchange_name_count, 0);
    assert_int_equal(back.message.attachments[0].embedded->exchange_name_count, 0);
}

static void words_are_capped(void **state)
{
    (void)state;
    static char text[3 * LIMIT_TEXT_KEPT];
    memset(text, 'x', sizeof text);
    struct segment long_segments[] = {{SEGMENT_OWN, {text, LIMIT_TEXT_KEPT - 1}}, {SEGMENT_QUOTED, {text, sizeof text}},
                                      {SEGMENT_OWN, SPAN_LITERAL("あい")}, {SEGMENT_OWN, SPAN_LITERAL("x")}};
    struct record record = {.message = {.segments = long_segments, .segment_count = 4}}, back;
    BUF_LOCAL bytes = {0};
    ARENA_LOCAL arena = arena_open();
    record_write(&bytes, &record);
    assert_true(record_read(buf_span(&bytes), arena, &back));
    assert_int_equal(back.message.segments[0].text.size, LIMIT_TEXT_KEPT - 1);
    assert_int_equal(back.message.segments[1].text.size, LIMIT_TEXT_KEPT);
    assert_int_equal(back.message.segments[2].text.size, 0); /* cut at a character */
    assert_int_equal(back.message.segments[3].text.size, 0);
}

static void mutated_records(void **state)
{
    (void)state;
    struct message embedded;
    struct attachment attachments[2];
    struct fingerprint_set sets[1];
    struct record record = sample(&embedded, attachments, sets), back;
    BUF_LOCAL bytes = {0};
    ARENA_LOCAL arena = arena_open();
    record_write(&bytes, &record);
    size_t refused = 0;
    for (size_t size = 0; size < bytes.size; size++)
        assert_false(record_read((struct span){bytes.data, size}, arena, &back));
    for (size_t at = 0; at < bytes.size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            char *copy = malloc(bytes.size);
            assert_non_null(copy);
            memcpy(copy, bytes.data, bytes.size);
            copy[at] = (char)(copy[at] ^ (1 << bit));
            arena_reset(arena);
            if (!record_read((struct span){copy, bytes.size}, arena, &back))
                refused++;
            else
                assert_int_equal(record_embedded(&back.message), back.embedded_count);
            free(copy);
        }
    assert_true(refused > bytes.size);
}

static void impossible_counts(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    char bytes[512];
    struct record back;
    memset(bytes, 0xff, sizeof bytes);
    assert_false(record_read((struct span){bytes, sizeof bytes}, arena, &back));
    assert_true(arena_used(arena) < 100000);
}

static void frames(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL bytes = {0};
    struct worker_frame end = {.kind = WORKER_FRAME_END, .flag = true, .text = SPAN_LITERAL("why"), .expected = 7, .skipped = 1,
                               .sha256 = {5}}, back;
    assert_true(worker_frame_write(&bytes, &end));
    assert_int_equal(worker_frame_size(bytes.data), bytes.size - WORKER_FRAME_HEAD);
    struct span payload = span_slice(buf_span(&bytes), WORKER_FRAME_HEAD, bytes.size);
    assert_true(worker_frame_read(payload, arena, &back));
    assert_int_equal(back.kind, WORKER_FRAME_END);
    assert_int_equal(back.expected, 7);
    assert_int_equal(back.sha256[0], 5);
    assert_false(worker_frame_read(span_slice(payload, 0, payload.size - 1), arena, &back));
    bytes.data[WORKER_FRAME_HEAD] = 17;
    assert_false(worker_frame_read(payload, arena, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(original_that_is_no_mail),
        cmocka_unit_test(false_exchange_names_are_refused),
        cmocka_unit_test(words_are_capped), cmocka_unit_test(mutated_records),
        cmocka_unit_test(impossible_counts), cmocka_unit_test(frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
