/* Tests of judge/bounce.h over cases made by hand: the order of decision, and that nobody is accused on what anybody can write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "case/case_bounce.h"
#include "case/case_read.h"
#include "case/case_write.h"
#include "decode/received.h"
#include "judge/judge.h"
#include "judge/own_hosts.h"
#include "report/bounce_data.h"
#include "scan/scan.h"

#define S(text) SPAN_LITERAL(text)
#define DAY 86400
#define THEN 1646128800 /* 2022-03-01 10:00 UTC */
#define WHEN "; Tue, 1 Mar 2022 10:00:00 +0000"
#define OUR_LOGIN "from pc (unknown [198.51.100.7]) (Authenticated sender: taro@ours.example) by mail.ours.example (Postfix) with ESMTPSA id 1" WHEN
#define OUR_DESK "from PC-7 (unknown [192.168.1.7]) (Authenticated sender: taro@ours.example) by mail.ours.example (Postfix) with ESMTPSA id 1" WHEN
#define OUR_INBOUND "from evil.example (unknown [198.51.100.9]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN
#define MX_FROM_US "from mail.ours.example (mail.ours.example [203.0.113.5]) by mx.far.example (Postfix) with ESMTPS id 2" WHEN
#define MX_FROM_EVIL "from evil.example (evil.example [198.51.100.9]) by mx.far.example (Postfix) with ESMTPS id 2" WHEN
#define FROM_FAR "from mx.far.example (mx.far.example [192.0.2.80]) by mail.ours.example (Postfix) with ESMTPS id 3" WHEN

struct fixture {
    struct case_file *file;
    struct arena *arena;
    struct case_store store;
    uint64_t items;
    const struct case_bounce *bounces;
    size_t count;
    struct err err;
};

static const struct address taro[] = {{.addr = {"taro@ours.example", 17}, .kind = ADDRESS_SMTP}};
static const struct address far_away[] = {{.addr = {"suzuki@far.example", 18}, .kind = ADDRESS_SMTP}};
static const struct address daemon_of_far[] = {{.addr = {"mailer-daemon@mx.far.example", 28}, .kind = ADDRESS_SMTP}};

static int open_fixture(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_open();
    assert_int_equal(case_open(":memory:", CASE_WRITE, &fixture->file, &fixture->err), OUTCOME_OK);
    fixture->store = (struct case_store){.path = S("box"), .format = S("mbox"), .owner = S("taro@ours.example"), .expected = 99};
    assert_int_equal(case_write_store(fixture->file, &fixture->store, &fixture->store.id, &fixture->err), OUTCOME_OK);
    *state = fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    case_close(fixture->file);
    arena_close(fixture->arena);
    free(fixture);
    return 0;
}

static void write_message(struct fixture *fixture, const struct message *message, const struct message *within)
{
    struct fingerprint_set set, inner;
    struct occurrence where = {.item = fixture->items++};
    fingerprint_make(fixture->arena, message, &set);
    if (within)
        fingerprint_make(fixture->arena, within, &inner);
    assert_int_equal(case_write_message(fixture->file, fixture->store.id, &where, message, &set, within ? &inner : NULL, &fixture->err), OUTCOME_OK);
}

/* A mail of Taro, as he sent it. */
static struct message mail_of_taro(const char *id, const char *subject, int64_t date)
{
    return (struct message){.message_id = span_of(id), .subject = span_of(subject), .date = date, .received_date = MESSAGE_NO_DATE,
                            .from = taro, .from_count = 1, .recipients = far_away, .recipient_count = 1};
}

static void write_sent(struct fixture *fixture, const char *id, int64_t date)
{
    const struct segment words = {SEGMENT_OWN, S("来週の火曜日でお願いします。")};
    struct message sent = mail_of_taro(id, "日程の件", date);
    sent.flags = MESSAGE_SENT_COPY;
    sent.segments = &words;
    sent.segment_count = 1;
    write_message(fixture, &sent, NULL);
}

