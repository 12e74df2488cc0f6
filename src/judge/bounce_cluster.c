/* Sorts the reports by what they may share and looks at neighbours. */
#include "judge/bounce_cluster.h"

#include <stdlib.h>
#include "base/i18n.h"
#include "base/memory.h"

#define DAY 86400

/* One report as it is sorted: by group, then part, then time. */
struct place {
    uint64_t group, part;
    int64_t time;
    uint32_t work;
};

static int by_group(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    if (left->group != right->group)
        return left->group < right->group ? -1 : 1;
    if (left->part != right->part)
        return left->part < right->part ? -1 : 1;
    if (left->time != right->time)
        return left->time < right->time ? -1 : 1;
    return left->work < right->work ? -1 : left->work > right->work;
}

static struct place *sorted(struct place *places, size_t count)
{
    qsort(places, count, sizeof *places, by_group);
    return places;
}

/* ---- one mail, many reports ---- */

/* Which mail it is about: its Message-ID, else the returned copy, else the report stands alone. */
static uint64_t mail_key(const struct bounce_work *work)
{
    if (work->original.id)
        return work->original.id;
    int64_t row = work->report->original ? work->report->original : work->report->message;
    return hash_xxh64((struct span){(const char *)&row, sizeof row});
}

static void number_mails(const struct bounce_desk *desk, struct place *places)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < desk->count; i++)
        places[i] = (struct place){mail_key(&desk->works[i]), 0, 0, i};
    sorted(places, desk->count);
    for (size_t i = 0; i < desk->count; i++) /* the first of its reports, by time, lends its place as a number */
        desk->works[places[i].work].number = i && places[i - 1].group == places[i].group ? desk->works[places[i - 1].work].number : places[i].work + 1;
    for (uint32_t i = 0; i < desk->count; i++)
        if (desk->works[i].number == i + 1)
            places[i].group = ++next;
    for (uint32_t i = 0; i < desk->count; i++)
        desk->works[i].number = (uint32_t)places[desk->works[i].number - 1].group;
}

/* ---- clients ---- */

static uint64_t client_key(const struct bounce_work *work)
{
    return work->path.client_ip.size ? hash_xxh64(work->path.client_ip) : 0;
}

/* Who sent: the account, else the author that it names. */
static uint64_t who_key(const struct bounce_work *work)
{
    if (work->path.account.size)
        return hash_xxh64(work->path.account);
    return work->original.from == CORPUS_NONE ? 0 : work->original.from + 1u;
}

static bool took(const struct bounce_work *work)
{
    return work->path.way == BOUNCE_WAY_PASSED || work->path.way == BOUNCE_WAY_DIRECT;
}

static void count_accounts(const struct bounce_desk *desk, struct place *places)
{
    size_t count = 0;
    for (uint32_t i = 0; i < desk->count; i++)
        if (took(&desk->works[i]) && client_key(&desk->works[i]))
            places[count++] = (struct place){client_key(&desk->works[i]), who_key(&desk->works[i]), 0, i};
    sorted(places, count);
    for (size_t from = 0, to; from < count; from = to) {
        uint32_t accounts = 0;
        for (to = from; to < count && places[to].group == places[from].group; to++)
            accounts += places[to].part && (to == from || places[to].part != places[to - 1].part);
        for (size_t i = from; i < to; i++)
            desk->works[places[i].work].accounts = accounts;
    }
}

static int64_t time_of(const struct bounce_work *work)
{
    return work->original.date != MESSAGE_NO_DATE ? work->original.date : work->original.reported;
}

/* The domain to which it failed. */
static uint64_t target_key(const struct bounce_work *work)
{
    const struct report_mail *report = &work->report->report;
    return report->recipient_count ? hash_xxh64(address_domain(report->recipients[0].address)) : work->number;
}

/* Different targets among the places from `from` to `to`. */
static uint32_t count_targets(const struct bounce_desk *desk, const struct place *places, size_t from, size_t to)
{
    uint64_t seen[BOUNCE_CLUSTER_FLOOD];
    uint32_t count = 0;
    for (size_t i = from; i < to && count < BOUNCE_CLUSTER_FLOOD; i++) {
        uint64_t target = target_key(&desk->works[places[i].work]);
        uint32_t known = 0;
        while (known < count && seen[known] != target)
            known++;
        if (known == count)
            seen[count++] = target;
    }
    return count;
}

