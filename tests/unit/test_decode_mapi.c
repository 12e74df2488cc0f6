/* MAPI items from hand-made properties: people, threading, flags, bodies, attachments, and what transport headers win. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "decode/decode_item.h"
#include "decode/decode_mapi.h"

#define STRING(id, text) {(id), MAPI_STRING8, {(text), sizeof(text) - 1}}
#define WIDE(id, text) {(id), MAPI_UNICODE, {(const char *)u"" text, sizeof(u"" text) - 2}}
#define BYTES(id, type, text) {(id), (type), {(text), sizeof(text) - 1}}
#define BAG(list) {(list), sizeof(list) / sizeof *(list)}

static void assert_span(struct span got, const char *wanted)
{
    if (!span_equal(got, span_of(wanted)))
        fail_msg("got \"%.*s\", wanted \"%s\"", SPAN_ARGS(got), wanted);
}

static struct message decode(struct arena *arena, const struct mapi_item *item)
{
    struct message message;
    struct err err;
    assert_int_equal(decode_mapi(arena, item, 0, 0, &message, &err), OUTCOME_OK);
    return message;
}

static void people_are_resolved(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {
        STRING(0x0042, "Boss"), STRING(0x0064, "EX"), STRING(0x0065, "/O=X/OU=Y/CN=BOSS"), STRING(0x5D02, "Boss@Example.com"),
        STRING(0x0C1A, "Secretary"), STRING(0x0C1E, "SMTP"), STRING(0x0C1F, "sec@example.com"),
    };
    static const struct mapi_property cc[] = {
        BYTES(0x0C15, MAPI_INT32, "\2\0\0\0"), WIDE(0x3001, "山田 太郎"), STRING(0x3002, "EX"),
        STRING(0x3003, "/O=X/OU=Y/CN=TARO"), STRING(0x39FE, "taro@example.jp"),
    };
    static const struct mapi_property bcc[] = {
        BYTES(0x0C15, MAPI_INT32, "\3\0\0\x10"), STRING(0x3001, "Unknown"), STRING(0x3002, "EX"),
        STRING(0x3003, "/O=X/OU=Y/CN=NOBODY"),
    };
    static const struct mapi_property to[] = {
        BYTES(0x0C15, MAPI_INT32, "\1\0\0\0"), STRING(0x3001, "Hanako"), STRING(0x3002, "SMTP"),
        STRING(0x3003, "hanako@example.jp"),
    };
    static const struct mapi_bag rows[] = {BAG(bcc), BAG(cc), BAG(to)};
    static const struct mapi_item item = {.message = BAG(message_list), .recipients = rows, .recipient_count = 3};
    struct message message = decode(arena, &item);
    assert_int_equal(message.from_count, 1);
    assert_span(message.from[0].name, "Boss");
    assert_span(message.from[0].addr, "boss@example.com");
    assert_int_equal(message.from[0].kind, ADDRESS_SMTP);
    assert_span(message.sender.addr, "sec@example.com");
    assert_int_equal(message.recipient_count, 3);
    assert_span(message.recipients[0].addr, "hanako@example.jp");
    assert_span(message.recipients[1].name, "山田 太郎");
    assert_span(message.recipients[1].addr, "taro@example.jp");
    assert_int_equal(message.recipients[1].role, ADDRESS_CC);
    assert_int_equal(message.recipients[2].kind, ADDRESS_EX);
    assert_int_equal(message.recipients[2].role, ADDRESS_BCC);
    assert_int_equal(message.date, MESSAGE_NO_DATE);
}

static struct message decode_stored(struct arena *arena, const struct mapi_item *item)
{
    struct message message;
    struct err err;
    struct store_item stored = {.mapi = item};
    assert_int_equal(decode_item(arena, &stored, NULL, &message, &err), OUTCOME_OK);
    return message;
}

static void assert_pair(const struct message *message, size_t at, const char *dn, const char *smtp)
{
    assert_true(at < message->exchange_name_count);
    assert_span(message->exchange_names[at].dn, dn);
    assert_span(message->exchange_names[at].smtp, smtp);
}

static void items_of_the_store_teach_exchange_names(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property list[] = {
        STRING(0x0064, "EX"), STRING(0x0065, " /O=X/CN=BOSS "), STRING(0x5D02, "Boss@Example.com"),
        STRING(0x0C1E, "EX"), STRING(0x0C1F, "/O=X/CN=SEC"), STRING(0x5D01, "sec@example.com"),
        STRING(0x0075, "EX"), STRING(0x0076, "/O=X/CN=ME"), STRING(0x5D07, "me@example.com"),
    };
    static const struct mapi_property entry[] = { /* the DN in an Exchange entry id only */
        STRING(0x3002, "SMTP"), STRING(0x3003, "taro@example.com"),
        BYTES(0x0FFF, MAPI_BINARY, "\0\0\0\0\xDC\xA7\x40\xC8\xC0\x42\x10\x1A\xB4\xB9\x08\0\x2B\x2F\xE1\x82\1\0\0\0\0\0\0\0/o=X/cn=TARO\0"),
    };
    static const struct mapi_property name_only[] = {STRING(0x3002, "EX"), STRING(0x3003, "/O=X/CN=HANAKO")};
    static const struct mapi_property smtp_only[] = {STRING(0x3002, "SMTP"), STRING(0x3003, "jiro@example.com")};
    static const struct mapi_property no_name[] = {STRING(0x3002, "EX"), STRING(0x3003, "nobody"), STRING(0x39FE, "nobody@example.com")};
    static const struct mapi_bag rows[] = {BAG(name_only), BAG(entry), BAG(smtp_only), BAG(no_name)};
    static const struct mapi_item item = {.message = BAG(list), .recipients = rows, .recipient_count = 4};
    struct message message = decode_stored(arena, &item);
    assert_int_equal(message.exchange_name_count, 4);
    assert_pair(&message, 0, "/o=x/cn=sec", "sec@example.com");
    assert_pair(&message, 1, "/o=x/cn=boss", "boss@example.com");
    assert_pair(&message, 2, "/o=x/cn=me", "me@example.com");
    assert_pair(&message, 3, "/o=x/cn=taro", "taro@example.com");
    message = decode(arena, &item); /* as a mail within another, or winmail.dat */
    assert_int_equal(message.exchange_name_count, 0);
    struct mapi_attachment attachment = {.embedded = &item};
    struct mapi_property subject[] = {STRING(0x0037, "FW")};
    struct mapi_item holder = {.message = BAG(subject), .attachments = &attachment, .attachment_count = 1};
    message = decode_stored(arena, &holder);
    assert_int_equal(message.exchange_name_count, 0);
    assert_int_equal(message.attachments[0].embedded->exchange_name_count, 0);
}

