/* Walks down the trace of a returned original and stops where trust ends. */
#include "judge/bounce_path.h"

#include "model/address.h"
#include "model/host_name.h"

/* ---- words of one line ---- */

static bool public_ip(struct span text)
{
    struct ip_network address;
    return ip_network_parse(text, &address) && !ip_network_private(&address);
}

static bool loopback(const struct received *hop)
{
    struct ip_network address;
    return (ip_network_parse(hop->from_ip, &address) && ip_network_loopback(&address)) || span_equal_nocase(hop->from, SPAN_LITERAL("localhost"));
}

/* ESMTPA, ESMTPSA, ASMTP ... (RFC 3848), and what web mail writes. */
static bool logged_in(const struct received *hop)
{
    struct span with = hop->with;
    size_t blank = span_find_byte(with, ' ', 0);
    with = span_slice(with, 0, blank);
    if (hop->account.size || span_starts_nocase(hop->with, SPAN_LITERAL("HTTP")))
        return true;
    return span_ends_nocase(with, SPAN_LITERAL("SMTPA")) || span_ends_nocase(with, SPAN_LITERAL("SMTPSA"))
        || span_ends_nocase(with, SPAN_LITERAL("LMTPA")) || span_ends_nocase(with, SPAN_LITERAL("LMTPSA"))
        || span_equal_nocase(with, SPAN_LITERAL("ASMTP"));
}

static bool same_organisation(struct span a, struct span b)
{
    ARENA_LOCAL arena = arena_open();
    struct span left = host_name(arena, a), right = host_name(arena, b);
    if (!host_name_telling(left) || !host_name_telling(right))
        return false;
    return span_equal(left, right) || (span_find_byte(left, '.', 0) != SIZE_MAX && span_equal(address_organisation(left), address_organisation(right)));
}

static bool same_host(struct span a, struct span b)
{
    ARENA_LOCAL arena = arena_open();
    struct span left = host_name(arena, a);
    return host_name_telling(left) && span_equal(left, host_name(arena, b));
}

static bool our_name(const struct own_hosts *hosts, struct span name)
{
    return own_hosts_name(hosts, name) == OWN_HOST_OURS || own_hosts_domain(hosts, name);
}

static bool line_of_ours(const struct own_hosts *hosts, const struct received *hop)
{
    ARENA_LOCAL arena = arena_open();
    return our_name(hosts, hop->by) || host_name_internal(host_name(arena, hop->by));
}

/* ---- the report itself ---- */

/* Whether the report came through servers of ours alone, came from outside, or says nothing (*ret_known false). */
static bool came_from_outside(const struct own_hosts *hosts, const struct received *trace, size_t count, bool *ret_known)
{
    *ret_known = false;
    for (size_t i = 0; i < count; i++) {
        const struct received *hop = &trace[i];
        bool ours = own_hosts_name(hosts, hop->by) != OWN_HOST_NO || own_hosts_domain(hosts, hop->by);
        if (span_equal_nocase(hop->by, SPAN_LITERAL("localhost")))
            continue; /* a filter, or a program that fetches mail */
        if (!ours)
            return *ret_known && i > 0; /* a hop that is not ours handed it to ours */
        *ret_known = true;
        if (public_ip(hop->from_ip) && own_hosts_ip(hosts, hop->from_ip) == OWN_HOST_NO
            && own_hosts_name(hosts, hop->from_name) == OWN_HOST_NO && !own_hosts_domain(hosts, hop->from_name))
            return true;
    }
    return false;
}

/* A report that never travelled was written by our own server: mail from outside has a Received field at least. */
static void look_at_report(const struct own_hosts *hosts, const struct case_report_mail *report, const struct bounce_path_report *itself,
                           struct bounce_path *path)
{
    bool known, outside = came_from_outside(hosts, itself->trace, itself->trace_count, &known);
    struct span writer = report->report.reporting_mta.size ? report->report.reporting_mta : address_domain(itself->from);
    bool says = own_hosts_name(hosts, writer) != OWN_HOST_NO || own_hosts_domain(hosts, writer);
    bool written_elsewhere = writer.size && !says && report->trace_count && !line_of_ours(hosts, &report->trace[0]);
    path->report_ours = !outside && !written_elsewhere && (known || (says && !itself->trace_count));
    path->report_doubted = says && outside;
}

