/* Reports by their machine-readable parts: delivery status in all its spellings, receipts, complaints, X-Failed-Recipients, the original. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "decode/decode_item.h"
#include "decode/decode_mime.h"

static void assert_span(struct span got, const char *wanted)
{
    if (!span_equal(got, span_of(wanted)))
        fail_msg("got \"%.*s\", wanted \"%s\"", SPAN_ARGS(got), wanted);
}

static struct message decode(struct arena *arena, struct span raw)
{
    struct message message;
    struct err err;
    assert_int_equal(decode_mime(arena, raw, 0, 0, &message, &err), OUTCOME_OK);
    return message;
}

#define HEAD "From: MAILER-DAEMON@mx.example (Mail Delivery System)\nTo: taro@hikari.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
#define REPORT(type) "Content-Type: multipart/report; report-type=" type "; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt was not delivered.\n\n--b\n"
#define ORIGINAL "Received: from pc.hikari.example ([198.51.100.7]) by out.hikari.example with ESMTPSA id 1; Mon, 1 Nov 2021 09:00:00 +0900\n" \
                 "Message-ID: <1@hikari.example>\nFrom: taro@hikari.example\nTo: hanako@kawa.example\nSubject: Plan\n"

static const struct report_mail *bounce(struct arena *arena, const char *status, struct message *ret_message)
{
    struct span raw = arena_printf(arena, HEAD REPORT("delivery-status") "Content-Type: message/delivery-status\n\n%s\n--b\n"
                                   "Content-Type: text/rfc822-headers\n\n" ORIGINAL "\n--b--\n", status);
    *ret_message = decode(arena, raw);
    return ret_message->report;
}

static void delivery_status_is_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    const struct report_mail *report = bounce(arena,
        "Reporting-MTA: dns; mx.example\nReceived-From-MTA: DNS; out.hikari.example\nArrival-Date: Mon, 1 Nov 2021 09:00:01 +0900\n"
        "Original-Envelope-Id: e7\n\nOriginal-Recipient: rfc822;Hanako@kawa.example\nFinal-Recipient: RFC822; hanako@home.example\n"
        "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.home.example\nDiagnostic-Code: smtp; 550 5.1.1\n <hanako@home.example> unknown\n", &message);
    assert_non_null(report);
    assert_int_equal(report->kind, REPORT_MAIL_BOUNCE);
    assert_span(report->format, "rfc3464");
    assert_int_equal(report->recipient_count, 1);
    const struct report_mail_recipient *recipient = report->recipients;
    assert_span(recipient->address, "hanako@kawa.example");
    assert_span(recipient->final, "hanako@home.example");
    assert_int_equal(recipient->action, REPORT_MAIL_FAILED);
    assert_span(recipient->status, "5.1.1");
    assert_span(recipient->reply_code, "550");
    assert_span(recipient->diagnostic, "550 5.1.1 <hanako@home.example> unknown");
    assert_span(recipient->remote_mta, "mx.home.example");
    assert_span(report->reporting_mta, "mx.example");
    assert_span(report->received_from, "out.hikari.example");
    assert_span(report->envelope_id, "e7");
    assert_int_equal(report->arrival, 1635724801);
    assert_true(message.flags & MESSAGE_REPORT);
}

static void headers_of_the_original_are_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    const struct report_mail *report = bounce(arena, "\nFinal-Recipient: rfc822; hanako@kawa.example\nAction: failed\nStatus: 5.0.0\n", &message);
    assert_non_null(report);
    assert_true(report->original_headers_only);
    assert_span(report->original_id, "1@hikari.example");
    const struct message *original = message.attachments[report->original].embedded;
    assert_span(original->from[0].addr, "taro@hikari.example");
    assert_int_equal(original->received_count, 1);
    assert_span(original->received[0].from_ip, "198.51.100.7");
    assert_span(original->received[0].with, "ESMTPSA");
}

static void odd_fields_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *address, *final, *status, *code;
        enum report_mail_kind kind;
    } rows[] = {
        {"\nFinal-Recipient: rfc/822; A@kawa.example\nAction : failed\nStatus : 5.2.2\n", "a@kawa.example", "", "5.2.2", "", REPORT_MAIL_BOUNCE},
        {"Final-Recipient: a@kawa.example\nAction: Failure\nStatus: 5.0.0 (permanent failure)\nDiagnostic-Code: 554 5.7.1 no\n", "a@kawa.example", "", "5.7.1", "554",
         REPORT_MAIL_BOUNCE},
        {"\nFinal-Recipient: RFC822; <a@kawa.example>\nAction: delayed\nStatus: 4.4.1\n", "a@kawa.example", "", "4.4.1", "", REPORT_MAIL_DELAY},
        {"\nFinal-Recipient: rfc822;a@kawa.example\nStatus: 5.4.4\n", "a@kawa.example", "", "5.4.4", "", REPORT_MAIL_BOUNCE},
        {"\nFinal-Recipient: rfc822;a@kawa.example\nStatus: 4.4.7\nAction: failed\n", "a@kawa.example", "", "4.4.7", "", REPORT_MAIL_BOUNCE},
        {"\nFinal-Recipient: rfc822;a@kawa.example\nAction: relayed\nStatus: 2.1.5\n", "a@kawa.example", "", "2.1.5", "", REPORT_MAIL_SUCCESS},
        {"\nOriginal-Recipient: rfc822;a+2Bb@kawa.example\nFinal-Recipient: rfc822;x@home.example\nAction: failed\n", "a+b@kawa.example", "x@home.example", "", "",
         REPORT_MAIL_BOUNCE},
        {"\nOriginal-Recipient: rfc822;\nFinal-Recipient: rfc822;a@kawa.example\nAction: failed\nStatus: 5.1.1\n", "a@kawa.example", "", "5.1.1", "", REPORT_MAIL_BOUNCE},
        {"\nFinal-Recipient: utf-8; \\x{5927}@kawa.example\nAction: failed\nStatus: 5.1.1\n", "大@kawa.example", "", "5.1.1", "", REPORT_MAIL_BOUNCE},
        {"\nFinal-Recipient: rfc822;a@kawa.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; host mx[192.5.1.1] said: 451 4.3.0 later\n",
         "a@kawa.example", "", "5.0.0", "451", REPORT_MAIL_BOUNCE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        struct message message;
        const struct report_mail *report = bounce(arena, rows[i].fields, &message);
        if (!report || report->recipient_count != 1)
            fail_msg("row %zu: no recipient", i);
        assert_span(report->recipients->address, rows[i].address);
        assert_span(report->recipients->final, rows[i].final);
        assert_span(report->recipients->status, rows[i].status);
        assert_span(report->recipients->reply_code, rows[i].code);
        assert_int_equal(report->kind, rows[i].kind);
    }
}

/* Groups that no empty line parts, and a delay that ended in a failure. */
static void recipients_are_told_apart(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    const struct report_mail *report = bounce(arena,
        "\nFinal-Recipient: rfc822;a@kawa.example\nAction: delayed\nStatus: 4.4.1\nFinal-Recipient: rfc822;b@kawa.example\nAction: failed\nStatus: 5.1.1\n"
        "\nFinal-Recipient: rfc822;A@kawa.example\nAction: failed\nStatus: 5.4.7\n", &message);
    assert_non_null(report);
    assert_int_equal(report->recipient_count, 2);
    assert_int_equal(report->recipients[0].action, REPORT_MAIL_FAILED);
    assert_span(report->recipients[0].status, "5.4.7");
    assert_span(report->recipients[1].address, "b@kawa.example");
}