/* Sent mail around the time: what is not among it is missing. */
static void write_everyday(struct fixture *fixture)
{
    static const char *const ids[] = {"e1@ours.example", "e2@ours.example", "e3@ours.example", "e4@ours.example"};
    for (int i = 0; i < 4; i++)
        write_sent(fixture, ids[i], THEN - (10 - 5 * i) * DAY);
}

static struct received *hops_of(struct fixture *fixture, const char *const *lines, size_t *ret_count)
{
    struct received *hops = arena_array(fixture->arena, 8, sizeof *hops);
    for (*ret_count = 0; *ret_count < 8 && lines[*ret_count]; ++*ret_count)
        hops[*ret_count] = received_parse(fixture->arena, span_of(lines[*ret_count]));
    return hops;
}

/* A report on `original`, whose trace came back as these lines; it came itself as `itself` says. */
static void write_report(struct fixture *fixture, struct message original, const char *const *lines, const char *const *itself,
                         struct report_mail report, const char *id)
{
    static const struct report_mail_recipient failed[] = {{.address = {"nobody@far.example", 18}, .action = REPORT_MAIL_FAILED}};
    original.received = hops_of(fixture, lines, &original.received_count);
    original.flags |= original.received_count ? MESSAGE_TRANSPORT_HEADERS : 0;
    struct attachment attachment = {.declared_type = S("message/rfc822"), .embedded = &original};
    struct message message = {.message_id = span_of(id), .subject = S("Undelivered"), .date = THEN + 60 + (int64_t)fixture->items, .received_date = MESSAGE_NO_DATE, .flags = MESSAGE_REPORT | MESSAGE_AUTOMATIC,
                              .from = daemon_of_far, .from_count = 1, .recipients = taro, .recipient_count = 1, .report = &report, .attachments = &attachment, .attachment_count = 1};
    message.received = hops_of(fixture, itself, &message.received_count);
    report.recipients = report.recipients ? report.recipients : failed;
    report.recipient_count = 1;
    write_message(fixture, &message, &original);
}

static void judge(struct fixture *fixture, const char *const *hosts, size_t host_count)
{
    static const char *const own[] = {"ours.example"};
    struct judge_options options = {.own = own, .own_count = 1, .own_hosts = hosts, .own_host_count = host_count};
    assert_int_equal(case_write_commit(fixture->file, &fixture->err), OUTCOME_OK);
    assert_int_equal(judge_run(fixture->file, &options, &fixture->err), OUTCOME_OK);
    assert_int_equal(case_bounce_read(fixture->file, fixture->arena, &fixture->bounces, &fixture->count, &fixture->err), OUTCOME_OK);
}

static const char *const our_hosts[] = {"mail.ours.example", "203.0.113.5"};
static const char *const out_by_login[] = {MX_FROM_US, OUR_LOGIN, NULL}, *const out_by_desk[] = {MX_FROM_US, OUR_DESK, NULL};
static const char *const elsewhere[] = {MX_FROM_EVIL, NULL}, *const inbound[] = {OUR_INBOUND, NULL}, *const far[] = {FROM_FAR, NULL}, *const nothing[] = {NULL};
static const struct report_mail by_far = {.kind = REPORT_MAIL_BOUNCE, .reporting_mta = {"mx.far.example", 14}, .arrival = MESSAGE_NO_DATE};
static const struct report_mail by_us = {.kind = REPORT_MAIL_BOUNCE, .reporting_mta = {"mail.ours.example", 17}, .arrival = MESSAGE_NO_DATE};

static void assert_bounce(const struct fixture *fixture, size_t at, const char *origin, const char *confidence)
{
    assert_true(at < fixture->count);
    const struct case_bounce *bounce = &fixture->bounces[at];
    if (!span_equal(bounce->origin, span_of(origin)) || !span_equal(bounce->confidence, span_of(confidence)))
        fail_msg("%.*s, %.*s instead of %s, %s", SPAN_ARGS(bounce->origin), SPAN_ARGS(bounce->confidence), origin, confidence);
}