/* Domains to which mail of one account, or of one client without accounts, failed within a day. */
static void count_bursts(const struct bounce_desk *desk, struct place *places)
{
    size_t count = 0;
    for (uint32_t i = 0; i < desk->count; i++) {
        const struct bounce_work *work = &desk->works[i];
        uint64_t who = work->path.account.size ? hash_xxh64(work->path.account) : client_key(work);
        if (took(work) && who && time_of(work) != MESSAGE_NO_DATE)
            places[count++] = (struct place){who, 0, time_of(work), i};
    }
    sorted(places, count);
    for (size_t from = 0, to = 0, at = 0; at < count; at++) {
        while (places[from].group != places[at].group || places[at].time - places[from].time > DAY / 2)
            from++;
        while (to < count && places[to].group == places[at].group && places[to].time - places[at].time <= DAY / 2)
            to++;
        desk->works[places[at].work].burst = count_targets(desk, places, from, to);
    }
}

void bounce_cluster_count(const struct bounce_desk *desk)
{
    struct place *places = memory_must(malloc((desk->count + 1) * sizeof *places));
    number_mails(desk, places);
    count_accounts(desk, places);
    count_bursts(desk, places);
    free(places);
}

/* ---- what is judged alike ---- */

static bool sure_abuse(const struct bounce_work *work)
{
    return work->origin == BOUNCE_ABUSED && work->confidence > BOUNCE_LOW;
}

/* The same account from the same outside machine: whoever abused it there wrote this, too. From within it may be the owner. */
static void spread_abuse(const struct bounce_desk *desk, struct place *places)
{
    size_t count = 0;
    for (uint32_t i = 0; i < desk->count; i++)
        if (took(&desk->works[i]) && client_key(&desk->works[i]) && !desk->works[i].path.inside)
            places[count++] = (struct place){client_key(&desk->works[i]), who_key(&desk->works[i]), 0, i};
    sorted(places, count);
    for (size_t from = 0, to; from < count; from = to) {
        uint64_t sure = 0;
        for (to = from; to < count && places[to].group == places[from].group && places[to].part == places[from].part; to++)
            sure += sure_abuse(&desk->works[places[to].work]);
        for (size_t i = from; i < to && sure; i++) {
            struct bounce_work *work = &desk->works[places[i].work];
            bool open = work->origin == BOUNCE_UNKNOWN || (work->origin == BOUNCE_ABUSED && work->confidence == BOUNCE_LOW);
            if (!open || !work->path.login || work->path.unconfirmed)
                continue;
            work->origin = BOUNCE_ABUSED;
            work->confidence = BOUNCE_MEDIUM;
            bounce_work_say(desk, work, "same-client", SPAN_NONE, true,
                            N_("{count} mails that are surely abuse came from the same account and machine."),
                            bounce_work_value("count", bounce_work_number(desk, sure)));
        }
    }
}

static bool informative(const struct bounce_work *work)
{
    return work->origin != BOUNCE_UNKNOWN && work->origin != BOUNCE_FAKE && work->confidence > BOUNCE_LOW;
}

/* The origin of those of a group of reports that have one, where all agree. */
static enum bounce_origin agreed(const struct bounce_desk *desk, const struct place *places, size_t count, size_t *ret_count)
{
    enum bounce_origin origin = BOUNCE_UNKNOWN;
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct bounce_work *work = &desk->works[places[i].work];
        if (!informative(work))
            continue;
        if (origin != BOUNCE_UNKNOWN && origin != work->origin)
            return BOUNCE_UNKNOWN;
        origin = work->origin;
        ++*ret_count;
    }
    return *ret_count >= BOUNCE_CLUSTER_ALIKE ? origin : BOUNCE_UNKNOWN;
}

static void suggest(const struct bounce_desk *desk, struct place *places)
{
    size_t count = 0;
    for (uint32_t i = 0; i < desk->count; i++)
        if (desk->works[i].original.subject != CORPUS_NONE)
            places[count++] = (struct place){desk->works[i].original.subject, 0, 0, i};
    sorted(places, count);
    for (size_t from = 0, to; from < count; from = to) {
        size_t alike;
        for (to = from; to < count && places[to].group == places[from].group; to++)
            continue;
        enum bounce_origin origin = agreed(desk, places + from, to - from, &alike);
        for (size_t i = from; i < to && origin != BOUNCE_UNKNOWN; i++) {
            struct bounce_work *work = &desk->works[places[i].work];
            if (work->origin != BOUNCE_UNKNOWN)
                continue;
            work->suggested = origin;
            bounce_work_say(desk, work, "alike", SPAN_NONE, false, N_("{count} reports on mail of the same subject are {origin}: this one may be, too."),
                            bounce_work_also(bounce_work_value("count", bounce_work_number(desk, alike)), "origin",
                                             span_of(bounce_origin_word(origin))));
        }
    }
}

void bounce_cluster_spread(const struct bounce_desk *desk)
{
    struct place *places = memory_must(malloc((desk->count + 1) * sizeof *places));
    spread_abuse(desk, places);
    suggest(desk, places);
    free(places);
}
