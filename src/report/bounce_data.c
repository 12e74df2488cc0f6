/* Sorts bounces by keys and counts what differs. */
#include "report/bounce_data.h"

#include <stdlib.h>
#include "base/memory.h"
#include "report/date_text.h"

struct span bounce_data_origin(size_t number)
{
    static const char *const origins[] = {"sent", "sent-by-intruder", "abused-account", "self-backscatter", "backscatter", "fake-bounce", "unknown"};
    return number < sizeof origins / sizeof *origins ? span_of(origins[number]) : SPAN_NONE;
}

static bool is(struct span text, const char *word)
{
    return span_equal(text, span_of(word));
}

bool bounce_data_counts(const struct case_bounce *bounce)
{
    enum report_mail_kind kind = bounce->report.kind;
    return kind == REPORT_MAIL_BOUNCE || kind == REPORT_MAIL_DELAY || kind == REPORT_MAIL_FEEDBACK || kind == REPORT_MAIL_CHALLENGE
        || kind == REPORT_MAIL_LURE;
}

bool bounce_data_abuse(const struct case_bounce *bounce)
{
    return is(bounce->origin, "abused-account") || is(bounce->origin, "sent-by-intruder");
}

bool bounce_data_stolen(const struct case_bounce *bounce)
{
    return bounce->quote_count && !is(bounce->origin, "sent") && !is(bounce->origin, "unknown");
}

const struct case_bounce_evidence *bounce_data_deciding(const struct case_bounce *bounce)
{
    const struct case_bounce_evidence *first = NULL;
    for (size_t i = 0; i < bounce->evidence_count; i++) {
        const struct case_bounce_evidence *evidence = &bounce->evidence[i];
        if (evidence->decides && (!first || (evidence->line.size && !first->line.size)))
            first = evidence;
    }
    return first;
}

/* ---- groups ---- */

struct row {
    struct span key;
    const struct case_bounce *bounce;
    size_t number;
};

static int by_key(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = span_compare(left->key, right->key);
    return order ? order : left->number < right->number ? -1 : left->number > right->number;
}

