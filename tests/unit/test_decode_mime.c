/* Whole mails through decode_mime: structure, charsets, attachments, header facts, and what hostile mails may cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "decode/decode_mime.h"
#include "decode/mime_headers.h"

#define HEAD "From: Taro <taro@a.example>\nTo: jiro@b.example\nSubject: x\nDate: Tue, 1 Mar 2022 10:00:00 +0900\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=\"b\"\n\n"
#define HOSTILE_SECONDS 5.0 /* of CPU, with room for sanitizers */

static struct message decode(struct arena *arena, struct span raw)
{
    struct message message;
    struct err err;
    assert_int_equal(decode_mime(arena, raw, 0, 0, &message, &err), OUTCOME_OK);
    return message;
}

static struct message decode_text(struct arena *arena, const char *raw)
{
    return decode(arena, span_of(raw));
}

/* All segments of a kind as one text, without blanks at both ends. */
static const char *text_of(struct arena *arena, const struct message *message, enum segment_kind kind)
{
    BUF_LOCAL out = {0};
    for (size_t i = 0; i < message->segment_count; i++)
        if (message->segments[i].kind == kind)
            buf_add(&out, message->segments[i].text);
    return arena_string(arena, span_trim(buf_span(&out)));
}

static void expect(struct span found, const char *expected)
{
    if (!span_equal(found, span_of(expected)))
        fail_msg("[%.*s] instead of [%s]", SPAN_ARGS(found), expected);
}

static bool has_defect(const struct message *message, const char *part)
{
    for (size_t i = 0; i < message->defect_count; i++)
        if (span_find(message->defects[i], span_of(part), 0) != SIZE_MAX)
            return true;
    return false;
}

static void header_facts(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena,
        "Return-Path: <Bounce@A.example>\n"
        "Received: from x ([192.0.2.9]) (Authenticated sender: hacked@c.example) by y with ESMTPSA id 1; Tue, 1 Mar 2022 11:00:00 +0900\n"
        "Received: from w by x with SMTP; Tue, 1 Mar 2022 10:30:00 +0900\n"
        "Message-ID: <one@a.example>\nIn-Reply-To: <parent@b.example>\nReferences: <root@b.example>\n <parent@b.example>\n"
        "From: \"Taro\" <taro@a.example>\nSender: list-bounce@a.example\nReply-To: other@a.example\n"
        "To: jiro@b.example, Hana <hana@b.example>\nCc: c@b.example\nBcc: d@b.example\n"
        "Subject: =?utf-8?B?6KuL5rGC5pu4?=\nDate: Tue, 1 Mar 2022 10:00:00 +0900 (JST)\n"
        "List-Id: The list <list.a.example>\nX-Mailer: Mailer 1\nX-Originating-IP: [198.51.100.1]\nAuto-Submitted: auto-replied\n"
        "Status: RO\nX-Unsent: 1\nThread-Index: AQIDBA==\nContent-Type: text/plain; charset=UTF-8\n\nbody\n");
    expect(m.message_id, "one@a.example");
    assert_int_equal(m.reference_count, 2);
    expect(m.references[0], "root@b.example");
    expect(m.references[1], "parent@b.example");
    assert_true(m.has_reference_fields);
    assert_int_equal(m.date, 1646096400);
    assert_int_equal(m.zone, 540);
    assert_int_equal(m.received_date, 1646100000);
    expect(m.subject, "請求書");
    expect(m.from_raw, "\"Taro\" <taro@a.example>");
    assert_int_equal(m.from_count, 1);
    expect(m.from[0].name, "Taro");
    expect(m.sender.addr, "list-bounce@a.example");
    assert_int_equal(m.reply_to_count, 1);
    expect(m.return_path, "bounce@a.example");
    assert_int_equal(m.recipient_count, 4);
    expect(m.recipients[1].name, "Hana");
    assert_int_equal(m.recipients[2].role, ADDRESS_CC);
    assert_int_equal(m.recipients[3].role, ADDRESS_BCC);
    expect(m.list_id, "list.a.example");
    expect(m.mailer, "Mailer 1");
    expect(m.charset, "utf-8");
    expect(m.authenticated, "hacked@c.example");
    expect(m.originating_ip, "198.51.100.1");
    assert_int_equal(m.received_count, 2);
    assert_int_equal(m.thread_index.size, 4);
    assert_int_equal(m.flags, MESSAGE_TRANSPORT_HEADERS | MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_READ | MESSAGE_DRAFT);
    assert_string_equal(text_of(arena, &m, SEGMENT_OWN), "body");
    assert_int_equal(m.defect_count, 0);
}