static void what_travelled_teaches_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct mapi_property list[] = {
        STRING(0x0C1E, "EX"), STRING(0x0C1F, "/O=X/CN=BOSS"), STRING(0x5D01, "thief@evil.example"),
        STRING(0x007D, "Received: from evil.example by mx.example.com; Mon, 6 Nov 2023 10:00:00 +0900\r\nFrom: <thief@evil.example>\r\n\r\n"),
    };
    struct mapi_item item = {.message = BAG(list)};
    struct message message = decode_stored(arena, &item);
    assert_int_equal(message.exchange_name_count, 0);
    item.message.count = 3; /* the same without headers */
    message = decode_stored(arena, &item);
    assert_int_equal(message.exchange_name_count, 1);
}

static void threading_and_state(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property list[] = {
        STRING(0x001A, "IPM.Note"), STRING(0x0037, "\x01\x05Re: offer"), BYTES(0x0039, MAPI_TIME, "\0\x80\x3E\xD5\xDE\xB1\x9D\x01"),
        BYTES(0x0071, MAPI_BINARY, "\x01\xD7" "1234567890123456789\0"), BYTES(0x0E07, MAPI_INT32, "\x29\0\0\0"),
        STRING(0x1035, "<new@example.com>"), STRING(0x1039, "<old@example.com> <mid@example.com>"),
        STRING(0x1042, "<mid@example.com>"), BYTES(0x1081, MAPI_INT32, "\x67\0\0\0"), WIDE(0x1000, "Hello\r\nworld\r\n"),
    };
    static const struct mapi_item item = {.message = BAG(list)};
    struct message message = decode(arena, &item);
    assert_span(message.subject, "Re: offer");
    assert_span(message.message_id, "new@example.com");
    assert_int_equal(message.reference_count, 2);
    assert_span(message.references[0], "old@example.com");
    assert_true(message.has_reference_fields);
    assert_int_equal(message.thread_index.size, 22);
    assert_int_equal(message.date, 0); /* 1970-01-01 as FILETIME */
    assert_int_equal(message.flags, MESSAGE_READ | MESSAGE_DRAFT | MESSAGE_SENT_COPY | MESSAGE_ANSWERED);
    assert_int_equal(message.segment_count, 1);
    assert_true(span_starts(message.segments[0].text, SPAN_LITERAL("Hello\nworld")));
}

