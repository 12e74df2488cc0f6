/* Counts, for every recipient address, the replies between strangers that went through it. */
#include "judge/mailing_list.h"

#include <stdlib.h>

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

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
    struct named *named = must(malloc((corpus->mail_count + 1u) * sizeof *named));
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

static bool strangers(const struct corpus *corpus, const struct corpus_mail *a, const struct corpus_mail *b)
{
    if (a->from == CORPUS_NONE || b->from == CORPUS_NONE || a->from == b->from)
        return false;
    const struct corpus_person *left = &corpus->people[a->from], *right = &corpus->people[b->from];
    return !left->own && !right->own && (left->org != right->org || left->public_provider);
}

static bool receives(const struct corpus *corpus, const struct corpus_mail *mail, uint32_t person)
{
    for (size_t i = mail->links; i < mail[1].links; i++)
        if (corpus->links[i].person == person && corpus->links[i].role >= CORPUS_TO && corpus->links[i].role <= CORPUS_BCC)
            return true;
    return false;
}

bool *mailing_list_find(const struct corpus *corpus)
{
    uint32_t people = intern_count(corpus->addresses);
    bool *lists = must(calloc(people + 1u, sizeof *lists));
    uint32_t *replies = must(calloc(people + 1u, sizeof *replies));
    struct named *named;
    size_t count = name_mails(corpus, &named);
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        const struct corpus_mail *parent = parent_of(corpus, mail, named, count);
        if (!parent || !strangers(corpus, mail, parent))
            continue;
        for (size_t i = mail->links; i < mail[1].links; i++)
            if (corpus->links[i].role >= CORPUS_TO && receives(corpus, parent, corpus->links[i].person))
                replies[corpus->links[i].person]++;
    }
    for (uint32_t person = 0; person < people; person++)
        lists[person] = replies[person] >= MAILING_LIST_REPLIES;
    for (uint32_t m = 0; m < corpus->mail_count; m++)
        if (corpus->mails[m].from != CORPUS_NONE)
            lists[corpus->mails[m].from] = false;
    free(named);
    free(replies);
    return lists;
}
