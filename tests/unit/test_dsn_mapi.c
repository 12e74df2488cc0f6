/* Reports as Outlook keeps them: recipient rows, classes, embedded originals, and items that only carry a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "decode/decode_item.h"

#define STRING(id, text) {(id), MAPI_STRING8, {(text), sizeof(text) - 1}}
#define BYTES(id, type, text) {(id), (type), {(text), sizeof(text) - 1}}
#define BAG(list) {(list), sizeof(list) / sizeof *(list)}

static void assert_span(struct span got, const char *wanted)
{
    if (!span_equal(got, span_of(wanted)))
        fail_msg("got \"%.*s\", wanted \"%s\"", SPAN_ARGS(got), wanted);
}

static struct message decode(struct arena *arena, const struct mapi_item *item)
{
    struct dsn_words *words = dsn_words_open();
    struct message message;
    struct err err;
    struct store_item stored = {.mapi = item};
    assert_int_equal(decode_item(arena, &stored, words, &message, &err), OUTCOME_OK);
    dsn_words_close(words);
    return message;
}

static const struct mapi_property original_list[] = {
    STRING(0x001A, "IPM.Note"), STRING(0x0037, "Plan"), STRING(0x1000, "The words of the plan.\n"),
    STRING(0x007D, "Received: from pc.hikari.example ([198.51.100.7]) by out.hikari.example with ESMTPSA id 1;\r\n"
                   "\tMon, 1 Nov 2021 09:00:00 +0900\r\nMessage-ID: <1@hikari.example>\r\nFrom: taro@hikari.example\r\n\r\n"),
};
static const struct mapi_item original = {.message = BAG(original_list)};
static const struct mapi_property attached[] = {STRING(0x3001, "Plan"), BYTES(0x3705, MAPI_INT32, "\5\0\0\0")};
static const struct mapi_attachment attachment = {.bag = BAG(attached), .embedded = &original};

static void rows_tell_what_failed(void **state)
{
    (void)state;
    static const struct mapi_property list[] = {STRING(0x001A, "report.IPM.Note.ndr"), STRING(0x0037, "Undeliverable: Plan"),
                                                STRING(0x1042, "<1@hikari.example>"), STRING(0x6820, "mx.kawa.example")};
    static const struct mapi_property smtp[] = {
        STRING(0x3001, "Hanako"), STRING(0x39FE, "Hanako@kawa.example"),
        STRING(0x0C1B, "< mx.home.example #4.4.7 smtp;550 4.4.7 QUEUE.Expired; message expired>"),
    };
    static const struct mapi_property number[] = {STRING(0x3002, "SMTP"), STRING(0x3003, "jiro@kawa.example"), BYTES(0x0C20, MAPI_INT32, "\xFF\1\0\0"),
                                                  STRING(0x1001, "The address does not exist.")};
    static const struct mapi_bag rows[] = {BAG(smtp), BAG(number)};
    static const struct mapi_item item = {.message = BAG(list), .recipients = rows, .recipient_count = 2,
                                          .attachments = &attachment, .attachment_count = 1};
    ARENA_LOCAL arena = arena_open();
    struct message message = decode(arena, &item);
    const struct report_mail *report = message.report;
    assert_non_null(report);
    assert_int_equal(report->kind, REPORT_MAIL_BOUNCE);
    assert_span(report->format, "mapi");
    assert_span(report->reporting_mta, "mx.kawa.example");
    assert_int_equal(report->recipient_count, 2);
    assert_span(report->recipients[0].address, "hanako@kawa.example");
    assert_span(report->recipients[0].status, "4.4.7");
    assert_span(report->recipients[0].reply_code, "550");
    assert_span(report->recipients[0].remote_mta, "mx.home.example");
    assert_span(report->recipients[1].status, "5.1.1");
    assert_span(report->recipients[1].diagnostic, "The address does not exist.");
    assert_span(report->original_id, "1@hikari.example");
    assert_int_equal(report->original, 0);
    const struct message *returned = message.attachments[0].embedded;
    assert_int_equal(returned->received_count, 1);
    assert_span(returned->received[0].from_ip, "198.51.100.7");
}

static void classes_tell_the_kind(void **state)
{
    (void)state;
    static const struct {
        const char *item_class;
        enum report_mail_kind kind;
    } rows[] = {
        {"REPORT.IPM.Note.NDR", REPORT_MAIL_BOUNCE},      {"REPORT.IPM.Schedule.Meeting.Request.NDR", REPORT_MAIL_BOUNCE},
        {"REPORT.IPM.Note.DR", REPORT_MAIL_SUCCESS},      {"REPORT.IPM.Note.Delayed", REPORT_MAIL_DELAY},
        {"REPORT.IPM.Note.IPNRN", REPORT_MAIL_RECEIPT},   {"REPORT.IPM.Note.IPNNRN", REPORT_MAIL_RECEIPT},
        {"IPM.Note.Rules.OofTemplate.Microsoft", REPORT_MAIL_AUTO_REPLY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        struct mapi_property list[] = {{0x001A, MAPI_STRING8, span_of(rows[i].item_class)}, STRING(0x0037, "Plan"), STRING(0x1042, "<1@hikari.example>")};
        struct mapi_item item = {.message = BAG(list)};
        struct message message = decode(arena, &item);
        assert_non_null(message.report);
        assert_int_equal(message.report->kind, rows[i].kind);
        assert_span(message.report->original_id, "1@hikari.example");
    }
}

/* The rows are those whom the report was sent to: its attached part says what failed. */
static void attached_parts_go_first(void **state)
{
    (void)state;
    static const struct mapi_property list[] = {STRING(0x001A, "REPORT.IPM.Note.NDR"), STRING(0x0037, "Undeliverable: Plan")};
    static const struct mapi_property row[] = {STRING(0x3001, "taro@hikari.example"), STRING(0x3003, "taro@hikari.example")};
    static const struct mapi_property part[] = {STRING(0x3707, "details.txt"), STRING(0x370E, "message/delivery-status"),
        BYTES(0x3701, MAPI_BINARY, "Reporting-MTA: dns; mx.kawa.example\r\n\r\nFinal-recipient: RFC822; hanako@kawa.example\r\nAction: failed\r\nStatus: 5.1.1\r\n")};
    static const struct mapi_bag rows[] = {BAG(row)};
    static const struct mapi_attachment parts[] = {{.bag = BAG(part)}, {.bag = BAG(attached), .embedded = &original}};
    struct mapi_item item = {.message = BAG(list), .recipients = rows, .recipient_count = 1, .attachments = parts, .attachment_count = 2};
    ARENA_LOCAL arena = arena_open();
    struct message message = decode(arena, &item);
    assert_non_null(message.report);
    assert_int_equal(message.report->recipient_count, 1);
    assert_span(message.report->recipients[0].address, "hanako@kawa.example");
    assert_int_equal(message.report->original, 1);
    /* somebody forwards the same */
    static const struct mapi_property note[] = {STRING(0x001A, "IPM.Note"), STRING(0x0037, "FW: Undeliverable: Plan"),
                                                STRING(0x0C1F, "taro@hikari.example"), STRING(0x0C1E, "SMTP")};
    item.message = (struct mapi_bag)BAG(note);
    assert_null(decode(arena, &item).report);
}

static void words_of_exchange_are_read(void **state)
{
    (void)state;
    static const struct mapi_property list[] = {STRING(0x001A, "REPORT.IPM.Note.NDR"), STRING(0x0037, "Undeliverable: Plan"),
        STRING(0x1000, "Your message did not reach some or all of the intended recipients.\r\n\r\nThe following recipient(s) cannot be reached:\r\n\r\n"
                       "      hanako@kawa.example on 2021/11/01 9:00\r\n            The e-mail account does not exist.\r\n            <mx.kawa.example #5.1.1>\r\n")};
    static const struct mapi_item item = {.message = BAG(list)};
    ARENA_LOCAL arena = arena_open();
    struct message message = decode(arena, &item);
    assert_non_null(message.report);
    assert_int_equal(message.report->recipient_count, 1);
    assert_span(message.report->recipients[0].address, "hanako@kawa.example");
    assert_span(message.report->recipients[0].status, "5.1.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_tell_what_failed),
        cmocka_unit_test(classes_tell_the_kind),
        cmocka_unit_test(attached_parts_go_first),
        cmocka_unit_test(words_of_exchange_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