static bool has_evidence(const struct case_bounce *bounce, const char *what)
{
    for (size_t i = 0; i < bounce->evidence_count; i++)
        if (span_equal(bounce->evidence[i].what, span_of(what)))
            return true;
    return false;
}

static void finds_it_among_the_sent_mails(void **state)
{
    struct fixture *fixture = *state;
    write_sent(fixture, "a@ours.example", THEN);
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), out_by_login, far, by_far, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "sent", "high");
    assert_true(span_equal(fixture->bounces[0].account, S("taro@ours.example")));
    assert_true(span_equal(fixture->bounces[0].client_ip, S("198.51.100.7")));
}

/* A copy that a slow server took hours later came back whole, and then the header of another. */
static void a_slow_server_changes_nothing(void **state)
{
    static const char *const late[] = {"from mail.ours.example (mail.ours.example [203.0.113.5]) by mx.far.example (Postfix) with ESMTPS id 2; Tue, 1 Mar 2022 15:00:00 +0000",
                                       OUR_LOGIN, NULL};
    struct fixture *fixture = *state;
    const struct segment words = {SEGMENT_OWN, S("来週の火曜日でお願いします。")};
    struct message whole = mail_of_taro("a@ours.example", "日程の件", THEN);
    whole.segments = &words;
    whole.segment_count = 1;
    whole.received_date = THEN + 5 * 3600;
    write_sent(fixture, "a@ours.example", THEN);
    write_report(fixture, whole, late, far, by_far, "r1@far.example");
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), late, far, by_far, "r2@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "sent", "high");
    assert_bounce(fixture, 1, "sent", "high");
}

/* Thieves copy Message-IDs of stolen mail. */
static void borrowed_ids_prove_nothing(void **state)
{
    struct fixture *fixture = *state;
    write_sent(fixture, "a@ours.example", THEN - 40 * DAY);
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), elsewhere, far, by_far, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "backscatter", "high");
    assert_true(has_evidence(&fixture->bounces[0], "message-id-borrowed"));
}

static void a_stolen_password_is_told(void **state)
{
    struct fixture *fixture = *state;
    write_everyday(fixture);
    write_report(fixture, mail_of_taro("x@evil.example", "invoice", THEN), out_by_login, far, by_far, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "abused-account", "low"); /* he may have sent it with a device that keeps no copy here */
    const struct case_bounce *bounce = fixture->bounces;
    assert_true(span_equal(bounce->account, S("taro@ours.example")) && span_equal(bounce->client_ip, S("198.51.100.7")));
    assert_true(span_equal(bounce->machine, S("outside")) && span_equal(bounce->helo, S("pc")));
    assert_true(has_evidence(bounce, "not-in-sent"));
    for (size_t i = 0; i < bounce->evidence_count; i++)
        if (span_equal(bounce->evidence[i].what, S("our-login")))
            assert_true(span_equal(bounce->evidence[i].line, S(OUR_LOGIN)));
}

/* His sent mail is not stored: a mail from his own desk says nothing. */
static void nobody_is_accused_of_what_is_not_stored(void **state)
{
    struct fixture *fixture = *state;
    write_report(fixture, mail_of_taro("x@ours.example", "日程の件", THEN), out_by_desk, far, by_far, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "unknown", "low");
    assert_true(has_evidence(&fixture->bounces[0], "sent-not-stored"));
}

static void nobody_is_accused_without_own_hosts(void **state)
{
    struct fixture *fixture = *state;
    write_everyday(fixture);
    write_report(fixture, mail_of_taro("x@evil.example", "invoice", THEN), out_by_login, nothing, by_us, "r1@far.example");
    write_report(fixture, mail_of_taro("y@evil.example", "invoice", THEN), inbound, nothing, by_us, "r2@far.example");
    judge(fixture, NULL, 0);
    assert_int_equal(fixture->count, 2);
    assert_bounce(fixture, 0, "unknown", "low");
    assert_bounce(fixture, 1, "unknown", "low");
}

