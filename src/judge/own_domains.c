/* Learns the organisation's domains from who takes part in nearly all mail of each store. */
#include "judge/own_domains.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define PRESENCE_NEAR_TOP 0.9  /* of the most present organisation of a store: as likely its owner's */
#define PRESENCE_LEAST 0.5     /* of a store's mail: less is nobody's mailbox */
#define MAILS_LEAST 3          /* mails of a store that can vote */
#define SHARE_LEAST 0.05       /* of all votes that a domain of ours brings */
#define OWN_MOST 64            /* domains that are learnt */

/* How often one organisation (or, above the organisations, one address) takes part in the mail of one store. */
struct presence {
    uint32_t store;
    uint32_t who;     /* org, or org count + person where the org is a public provider */
    uint32_t mails;
};

static int by_store(const void *a, const void *b)
{
    const struct presence *left = a, *right = b;
    if (left->store != right->store)
        return left->store < right->store ? -1 : 1;
    return left->who < right->who ? -1 : left->who > right->who;
}

static bool votes(const struct corpus_mail *mail, bool over_list)
{
    return corpus_is_mail(mail) && !over_list && !(mail->flags & MESSAGE_LIST) && mail->store != CORPUS_NONE;
}

/* One row for each mail and each who in it, repeats within one mail left out by the caller's sort. */
static size_t mail_presence(const struct corpus *corpus, const struct corpus_mail *mail, struct presence *rows)
{
    uint32_t orgs = intern_count(corpus->orgs);
    size_t count = 0;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_link *link = &corpus->links[i];
        const struct corpus_person *person = &corpus->people[link->person];
        if (person->kind != ADDRESS_SMTP || link->role == CORPUS_SENDER || link->role == CORPUS_REPLY_TO)
            continue;
        uint32_t who = person->public_provider ? orgs + link->person : person->org;
        size_t known = 0;
        while (known < count && rows[known].who != who)
            known++;
        if (known == count)
            rows[count++] = (struct presence){mail->store, who, 1};
    }
    return count;
}

static size_t all_presence(const struct corpus *corpus, const struct mailing_list *lists, struct presence **ret_rows, uint32_t *ret_store_mails)
{
    struct presence *rows = memory_must(malloc((corpus->link_count + 1) * sizeof *rows));
    size_t count = 0;
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        const struct corpus_mail *mail = &corpus->mails[i];
        if (!votes(mail, lists->mails[i]))
            continue;
        count += mail_presence(corpus, mail, rows + count);
        ret_store_mails[mail->store]++;
    }
    qsort(rows, count, sizeof *rows, by_store);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && by_store(&rows[kept - 1], &rows[i]) == 0)
            rows[kept - 1].mails++;
        else
            rows[kept++] = rows[i];
    }
    *ret_rows = rows;
    return kept;
}

/* Leaves of each store only those who could own it. */
static size_t keep_owners(struct presence *rows, size_t count, const uint32_t *store_mails)
{
    size_t kept = 0;
    for (size_t from = 0, to; from < count; from = to) {
        uint32_t most = 0;
        for (to = from; to < count && rows[to].store == rows[from].store; to++)
            most = rows[to].mails > most ? rows[to].mails : most;
        uint32_t mails = store_mails[rows[from].store];
        if (mails < MAILS_LEAST || most < PRESENCE_LEAST * mails)
            continue;
        for (size_t i = from; i < to; i++)
            if (rows[i].mails >= PRESENCE_NEAR_TOP * most)
                rows[kept++] = rows[i];
    }
    return kept;
}

static void mark(struct corpus *corpus, uint32_t who)
{
    uint32_t orgs = intern_count(corpus->orgs);
    if (who < orgs)
        corpus->own_orgs[who] = true;
    else
        corpus->people[who - orgs].own = true;
}

/* Greedy cover: who could own most mail is ours; the stores he owns have voted; again with the rest. */
static void choose(struct corpus *corpus, struct presence *rows, size_t count)
{
    uint32_t choices = intern_count(corpus->orgs) + intern_count(corpus->addresses);
    uint64_t *total = memory_must(calloc(choices + 1u, sizeof *total));
    uint64_t first_total = 0;
    for (int round = 0; round < OWN_MOST; round++) {
        memset(total, 0, choices * sizeof *total);
        uint32_t best = 0;
        for (size_t i = 0; i < count; i++)
            total[rows[i].who] += rows[i].mails;
        for (size_t i = 0; i < count; i++)
            if (total[rows[i].who] > total[best] || (total[rows[i].who] == total[best] && rows[i].who < best))
                best = rows[i].who;
        if (!count || (double)total[best] < SHARE_LEAST * (double)first_total)
            break;
        first_total = round ? first_total : total[best];
        mark(corpus, best);
        size_t kept = 0;
        for (size_t from = 0, to; from < count; from = to) {
            bool covered = false;
            for (to = from; to < count && rows[to].store == rows[from].store; to++)
                covered = covered || rows[to].who == best;
            if (!covered) {
                memmove(rows + kept, rows + from, (to - from) * sizeof *rows);
                kept += to - from;
            }
        }
        count = kept;
    }
    free(total);
}