static void receipts_and_complaints_are_told(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message receipt = decode(arena, SPAN_LITERAL(
        "From: hanako@kawa.example\nTo: taro@hikari.example\nSubject: Read\nMIME-Version: 1.0\n" REPORT("disposition-notification")
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;hanako@kawa.example\nOriginal-Message-ID: <1@hikari.example>\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n"));
    assert_non_null(receipt.report);
    assert_int_equal(receipt.report->kind, REPORT_MAIL_RECEIPT);
    assert_span(receipt.report->original_id, "1@hikari.example");
    assert_span(receipt.report->recipients->address, "hanako@kawa.example");
    struct message complaint = decode(arena, SPAN_LITERAL(
        "From: abuse@isp.example\nTo: abuse@hikari.example\nSubject: FW: x\nMIME-Version: 1.0\n" REPORT("feedback-report")
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <hanako@kawa.example>\n\n--b\n"
        "Content-Type: message/rfc822\n\n" ORIGINAL "\nWords.\n\n--b--\n"));
    assert_non_null(complaint.report);
    assert_int_equal(complaint.report->kind, REPORT_MAIL_FEEDBACK);
    assert_span(complaint.report->recipients->address, "hanako@kawa.example");
    assert_false(complaint.report->original_headers_only);
    assert_span(complaint.attachments[complaint.report->original].embedded->segments[0].text, "Words.\n");
}

static void failed_recipients_stand_in_the_header(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message = decode(arena, SPAN_LITERAL(HEAD "X-Failed-Recipients: a@kawa.example,\n  B@kawa.example\n\nIt failed.\n"));
    assert_non_null(message.report);
    assert_span(message.report->format, "x-failed-recipients");
    assert_int_equal(message.report->recipient_count, 2);
    assert_span(message.report->recipients[1].address, "b@kawa.example");
    assert_true(message.report->original == REPORT_MAIL_NO_ORIGINAL);
}

/* Somebody asks a colleague what this report means. */
static void a_forwarded_report_is_no_report(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const char *const parts[] = {
        "Content-Type: message/rfc822\n\n" HEAD REPORT("delivery-status")
        "Content-Type: message/delivery-status\n\n\nFinal-Recipient: rfc822;a@kawa.example\nAction: failed\n\n--b--\n",
        "Content-Type: message/delivery-status; name=details.txt\n\n\nFinal-Recipient: rfc822;a@kawa.example\nAction: failed\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct message message = decode(arena, arena_printf(arena,
            "From: taro@hikari.example\nTo: helpdesk@hikari.example\nSubject: FW: Undelivered\nMIME-Version: 1.0\n"
            "Content-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/plain\n\nWhat is this?\n\n--c\n%s\n--c--\n", parts[i]));
        assert_null(message.report);
    }
}