/* Lines of ours below a stranger's line, and a report in our name from outside. */
static void nobody_is_accused_on_what_anybody_can_write(void **state)
{
    static const char *const invented[] = {MX_FROM_EVIL, OUR_LOGIN, NULL};
    static const char *const from_evil[] = {"from evil.example (evil.example [198.51.100.9]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN, NULL};
    static const char *const login_alone[] = {OUR_LOGIN, NULL};
    struct fixture *fixture = *state;
    write_report(fixture, mail_of_taro("x@evil.example", "invoice", THEN), invented, far, by_far, "r1@far.example");
    write_report(fixture, mail_of_taro("y@evil.example", "offer", THEN), login_alone, from_evil, by_us, "r2@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "backscatter", "high");
    assert_bounce(fixture, 1, "unknown", "low");
    assert_int_equal(fixture->bounces[0].account.size, 0);
    assert_true(has_evidence(&fixture->bounces[1], "report-doubted"));
}

static void our_server_bounced_what_came_from_outside(void **state)
{
    static const struct report_mail_recipient ours[] = {{.address = {"gone@ours.example", 17}, .action = REPORT_MAIL_FAILED}};
    struct report_mail report = by_us;
    struct fixture *fixture = *state;
    report.recipients = ours;
    write_report(fixture, mail_of_taro("x@evil.example", "invoice", THEN), inbound, nothing, report, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "self-backscatter", "high");
}

/* Exchange tells of no login: a machine of no server's name, whose mail got its Message-ID from our server, is somebody of ours at home. */
static void a_mail_program_at_home_is_nobody_elses(void **state)
{
    static const struct report_mail_recipient ours[] = {{.address = {"gone@ours.example", 17}, .action = REPORT_MAIL_FAILED}};
    static const char *const home[] = {"from Haroon-PC (198.51.100.9) by mail.ours.example (10.0.0.1) with Microsoft SMTP Server id 14.2.1" WHEN, NULL};
    static const char *const server[] = {"from mx.evil.example (198.51.100.9) by mail.ours.example (10.0.0.1) with Microsoft SMTP Server id 14.2.1" WHEN, NULL};
    struct report_mail report = by_us;
    struct fixture *fixture = *state;
    report.recipients = ours;
    write_report(fixture, mail_of_taro("guid@mail.ours.example", "test", THEN), home, nothing, report, "r1@ours.example");
    write_report(fixture, mail_of_taro("x@evil.example", "test", THEN), server, nothing, report, "r2@ours.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "unknown", "low");
    assert_bounce(fixture, 1, "self-backscatter", "medium");
}

static void a_lure_is_no_report(void **state)
{
    struct fixture *fixture = *state;
    const struct report_mail lure = {.kind = REPORT_MAIL_LURE, .arrival = MESSAGE_NO_DATE, .original = REPORT_MAIL_NO_ORIGINAL};
    struct message message = {.message_id = S("l@evil.example"), .subject = S("Mail delivery failed"), .date = THEN, .received_date = MESSAGE_NO_DATE,
                              .from = daemon_of_far, .from_count = 1, .recipients = taro, .recipient_count = 1, .report = &lure};
    write_message(fixture, &message, NULL);
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "fake-bounce", "medium");
}

/* Delays and the failure of one mail are one mail. */
static void counts_a_mail_once(void **state)
{
    struct report_mail delay = by_us;
    struct fixture *fixture = *state;
    delay.kind = REPORT_MAIL_DELAY;
    write_sent(fixture, "a@ours.example", THEN);
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), out_by_desk, nothing, delay, "r1@ours.example");
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), out_by_desk, nothing, by_us, "r2@ours.example");
    write_report(fixture, mail_of_taro("b@evil.example", "invoice", THEN), elsewhere, far, by_far, "r3@far.example");
    judge(fixture, our_hosts, 2);
    assert_int_equal(fixture->count, 3);
    unsigned once = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = i + 1; k < 3; k++)
            once += fixture->bounces[i].mail == fixture->bounces[k].mail;
    assert_int_equal(once, 1);
}

