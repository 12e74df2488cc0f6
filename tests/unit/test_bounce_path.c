/* Tests of judge/bounce_path.h and own_hosts.h: which lines of a trace are believed, and what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "decode/received.h"
#include "judge/bounce_path.h"

#define HOPS 6
#define WHEN "; Tue, 1 Mar 2022 10:00:00 +0000"
#define OUR_LOGIN "from pc (unknown [198.51.100.7]) (Authenticated sender: taro@ours.example) by mail.ours.example (Postfix) with ESMTPSA id 1" WHEN
#define OUR_INSIDE "from PC-7 (unknown [192.168.1.7]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN
#define OUR_INBOUND "from evil.example (unknown [198.51.100.9]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN
#define MX_FROM_US "from mail.ours.example (mail.ours.example [203.0.113.5]) by mx.far.example (Postfix) with ESMTPS id 2" WHEN
#define MX_FROM_EVIL "from evil.example (evil.example [198.51.100.9]) by mx.far.example (Postfix) with ESMTPS id 2" WHEN
#define REPORT_FROM_FAR "from mx.far.example (mx.far.example [192.0.2.80]) by mail.ours.example (Postfix) with ESMTPS id 3" WHEN

/* One report. mta: Reporting-MTA; itself: how the report came; trace: of the original. */
static const struct row {
    const char *name;
    const char *mta;
    const char *itself[2];
    const char *trace[HOPS];
    enum bounce_way way;
    const char *account, *client_ip;
    bool inside;
} rows[] = {
    {"left with a login", "mx.far.example", {REPORT_FROM_FAR}, {MX_FROM_US, OUR_LOGIN}, BOUNCE_WAY_PASSED, "taro@ours.example", "198.51.100.7", false},
    {"left from within", "mx.far.example", {REPORT_FROM_FAR}, {MX_FROM_US, OUR_INSIDE}, BOUNCE_WAY_PASSED, "", "192.168.1.7", true},
    {"came from elsewhere", "mx.far.example", {REPORT_FROM_FAR}, {MX_FROM_EVIL}, BOUNCE_WAY_FOREIGN, "", "", false},
    {"our line under a stranger's is invented", "mx.far.example", {REPORT_FROM_FAR}, {MX_FROM_EVIL, OUR_LOGIN}, BOUNCE_WAY_FOREIGN, "", "", false},
    {"the name that a client says is nothing", "mx.far.example", {REPORT_FROM_FAR},
     {"from mail.ours.example (unknown [198.51.100.9]) by mx.far.example (Postfix) with SMTP id 2" WHEN, OUR_LOGIN}, BOUNCE_WAY_FOREIGN, "", "", false},
    {"nor is one that does not lead back", "mx.far.example", {REPORT_FROM_FAR},
     {"from x (mail.ours.example [198.51.100.9] (may be forged)) by mx.far.example (8.14.4/8.14.4) with ESMTP id q" WHEN, OUR_LOGIN},
     BOUNCE_WAY_FOREIGN, "", "", false},
    {"our address alone is enough", "mx.far.example", {REPORT_FROM_FAR},
     {"from mail.ours.example (203.0.113.5) by mx.far.example (10.1.1.1) with Microsoft SMTP Server id 15.1.1" WHEN, OUR_LOGIN},
     BOUNCE_WAY_PASSED, "taro@ours.example", "198.51.100.7", false},
    {"two servers of the reporting side", "mx.google.far.example", {REPORT_FROM_FAR},
     {"by 2002:a05:6402::1 with SMTP id a1" WHEN, "from mail.ours.example (mail.ours.example. [203.0.113.5]) by mx.google.far.example with ESMTPS id b" WHEN, OUR_LOGIN},
     BOUNCE_WAY_PASSED, "taro@ours.example", "198.51.100.7", false},
    {"the reporting side, no names looked up", "x.far.example", {REPORT_FROM_FAR},
     {"from edge.mail.far.example (2603:10a6::1) by inner.far.example with Microsoft SMTP Server id 15.20.1" WHEN,
      "from evil.example (198.51.100.9) by edge.mail.far.example (10.1.1.1) with Microsoft SMTP Server id 15.20.1" WHEN},
     BOUNCE_WAY_FOREIGN, "", "", false},
    {"our server reports what it took from outside", "mail.ours.example", {NULL}, {OUR_INBOUND}, BOUNCE_WAY_PASSED, "", "198.51.100.9", false},
    {"it reports what a login sent", "mail.ours.example", {"by mail.ours.example (Postfix) id 9" WHEN}, {OUR_LOGIN},
     BOUNCE_WAY_PASSED, "taro@ours.example", "198.51.100.7", false},
    {"somebody outside says to be our server", "mail.ours.example", {"from evil.example (evil.example [198.51.100.9]) by mail.ours.example (Postfix) with ESMTP id 1" WHEN},
     {MX_FROM_EVIL}, BOUNCE_WAY_FOREIGN, "", "", false},
    {"a report within is not ours where another wrote it", "mx.far.example", {"by mail.ours.example (Postfix) id 9" WHEN}, {MX_FROM_EVIL},
     BOUNCE_WAY_FOREIGN, "", "", false},
    {"a filter and a second server of ours", "mail.ours.example", {NULL},
     {"from localhost (localhost [127.0.0.1]) by mail.ours.example (Postfix) with ESMTP id 4" WHEN,
      "from mbx.ours.example (mbx.ours.example [192.168.1.2]) by mail.ours.example (Postfix) with ESMTP id 5" WHEN,
      "from PC-7 (unknown [192.168.1.7]) by mbx.ours.example (Postfix) with ESMTP id 6" WHEN},
     BOUNCE_WAY_PASSED, "", "192.168.1.7", true},
    {"a client of ours may invent what is below", "mail.ours.example", {NULL}, {OUR_INSIDE, "from x (x [198.51.100.1]) by PC-9.far.example with SMTP" WHEN},
     BOUNCE_WAY_PASSED, "", "192.168.1.7", true},
    {"past our servers, from our address", "mx.far.example", {REPORT_FROM_FAR},
     {"from pc-bot (unknown [203.0.113.5]) by mx.far.example (Postfix) with SMTP id 2" WHEN}, BOUNCE_WAY_DIRECT, "", "203.0.113.5", true},
    {"web mail logs in for its user", "mx.far.example", {REPORT_FROM_FAR},
     {MX_FROM_US, "from mail.ours.example (localhost [127.0.0.1]) (Authenticated sender: taro@ours.example) by mail.ours.example (Postfix) with ESMTPA id 1" WHEN,
      "from [198.51.100.9] by mail.ours.example with HTTP (HTTP/1.1 POST)" WHEN}, BOUNCE_WAY_PASSED, "taro@ours.example", "198.51.100.9", false},
    {"a login of ours at the reporting server is not elsewhere", "sv.hosting.example", {NULL},
     {"(qmail 12 invoked by uid 89); 1 Mar 2022 10:00:00 -0000",
      "from unknown (HELO pc) (taro@ours.example@198.51.100.22) by sv.hosting.example with ESMTPA" WHEN}, BOUNCE_WAY_CLAIMED, "", "", false},
    {"nothing came back", "mx.far.example", {REPORT_FROM_FAR}, {NULL}, BOUNCE_WAY_UNKNOWN, "", "", false},
    {"nothing came back from us", "mail.ours.example", {NULL}, {NULL}, BOUNCE_WAY_QUEUED, "", "", false},
};