/* ---- the side of the reporting server ---- */

/* Where a host that is not ours stands: at the edge of the reporting side, or still within it. */
static bool within_reporting_side(const struct case_report_mail *report, size_t at)
{
    const struct received *hop = &report->trace[at], *next = &report->trace[at + 1];
    if (at + 1 >= report->trace_count || !next->by.size)
        return false;
    struct span name = hop->from_name.size ? hop->from_name : hop->from;
    if (loopback(hop) || !hop->from.size)
        return true; /* handed on within one machine, or by a program of it */
    if (public_ip(hop->from_ip) && !hop->from_name.size)
        return same_organisation(hop->from, hop->by) && same_organisation(next->by, hop->by);
    return same_organisation(name, hop->by) || (!public_ip(hop->from_ip) && (same_organisation(next->by, hop->by) || same_host(hop->from, next->by)));
}

/* The name that the server looked up; sendmail says where it does not lead back to the address. */
static struct span verified_name(const struct received *hop)
{
    return span_find_nocase(hop->line, SPAN_LITERAL("may be forged"), 0) == SIZE_MAX ? hop->from_name : SPAN_NONE;
}

struct span bounce_path_relay(const struct received *hop)
{
    struct span name = hop->from_name.size ? verified_name(hop) : hop->from;
    return same_organisation(name, hop->by) ? SPAN_NONE : name;
}

enum boundary { BOUNDARY_OURS, BOUNDARY_SHARED, BOUNDARY_FOREIGN, BOUNDARY_CLAIMED };

/* The name counts where the server looked it up; what a client says of itself does not. */
static enum boundary boundary_of(const struct own_hosts *hosts, const struct received *hop, bool *ret_by_name)
{
    struct span name = verified_name(hop);
    enum own_host by_ip = own_hosts_ip(hosts, hop->from_ip), by_name = own_hosts_name(hosts, name);
    *ret_by_name = by_ip == OWN_HOST_NO;
    if (by_ip == OWN_HOST_OURS || by_name == OWN_HOST_OURS || own_hosts_domain(hosts, name))
        return BOUNDARY_OURS;
    if (by_ip == OWN_HOST_SHARED || by_name == OWN_HOST_SHARED || own_hosts_relay(hosts, bounce_path_relay(hop)))
        return BOUNDARY_SHARED;
    bool claims = our_name(hosts, hop->from) || own_hosts_name(hosts, hop->from) != OWN_HOST_NO;
    return claims && !own_hosts_ways_out(hosts) ? BOUNDARY_CLAIMED : BOUNDARY_FOREIGN;
}

/* ---- our side ---- */

/* Another machine of ours handed it on: the next line is trusted, too. */
static bool passed_on_within(const struct own_hosts *hosts, const struct case_report_mail *report, size_t at)
{
    const struct received *hop = &report->trace[at];
    if (at + 1 >= report->trace_count || logged_in(hop) || !line_of_ours(hosts, &report->trace[at + 1]))
        return false;
    if (loopback(hop) || own_hosts_ip(hosts, hop->from_ip) == OWN_HOST_OURS || our_name(hosts, hop->from_name))
        return true;
    return own_hosts_inside(hosts, hop->from_ip) && (our_name(hosts, hop->from) || same_host(hop->from, report->trace[at + 1].by));
}

/* Web mail logs in to the server beside it for its user, whose machine its own line tells. */
static size_t behind_web_mail(const struct own_hosts *hosts, const struct case_report_mail *report, size_t at)
{
    const struct received *hop = &report->trace[at], *next = &report->trace[at + 1];
    bool web = at + 1 < report->trace_count && loopback(hop) && line_of_ours(hosts, next) && span_starts_nocase(next->with, SPAN_LITERAL("HTTP"));
    return web && next->from_ip.size ? at + 1 : at;
}