/* A copy that stands in the text is a mail of its own, in its own charset, and the report ends above it. */
static void an_original_in_the_text_is_taken_out(void **state)
{
    (void)state;
    static const char *const charsets[] = {"", "MIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n",
                                           "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-2022-jp\n"};
    struct dsn_words *words = dsn_words_open();
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        ARENA_LOCAL arena = arena_open();
        struct message message;
        struct err err;
        struct store_item item = {.rfc5322 = arena_printf(arena, "From: MAILER-DAEMON@k.example\nTo: t@h.example\nSubject: failure notice\n%s\n"
            "Hi. This is the qmail-send program at k.example.\n\n<hanako@kawa.example>:\nRemote host said: 550 5.1.1 no user\n\n"
            "--- Below this line is a copy of the message.\n\n" ORIGINAL "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
            "\033$B$*@$OC$K$J$C$F$*$j$^$9!#\033(B\n\n> an older mail\n", charsets[i])};
        assert_int_equal(decode_item(arena, &item, words, &message, &err), OUTCOME_OK);
        assert_non_null(message.report);
        assert_span(message.report->format, "qmail");
        assert_int_equal(message.attachment_count, 1);
        assert_span(message.attachments[0].declared_type, "message/rfc822");
        const struct message *original = message.attachments[message.report->original].embedded;
        assert_false(message.report->original_headers_only);
        assert_int_equal(original->segment_count, 2);
        assert_span(original->segments[0].text, "お世話になっております。\n\n");
        assert_int_equal(original->segments[1].kind, SEGMENT_QUOTED);
        for (size_t j = 0; j < message.segment_count; j++)
            assert_true(span_find(message.segments[j].text, SPAN_LITERAL("older mail"), 0) == SIZE_MAX);
    }
    dsn_words_close(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delivery_status_is_read),
        cmocka_unit_test(headers_of_the_original_are_read),
        cmocka_unit_test(odd_fields_are_read),
        cmocka_unit_test(recipients_are_told_apart),
        cmocka_unit_test(receipts_and_complaints_are_told),
        cmocka_unit_test(failed_recipients_stand_in_the_header),
        cmocka_unit_test(a_forwarded_report_is_no_report),
        cmocka_unit_test(an_original_in_the_text_is_taken_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