struct fixture {
    struct arena *arena;
    struct corpus corpus;
    struct own_hosts hosts;
};

static void open_hosts(struct fixture *fixture, const char *const *given, size_t count)
{
    static const struct hit_list no_hits;
    own_hosts_open(&fixture->hosts, &fixture->corpus, &no_hits, given, count, fixture->arena);
}

static int open_fixture(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    static const char *const given[] = {"mail.ours.example", "203.0.113.5"};
    fixture->arena = arena_open();
    fixture->corpus.orgs = intern_open();
    fixture->corpus.hosts = intern_open();
    fixture->corpus.own_orgs = calloc(1, sizeof *fixture->corpus.own_orgs);
    fixture->corpus.own_orgs[intern_add(fixture->corpus.orgs, SPAN_LITERAL("ours.example"))] = true;
    open_hosts(fixture, given, 2);
    *state = fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    own_hosts_close(&fixture->hosts);
    intern_close(fixture->corpus.orgs);
    intern_close(fixture->corpus.hosts);
    free(fixture->corpus.own_orgs);
    arena_close(fixture->arena);
    free(fixture);
    return 0;
}

static size_t parse(struct arena *arena, const char *const *lines, size_t most, struct received *ret_hops)
{
    size_t count = 0;
    for (; count < most && lines[count]; count++)
        ret_hops[count] = received_parse(arena, span_of(lines[count]));
    return count;
}

static struct bounce_path walk(struct fixture *fixture, const struct row *row)
{
    struct received trace[HOPS], itself[2];
    struct case_report_mail report = {.trace = trace, .report = {.reporting_mta = span_of(row->mta)}};
    struct bounce_path_report came = {.trace = itself};
    report.trace_count = parse(fixture->arena, row->trace, HOPS, trace);
    came.trace_count = parse(fixture->arena, row->itself, 2, itself);
    return bounce_path_walk(&fixture->hosts, &report, &came);
}

static void believes_who_can_be_trusted(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bounce_path path = walk(*state, &rows[i]);
        bool taken = path.way == BOUNCE_WAY_PASSED || path.way == BOUNCE_WAY_DIRECT;
        struct span account = taken ? path.account : SPAN_NONE, ip = taken ? path.client_ip : SPAN_NONE;
        if (path.way != rows[i].way || !span_equal(account, span_of(rows[i].account)) || !span_equal(ip, span_of(rows[i].client_ip))
            || (taken && path.inside != rows[i].inside))
            fail_msg("%s: way %d, account %.*s, client %.*s, inside %d", rows[i].name, path.way, SPAN_ARGS(account), SPAN_ARGS(ip), path.inside);
    }
}