static void enter(const struct own_hosts *hosts, const struct case_report_mail *report, size_t at, struct bounce_path *path)
{
    while (passed_on_within(hosts, report, at))
        at++;
    struct span account = report->trace[at].account;
    at = behind_web_mail(hosts, report, at);
    const struct received *hop = &report->trace[at];
    path->way = BOUNCE_WAY_PASSED;
    path->entry = at;
    path->login = logged_in(hop);
    path->by = hop->by;
    path->account = hop->account.size ? hop->account : account;
    path->client_ip = hop->from_ip;
    path->helo = hop->from;
    path->inside = own_hosts_inside(hosts, hop->from_ip) || own_hosts_ip(hosts, hop->from_ip) == OWN_HOST_OURS || !hop->from.size;
}

static bool login_of_ours(const struct own_hosts *hosts, const struct received *hop)
{
    return span_find_byte(hop->account, '@', 0) != SIZE_MAX && own_hosts_domain(hosts, address_domain(hop->account));
}

/* A provider's server has many customers: only a login of ours says that the mail is ours. */
static bool shared_is_ours(const struct own_hosts *hosts, const struct received *hop)
{
    return own_hosts_ip(hosts, hop->from_ip) == OWN_HOST_OURS || our_name(hosts, hop->from_name) || login_of_ours(hosts, hop);
}

/* Behind the boundary, which is ours. */
static void walk_ours(const struct own_hosts *hosts, const struct case_report_mail *report, struct bounce_path *path)
{
    size_t next = path->boundary + 1;
    const struct received *edge = &report->trace[path->boundary];
    bool server = our_name(hosts, edge->from) || own_hosts_name(hosts, edge->from_name) == OWN_HOST_OURS;
    if (next < report->trace_count && line_of_ours(hosts, &report->trace[next])) {
        enter(hosts, report, next, path);
        return;
    }
    path->way = server ? BOUNCE_WAY_QUEUED : BOUNCE_WAY_DIRECT; /* a server that hides whence it came, or no server at all */
    path->client_ip = server ? SPAN_NONE : edge->from_ip;
    path->helo = server ? SPAN_NONE : edge->from;
    path->inside = !server;
}

/* The line of a provider's server. */
static void walk_shared_line(const struct own_hosts *hosts, const struct case_report_mail *report, size_t at, struct bounce_path *path)
{
    path->shared = true;
    if (shared_is_ours(hosts, &report->trace[at]))
        enter(hosts, report, at, path);
    else
        path->way = report->trace[at].account.size ? BOUNCE_WAY_FOREIGN : BOUNCE_WAY_CLAIMED;
}

static void walk_shared(const struct own_hosts *hosts, const struct case_report_mail *report, struct bounce_path *path)
{
    size_t next = path->boundary + 1;
    path->shared = true;
    if (next >= report->trace_count || own_hosts_name(hosts, report->trace[next].by) == OWN_HOST_NO)
        path->way = BOUNCE_WAY_CLAIMED;
    else
        walk_shared_line(hosts, report, next, path);
}

/* Whether the last trusted line names a host of some other organisation than that of its writer. */
static bool tells_foreign(const struct received *hop)
{
    struct span name = hop->from_name.size ? hop->from_name : hop->from;
    return (hop->from_ip.size || hop->from_name.size) && !same_organisation(name, hop->by);
}

static void walk_foreign_report(const struct own_hosts *hosts, const struct case_report_mail *report, struct bounce_path *path)
{
    size_t at = 0;
    enum boundary boundary = BOUNDARY_FOREIGN;
    if (own_hosts_name(hosts, report->trace[0].by) == OWN_HOST_OURS || own_hosts_domain(hosts, report->trace[0].by)) {
        path->unconfirmed = true; /* the reporting server wrote no line of its own: ours is likely, but may be invented */
        enter(hosts, report, 0, path);
        return;
    }
    for (;; at++) {
        boundary = boundary_of(hosts, &report->trace[at], &path->by_name);
        if (boundary == BOUNDARY_OURS || boundary == BOUNDARY_SHARED || !within_reporting_side(report, at))
            break;
        path->deep = true;
    }
    path->boundary = at;
    path->way = boundary == BOUNDARY_CLAIMED ? BOUNCE_WAY_CLAIMED : BOUNCE_WAY_FOREIGN;
    if (boundary == BOUNDARY_OURS) {
        walk_ours(hosts, report, path);
    } else if (boundary == BOUNDARY_SHARED) {
        walk_shared(hosts, report, path);
    } else if (login_of_ours(hosts, &report->trace[at])) {
        path->shared = true; /* a provider of ours that is not known as one? */
        path->way = BOUNCE_WAY_CLAIMED;
    } else if (!tells_foreign(&report->trace[at])) {
        path->way = our_name(hosts, report->trace[at].from) ? BOUNCE_WAY_CLAIMED : BOUNCE_WAY_UNKNOWN;
    }
}

