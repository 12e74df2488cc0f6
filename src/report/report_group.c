/* Sorts hits by what they share and cuts the row into groups. */
#include "report/report_group.h"

#include <stdlib.h>

struct member {
    struct span key;
    struct span campaign;
    const struct report_hit *hit;
};

static struct member member_of(const struct report_hit *hit, enum report_group_by by)
{
    const struct case_hit *facts = hit->hit;
    struct member member = {.hit = hit};
    switch (by) {
    case REPORT_BY_CLAIMED_CAMPAIGN:
        member.campaign = facts->campaign;
        /* fall through */
    case REPORT_BY_CLAIMED:
        member.key = facts->claimed_address.size ? facts->claimed_address : facts->claimed_name;
        break;
    case REPORT_BY_ACCOUNT:
        member.key = hit->account;
        break;
    case REPORT_BY_ORGANISATION:
        member.key = facts->claimed_org;
        break;
    }
    return member;
}

static int compare_keys(struct span key, struct span campaign, struct span other_key, struct span other_campaign)
{
    int order = span_compare(key, other_key);
    return order ? order : span_compare(campaign, other_campaign);
}

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    int order = compare_keys(a->key, a->campaign, b->key, b->campaign);
    if (order)
        return order;
    return a->hit < b->hit ? -1 : a->hit > b->hit;
}

static int compare_groups(const void *left, const void *right)
{
    const struct report_group *a = left, *b = right;
    if (!a->key.size != !b->key.size)
        return a->key.size ? -1 : 1;
    if (a->hit_count != b->hit_count)
        return a->hit_count > b->hit_count ? -1 : 1;
    return compare_keys(a->key, a->campaign, b->key, b->campaign);
}

static struct report_group make_group(struct arena *arena, const struct member *members, size_t count)
{
    const struct report_hit **hits = arena_array(arena, count, sizeof *hits);
    struct report_group group = {members->key, members->campaign, hits, count, MESSAGE_NO_DATE, MESSAGE_NO_DATE};
    for (size_t i = 0; i < count; i++) {
        int64_t date = members[i].hit->date;
        hits[i] = members[i].hit;
        if (date == MESSAGE_NO_DATE)
            continue;
        if (group.first == MESSAGE_NO_DATE || date < group.first)
            group.first = date;
        if (group.last == MESSAGE_NO_DATE || date > group.last)
            group.last = date;
    }
    return group;
}

void report_group(struct arena *arena, const struct report_data *data, enum report_group_by by,
                  const struct report_group **ret_groups, size_t *ret_count)
{
    size_t all = data->result.hit_count, count = 0;
    struct member *members = arena_array(arena, all, sizeof *members);
    struct report_group *groups = arena_array(arena, all, sizeof *groups);
    for (size_t i = 0; i < all; i++)
        members[i] = member_of(&data->hits[i], by);
    if (all)
        qsort(members, all, sizeof *members, compare_members);
    for (size_t from = 0, to; from < all; from = to) {
        for (to = from + 1; to < all; to++)
            if (compare_keys(members[from].key, members[from].campaign, members[to].key, members[to].campaign))
                break;
        groups[count++] = make_group(arena, members + from, to - from);
    }
    if (count)
        qsort(groups, count, sizeof *groups, compare_groups);
    *ret_groups = groups;
    *ret_count = count;
}

static int compare_spans(const void *left, const void *right)
{
    return span_compare(*(const struct span *)left, *(const struct span *)right);
}

void report_group_allowed(struct arena *arena, const struct report_data *data, const struct report_group **ret_groups, size_t *ret_count)
{
    struct report_hit *hits = arena_array(arena, data->result.aside_count, sizeof *hits);
    struct report_data allowed = *data;
    allowed.result.hit_count = 0;
    for (size_t i = 0; i < data->result.aside_count; i++)
        if (data->aside[i].hit->standing == CASE_ALLOWED)
            hits[allowed.result.hit_count++] = data->aside[i];
    allowed.hits = hits;
    report_group(arena, &allowed, REPORT_BY_ACCOUNT, ret_groups, ret_count);
}

size_t report_group_accounts(struct arena *arena, const struct report_group *group)
{
    struct span *accounts = arena_array(arena, group->hit_count, sizeof *accounts);
    size_t count = 0, distinct = 0;
    for (size_t i = 0; i < group->hit_count; i++)
        if (group->hits[i]->account.size)
            accounts[count++] = group->hits[i]->account;
    if (count)
        qsort(accounts, count, sizeof *accounts, compare_spans);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || span_compare(accounts[i - 1], accounts[i]) != 0;
    return distinct;
}