static int by_text(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static size_t distinct(struct span *texts, size_t count)
{
    size_t different = 0;
    qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        different += texts[i].size && (i == 0 || !span_equal(texts[i], texts[i - 1]));
    return different;
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static size_t distinct_mails(const struct bounce_group *group, struct span origin)
{
    uint32_t *mails = memory_must(malloc((group->reports + 1) * sizeof *mails));
    size_t count = 0, different = 0;
    for (size_t i = 0; i < group->reports; i++)
        if (!origin.size || span_equal(group->list[i]->origin, origin))
            mails[count++] = group->list[i]->mail;
    if (count)
        qsort(mails, count, sizeof *mails, by_number);
    for (size_t i = 0; i < count; i++)
        different += i == 0 || mails[i] != mails[i - 1];
    free(mails);
    return different;
}

size_t bounce_data_mails_of(const struct bounce_group *group, struct span origin)
{
    return distinct_mails(group, origin);
}

static bool not_reached(const struct report_mail_recipient *recipient)
{
    return recipient->action == REPORT_MAIL_FAILED || recipient->action == REPORT_MAIL_DELAYED || recipient->action == REPORT_MAIL_ACTION_UNKNOWN;
}

static size_t count_recipients(struct arena *arena, const struct bounce_group *group)
{
    size_t all = 0, count = 0;
    for (size_t i = 0; i < group->reports; i++)
        all += group->list[i]->report.recipient_count;
    struct span *texts = arena_array(arena, all + 1, sizeof *texts);
    for (size_t i = 0; i < group->reports; i++)
        for (size_t k = 0; k < group->list[i]->report.recipient_count; k++)
            if (not_reached(&group->list[i]->report.recipients[k]))
                texts[count++] = group->list[i]->report.recipients[k].address;
    return distinct(texts, count);
}

static void group_make(struct arena *arena, const struct row *rows, size_t count, struct bounce_group *ret_group)
{
    struct bounce_group group = {.key = count ? rows[0].key : SPAN_NONE, .reports = count, .first = MESSAGE_NO_DATE, .last = MESSAGE_NO_DATE};
    struct span *accounts = arena_array(arena, count + 1, sizeof *accounts);
    group.list = arena_array(arena, count + 1, sizeof *group.list);
    for (size_t i = 0; i < count; i++) {
        int64_t date = rows[i].bounce->date;
        group.list[i] = rows[i].bounce;
        accounts[i] = rows[i].bounce->account;
        if (date == MESSAGE_NO_DATE)
            continue;
        group.first = group.first == MESSAGE_NO_DATE || date < group.first ? date : group.first;
        group.last = date > group.last ? date : group.last;
    }
    group.accounts = distinct(accounts, count);
    group.mails = distinct_mails(&group, SPAN_NONE);
    group.recipients = count_recipients(arena, &group);
    *ret_group = group;
}

/* Whether it is among those that are told as abuse. */
static bool told(const struct bounce_data *data, const struct case_bounce *bounce)
{
    return bounce_data_abuse(bounce) && (data->left != BOUNCE_LEFT_YES || !is(bounce->confidence, "low"));
}

static struct span key_of(struct arena *arena, const struct bounce_data *data, const struct case_bounce *bounce, enum bounce_by by)
{
    switch (by) {
    case BOUNCE_BY_ORIGIN:
        return bounce->origin;
    case BOUNCE_BY_ACCOUNT:
        return told(data, bounce) ? bounce->account : SPAN_NONE;
    case BOUNCE_BY_CLIENT:
        return told(data, bounce) ? bounce->client_ip : SPAN_NONE;
    case BOUNCE_BY_DAY:
        return date_text_day(arena, bounce->date);
    }
    return SPAN_NONE;
}

static size_t rank_of(struct span origin)
{
    size_t rank = 0;
    while (bounce_data_origin(rank).size && !span_equal(bounce_data_origin(rank), origin))
        rank++;
    return rank;
}

static int in_order(const void *a, const void *b, void *context)
{
    const struct bounce_group *left = a, *right = b;
    enum bounce_by by = *(const enum bounce_by *)context;
    size_t left_rank = by == BOUNCE_BY_ORIGIN ? rank_of(left->key) : 0, right_rank = by == BOUNCE_BY_ORIGIN ? rank_of(right->key) : 0;
    if (left_rank != right_rank)
        return left_rank < right_rank ? -1 : 1;
    if (by != BOUNCE_BY_DAY && left->mails != right->mails)
        return left->mails > right->mails ? -1 : 1;
    return span_compare(left->key, right->key);
}

void bounce_data_group(struct arena *arena, const struct bounce_data *data, enum bounce_by by, const struct bounce_group **ret_groups,
                       size_t *ret_count)
{
    struct row *rows = arena_array(arena, data->count + 1, sizeof *rows);
    size_t count = 0, group_count = 0;
    for (size_t i = 0; i < data->count; i++) {
        struct span key = bounce_data_counts(&data->bounces[i]) ? key_of(arena, data, &data->bounces[i], by) : SPAN_NONE;
        if (key.size)
            rows[count++] = (struct row){key, &data->bounces[i], i};
    }
    qsort(rows, count, sizeof *rows, by_key);
    struct bounce_group *groups = arena_array(arena, count + 1, sizeof *groups);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && span_equal(rows[to].key, rows[from].key); to++)
            continue;
        group_make(arena, rows + from, to - from, &groups[group_count++]);
    }
    qsort_r(groups, group_count, sizeof *groups, in_order, &by);
    *ret_groups = groups;
    *ret_count = group_count;
}

/* ---- all ---- */

/* The group of those that are told as abuse, or of the others. */
static void abuse_make(struct arena *arena, const struct bounce_data *data, bool as_told, struct bounce_group *ret_group)
{
    struct row *rows = arena_array(arena, data->count + 1, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < data->count; i++)
        if (bounce_data_counts(&data->bounces[i]) && bounce_data_abuse(&data->bounces[i]) && told(data, &data->bounces[i]) == as_told)
            rows[count++] = (struct row){SPAN_NONE, &data->bounces[i], i};
    group_make(arena, rows, count, ret_group);
}

static void sum_up(struct arena *arena, struct bounce_data *data)
{
    size_t sure = 0, all = 0;
    for (size_t i = 0; i < data->count; i++) {
        bool abuse = bounce_data_counts(&data->bounces[i]) && bounce_data_abuse(&data->bounces[i]);
        sure += abuse && !is(data->bounces[i].confidence, "low");
        all += abuse;
    }
    data->left = sure ? BOUNCE_LEFT_YES : all ? BOUNCE_LEFT_PERHAPS : BOUNCE_LEFT_NO;
    abuse_make(arena, data, true, &data->abuse);
    abuse_make(arena, data, false, &data->doubtful);
}

enum outcome bounce_data_load(struct case_file *file, struct arena *arena, struct bounce_data *ret_data, struct err *err)
{
    struct bounce_data data = {0};
    enum outcome outcome = case_bounce_read(file, arena, &data.bounces, &data.count, err);
    if (outcome == OUTCOME_OK)
        outcome = case_own_host_read(file, arena, &data.hosts, &data.host_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    sum_up(arena, &data);
    *ret_data = data;
    return OUTCOME_OK;
}