static void learn(struct corpus *corpus, const struct mailing_list *lists)
{
    uint32_t *store_mails = memory_must(calloc(intern_count(corpus->stores) + 1u, sizeof *store_mails));
    struct presence *rows;
    size_t count = all_presence(corpus, lists, &rows, store_mails);
    count = keep_owners(rows, count, store_mails);
    choose(corpus, rows, count);
    free(rows);
    free(store_mails);
}

struct span own_domains_given(struct arena *arena, const char *text)
{
    struct span given = span_trim(span_of(text));
    if (span_starts_nocase(given, SPAN_LITERAL("@")))
        given = span_slice(given, 1, SIZE_MAX);
    if (given.size && given.data[given.size - 1] == '.')
        given = span_slice(given, 0, given.size - 1);
    struct address address = address_make(arena, SPAN_NONE, given);
    if (address.kind == ADDRESS_SMTP)
        return address.addr;
    address = address_make(arena, SPAN_NONE, arena_printf(arena, "x@%.*s", SPAN_ARGS(given)));
    return address.kind == ADDRESS_SMTP ? address_domain(address.addr) : SPAN_NONE;
}

enum outcome own_domains_kept(struct case_file *file, struct arena *arena, const char *const **ret_given, size_t *ret_count, struct err *err)
{
    struct case_result last;
    enum outcome outcome = case_result_read(file, arena, &last, err);
    if (outcome == OUTCOME_FAULT)
        return outcome;
    size_t own_count = outcome == OUTCOME_OK ? last.own_count : 0, count = 0;
    const char **given = arena_array(arena, own_count + 1, sizeof *given);
    for (size_t i = 0; i < own_count; i++)
        if (last.own[i].given)
            given[count++] = arena_string(arena, last.own[i].domain);
    *ret_given = given;
    *ret_count = count;
    return OUTCOME_OK;
}

/* Gives false when nobody of the corpus is meant. */
static bool take_given(struct corpus *corpus, struct span given)
{
    if (memchr(given.data, '@', given.size)) {
        uint32_t person = intern_find(corpus->addresses, given);
        if (person != INTERN_NONE)
            corpus->people[person].own = true;
        return person != INTERN_NONE;
    }
    uint32_t org = intern_find(corpus->orgs, address_organisation(given));
    if (org != INTERN_NONE)
        corpus->own_orgs[org] = true;
    return org != INTERN_NONE;
}

static int by_domain(const void *a, const void *b)
{
    return span_compare(((const struct case_own_domain *)a)->domain, ((const struct case_own_domain *)b)->domain);
}

static size_t list_given(struct corpus *corpus, const char *const *given, size_t given_count, struct arena *arena,
                         struct case_own_domain **ret_list)
{
    struct case_own_domain *list = arena_array(arena, given_count, sizeof *list);
    for (size_t i = 0; i < given_count; i++) {
        struct span domain = own_domains_given(arena, given[i]);
        list[i] = (struct case_own_domain){.domain = domain, .given = true, .unseen = !take_given(corpus, domain)};
    }
    *ret_list = list;
    return given_count;
}

static size_t list_learnt(const struct corpus *corpus, struct arena *arena, struct case_own_domain **ret_list)
{
    size_t count = 0;
    struct case_own_domain *list = arena_array(arena, OWN_MOST, sizeof *list);
    for (uint32_t org = 0; org < intern_count(corpus->orgs); org++)
        if (corpus->own_orgs[org] && count < OWN_MOST)
            list[count++] = (struct case_own_domain){.domain = arena_copy(arena, intern_text(corpus->orgs, org))};
    for (uint32_t person = 0; person < intern_count(corpus->addresses); person++)
        if (corpus->people[person].own && count < OWN_MOST)
            list[count++] = (struct case_own_domain){.domain = arena_copy(arena, intern_text(corpus->addresses, person))};
    *ret_list = list;
    return count;
}

void own_domains_find(struct corpus *corpus, const struct mailing_list *lists, const char *const *given,
                      size_t given_count, struct arena *arena, const struct case_own_domain **ret_own, size_t *ret_count)
{
    struct case_own_domain *list;
    if (!given_count)
        learn(corpus, lists);
    *ret_count = given_count ? list_given(corpus, given, given_count, arena, &list) : list_learnt(corpus, arena, &list);
    qsort(list, *ret_count, sizeof *list, by_domain);
    *ret_own = list;
    for (uint32_t person = 0; person < intern_count(corpus->addresses); person++)
        if (corpus->people[person].kind == ADDRESS_SMTP && corpus->own_orgs[corpus->people[person].org])
            corpus->people[person].own = true;
}
