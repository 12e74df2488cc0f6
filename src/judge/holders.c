/* Pairs of addresses of one name, and what speaks for one person behind both. */
#include "judge/holders.h"

#include <stdlib.h>
#include "base/memory.h"
#include "judge/second_address.h"
#include "model/person_name.h"
#include "model/person_words.h"

/* An address as writer of a name. */
struct writer {
    uint32_t name, person;
};

/* What a person that shares his name was to one mail. */
struct part {
    uint32_t person, mail, thread;
    bool addressed;
};

struct pairing {
    const struct corpus *corpus;
    const bool *is_hit;     /* by mail */
    struct writer *writers; /* by name, then person, each once; only of names with several */
    size_t writer_count;
    struct part *parts;     /* by person, then mail */
    size_t part_count;
    size_t *first;          /* by person, one more at the end: position in parts */
    uint32_t *mails;        /* by person: how many he holds */
    uint32_t *roots;        /* by person, of the union-find */
};

bool holders_role(enum corpus_role role)
{
    return role != CORPUS_SENDER && role != CORPUS_REPLY_TO;
}

static bool counts(const struct pairing *pairing, uint32_t mail)
{
    return corpus_is_mail(&pairing->corpus->mails[mail]) && !pairing->is_hit[mail];
}

static int by_name(const void *a, const void *b)
{
    const struct writer *left = a, *right = b;
    if (left->name != right->name)
        return left->name < right->name ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

/* Each writer once, and only where a name has several and not too many. */
static void keep_namesakes(struct pairing *pairing)
{
    struct writer *all = pairing->writers;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < pairing->writer_count; i++)
        if (!count || by_name(&all[count - 1], &all[i]))
            all[count++] = all[i];
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && all[to].name == all[from].name;)
            to++;
        for (size_t i = from; to - from > 1 && to - from <= HOLDERS_NAMESAKES && i < to; i++)
            all[kept++] = all[i];
    }
    pairing->writer_count = kept;
}

static void collect_writers(struct pairing *pairing)
{
    const struct corpus *corpus = pairing->corpus;
    pairing->writers = memory_must(malloc((corpus->mail_count + 1u) * sizeof *pairing->writers));
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (counts(pairing, m) && mail->name != CORPUS_NONE && mail->from != CORPUS_NONE
            && corpus->people[mail->from].kind == ADDRESS_SMTP && !corpus->people[mail->from].not_a_person
            && person_name_distinct(intern_text(corpus->names, mail->name)))
            pairing->writers[pairing->writer_count++] = (struct writer){mail->name, mail->from};
    }
    qsort(pairing->writers, pairing->writer_count, sizeof *pairing->writers, by_name);
    keep_namesakes(pairing);
}

/* Calls for every mail that somebody holds: once to count, once more to fill in. */
static void visit_parts(struct pairing *pairing, const bool *wanted, bool fill, size_t *next)
{
    const struct corpus *corpus = pairing->corpus;
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        if (!counts(pairing, m))
            continue;
        for (size_t i = corpus->mails[m].links; i < corpus->mails[m + 1].links; i++) {
            const struct corpus_link *link = &corpus->links[i];
            if (!holders_role(link->role))
                continue;
            pairing->mails[link->person] += !fill;
            if (!wanted[link->person])
                continue;
            if (fill)
                pairing->parts[next[link->person]++] =
                    (struct part){link->person, m, corpus->mails[m].thread, link->role >= CORPUS_TO && link->role <= CORPUS_BCC};
            else
                next[link->person]++;
        }
    }
}

static void collect_parts(struct pairing *pairing)
{
    uint32_t people = intern_count(pairing->corpus->addresses);
    bool *wanted = memory_must(calloc(people + 1u, sizeof *wanted));
    size_t *next = memory_must(calloc(people + 1u, sizeof *next));
    for (size_t i = 0; i < pairing->writer_count; i++)
        wanted[pairing->writers[i].person] = true;
    pairing->mails = memory_must(calloc(people + 1u, sizeof *pairing->mails));
    pairing->first = memory_must(calloc(people + 1u, sizeof *pairing->first));
    visit_parts(pairing, wanted, false, next);
    for (uint32_t p = 0; p < people; p++) {
        pairing->first[p] = pairing->part_count;
        pairing->part_count += next[p];
        next[p] = pairing->first[p];
    }
    pairing->first[people] = pairing->part_count;
    pairing->parts = memory_must(malloc((pairing->part_count + 1) * sizeof *pairing->parts));
    visit_parts(pairing, wanted, true, next);
    free(wanted);
    free(next);
}

/* Both lists ascend by mail. */
static bool addressed_together(const struct pairing *pairing, uint32_t a, uint32_t b)
{
    size_t i = pairing->first[a], j = pairing->first[b];
    while (i < pairing->first[a + 1] && j < pairing->first[b + 1]) {
        const struct part *left = &pairing->parts[i], *right = &pairing->parts[j];
        if (left->mail == right->mail && left->addressed && right->addressed)
            return true;
        if (left->mail < right->mail || (left->mail == right->mail && !left->addressed))
            i++;
        else
            j++;
    }
    return false;
}