/* Each row of published stolen replies: what the reader saw and what the trace says, untouched. */
static void stolen_replies_come_through_as_sent(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        const char *name, *addr, *subject, *account, *from, *id;
        int zone;
    } rows[] = {
        {"Received: from [10.0.0.15] (unknown [192.0.2.5]) by m.foreign.example with ESMTPSA id 1; Tue, 26 Jan 2021 10:00:00 +0100\n"
         "From: \"[Taro Yamada]\" <user@foreign.example>\nSubject: Re: Re: plan\n\nx\n",
         "[Taro Yamada]", "user@foreign.example", "Re: Re: plan", "", "[10.0.0.15]", "", 0},
        {"From: \"<[Taro Yamada]> [taro@a.example]\" <user@foreign.example>\nSubject: Fwd: hana@b.example\n\nx\n",
         "<[Taro Yamada]> [taro@a.example]", "user@foreign.example", "Fwd: hana@b.example", "", NULL, "", 0},
        {"From: \"[Taro]\" <user@foreign.co.jp>\nSubject: RE: \nDate: Tue, 1 Mar 2022 10:00:00 -0900\nMessage-ID: <copied@unrelated.example>\n\nx\n",
         "[Taro]", "user@foreign.co.jp", "RE:", "", NULL, "copied@unrelated.example", -540},
        {"From: [Taro] <user@foreign.co.jp>\nSubject: Re: x\nDate: Tue, 1 Mar 2022 10:00:00 -0100\n\nx\n",
         "[Taro]", "user@foreign.co.jp", "Re: x", "", NULL, "", -60},
        {"From: \"\"[Taro]\"\" <user@foreign.co.jp>\nSubject: Re: x\n\nx\n", "\"[Taro]\"", "user@foreign.co.jp", "Re: x", "", NULL, "", 0},
        {"From: \"\"Taro\"\" <user@foreign.co.jp>\nSubject:\n\nx\n", "\"Taro\"", "user@foreign.co.jp", "", "", NULL, "", 0},
        {"From: user@foreign.example\nSubject: Re: x\n\nx\n", "", "user@foreign.example", "Re: x", "", NULL, "", 0},
        {"Received: from h.example (h.example [192.0.2.5]) (Authenticated sender: hacked@c.example) by m.example with ESMTPA id 1; "
         "Tue, 9 Feb 2021 10:00:00 +0000\nFrom: Taro <taro@a.example>\nSubject: Re: x\nMessage-ID: <0a1b2c@127.0.0.1>\n\nx\n",
         "Taro", "taro@a.example", "Re: x", "hacked@c.example", "h.example", "0a1b2c@127.0.0.1", 0},
        {"From: \"[Taro]\" <user@foreign.example>\nSubject: =?utf-8?B?UmU6IFJlOiBwbGFu?=\nX-Mailer: Microsoft Outlook 16.0\n\nx\n",
         "[Taro]", "user@foreign.example", "Re: Re: plan", "", NULL, "", 0},
        {"From: \"taro@a.example\" <user@foreign.example>\nSubject: surv\n\nx\n", "taro@a.example", "user@foreign.example", "surv", "", NULL, "", 0},
        {"From: =?utf-8?Q?Taro_=E2=80=B9taro=E2=93=90a.example=E2=80=BA?= <user@foreign.example>\nSubject: x\n\nx\n",
         "Taro ‹taroⓐa.example›", "user@foreign.example", "x", "", NULL, "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        struct message m = decode_text(arena, rows[i].raw);
        assert_int_equal(m.from_count, 1);
        expect(m.from[0].name, rows[i].name);
        expect(m.from[0].addr, rows[i].addr);
        expect(m.subject, rows[i].subject);
        expect(m.authenticated, rows[i].account);
        expect(m.message_id, rows[i].id);
        assert_int_equal(m.zone, rows[i].zone);
        assert_int_equal(m.received_count, rows[i].from != NULL);
        if (rows[i].from)
            expect(m.received[0].from, rows[i].from);
        assert_false(m.has_reference_fields);
    }
}

