/* Sorts all that mails carry, and counts for each thing which other senders' hits carry it too. */
#include "judge/campaign_support.h"

#include <stdlib.h>
#include "base/memory.h"
#include "heuristics/heuristic.h"
#include "judge/campaign.h"
#include "judge/score.h"

#define SECONDS_PER_DAY 86400

/* One thing that one mail carries. */
struct carried {
    enum suspicion_shares kind;
    uint64_t key;
    struct hit *hit;
    struct span what;
};

struct carried_list {
    struct carried *items;
    size_t count, capacity;
};

/* Somebody whose hits carry it, and when. */
struct sender {
    struct span account;
    int64_t first, last;
};

struct senders {
    struct sender list[CAMPAIGN_SUPPORT_LISTED];
    size_t count;
};

static void add(struct carried_list *list, enum suspicion_shares kind, uint64_t key, struct hit *hit, struct span what)
{
    list->items = memory_grown(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct carried){kind, key, hit, what};
}

static void collect(struct carried_list *list, const struct corpus *corpus, struct hit_list *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        struct hit *hit = &hits->hits[i];
        for (size_t a = 0; a < hit->attachment_count; a++)
            add(list, SUSPICION_SHARES_FILE, hash_xxh64((struct span){(const char *)hit->attachments[a], sizeof hit->attachments[a]}), hit,
                hit->attachment_names[a]);
        for (size_t m = 0; m < hit->member_count; m++)
            add(list, SUSPICION_SHARES_MEMBER, hit->members[m].key, hit, hit->members[m].name);
        if (hit->password.size >= CAMPAIGN_PASSWORD_BYTES)
            add(list, SUSPICION_SHARES_PASSWORD, hash_xxh64(hit->password), hit, hit->password);
        if (hit->words && corpus->mails[hit->mail].own_bytes >= CAMPAIGN_SUPPORT_WORDS)
            add(list, SUSPICION_SHARES_WORDS, hit->words, hit, SPAN_NONE);
    }
}

static int by_thing(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct carried *left = a, *right = b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return corpus_compare_times(&corpus->mails[left->hit->mail], &corpus->mails[right->hit->mail]);
}

/* Accounts of one organisation are one sender, those of a public provider are not. */
static bool same_sender(struct span a, struct span b)
{
    struct span org = address_organisation(a);
    return span_equal(a, b) || (span_equal(org, address_organisation(b)) && !address_public_provider(org));
}

static void note_sender(struct senders *senders, struct span account, int64_t time)
{
    for (size_t i = 0; i < senders->count; i++)
        if (same_sender(senders->list[i].account, account)) {
            senders->list[i].last = time; /* in order of time */
            return;
        }
    if (senders->count < CAMPAIGN_SUPPORT_LISTED)
        senders->list[senders->count++] = (struct sender){account, time, time};
}

static uint32_t others(const struct senders *senders, const struct hit *hit, int64_t time)
{
    const int64_t reach = (int64_t)CAMPAIGN_DAYS * SECONDS_PER_DAY;
    uint32_t count = 0;
    for (size_t i = 0; i < senders->count; i++) {
        const struct sender *sender = &senders->list[i];
        count += !same_sender(sender->account, hit->sending_account) && sender->first - reach <= time && time <= sender->last + reach;
    }
    return count;
}

static bool dated(const struct corpus *corpus, const struct hit *hit)
{
    return corpus->mails[hit->mail].time != MESSAGE_NO_DATE;
}

/* The strongest kind comes first, so the first that is found stays. */
static void support(const struct corpus *corpus, const struct carried *things, size_t count, struct suspicion_campaign *campaigns,
                    const struct hit *hits, const struct hit *near, size_t hit_count)
{
    struct senders senders = {.count = 0};
    for (size_t i = 0; i < count; i++)
        if (!things[i].hit->near && things[i].hit->severity != CASE_LOW && dated(corpus, things[i].hit))
            note_sender(&senders, things[i].hit->sending_account, corpus->mails[things[i].hit->mail].time);
    if (senders.count < CAMPAIGN_SUPPORT_SENDERS)
        return;
    for (size_t i = 0; i < count; i++) {
        struct hit *hit = things[i].hit;
        struct suspicion_campaign *campaign = &campaigns[hit->near ? hit_count + (size_t)(hit - near) : (size_t)(hit - hits)];
        uint32_t found = dated(corpus, hit) ? others(&senders, hit, corpus->mails[hit->mail].time) : 0;
        if (found >= CAMPAIGN_SUPPORT_SENDERS && campaign->shares == SUSPICION_SHARES_NOTHING)
            *campaign = (struct suspicion_campaign){things[i].kind, things[i].what, found};
    }
}

/* Asks, and scores anew. True: it is a hit. */
static bool raise(struct hit *hit, const struct suspicion_campaign *campaign, struct arena *arena)
{
    const struct heuristic *const *table = heuristic_table();
    const struct suspicion suspicion = {.campaign = *campaign};
    struct finding finding;
    for (size_t i = 0; table[i]; i++) {
        if (table[i]->group != HEURISTIC_CAMPAIGN || hit->finding_count == HIT_FINDINGS || !table[i]->ask(&suspicion, arena, &finding))
            continue;
        finding.heuristic = table[i]->name;
        hit->findings[hit->finding_count++] = finding;
    }
    bool is_hit = score_hit(hit);
    if (hit->standing == CASE_CONFIRMED)
        hit->severity = CASE_HIGH;
    return is_hit;
}

static int by_time(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    return corpus_compare_times(&corpus->mails[((const struct hit *)a)->mail], &corpus->mails[((const struct hit *)b)->mail]);
}

void campaign_support(const struct corpus *corpus, struct hit_list *hits, struct hit_list *near, struct arena *arena)
{
    struct carried_list list = {0};
    size_t hit_count = hits->count;
    struct suspicion_campaign *campaigns = memory_must(calloc(hit_count + near->count + 1, sizeof *campaigns));
    collect(&list, corpus, hits);
    collect(&list, corpus, near);
    if (list.count)
        qsort_r(list.items, list.count, sizeof *list.items, by_thing, (void *)corpus);
    for (size_t from = 0, to; from < list.count; from = to) {
        for (to = from; to < list.count && list.items[to].kind == list.items[from].kind && list.items[to].key == list.items[from].key; to++)
            continue;
        support(corpus, &list.items[from], to - from, campaigns, hits->hits, near->hits, hit_count);
    }
    for (size_t i = 0; i < hit_count; i++)
        if (campaigns[i].shares != SUSPICION_SHARES_NOTHING)
            raise(&hits->hits[i], &campaigns[i], arena);
    for (size_t i = 0; i < near->count; i++) {
        struct hit *hit = &near->hits[i];
        if (campaigns[hit_count + i].shares == SUSPICION_SHARES_NOTHING || !raise(hit, &campaigns[hit_count + i], arena))
            continue;
        hit->near = false;
        hit_add(hits, hit);
    }
    if (hits->count)
        qsort_r(hits->hits, hits->count, sizeof *hits->hits, by_time, (void *)corpus);
    free(campaigns);
    free(list.items);
}