/* ---- without a trace ---- */

/* The address or the name of Received-From-MTA: `[192.0.2.1]`, `host.example ([192.0.2.1])`, `host.example`. */
static struct span received_from_ip(struct span text)
{
    size_t open = span_find_byte(text, '[', 0), close = span_find_byte(text, ']', 0);
    struct span inner = open != SIZE_MAX && close != SIZE_MAX && open < close ? span_slice(text, open + 1, close - open - 1) : text;
    struct ip_network address;
    if (span_starts_nocase(inner, SPAN_LITERAL("IPv6:")))
        inner = span_slice(inner, 5, SIZE_MAX);
    return ip_network_parse(inner, &address) ? inner : SPAN_NONE;
}

static struct span received_from_name(struct span text)
{
    struct span word = span_slice(text, 0, span_find_byte(text, ' ', 0));
    return word.size && word.data[0] != '[' && !received_from_ip(word).size ? word : SPAN_NONE;
}

static void walk_received_from(const struct own_hosts *hosts, const struct case_report_mail *report, struct bounce_path *path)
{
    struct span from = report->report.received_from, ip = received_from_ip(from), name = received_from_name(from);
    path->by_received_from = from.size > 0;
    if (!from.size) {
        path->way = path->report_ours ? BOUNCE_WAY_QUEUED : BOUNCE_WAY_UNKNOWN;
    } else if (path->report_ours) {
        path->way = ip.size ? BOUNCE_WAY_PASSED : BOUNCE_WAY_QUEUED;
        path->by = report->report.reporting_mta;
        path->client_ip = ip;
        path->helo = name;
        path->inside = own_hosts_inside(hosts, ip) || own_hosts_ip(hosts, ip) == OWN_HOST_OURS;
    } else if (own_hosts_ip(hosts, ip) == OWN_HOST_OURS) {
        path->way = BOUNCE_WAY_QUEUED;
    } else if (own_hosts_name(hosts, name) != OWN_HOST_NO || own_hosts_domain(hosts, name) || own_hosts_ip(hosts, ip) == OWN_HOST_SHARED) {
        path->way = BOUNCE_WAY_CLAIMED; /* often what the client called itself */
    } else {
        path->way = BOUNCE_WAY_FOREIGN;
    }
}

struct bounce_path bounce_path_walk(const struct own_hosts *hosts, const struct case_report_mail *report, const struct bounce_path_report *itself)
{
    struct bounce_path path = {.boundary = BOUNCE_PATH_NONE, .entry = BOUNCE_PATH_NONE};
    look_at_report(hosts, report, itself, &path);
    if (!report->trace_count)
        walk_received_from(hosts, report, &path);
    else if (path.report_ours && own_hosts_name(hosts, report->trace[0].by) == OWN_HOST_SHARED)
        walk_shared_line(hosts, report, 0, &path);
    else if (path.report_ours)
        enter(hosts, report, 0, &path);
    else
        walk_foreign_report(hosts, report, &path);
    return path;
}

struct span bounce_path_sender_ip(const struct bounce_path *path, const struct case_report_mail *report)
{
    if (path->boundary != BOUNCE_PATH_NONE)
        return report->trace[path->boundary].from_ip;
    return path->by_received_from && !path->report_ours ? received_from_ip(report->report.received_from) : SPAN_NONE;
}

struct span bounce_path_sender_name(const struct bounce_path *path, const struct case_report_mail *report)
{
    if (path->boundary != BOUNCE_PATH_NONE)
        return report->trace[path->boundary].from_name;
    return SPAN_NONE;
}