static void absent_facts_are_empty(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, "X-Any: y\n\nbody\n");
    assert_int_equal(m.date, MESSAGE_NO_DATE);
    assert_int_equal(m.received_date, MESSAGE_NO_DATE);
    assert_false(m.has_reference_fields);
    assert_int_equal(m.from_count + m.recipient_count + m.reference_count + m.attachment_count + m.received_count, 0);
    assert_int_equal(m.flags, 0);
    struct err err;
    assert_int_equal(decode_mime(arena, SPAN_NONE, 0, 0, &m, &err), OUTCOME_DAMAGED);
}

static void a_header_block_keeps_what_it_does_not_say(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = {.date = 5, .received_date = MESSAGE_NO_DATE, .subject = SPAN_LITERAL("kept"), .flags = MESSAGE_READ};
    mime_headers(arena, SPAN_LITERAL("From: a@b.example\r\nMessage-ID: <x@y>\r\nReceived: by z; Tue, 1 Mar 2022 10:00:00 +0000\r\n"), &m);
    assert_int_equal(m.date, 5);
    expect(m.subject, "kept");
    expect(m.from[0].addr, "a@b.example");
    assert_int_equal(m.received_date, 1646128800);
    assert_int_equal(m.flags, MESSAGE_READ | MESSAGE_TRANSPORT_HEADERS);
}