/* The returned copy is the very mail that lies in a folder of its author that is not called a sent one. */
static void an_archived_copy_is_a_sent_one(void **state)
{
    struct fixture *fixture = *state;
    struct message archived = mail_of_taro("a@ours.example", "日程の件", THEN);
    write_everyday(fixture);
    write_report(fixture, archived, out_by_login, far, by_far, "r1@far.example");
    write_message(fixture, &archived, NULL);
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "sent", "high");
}

/* Mail that we sent teaches by which address it leaves; genuine mail teaches the names of our servers. */
static void learns_our_servers(void **state)
{
    struct fixture *fixture = *state;
    static const char *const came[] = {"from mx.far.example (192.0.2.80) by mail.ours.example (Postfix) with ESMTPS id 3" WHEN, NULL};
    static const char *const looked_up_nothing[] = {"from mail.ours.example (203.0.113.5) by mx.far.example (10.1.1.1) with Microsoft SMTP Server id 15.1.1" WHEN, OUR_DESK, NULL};
    static const char *const ids[] = {"i1@far.example", "i2@far.example", "i3@far.example"};
    const struct case_own_host *hosts;
    size_t count;
    for (int i = 0; i < 3; i++) {
        struct message message = {.message_id = span_of(ids[i]), .subject = S("hello"), .date = THEN - DAY, .received_date = MESSAGE_NO_DATE, .flags = MESSAGE_TRANSPORT_HEADERS,
                                  .from = far_away, .from_count = 1, .recipients = taro, .recipient_count = 1};
        message.received = hops_of(fixture, came, &message.received_count);
        write_message(fixture, &message, NULL);
    }
    write_sent(fixture, "a@ours.example", THEN);
    write_report(fixture, mail_of_taro("a@ours.example", "日程の件", THEN), looked_up_nothing, far, by_far, "r1@far.example");
    judge(fixture, NULL, 0);
    assert_int_equal(case_own_host_read(fixture->file, fixture->arena, &hosts, &count, &fixture->err), OUTCOME_OK);
    assert_int_equal(count, 2);
    assert_true(span_equal(hosts[0].host, S("203.0.113.5")) && !hosts[0].given && !hosts[0].shared);
    assert_true(span_equal(hosts[1].host, S("mail.ours.example")) && hosts[1].mails == 3);
}

