/* Counts who posts under each list id, and which replies between strangers go through which address. */
#include "judge/mailing_list.h"

#include <stdlib.h>
#include "base/memory.h"
#include "judge/match_table.h"

struct named {
    uint64_t id;
    uint32_t mail;
};

static int by_id(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    if (left->id != right->id)
        return left->id < right->id ? -1 : 1;
    return left->mail < right->mail ? -1 : left->mail > right->mail;
}

/* The mails that have a message id, sorted by it. */
static size_t name_mails(const struct corpus *corpus, struct named **ret_named)
{
    struct named *named = memory_must(malloc((corpus->mail_count + 1u) * sizeof *named));
    size_t count = 0;
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        if (corpus->mails[i].message_id)
            named[count++] = (struct named){corpus->mails[i].message_id, i};
    qsort(named, count, sizeof *named, by_id);
    *ret_named = named;
    return count;
}

/* The mail that this one replies to: the last of its references that is stored. NULL: none. */
static const struct corpus_mail *parent_of(const struct corpus *corpus, const struct corpus_mail *mail,
                                           const struct named *named, size_t count)
{
    for (size_t r = mail[1].references; r-- > mail->references;) {
        size_t low = 0, high = count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (named[middle].id < corpus->references[r])
                low = middle + 1;
            else
                high = middle;
        }
        if (low < count && named[low].id == corpus->references[r])
            return &corpus->mails[named[low].mail];
    }
    return NULL;
}

static bool to_recipient(enum corpus_role role)
{
    return role >= CORPUS_TO && role <= CORPUS_BCC;
}

static bool receives(const struct corpus *corpus, const struct corpus_mail *mail, uint32_t person)
{
    for (size_t i = mail->links; i < mail[1].links; i++)
        if (corpus->links[i].person == person && to_recipient(corpus->links[i].role))
            return true;
    return false;
}

/* Replies through each address, and how many of them each organisation takes part in. */
struct traffic {
    uint32_t *replies, *written; /* by person */
    struct match_table sides;    /* person, organisation */
};

static void count_reply(const struct corpus *corpus, const struct corpus_mail *mail, const struct corpus_mail *parent,
                        struct traffic *traffic)
{
    uint32_t left = corpus->people[mail->from].org, right = corpus->people[parent->from].org;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        uint32_t person = corpus->links[i].person;
        if (left == right || !to_recipient(corpus->links[i].role) || !receives(corpus, parent, person))
            continue;
        traffic->replies[person]++;
        match_table_at(&traffic->sides, person, left)->quoted++;
        match_table_at(&traffic->sides, person, right)->quoted++;
    }
}

static void count_traffic(const struct corpus *corpus, struct traffic *traffic)
{
    struct named *named;
    size_t count = name_mails(corpus, &named);
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (mail->from == CORPUS_NONE)
            continue;
        traffic->written[mail->from]++;
        const struct corpus_mail *parent = parent_of(corpus, mail, named, count);
        if (parent && parent->from != CORPUS_NONE)
            count_reply(corpus, mail, parent, traffic);
    }
    free(named);
}

static void find_addresses(const struct corpus *corpus, bool *ret_people)
{
    uint32_t people = intern_count(corpus->addresses);
    struct traffic traffic = {.replies = memory_must(calloc(people + 1u, sizeof *traffic.replies)),
                              .written = memory_must(calloc(people + 1u, sizeof *traffic.written))};
    struct match_list sides;
    count_traffic(corpus, &traffic);
    match_table_list(&traffic.sides, people, NULL, &sides);
    for (uint32_t person = 0; person < people; person++) {
        uint32_t replies = traffic.replies[person];
        if (replies < MAILING_LIST_REPLIES || traffic.written[person] > replies / MAILING_LIST_SILENCE)
            continue;
        uint32_t most = sides.counts[sides.first[person]].quoted; /* most first */
        ret_people[person] = most <= MAILING_LIST_ONE_SIDE * replies;
    }
    match_table_free_list(&sides);
    free(traffic.replies);
    free(traffic.written);
}

/* By list id: people of enough organisations post under it. */
static bool *open_ids(const struct corpus *corpus)
{
    uint32_t ids = intern_count(corpus->lists);
    bool *open = memory_must(calloc(ids + 1u, sizeof *open));
    struct match_table posters = {0};
    struct match_list list;
    for (uint32_t m = 0; m < corpus->mail_count; m++)
        if (corpus->mails[m].list != CORPUS_NONE && corpus->mails[m].from != CORPUS_NONE)
            match_table_at(&posters, corpus->mails[m].list, corpus->people[corpus->mails[m].from].org)->quoted++;
    match_table_list(&posters, ids, NULL, &list);
    for (uint32_t id = 0; id < ids; id++)
        open[id] = list.first[id + 1] - list.first[id] >= MAILING_LIST_POSTERS;
    match_table_free_list(&list);
    return open;
}

static bool goes_to(const struct corpus *corpus, const struct corpus_mail *mail, const bool *people)
{
    for (size_t i = mail->links; i < mail[1].links; i++)
        if (to_recipient(corpus->links[i].role) && people[corpus->links[i].person])
            return true;
    return false;
}

void mailing_list_find(const struct corpus *corpus, struct mailing_list *ret_lists)
{
    struct mailing_list lists = {.people = memory_must(calloc(intern_count(corpus->addresses) + 1u, sizeof *lists.people)),
                                 .mails = memory_must(calloc(corpus->mail_count + 1u, sizeof *lists.mails))};
    bool *open = open_ids(corpus);
    find_addresses(corpus, lists.people);
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        lists.mails[m] = (mail->list != CORPUS_NONE && open[mail->list]) || goes_to(corpus, mail, lists.people);
    }
    free(open);
    *ret_lists = lists;
}

void mailing_list_free(struct mailing_list *lists)
{
    free(lists->people);
    free(lists->mails);
}