static void transport_headers_win_where_they_know(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property list[] = {
        STRING(0x0037, "Subject of the store"), STRING(0x0042, "Partner"), STRING(0x0065, "partner@example.com"),
        STRING(0x1035, "<property@example.com>"),
        STRING(0x007D, "Microsoft Mail Internet Headers Version 2.0\r\n"
                       "Received: from evil.example ([192.0.2.7]) by mx.example.jp; Mon, 6 Nov 2023 10:00:00 +0900\r\n"
                       "From: \"Partner <partner@example.com>\" <thief@evil.example>\r\nTo: <victim@example.jp>\r\n"
                       "Subject: Subject of the header\r\nMessage-ID: <header@evil.example>\r\n"
                       "References: <stolen@example.jp>\r\nDate: Mon, 6 Nov 2023 09:59:58 +0900\r\n\r\n"),
    };
    static const struct mapi_property row[] = {STRING(0x3001, "Victim"), STRING(0x39FE, "victim@example.jp")};
    static const struct mapi_bag rows[] = {BAG(row)};
    static const struct mapi_item item = {.message = BAG(list), .recipients = rows, .recipient_count = 1};
    struct message message = decode(arena, &item);
    assert_span(message.from[0].addr, "thief@evil.example");
    assert_span(message.from[0].name, "Partner <partner@example.com>");
    assert_true(message.from_raw.size > 0);
    assert_span(message.subject, "Subject of the store");
    assert_span(message.message_id, "header@evil.example");
    assert_int_equal(message.reference_count, 1);
    assert_int_equal(message.received_count, 1);
    assert_int_equal(message.zone, 540);
    assert_int_equal(message.date, 1699232398);
    assert_true(message.flags & MESSAGE_TRANSPORT_HEADERS);
    assert_int_equal(message.recipient_count, 1);
    assert_span(message.recipients[0].name, "Victim");
}