static bool has_thread(const struct pairing *pairing, uint32_t person, const bool *threads)
{
    for (size_t i = pairing->first[person]; i < pairing->first[person + 1]; i++)
        if (pairing->parts[i].thread != CORPUS_NONE && threads[pairing->parts[i].thread])
            return true;
    return false;
}

static void mark_threads(const struct pairing *pairing, uint32_t person, bool *threads, bool mark)
{
    for (size_t i = pairing->first[person]; i < pairing->first[person + 1]; i++)
        if (pairing->parts[i].thread != CORPUS_NONE)
            threads[pairing->parts[i].thread] = mark;
}

static bool one_person(const struct pairing *pairing, uint32_t a, uint32_t b, const bool *threads_of_a)
{
    const struct corpus *corpus = pairing->corpus;
    const struct corpus_person *left = &corpus->people[a], *right = &corpus->people[b];
    struct span first = intern_text(corpus->addresses, a), second = intern_text(corpus->addresses, b);
    if (person_words_role_local(address_local(first)) || person_words_role_local(address_local(second)))
        return false;
    if (left->org == right->org && !left->public_provider) {
        if (!span_equal(address_local(first), address_local(second)))
            return false;
        if (address_domain_nested(first, second))
            return true;
    }
    return second_address(first, SPAN_NONE, second) && has_thread(pairing, b, threads_of_a) && !addressed_together(pairing, a, b);
}

static uint32_t root_of(uint32_t *roots, uint32_t at)
{
    while (roots[at] != at)
        at = roots[at] = roots[roots[at]];
    return at;
}

/* a stands for both rather than b. */
static bool stands(const struct pairing *pairing, uint32_t a, uint32_t b)
{
    const struct corpus_person *left = &pairing->corpus->people[a], *right = &pairing->corpus->people[b];
    if (left->own != right->own)
        return left->own;
    if (left->public_provider != right->public_provider)
        return !left->public_provider;
    return pairing->mails[a] != pairing->mails[b] ? pairing->mails[a] > pairing->mails[b] : a < b;
}

static void join(struct pairing *pairing, uint32_t a, uint32_t b)
{
    a = root_of(pairing->roots, a);
    b = root_of(pairing->roots, b);
    if (a != b)
        pairing->roots[stands(pairing, a, b) ? b : a] = stands(pairing, a, b) ? a : b;
}

static void join_namesakes(struct pairing *pairing)
{
    bool *threads = memory_must(calloc(pairing->corpus->mail_count + 1u, sizeof *threads));
    for (size_t i = 0; i < pairing->writer_count; i++) {
        mark_threads(pairing, pairing->writers[i].person, threads, true);
        for (size_t j = i + 1; j < pairing->writer_count && pairing->writers[j].name == pairing->writers[i].name; j++)
            if (one_person(pairing, pairing->writers[i].person, pairing->writers[j].person, threads))
                join(pairing, pairing->writers[i].person, pairing->writers[j].person);
        mark_threads(pairing, pairing->writers[i].person, threads, false);
    }
    free(threads);
}

void holders_find(const struct corpus *corpus, const struct hit_list *hits, struct holders *ret_holders)
{
    uint32_t people = intern_count(corpus->addresses);
    bool *is_hit = memory_must(calloc(corpus->mail_count + 1u, sizeof *is_hit));
    for (size_t i = 0; i < hits->count; i++)
        is_hit[hits->hits[i].mail] = true;
    struct pairing pairing = {.corpus = corpus, .is_hit = is_hit};
    pairing.roots = memory_must(malloc((people + 1u) * sizeof *pairing.roots));
    for (uint32_t p = 0; p < people; p++)
        pairing.roots[p] = p;
    collect_writers(&pairing);
    collect_parts(&pairing);
    join_namesakes(&pairing);
    for (uint32_t p = 0; p < people; p++)
        pairing.roots[p] = root_of(pairing.roots, p);
    free(is_hit);
    free(pairing.writers);
    free(pairing.parts);
    free(pairing.first);
    free(pairing.mails);
    *ret_holders = (struct holders){corpus, pairing.roots};
}

void holders_free(struct holders *holders)
{
    free(holders->of);
    holders->of = NULL;
}

bool holders_held(const struct holders *holders, uint32_t holder, uint32_t number)
{
    const struct corpus_mail *mail = &holders->corpus->mails[number];
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_link *link = &holders->corpus->links[i];
        if (holders_role(link->role) && holders->of[link->person] == holder)
            return true;
    }
    return false;
}

bool holders_received(const struct holders *holders, uint32_t holder, uint32_t number)
{
    const struct corpus_mail *mail = &holders->corpus->mails[number];
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_link *link = &holders->corpus->links[i];
        if (link->role >= CORPUS_TO && holders->of[link->person] == holder)
            return true;
    }
    return false;
}