/* One row a shape of body; `own` is what the sender wrote. */
static const struct {
    const char *shape;
    const char *raw;
    const char *own;
    size_t attachments;
} bodies[] = {
    {"plain", HEAD "\nhello\n", "hello", 0},
    {"CRLF", "From: a@b.example\r\nSubject: x\r\n\r\none\r\ntwo\r\n", "one\ntwo", 0},
    {"CR only", "From: a@b.example\rSubject: x\r\rone\rtwo\r", "one\ntwo", 0},
    {"mbox line first", "From a@b.example Tue Mar  1 10:00:00 2022\n" HEAD "\nhello\n", "hello", 0},
    {"base64", HEAD "Content-Transfer-Encoding: base64\n\naGVsbG8=\n", "hello", 0},
    {"base64 in two padded pieces", HEAD "Content-Transfer-Encoding: BASE64\n\naGVsbG8=\naGVsbG8=\n", "hellohello", 0},
    {"quoted-printable", HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=E8=AB=8B=\n=E6=B1=82\n", "請求", 0},
    {"ISO-2022-JP", HEAD "Content-Type: text/plain; charset=ISO-2022-JP\n\n\x1b$B@A5a=q\x1b(B\n", "請求書", 0},
    {"Shift_JIS", HEAD "Content-Type: text/plain; charset=Shift_JIS\n\n\x90\xbf\x8b\x81\x8f\x91\n", "請求書", 0},
    {"EUC-JP", HEAD "Content-Type: text/plain; charset=\"EUC-JP\"\n\n\xc0\xc1\xb5\xe1\xbd\xf1\n", "請求書", 0},
    {"undeclared UTF-8", HEAD "\n請求書\n", "請求書", 0},
    {"html only", HEAD "Content-Type: text/html\n\n<p>hello</p><script>x</script>\n", "hello", 0},
    {"html with meta charset", HEAD "Content-Type: text/html\n\n<meta charset=\"iso-8859-1\"><p>Andr\xe9</p>\n", "André", 0},
    {"alternative: plain wins", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain words here\n--b\n"
     "Content-Type: text/html\n\n<p>html words here</p>\n--b--\n", "plain words here", 0},
    {"alternative: empty plain loses", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n"
     "<p>html words</p>\n--b--\n", "html words", 0},
    {"alternative: stub loses", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nuse html\n--b\nContent-Type: text/html\n\n"
     "<p>This letter says much more than its stub, and so it is read instead of it.</p>\n--b--\n",
     "This letter says much more than its stub, and so it is read instead of it.", 0},
    {"mixed: texts join", MIXED "--b\n\none\n--b\n\ntwo\n--b--\n", "onetwo", 0},
    {"mixed: text file is attached", MIXED "--b\n\none\n--b\nContent-Disposition: attachment; filename=a.txt\n\ntwo\n--b--\n", "one", 1},
    {"mixed: named text is attached", MIXED "--b\n\none\n--b\nContent-Type: text/plain; name=a.txt\n\ntwo\n--b--\n", "one", 1},
    {"no end boundary", MIXED "--b\n\none\n", "one", 0},
    {"no boundary parameter", HEAD "Content-Type: multipart/mixed\n\nhello\n", "hello", 0},
    {"boundary that never comes", MIXED "hello\n", "hello", 0},
    {"no semicolon", HEAD "Content-Type: text/plain charset=ISO-2022-JP\n\n\x1b$B@A5a=q\x1b(B\n", "請求書", 0},
    {"type with blanks and comment", HEAD "Content-Type: Text / HTML (really) ; charset=utf-8\n\n<p>請求</p>\n", "請求", 0},
    {"boundary that lost its fold", HEAD "Content-Type: multipart/mixed;\nboundary=\"a\"\n\n--a\nContent-Type: multipart/alternative;\r\nboundary=\"b\"\n\n"
     "--b\n\nwords\n--b--\n--a--\n", "words", 0},
    {"related in alternative", HEAD "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=b\n\n--b\n"
     "Content-Type: text/html\n\n<p>words</p>\n--b\nContent-Type: image/png\nContent-ID: <i>\n\nxx\n--b--\n--a--\n", "words", 1},
    {"signed", HEAD "Content-Type: multipart/signed; boundary=b\n\n--b\n\nsaid\n--b\nContent-Type: application/pgp-signature\n\nsig\n--b--\n", "said", 1},
    {"flowed", HEAD "Content-Type: text/plain; format=flowed\n\nthese words \nare one line\nand \n", "these words are one line\nand", 0},
    {"flowed, delsp", HEAD "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n請求 \n書\n", "請求書", 0},
    {"uuencoded in the text", HEAD "\nbefore\nbegin 644 cat.txt\n#0V%T\n`\nend\nafter\n", "before\nafter", 1},
    {"begin of a sentence", HEAD "\nbegin 644 words\nand so on\n", "begin 644 words\nand so on", 0},
    {"no header", "just some words\nwithout any header\n", "just some words\nwithout any header", 0},
    {"no empty line", "From: a@b.example\nSubject: x\nhello\nworld\n", "hello\nworld", 0},
};

static void bodies_of_all_shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        ARENA_LOCAL arena = arena_open();
        struct message m = decode_text(arena, bodies[i].raw);
        const char *own = text_of(arena, &m, SEGMENT_OWN);
        if (strcmp(own, bodies[i].own) != 0 || m.attachment_count != bodies[i].attachments)
            fail_msg("%s: [%s] with %zu attachments", bodies[i].shape, own, m.attachment_count);
    }
}

