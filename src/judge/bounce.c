/* Gathers what is known of each report, lets the way out be learnt, and decides. */
#include "judge/bounce.h"

#include <stdlib.h>
#include "base/memory.h"
#include "case/case_read.h"
#include "judge/bounce_cluster.h"
#include "judge/bounce_decide.h"
#include "model/host_name.h"

#define QUOTED_LEAST 2       /* rare fingerprints in common; as quotes_stored_thread */
#define COVERAGE_LEAST 0.3   /* of what it quotes, in one thread */
#define UNMARKED_LEAST 4     /* own words that another wrote before */

/* The traces of the reports themselves, while they are needed. */
struct traces {
    struct bounce_path_report *reports;
    struct arena *arena;
};

/* ---- gathering ---- */

static enum outcome gather_original(const struct bounce_desk *desk, struct bounce_work *work, struct arena *arena, struct err *err)
{
    const struct case_report_mail *report = work->report;
    struct bounce_original *original = &work->original;
    struct case_message row;
    *original = (struct bounce_original){.report = report, .message_id = report->report.original_id, .from = CORPUS_NONE,
                                         .subject = CORPUS_NONE, .date = report->report.arrival, .reported = work->mail->time};
    if (report->original) {
        original->mail = corpus_mail(desk->corpus, report->original);
        enum outcome outcome = case_read_message(desk->file, report->original, arena, &row, err);
        if (outcome == OUTCOME_DEAD || outcome == OUTCOME_FAULT)
            return outcome;
        if (outcome == OUTCOME_OK && row.message.date != MESSAGE_NO_DATE)
            original->date = row.message.date;
        if (outcome == OUTCOME_OK && !original->message_id.size)
            original->message_id = arena_copy(desk->arena, row.message.message_id);
    }
    if (original->mail) {
        original->from = original->mail->from;
        original->subject = original->mail->subject;
    }
    original->id = original->message_id.size ? hash_xxh64(original->message_id) : 0;
    return OUTCOME_OK;
}