/* A line of ours on top of a foreign report may be invented: it is said to be unconfirmed. */
static void marks_what_nobody_confirms(void **state)
{
    static const struct row row = {.mta = "mx.far.example", .itself = {REPORT_FROM_FAR}, .trace = {OUR_LOGIN}};
    assert_true(walk(*state, &row).unconfirmed);
    assert_false(walk(*state, &rows[0]).unconfirmed);
}

static void names_and_networks(void **state)
{
    struct fixture *fixture = *state;
    static const char *const given[] = {"Mail.Ours.EXAMPLE.", "203.0.113.0/24", "[2001:db8::1]"};
    own_hosts_close(&fixture->hosts);
    open_hosts(fixture, given, 3);
    assert_int_equal(own_hosts_name(&fixture->hosts, SPAN_LITERAL("MAIL.ours.example")), OWN_HOST_OURS);
    assert_int_equal(own_hosts_name(&fixture->hosts, SPAN_LITERAL("a.mail.ours.example")), OWN_HOST_OURS);
    assert_int_equal(own_hosts_name(&fixture->hosts, SPAN_LITERAL("ours.example")), OWN_HOST_NO);
    assert_int_equal(own_hosts_name(&fixture->hosts, SPAN_LITERAL("webmail.ours.example")), OWN_HOST_NO);
    assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("203.0.113.200")), OWN_HOST_OURS);
    assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("203.0.114.1")), OWN_HOST_NO);
    assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("2001:db8::1")), OWN_HOST_OURS);
    assert_true(own_hosts_inside(&fixture->hosts, SPAN_LITERAL("203.0.113.200")));
    assert_true(own_hosts_inside(&fixture->hosts, SPAN_LITERAL("10.1.1.1")));
    assert_false(own_hosts_inside(&fixture->hosts, SPAN_LITERAL("2001:db8::1")));
    assert_false(own_hosts_inside(&fixture->hosts, SPAN_LITERAL("not an address")));
}

static void refuses_what_is_no_host(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[] = {"", "a b", "203.0.113.0/33", "10.0.0.0/8/8", "user@ours.example", "-x", "2001:db8::/129"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(own_hosts_given(fixture->arena, wrong[i]).size, 0);
}

/* What is learnt needs no name under our domains, but then it is a provider's. */
static void teaches_ways_out(void **state)
{
    struct fixture *fixture = *state;
    own_hosts_close(&fixture->hosts);
    open_hosts(fixture, NULL, 0);
    assert_false(own_hosts_ways_out(&fixture->hosts));
    for (int i = 0; i < OWN_HOSTS_RELAYED; i++) {
        assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("192.0.2.1")), OWN_HOST_NO);
        own_hosts_teach(&fixture->hosts, SPAN_LITERAL("192.0.2.1"), true);
    }
    assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("192.0.2.1")), OWN_HOST_SHARED);
    own_hosts_teach(&fixture->hosts, SPAN_LITERAL("203.0.113.5"), false);
    assert_int_equal(own_hosts_ip(&fixture->hosts, SPAN_LITERAL("203.0.113.5")), OWN_HOST_OURS);
    assert_true(own_hosts_ways_out(&fixture->hosts));
}

/* A provider's server reports on mail of other customers, too. */
static void a_shared_server_has_other_customers(void **state)
{
    static const struct row other = {.mta = "www.shared.example", .itself = {"by www.shared.example (Postfix) id 1" WHEN},
        .trace = {"from pc (x.isp.example [198.51.100.7]) (Authenticated sender: bob@other.example) by www.shared.example (Postfix) with ESMTPSA id 2" WHEN}};
    static const struct row script = {.mta = "www.shared.example", .itself = {"by www.shared.example (Postfix) id 1" WHEN},
        .trace = {"by www.shared.example (Postfix, from userid 4321) id 2" WHEN}};
    static const struct row ours = {.mta = "www.shared.example", .itself = {"by www.shared.example (Postfix) id 1" WHEN},
        .trace = {"from pc (x.isp.example [198.51.100.7]) (Authenticated sender: taro@ours.example) by www.shared.example (Postfix) with ESMTPSA id 2" WHEN}};
    struct fixture *fixture = *state;
    own_hosts_close(&fixture->hosts);
    open_hosts(fixture, NULL, 0);
    for (int i = 0; i < OWN_HOSTS_RELAYED; i++)
        own_hosts_teach(&fixture->hosts, SPAN_LITERAL("www.shared.example"), true);
    assert_int_equal(walk(fixture, &other).way, BOUNCE_WAY_FOREIGN);
    assert_int_equal(walk(fixture, &script).way, BOUNCE_WAY_CLAIMED);
    assert_int_equal(walk(fixture, &ours).way, BOUNCE_WAY_PASSED);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(believes_who_can_be_trusted), TEST(marks_what_nobody_confirms), TEST(names_and_networks),
        TEST(refuses_what_is_no_host), TEST(teaches_ways_out), TEST(a_shared_server_has_other_customers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