/* One row a way to name a file. */
static const struct {
    const char *fields;
    const char *name;
} names[] = {
    {"Content-Disposition: attachment; filename=a.zip", "a.zip"},
    {"Content-Disposition: attachment; filename=\"a b.zip\"", "a b.zip"},
    {"Content-Disposition: attachment; filename=a b.zip", "a b.zip"},
    {"Content-Disposition: attachment; filename=\"a.zip", "a.zip"},
    {"Content-Disposition: attachment; filename=\"a;b.zip\"; size=3", "a;b.zip"},
    {"Content-Type: application/zip; name=\"a.zip\"", "a.zip"},
    {"Content-Type: application/zip; name=\"x.zip\"\nContent-Disposition: attachment; filename=\"a.zip\"", "a.zip"},
    {"Content-Disposition: attachment; filename*=utf-8''%E8%AB%8B.zip", "請.zip"},
    {"Content-Disposition: attachment; filename*=UTF-8'ja'%e8%ab%8b.zip; filename=x.zip", "請.zip"},
    {"Content-Disposition: attachment; filename=x.zip; filename*=utf-8''%E8%AB%8B.zip", "請.zip"},
    {"Content-Disposition: attachment; filename*0*=utf-8''%E8%AB;\n filename*1*=%8B; filename*2=.zip", "請.zip"},
    {"Content-Disposition: attachment; filename*1=.zip; filename*0=a", "a.zip"},
    {"Content-Disposition: attachment; filename*0*=\"utf-8''%E8%AB%8B.zip\"", "請.zip"},
    {"Content-Disposition: attachment; filename*=%E8%AB%8B.zip", "請.zip"},
    {"Content-Disposition: attachment; filename=\"=?utf-8?B?6KuL?=.zip\"", "請.zip"},
    {"Content-Disposition: attachment; filename==?utf-8?B?6KuL?=", "請"},
    {"Content-Disposition: attachment; filename*0=\"=?utf-8?B?6K\"; filename*1=\"uL?=.zip\"", "請.zip"},
    {"Content-Disposition: attachment; filename=\"=?utf-8?B?6Ku?=\n =?utf-8?B?LLnppcA==?=\"", "請.zip"},
    {"Content-Disposition: attachment; filename=\"請.zip\"", "請.zip"},
    {"Content-Disposition: attachment; filename=\"\x1b$B@A\x1b(B.zip\"", "請.zip"},
    {"Content-Disposition: attachment; filename=\"C:\\dir\\a.zip\"", "C:\\dir\\a.zip"},
    {"Content-Disposition: attachment", ""},
};

static void file_names_of_all_shapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        struct span raw = arena_printf(arena, MIXED "--b\n\ntext\n--b\n%s\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n--b--\n", names[i].fields);
        struct message m = decode(arena, raw);
        assert_int_equal(m.attachment_count, 1);
        if (!span_equal(m.attachments[0].name, span_of(names[i].name)))
            fail_msg("%s: [%.*s]", names[i].fields, SPAN_ARGS(m.attachments[0].name));
        expect(m.attachments[0].content, "PK\003\004");
        assert_int_equal(m.attachments[0].size, 4);
    }
}

static void attachment_content_and_digest(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, MIXED "--b\nContent-Type: Application/ZIP\nContent-Disposition: inline; filename=a\n\nabc\n--b--\n");
    char hex[HASH_HEX_BYTES];
    hash_hex(m.attachments[0].sha256, HASH_SHA256_BYTES, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(m.attachments[0].declared_type, "application/zip");
    assert_true(m.attachments[0].inlined);
    assert_false(m.attachments[0].cut);
    m = decode_text(arena, HEAD "\nbegin 644 cat.txt\n#0V%T\n`\nend\n");
    expect(m.attachments[0].name, "cat.txt");
    expect(m.attachments[0].content, "Cat");
}

static void messages_within_messages(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, MIXED "--b\n\nouter\n--b\nContent-Type: message/rfc822\n\nFrom: in@c.example\nSubject: inner\n"
        "Content-Type: multipart/mixed; boundary=c\n\n--c\n\ninner text\n--c\nContent-Type: application/zip; name=i.zip\n\nzz\n--c--\n--b\n"
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogY29kZWQKCng=\n--b--\n");
    assert_string_equal(text_of(arena, &m, SEGMENT_OWN), "outer");
    assert_int_equal(m.attachment_count, 2);
    const struct message *inner = m.attachments[0].embedded;
    assert_non_null(inner);
    expect(inner->subject, "inner");
    assert_int_equal(inner->attachment_count, 1);
    expect(inner->attachments[0].name, "i.zip");
    expect(m.attachments[1].embedded->subject, "coded");
    m = decode_text(arena, HEAD "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\n1\n--d\n\nSubject: two\n\n2\n--d--\n");
    assert_int_equal(m.attachment_count, 2);
    expect(m.attachments[0].embedded->subject, "one");
    expect(m.attachments[1].embedded->subject, "two");
    m = decode_text(arena, MIXED "--b\n\nis this one forged?\n--b\nContent-Type: application/octet-stream; name=\"phish.EML\"\n\n"
        "From: in@c.example\nSubject: file\n\nx\n--b\nContent-Type: application/octet-stream; name=\"other.eml\"\n\nno mail at all\n--b--\n");
    assert_non_null(m.attachments[0].embedded);
    expect(m.attachments[0].embedded->subject, "file");
    assert_null(m.attachments[1].embedded);
}