/* Numbers are lower bounds: what is doubtful stands apart where something is sure. */
static void counts_what_is_sure(void **state)
{
    static const char *const login_alone[] = {"from pc (unknown [198.51.100.77]) (Authenticated sender: taro@ours.example) by mail.ours.example (Postfix) with ESMTPSA id 1" WHEN, NULL};
    struct fixture *fixture = *state;
    struct bounce_data data;
    write_everyday(fixture);
    struct message in_other_name = mail_of_taro("x@evil.example", "invoice", THEN);
    in_other_name.from = far_away;
    write_report(fixture, in_other_name, out_by_login, far, by_far, "r1@far.example");
    write_report(fixture, mail_of_taro("y@evil.example", "offer", THEN + 5 * DAY), login_alone, far, by_far, "r2@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "abused-account", "high");
    assert_bounce(fixture, 1, "abused-account", "low");
    assert_true(has_evidence(&fixture->bounces[1], "unconfirmed"));
    assert_int_equal(bounce_data_load(fixture->file, fixture->arena, &data, &fixture->err), OUTCOME_OK);
    assert_int_equal(data.left, BOUNCE_LEFT_YES);
    assert_int_equal(data.abuse.mails, 1);
    assert_int_equal(data.abuse.recipients, 1);
    assert_int_equal(data.doubtful.mails, 1);
}

/* One honest mail, which came back: everything that is like abuse in it, and yet is none. */
static void write_honest(struct fixture *fixture, const char *author, const char *hop, const struct report_mail *report, uint32_t flags, int64_t date)
{
    const char *id = arena_string(fixture->arena, arena_printf(fixture->arena, "h%u@ours.example", (unsigned)fixture->items));
    struct address *from = arena_array(fixture->arena, 1, sizeof *from);
    const char *const lines[] = {MX_FROM_US, hop, NULL};
    struct message mail = mail_of_taro(id, id, date);
    *from = address_make(fixture->arena, SPAN_NONE, span_of(author));
    mail.from = from;
    mail.flags = flags;
    write_report(fixture, mail, report->reporting_mta.size == by_us.reporting_mta.size ? lines + 1 : lines,
                 report->reporting_mta.size == by_us.reporting_mta.size ? nothing : far, *report, arena_string(fixture->arena, arena_printf(fixture->arena, "r-%s", id)));
}

#define LOGIN(account, ip) "from pc (unknown [" ip "]) (Authenticated sender: " account ") by mail.ours.example (Postfix) with ESMTPSA id 1" WHEN

/* Colleagues behind the one address of their office; a login that is a number; a newsletter. */
static void the_ways_of_honest_people_are_no_abuse(void **state)
{
    static const char *const domains[] = {"a@d0.example", "a@d1.example", "a@d2.example", "a@d3.example"};
    struct fixture *fixture = *state;
    write_honest(fixture, "taro@ours.example", LOGIN("taro@ours.example", "198.51.100.70"), &by_far, 0, THEN);
    write_honest(fixture, "hana@ours.example", LOGIN("hana@ours.example", "198.51.100.70"), &by_far, 0, THEN + 9 * DAY);
    write_honest(fixture, "ken@ours.example", LOGIN("ken@ours.example", "198.51.100.70"), &by_far, 0, THEN + 20 * DAY);
    write_honest(fixture, "hana@ours.example", LOGIN("e01234", "198.51.100.71"), &by_far, 0, THEN);
    for (size_t i = 0; i < 4; i++) {
        struct report_mail_recipient failed = {.address = span_of(domains[i]), .action = REPORT_MAIL_FAILED};
        struct report_mail report = by_far;
        report.recipients = &failed;
        write_honest(fixture, "news@ours.example", LOGIN("news@ours.example", "198.51.100.72"), &report, MESSAGE_LIST, THEN);
    }
    judge(fixture, our_hosts, 2);
    assert_int_equal(fixture->count, 8);
    for (size_t i = 0; i < fixture->count; i++)
        assert_bounce(fixture, i, "unknown", "low");
}

/* Spam in Taro's name to somebody whose mail goes on to a provider: our line says for whom our server took it. */
static void what_is_sent_on_left_nobodys_account(void **state)
{
    static const char forged[] = "from evil.example (evil.example [198.51.100.9]) by mail.ours.example (Postfix) with ESMTP id 1 for <Hana@Ours.example>" WHEN;
    static const char gateway[] = "from gw (unknown [192.168.1.20]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN;
    struct fixture *fixture = *state;
    struct message partner = mail_of_taro("p@far.example", "Re: offer", THEN);
    static const char *const redirected[] = {MX_FROM_US, gateway, NULL};
    write_everyday(fixture);
    write_honest(fixture, "taro@ours.example", forged, &by_us, 0, THEN);
    partner.from = far_away;
    partner.recipients = taro;
    write_report(fixture, partner, redirected, far, by_far, "r9@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "self-backscatter", "high");
    assert_bounce(fixture, 1, "unknown", "low");
    assert_true(has_evidence(&fixture->bounces[1], "redirected"));
}

/* A smarthost of many addresses: once mail of ours was seen to leave by it, what comes from there is not foreign. */
static void a_smarthost_is_not_foreign(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < OWN_HOSTS_RELAYED + 1; i++) {
        const char *id = arena_string(fixture->arena, arena_printf(fixture->arena, "s%d@ours.example", i));
        const char *lines[] = {arena_string(fixture->arena, arena_printf(fixture->arena, "from out%d.relay.example (out%d.relay.example [192.0.2.%d]) by mx.far.example "
                                                                         "(Postfix) with ESMTPS id 2" WHEN, i, i, i + 1)), OUR_LOGIN, NULL};
        if (i < OWN_HOSTS_RELAYED)
            write_sent(fixture, id, THEN + i * DAY);
        write_report(fixture, mail_of_taro(id, "日程の件", THEN + i * DAY), lines, far, by_far, arena_string(fixture->arena, arena_printf(fixture->arena, "r-%s", id)));
    }
    judge(fixture, NULL, 0);
    assert_bounce(fixture, 0, "sent", "high");
    assert_bounce(fixture, OWN_HOSTS_RELAYED, "unknown", "low");
    assert_true(has_evidence(&fixture->bounces[OWN_HOSTS_RELAYED], "claimed"));
}

/* A new telephone changes two habits at once, and here every file is sent encrypted. */
static void an_encrypted_file_is_no_intruder(void **state)
{
    static const struct attachment locked = {.name = S("est.zip"), .encrypted = ATTACHMENT_ENCRYPTED_YES};
    struct fixture *fixture = *state;
    for (int i = 0; i < 8; i++) {
        const char *id = arena_string(fixture->arena, arena_printf(fixture->arena, "n%d@ours.example", i));
        struct message mail = mail_of_taro(id, id, THEN - (7 - i) * 3 * DAY);
        mail.flags = MESSAGE_SENT_COPY;
        mail.mailer = i < 7 ? S("Outlook") : S("iPhone Mail");
        mail.charset = i < 7 ? S("iso-2022-jp") : S("utf-8");
        mail.attachments = &locked;
        mail.attachment_count = i == 7;
        write_message(fixture, &mail, NULL);
    }
    write_report(fixture, mail_of_taro("n7@ours.example", "n7@ours.example", THEN), out_by_login, far, by_far, "r1@far.example");
    judge(fixture, our_hosts, 2);
    assert_bounce(fixture, 0, "sent", "high");
}

/* What was given holds for the next judge. */
static void keeps_given_servers(void **state)
{
    struct fixture *fixture = *state;
    const struct case_own_host *hosts;
    size_t count;
    write_sent(fixture, "a@ours.example", THEN);
    judge(fixture, our_hosts, 2);
    judge(fixture, NULL, 0);
    assert_int_equal(case_own_host_read(fixture->file, fixture->arena, &hosts, &count, &fixture->err), OUTCOME_OK);
    assert_true(count == 2 && hosts[0].given && hosts[1].given);
}

/* Real reports of many organisations: with no servers of ours known, nobody is accused. */
static void real_reports_accuse_nobody(void **state)
{
    struct fixture *fixture = *state;
    const char *path = SHARED "/data/bounces/eml";
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = 2};
    struct scan_summary summary;
    if (access(path, R_OK) != 0)
        skip();
    assert_int_equal(scan_run(fixture->file, &options, &summary, &fixture->err), OUTCOME_OK);
    judge(fixture, NULL, 0);
    assert_true(fixture->count > 250);
    for (size_t i = 0; i < fixture->count; i++)
        assert_false(span_equal(fixture->bounces[i].origin, S("abused-account")) || span_equal(fixture->bounces[i].origin, S("self-backscatter"))
                     || span_equal(fixture->bounces[i].origin, S("sent-by-intruder")));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_it_among_the_sent_mails), TEST(a_slow_server_changes_nothing), TEST(borrowed_ids_prove_nothing), TEST(a_stolen_password_is_told), TEST(nobody_is_accused_of_what_is_not_stored),
        TEST(nobody_is_accused_without_own_hosts), TEST(nobody_is_accused_on_what_anybody_can_write), TEST(our_server_bounced_what_came_from_outside),
        TEST(a_mail_program_at_home_is_nobody_elses), TEST(a_lure_is_no_report), TEST(counts_a_mail_once), TEST(an_archived_copy_is_a_sent_one), TEST(learns_our_servers), TEST(counts_what_is_sure),
        TEST(the_ways_of_honest_people_are_no_abuse), TEST(what_is_sent_on_left_nobodys_account), TEST(a_smarthost_is_not_foreign), TEST(an_encrypted_file_is_no_intruder),
        TEST(keeps_given_servers), TEST(real_reports_accuse_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