static void classes_are_told_apart(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct { struct mapi_property property; uint32_t flags; } cases[] = {
        {STRING(0x001A, "IPM.Contact"), MESSAGE_NOT_MAIL}, {STRING(0x001A, "ipm.task.custom"), MESSAGE_NOT_MAIL},
        {STRING(0x001A, "IPM.TaskRequest"), 0}, {STRING(0x001A, "IPM.Schedule.Meeting.Request"), MESSAGE_CALENDAR},
        {STRING(0x001A, "REPORT.IPM.Note.NDR"), MESSAGE_REPORT | MESSAGE_AUTOMATIC}, {STRING(0x001A, "IPM.Note.SMIME"), MESSAGE_CUT},
        {STRING(0x001A, "IPM.Appointment"), MESSAGE_NOT_MAIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mapi_item item = {.message = {&cases[i].property, 1}};
        assert_int_equal(decode(arena, &item).flags, cases[i].flags);
    }
    struct mapi_item empty = {0};
    struct message message;
    struct err err;
    assert_int_equal(decode_mapi(arena, &empty, 0, 0, &message, &err), OUTCOME_DAMAGED);
}

static void rtf_is_the_body_where_nothing_else_is(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property list[] = {
        BYTES(0x1009, MAPI_BINARY, "\x4c\0\0\0\x3f\0\0\0MELA\0\0\0\0{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}seen{\\*\\htmltag72 </p>}}   "),
    };
    static const struct mapi_item item = {.message = BAG(list)};
    struct message message = decode(arena, &item);
    assert_int_equal(message.segment_count, 1);
    assert_span(span_trim(message.segments[0].text), "seen");
}

/* A message within itself, as a hostile store could make it seem: the depth is bounded and said. */
static void embedded_messages_end(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {STRING(0x0037, "within")};
    static const struct mapi_property attachment_list[] = {BYTES(0x3705, MAPI_INT32, "\5\0\0\0")};
    struct mapi_attachment attachment = {.bag = BAG(attachment_list)};
    struct mapi_item item = {.message = BAG(message_list), .attachments = &attachment, .attachment_count = 1};
    attachment.embedded = &item;
    struct message message = decode(arena, &item);
    unsigned depth = 0;
    const struct message *at = &message;
    for (; at->attachment_count && at->attachments[0].embedded; at = at->attachments[0].embedded)
        depth++;
    assert_int_equal(depth, LIMIT_EMBEDDED_DEPTH);
    assert_span(message.attachments[0].name, "within");
    assert_true(at->flags & MESSAGE_CUT);
    assert_int_equal(at->defect_count, 1);
}

static void attachments_have_names_and_hashes(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {STRING(0x0037, "files")};
    static const struct mapi_property list[] = {
        STRING(0x3704, "SEIKYU~1.ZIP"), WIDE(0x3707, "請求書.zip"), STRING(0x370E, "Application/ZIP"),
        BYTES(0x3701, MAPI_BINARY, "abc"), BYTES(0x7FFE, MAPI_BOOL, "\1"),
    };
    static const struct mapi_attachment attachment = {.bag = BAG(list), .size = 5};
    static const struct mapi_item item = {.message = BAG(message_list), .attachments = &attachment, .attachment_count = 1};
    struct message message = decode(arena, &item);
    assert_int_equal(message.attachment_count, 1);
    assert_span(message.attachments[0].name, "請求書.zip");
    assert_span(message.attachments[0].declared_type, "application/zip");
    assert_true(message.attachments[0].inlined);
    assert_true(message.attachments[0].cut);
    assert_int_equal(message.attachments[0].size, 5);
    assert_int_equal(message.attachments[0].sha256[0], 0xba); /* of "abc", FIPS 180-4 */
    assert_true(message.flags & MESSAGE_CUT);
}

static void signed_mail_is_opened(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {
        STRING(0x001A, "IPM.Note.SMIME.MultipartSigned"), STRING(0x0037, "signed"),
    };
    static const struct mapi_property list[] = {
        STRING(0x3707, "smime.p7m"), STRING(0x370E, "multipart/signed"),
        BYTES(0x3701, MAPI_BINARY, "Content-Type: multipart/signed; boundary=b; protocol=\"application/pkcs7-signature\"\r\n\r\n"
                                   "--b\r\nContent-Type: text/plain\r\n\r\nMy own words\r\n--b\r\n"
                                   "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
                                   "Content-Disposition: attachment; filename=smime.p7s\r\n\r\nx\r\n--b--\r\n"),
    };
    static const struct mapi_attachment attachment = {.bag = BAG(list)};
    static const struct mapi_item item = {.message = BAG(message_list), .attachments = &attachment, .attachment_count = 1};
    struct message message = decode(arena, &item);
    assert_span(message.subject, "signed");
    assert_int_equal(message.segment_count, 1);
    assert_span(span_trim(message.segments[0].text), "My own words");
    assert_int_equal(message.attachment_count, 1);
    assert_span(message.attachments[0].name, "smime.p7s");
}

static void defect_is(const struct message *message, const char *wanted)
{
    for (size_t i = 0; i < message->defect_count; i++)
        if (span_starts(message->defects[i], span_of(wanted)))
            return;
    fail_msg("no defect \"%s\" among %zu", wanted, message->defect_count);
}

/* Half as many characters as bytes: text that fits once it is decoded, but of which not all was read. */
static void long_bodies_are_told_to_be_cut(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    size_t size = 2 * (size_t)LIMIT_BODY_BYTES + 2;
    char *text = arena_alloc(arena, size);
    for (size_t i = 0; i < size; i += 2)
        text[i] = i % 100 ? 'a' : '\n';
    const struct mapi_property list[] = {STRING(0x0037, "long"), {0x1000, MAPI_UNICODE, {text, size}}};
    const struct mapi_property html[] = {STRING(0x0037, "long"), {0x1013, MAPI_UNICODE, {text, size}}};
    const struct mapi_item items[] = {{.message = BAG(list)}, {.message = BAG(html)}};
    for (size_t i = 0; i < 2; i++) {
        struct message message = decode(arena, &items[i]);
        assert_true(message.flags & MESSAGE_CUT);
        defect_is(&message, i ? "the HTML body is cut" : "the text body is cut");
    }
}

static void lost_people_are_told(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {
        STRING(0x0037, "people"), BYTES(0x004F, MAPI_BINARY, "\1\0\0\0\x08\0\0\0\4\0\0\0abcd"),
    };
    static const struct mapi_property row[] = {BYTES(0x0C15, MAPI_INT32, "\1\0\0\0")};
    static const struct mapi_bag rows[] = {BAG(row)};
    static const struct mapi_item item = {.message = BAG(message_list), .recipients = rows, .recipient_count = 1};
    struct message message = decode(arena, &item);
    defect_is(&message, "not all addresses that answers go to can be read");
    defect_is(&message, "1 recipients have neither name nor address");
}

/* A winmail.dat, a .msg and an .eml are opened wherever they are attached; a broken one is named. */
static void wrapped_mail_is_opened_or_named(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const struct mapi_property message_list[] = {STRING(0x0037, "wrapped")};
    static const struct mapi_property winmail[] = {
        STRING(0x3707, "winmail.dat"), BYTES(0x3701, MAPI_BINARY, "\x78\x9F\x3E\x22\1\0" "\1\4\x80\1\0\5\0\0\0" "inner\x1f\2"),
    };
    static const struct mapi_property msg[] = {STRING(0x3707, "mail.MSG"), BYTES(0x3701, MAPI_BINARY, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 broken")};
    static const struct mapi_property eml[] = {STRING(0x3707, "phish.eml"), BYTES(0x3701, MAPI_BINARY, "From: a@b.example\r\nSubject: file\r\n\r\nx")};
    static const struct mapi_attachment attachments[] = {{.bag = BAG(winmail)}, {.bag = BAG(msg)}, {.bag = BAG(eml)}};
    static const struct mapi_item item = {.message = BAG(message_list), .attachments = attachments, .attachment_count = 3};
    struct message message = decode(arena, &item);
    assert_non_null(message.attachments[0].embedded);
    assert_span(message.attachments[0].embedded->subject, "inner");
    assert_null(message.attachments[1].embedded);
    assert_non_null(message.attachments[2].embedded);
    assert_span(message.attachments[2].embedded->subject, "file");
    defect_is(&message, "an attached .msg cannot be read");
    assert_int_equal(message.defect_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_resolved),
        cmocka_unit_test(items_of_the_store_teach_exchange_names),
        cmocka_unit_test(what_travelled_teaches_nothing),
        cmocka_unit_test(threading_and_state),
        cmocka_unit_test(transport_headers_win_where_they_know),
        cmocka_unit_test(classes_are_told_apart),
        cmocka_unit_test(rtf_is_the_body_where_nothing_else_is),
        cmocka_unit_test(embedded_messages_end),
        cmocka_unit_test(attachments_have_names_and_hashes),
        cmocka_unit_test(signed_mail_is_opened),
        cmocka_unit_test(long_bodies_are_told_to_be_cut),
        cmocka_unit_test(lost_people_are_told),
        cmocka_unit_test(wrapped_mail_is_opened_or_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