static void reports(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, "From: MAILER-DAEMON@b.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; b.example\n\nAction: failed\n--b\n"
        "Content-Type: message/rfc822\n\nSubject: original\n\nx\n--b--\n");
    assert_true(m.flags & MESSAGE_REPORT);
    assert_int_equal(m.attachment_count, 2);
    expect(m.attachments[0].declared_type, "message/delivery-status");
    assert_null(m.attachments[0].embedded);
    expect(m.attachments[1].embedded->subject, "original");
    m = decode_text(arena, "Return-Path: <>\nFrom: Mailer-Daemon@b.example\n\nfailed\n");
    assert_true(m.flags & MESSAGE_REPORT);
    m = decode_text(arena, HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\ncome\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--\n");
    assert_true(m.flags & MESSAGE_CALENDAR);
}

static void quotes_are_apart(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, HEAD "\nmy words\n\nOn Tue, 1 Mar 2022 at 10:00, Hana <hana@b.example> wrote:\n> her words\n");
    assert_string_equal(text_of(arena, &m, SEGMENT_OWN), "my words");
    assert_non_null(strstr(text_of(arena, &m, SEGMENT_QUOTED), "her words"));
    assert_int_equal(m.quote_header_count, 1);
}

static void raw_bytes_follow_the_body(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, "Subject: \x90\xbf\x8b\x81\x8f\x91\nFrom: \x90\xbf <a@b.example>\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=Shift_JIS\n\nx\n--b--\n");
    expect(m.subject, "請求書");
    expect(m.from[0].name, "請");
    expect(m.charset, "shift_jis");
}

static void broken_fields_are_noted(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message m = decode_text(arena, "From: a@b.example\nFrom: c@d.example\nDate: soon\nthis is no field\nSubject: x\n\nbody\n");
    assert_int_equal(m.defect_count, 3);
    assert_true(has_defect(&m, "more than one From"));
    assert_true(has_defect(&m, "Date"));
    expect(m.from[0].addr, "a@b.example");
    expect(m.subject, "x");
}

static void repeat(struct buf *out, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_add(out, span_of(piece));
}

/* Decodes within the bound and says that something was left out. */
static struct message decode_hostile(struct arena *arena, struct buf *raw, const char *what)
{
    clock_t start = clock();
    struct message m = decode(arena, buf_span(raw));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > HOSTILE_SECONDS)
        fail_msg("%s: %.1f s", what, seconds);
    if (!(m.flags & MESSAGE_CUT) || !m.defect_count)
        fail_msg("%s: nothing noted", what);
    return m;
}