static enum outcome gather_trace(const struct bounce_desk *desk, struct bounce_work *work, size_t at, struct traces *traces, struct arena *scratch,
                                 struct err *err)
{
    struct case_message row;
    enum outcome outcome = case_read_message(desk->file, work->report->message, scratch, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    struct received *kept = arena_array(traces->arena, row.message.received_count, sizeof *kept);
    for (size_t i = 0; i < row.message.received_count; i++) {
        const struct received *hop = &row.message.received[i];
        kept[i] = (struct received){.from = arena_copy(traces->arena, hop->from), .from_name = arena_copy(traces->arena, hop->from_name),
                                    .from_ip = arena_copy(traces->arena, hop->from_ip), .by = arena_copy(traces->arena, hop->by)};
    }
    struct span from = row.message.from_count ? arena_copy(traces->arena, row.message.from[0].addr) : SPAN_NONE;
    traces->reports[at] = (struct bounce_path_report){kept, row.message.received_count, from};
    return OUTCOME_OK;
}

/* A mail that lies by itself in its author's mailbox alone. The returned copy of it travelled, and two copies are one in the case: whether the
   stored one did cannot be seen. */
static enum outcome kept_by_author(const struct bounce_desk *desk, struct bounce_work *work, struct arena *scratch, struct err *err)
{
    const struct corpus_mail *mail = work->original.mail;
    const struct case_place *places;
    size_t count, direct = 0;
    if (!mail || mail->embedded || mail->from == CORPUS_NONE || !desk->corpus->people[mail->from].own
        || (mail->flags & (MESSAGE_NOT_MAIL | MESSAGE_DRAFT | MESSAGE_REPORT)))
        return OUTCOME_OK;
    enum outcome outcome = case_read_places(desk->file, mail->id, scratch, &places, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        if (places[i].outer)
            continue;
        direct++;
        if (!span_equal_nocase(places[i].owner, intern_text(desk->corpus->addresses, mail->from)))
            return OUTCOME_OK;
    }
    if (outcome == OUTCOME_OK && direct) {
        work->sent_how = BOUNCE_SENT_SAME;
        work->sent_mail = (uint32_t)(mail - desk->corpus->mails);
    }
    return outcome;
}

/* The stored mail may be known by the time at which a slow server took another copy of it: its Date field decides. */
static enum outcome compare_dates(const struct bounce_desk *desk, struct bounce_work *work, struct arena *scratch, struct err *err)
{
    const struct corpus_mail *sent = &desk->corpus->mails[work->sent_mail];
    struct case_message row;
    if (work->sent_how != BOUNCE_SENT_BORROWED || (work->original.subject != CORPUS_NONE && work->original.subject != sent->subject))
        return OUTCOME_OK;
    enum outcome outcome = case_read_message(desk->file, sent->id, scratch, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    int64_t stored = row.message.date, returned = work->original.date;
    if (stored != MESSAGE_NO_DATE && returned != MESSAGE_NO_DATE && stored - returned <= BOUNCE_SENT_APART && returned - stored <= BOUNCE_SENT_APART)
        work->sent_how = BOUNCE_SENT_SAME;
    return OUTCOME_OK;
}

static enum outcome gather_all(struct bounce_desk *desk, struct traces *traces, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < desk->count && outcome == OUTCOME_OK; i++) {
        struct bounce_work *work = &desk->works[i];
        arena_reset(scratch);
        outcome = gather_original(desk, work, scratch, err);
        if (outcome == OUTCOME_OK)
            outcome = gather_trace(desk, work, i, traces, scratch, err);
        work->sent_how = bounce_sent_find(desk->sent, &work->original, &work->sent_mail);
        if (outcome == OUTCOME_OK)
            outcome = compare_dates(desk, work, scratch, err);
        if (outcome == OUTCOME_OK && work->sent_how != BOUNCE_SENT_SAME)
            outcome = kept_by_author(desk, work, scratch, err);
    }
    return outcome;
}

/* ---- the way out ---- */

/* Lower case, without a Windows domain in front. */
static struct span account_text(struct arena *arena, struct span account)
{
    size_t backslash = span_find_byte(account, '\\', 0);
    return host_name(arena, backslash == SIZE_MAX ? account : span_slice(account, backslash + 1, SIZE_MAX));
}

static void walk_all(const struct bounce_desk *desk, const struct traces *traces)
{
    for (size_t i = 0; i < desk->count; i++) {
        struct bounce_path *path = &desk->works[i].path;
        *path = bounce_path_walk(desk->hosts, desk->works[i].report, &traces->reports[i]);
        path->account = account_text(desk->arena, path->account);
    }
}

/* Mail that we sent shows through which addresses it leaves; a server's verified name under our domain shows its address. */
static void teach(struct own_hosts *hosts, const struct bounce_work *work)
{
    const struct bounce_path *path = &work->path;
    struct ip_network address;
    struct span ip = bounce_path_sender_ip(path, work->report), name = bounce_path_sender_name(path, work->report);
    if (path->boundary == BOUNCE_PATH_NONE || !ip_network_parse(ip, &address) || ip_network_private(&address))
        return;
    struct span helo = work->report->trace[path->boundary].from;
    bool sent = work->sent_how == BOUNCE_SENT_SAME;
    bool ours = own_hosts_domain(hosts, name) || own_hosts_name(hosts, name) == OWN_HOST_OURS;
    bool says = own_hosts_domain(hosts, helo) || own_hosts_name(hosts, helo) == OWN_HOST_OURS;
    if (ours || (sent && says))
        own_hosts_teach(hosts, ip, false);
    else if (sent && !path->deep) {
        own_hosts_teach(hosts, ip, true);
        own_hosts_teach_relay(hosts, bounce_path_relay(&work->report->trace[path->boundary]), 1);
    }
}

static void learn_ways_out(struct own_hosts *hosts, const struct bounce_desk *desk, const struct traces *traces)
{
    walk_all(desk, traces);
    if (hosts->given)
        return;
    for (size_t i = 0; i < desk->count; i++)
        teach(hosts, &desk->works[i]);
    walk_all(desk, traces);
}

/* ---- what it quotes and brings ---- */

static bool counts_as_quote(const struct match *match, uint32_t mail, const struct match_count *thread)
{
    return (thread->quoted >= QUOTED_LEAST && match->rare_quoted[mail] && (double)thread->quoted >= COVERAGE_LEAST * match->rare_quoted[mail])
        || (thread->unmarked >= UNMARKED_LEAST && match->rare_own[mail] && (double)thread->unmarked >= COVERAGE_LEAST * match->rare_own[mail]);
}

static bool is_hit(const struct hit_list *hits, uint32_t mail)
{
    for (size_t i = 0; i < hits->count; i++)
        if (hits->hits[i].mail == mail)
            return true;
    return false;
}

static void find_quotes(const struct bounce_desk *desk, struct bounce_work *work)
{
    if (!work->original.mail)
        return;
    const struct match *match = desk->match;
    uint32_t mail = (uint32_t)(work->original.mail - desk->corpus->mails);
    const struct match_list *threads = &match->threads, *originals = &match->originals;
    if (threads->first[mail] == threads->first[mail + 1] || !counts_as_quote(match, mail, &threads->counts[threads->first[mail]]))
        return;
    uint32_t thread = threads->counts[threads->first[mail]].other;
    for (size_t i = originals->first[mail]; i < originals->first[mail + 1] && work->quote_count < BOUNCE_WORK_QUOTES; i++) {
        const struct match_count *row = &originals->counts[i];
        bool marked = row->quoted >= row->unmarked;
        uint32_t all = marked ? match->rare_quoted[mail] : match->rare_own[mail], found = marked ? row->quoted : row->unmarked;
        const struct corpus_mail *other = &desk->corpus->mails[row->other];
        if ((match->joined[row->other] != thread && match->conversation[row->other] != thread) || found < QUOTED_LEAST || other->embedded
            || is_hit(desk->hits, row->other))
            continue;
        work->quotes[work->quote_count++] = (struct case_quote){other->id, all ? (double)found / all : 0};
    }
}

static enum outcome look_within(const struct bounce_desk *desk, struct bounce_work *work, struct err *err)
{
    bool sent = work->sent_how == BOUNCE_SENT_SAME || work->sent_how == BOUNCE_SENT_ALIKE;
    find_quotes(desk, work);
    if (sent || !work->original.mail)
        return OUTCOME_OK;
    enum bounce_lure kind;
    enum outcome outcome = bounce_intruder_lure(desk->file, desk->lures, work->original.mail->id, desk->arena, &work->lure, &kind, err);
    if (outcome == OUTCOME_OK && kind == BOUNCE_LURE_LINK)
        work->lure = SPAN_NONE;
    return outcome;
}

/* ---- the result ---- */

/* When a server that is trusted had it. */
static int64_t date_of(const struct bounce_work *work)
{
    const struct case_report_mail *report = work->report;
    size_t hops[] = {work->path.entry, work->path.boundary};
    for (size_t i = 0; i < sizeof hops / sizeof *hops; i++)
        if (hops[i] < report->trace_count && report->trace[hops[i]].date != MESSAGE_NO_DATE)
            return report->trace[hops[i]].date;
    bool sent = work->origin == BOUNCE_SENT || work->origin == BOUNCE_INTRUDER;
    if (sent && work->original.date != MESSAGE_NO_DATE)
        return work->original.date;
    return work->original.reported;
}

static void bounce_make(const struct bounce_desk *desk, const struct bounce_work *work, struct case_bounce *ret_bounce)
{
    const struct bounce_path *path = &work->path;
    bool fake = work->origin == BOUNCE_FAKE, taken = !fake && (path->way == BOUNCE_WAY_PASSED || path->way == BOUNCE_WAY_DIRECT);
    struct case_bounce_evidence *evidence = arena_array(desk->arena, work->evidence_count, sizeof *evidence);
    struct case_quote *quotes = arena_array(desk->arena, work->quote_count, sizeof *quotes);
    for (size_t i = 0; i < work->evidence_count; i++)
        evidence[i] = work->evidence[i];
    for (size_t i = 0; i < work->quote_count; i++)
        quotes[i] = work->quotes[i];
    struct span account = taken ? path->account : SPAN_NONE;
    if (work->origin == BOUNCE_INTRUDER && !account.size) /* whoever logged in was in this mailbox */
        account = intern_text(desk->corpus->addresses, desk->corpus->mails[work->sent_mail].from);
    *ret_bounce = (struct case_bounce){
        .message = work->report->message, .original = work->report->original, .date = date_of(work),
        .origin = span_of(bounce_origin_word(work->origin)), .confidence = span_of(bounce_confidence_word(work->confidence)),
        .suggested = work->suggested == BOUNCE_UNKNOWN ? SPAN_NONE : span_of(bounce_origin_word(work->suggested)),
        .account = account, .client_ip = taken ? path->client_ip : SPAN_NONE, .helo = taken ? path->helo : SPAN_NONE,
        .machine = !taken || !path->client_ip.size ? SPAN_NONE : path->inside ? SPAN_LITERAL("inside") : SPAN_LITERAL("outside"),
        .original_message_id = work->original.message_id, .mail = work->number,
        .evidence = evidence, .evidence_count = work->evidence_count, .quotes = quotes, .quote_count = work->quote_count,
    };
}

static int by_time(const void *a, const void *b)
{
    return corpus_compare_times(((const struct bounce_work *)a)->mail, ((const struct bounce_work *)b)->mail);
}

/* One work for each report that lies in a store, by time. */
static void open_works(struct bounce_desk *desk, const struct case_report_mail *reports, size_t count)
{
    desk->works = memory_must(calloc(count + 1, sizeof *desk->works));
    for (size_t i = 0; i < count; i++) {
        const struct corpus_mail *mail = corpus_mail(desk->corpus, reports[i].message);
        if (mail)
            desk->works[desk->count++] = (struct bounce_work){.report = &reports[i], .mail = mail, .owner = CORPUS_NONE, .suggested = BOUNCE_UNKNOWN};
    }
    qsort(desk->works, desk->count, sizeof *desk->works, by_time);
}

static enum outcome decide_all(struct bounce_desk *desk, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    bounce_cluster_count(desk);
    for (size_t i = 0; i < desk->count && outcome == OUTCOME_OK; i++) {
        struct bounce_work *work = &desk->works[i];
        work->owner = bounce_decide_owner(desk, work);
        outcome = look_within(desk, work, err);
        if (outcome == OUTCOME_OK)
            outcome = bounce_decide(desk, work, err);
    }
    if (outcome == OUTCOME_OK)
        bounce_cluster_spread(desk);
    return outcome;
}

static enum outcome investigate(struct bounce_desk *desk, struct own_hosts *hosts, struct case_result *result, struct err *err)
{
    struct traces traces = {.arena = arena_open()};
    traces.reports = memory_must(calloc(desk->count + 1, sizeof *traces.reports));
    enum outcome outcome = gather_all(desk, &traces, err);
    if (outcome == OUTCOME_OK) {
        learn_ways_out(hosts, desk, &traces);
        outcome = decide_all(desk, err);
    }
    free(traces.reports);
    arena_close(traces.arena);
    struct case_bounce *bounces = arena_array(desk->arena, desk->count, sizeof *bounces);
    for (size_t i = 0; i < desk->count && outcome == OUTCOME_OK; i++)
        bounce_make(desk, &desk->works[i], &bounces[i]);
    result->bounces = bounces;
    result->bounce_count = desk->count;
    return outcome;
}

enum outcome bounce_find(struct case_file *file, const struct corpus *corpus, const struct bounce_given *given, struct arena *arena,
                         struct case_result *result, struct err *err)
{
    const struct case_report_mail *reports;
    struct own_hosts hosts;
    struct bounce_sent sent;
    size_t count;
    enum outcome outcome = case_report_mail_read(file, arena, &reports, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    own_hosts_open(&hosts, corpus, given->hits, given->own_hosts, given->own_host_count, arena);
    bounce_sent_open(&sent, corpus);
    struct bounce_desk desk = {.file = file, .corpus = corpus, .match = given->match, .hits = given->hits, .lures = given->lures,
                               .hosts = &hosts, .sent = &sent, .arena = arena};
    open_works(&desk, reports, count);
    outcome = investigate(&desk, &hosts, result, err);
    result->own_hosts = own_hosts_list(&hosts, arena, &result->own_host_count);
    free(desk.works);
    bounce_sent_close(&sent);
    own_hosts_close(&hosts);
    return outcome;
}