static void nested_five_thousand_deep(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL multiparts = {0}, messages = {0};
    for (int i = 0; i < 5000; i++)
        buf_printf(&multiparts, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buf_add(&multiparts, SPAN_LITERAL("\nhi\n"));
    decode_hostile(arena, &multiparts, "multiparts");
    repeat(&messages, "Content-Type: message/rfc822\n\n", 5000);
    buf_add(&messages, SPAN_LITERAL("Subject: x\n\nhi\n"));
    struct message m = decode(arena, buf_span(&messages));
    unsigned depth = 0;
    const struct message *inner = &m;
    for (; inner->attachment_count && inner->attachments[0].embedded; inner = inner->attachments[0].embedded)
        depth++;
    assert_int_equal(depth, LIMIT_EMBEDDED_DEPTH);
    assert_true(inner->flags & MESSAGE_CUT);
}

static void too_many_parts(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL raw = {0}, dashes = {0}, fields = {0};
    buf_add(&raw, SPAN_LITERAL(MIXED));
    repeat(&raw, "--b\nContent-Type: application/zip\n\nx\n", 50000);
    struct message m = decode_hostile(arena, &raw, "parts");
    assert_int_equal(m.attachment_count, LIMIT_ATTACHMENTS);
    buf_add(&dashes, SPAN_LITERAL(MIXED));
    repeat(&dashes, "--x\n", 1200000);
    decode_hostile(arena, &dashes, "lines that may be boundaries");
    buf_add(&fields, SPAN_LITERAL(MIXED "--b\n"));
    repeat(&fields, "X-Y: z\n", 300000);
    decode_hostile(arena, &fields, "fields of a part");
}

static void too_many_fields_and_people(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL fields = {0}, people = {0}, ids = {0}, trace = {0};
    repeat(&fields, "X-Y: z\n", 100000);
    buf_add(&fields, SPAN_LITERAL("\nbody\n"));
    struct message m = decode_hostile(arena, &fields, "fields");
    assert_string_equal(text_of(arena, &m, SEGMENT_OWN), "body");
    buf_clear(&fields);
    repeat(&fields, "X-Y: z\n", 3000);
    buf_add(&fields, SPAN_LITERAL("Content-Type: application/zip\n\nPK"));
    m = decode_hostile(arena, &fields, "padding above Content-Type");
    assert_int_equal(m.attachment_count, 1);
    buf_add(&people, SPAN_LITERAL("To: "));
    repeat(&people, "a@b.example,\n ", 200000);
    m = decode_hostile(arena, &people, "recipients");
    assert_int_equal(m.recipient_count, LIMIT_ADDRESSES);
    buf_add(&ids, SPAN_LITERAL("References:"));
    for (int i = 0; i < 20000; i++)
        buf_printf(&ids, " <%d@x>", i);
    m = decode_hostile(arena, &ids, "references");
    assert_int_equal(m.reference_count, LIMIT_REFERENCES);
    repeat(&trace, "Received: by x; Tue, 1 Mar 2022 10:00:00 +0000\n", 1000);
    m = decode_hostile(arena, &trace, "trace");
    assert_int_equal(m.received_count, LIMIT_RECEIVED);
}

static void one_line_of_many_megabytes(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL subject = {0}, body = {0};
    buf_add(&subject, SPAN_LITERAL("Subject: "));
    repeat(&subject, "aaaaaaaaaaaaaaaa", 300000);
    struct message m = decode_hostile(arena, &subject, "subject");
    assert_int_equal(m.subject.size, LIMIT_FIELD_BYTES);
    buf_add(&body, SPAN_LITERAL(HEAD "\n"));
    repeat(&body, "aaaaaaaaaaaaaaaa", 300000);
    decode_hostile(arena, &body, "body");
}

/* Every cut of a mail that has everything in it can be decoded. */
static void truncated_anywhere(void **state)
{
    (void)state;
    static const char whole[] = MIXED "--b\nContent-Type: text/plain; charset=iso-2022-jp; format=flowed\n\n\x1b$B@A5a\x1b(B \nx\n--b\n"
        "Content-Type: message/rfc822\n\nSubject: =?utf-8?B?6KuL?=\nContent-Type: multipart/alternative; boundary=\"c\"\n\n--c\n\n\n--c\n"
        "Content-Type: text/html\n\n<p>a<br>b\n--c--\n--b\nContent-Disposition: attachment; filename*0*=utf-8''%E8; filename*1*=%AB%8B\n"
        "Content-Transfer-Encoding: base64\n\nUEsDBA==\n--b--\n";
    for (size_t size = 1; size < sizeof whole; size++) {
        ARENA_LOCAL arena = arena_open();
        char *copy = arena_string(arena, (struct span){whole, size});
        decode(arena, (struct span){copy, size});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_facts),
        cmocka_unit_test(stolen_replies_come_through_as_sent),
        cmocka_unit_test(absent_facts_are_empty),
        cmocka_unit_test(a_header_block_keeps_what_it_does_not_say),
        cmocka_unit_test(bodies_of_all_shapes),
        cmocka_unit_test(file_names_of_all_shapes),
        cmocka_unit_test(attachment_content_and_digest),
        cmocka_unit_test(messages_within_messages),
        cmocka_unit_test(reports),
        cmocka_unit_test(quotes_are_apart),
        cmocka_unit_test(raw_bytes_follow_the_body),
        cmocka_unit_test(broken_fields_are_noted),
        cmocka_unit_test(nested_five_thousand_deep),
        cmocka_unit_test(too_many_parts),
        cmocka_unit_test(too_many_fields_and_people),
        cmocka_unit_test(one_line_of_many_megabytes),
        cmocka_unit_test(truncated_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
