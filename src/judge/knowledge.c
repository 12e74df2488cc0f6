/* An address book that grows mail by mail. */
#include "judge/knowledge.h"

#include <stdlib.h>
#include <string.h>
#include "base/intern.h"
#include "base/memory.h"

#define SECONDS_PER_DAY 86400

struct knowledge {
    const struct corpus *corpus;
    const struct mailing_list *lists;
    struct knowledge_person *people;
    struct knowledge_bond *bonds;  /* by name, then person; all that will ever be seen */
    size_t bond_count;
    size_t *first_bond;            /* by name, one more at the end */
    bool *orgs_written;
    uint32_t *org_from;            /* by org: mails from its addresses */
    struct intern *accounts;       /* sender, or above the senders his organisation, and authenticating organisation, as 8 bytes */
};

static int by_name(const void *a, const void *b)
{
    const struct knowledge_bond *left = a, *right = b;
    if (left->name != right->name)
        return left->name < right->name ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

static void prepare_bonds(struct knowledge *knowledge)
{
    const struct corpus *corpus = knowledge->corpus;
    struct knowledge_bond *bonds = memory_must(malloc((corpus->link_count + 1) * sizeof *bonds));
    size_t count = 0;
    for (size_t i = 0; i < corpus->link_count; i++)
        if (corpus->links[i].name != CORPUS_NONE)
            bonds[count++] = (struct knowledge_bond){corpus->links[i].name, corpus->links[i].person, 0};
    qsort(bonds, count, sizeof *bonds, by_name);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || by_name(&bonds[kept - 1], &bonds[i]) != 0)
            bonds[kept++] = bonds[i];
    uint32_t names = intern_count(corpus->names);
    knowledge->first_bond = memory_must(calloc(names + 1u, sizeof *knowledge->first_bond));
    size_t at = 0;
    for (uint32_t name = 0; name <= names; name++) {
        while (at < kept && bonds[at].name < name)
            at++;
        knowledge->first_bond[name] = at;
    }
    knowledge->bonds = bonds;
    knowledge->bond_count = kept;
}

struct knowledge *knowledge_open(const struct corpus *corpus, const struct mailing_list *lists)
{
    struct knowledge *knowledge = memory_must(calloc(1, sizeof *knowledge));
    uint32_t people = intern_count(corpus->addresses);
    knowledge->corpus = corpus;
    knowledge->lists = lists;
    knowledge->people = memory_must(calloc(people + 1u, sizeof *knowledge->people));
    for (uint32_t i = 0; i < people; i++)
        knowledge->people[i].first_from = knowledge->people[i].last_from = MESSAGE_NO_DATE;
    knowledge->orgs_written = memory_must(calloc(intern_count(corpus->orgs) + 1u, sizeof *knowledge->orgs_written));
    knowledge->org_from = memory_must(calloc(intern_count(corpus->orgs) + 1u, sizeof *knowledge->org_from));
    knowledge->accounts = intern_open();
    prepare_bonds(knowledge);
    return knowledge;
}

void knowledge_close(struct knowledge *knowledge)
{
    if (!knowledge)
        return;
    free(knowledge->people);
    free(knowledge->bonds);
    free(knowledge->first_bond);
    free(knowledge->orgs_written);
    free(knowledge->org_from);
    intern_close(knowledge->accounts);
    free(knowledge);
}

static struct knowledge_bond *bond_of(const struct knowledge *knowledge, uint32_t name, uint32_t person)
{
    if (name == CORPUS_NONE || person == CORPUS_NONE)
        return NULL;
    struct knowledge_bond wanted = {name, person, 0};
    return bsearch(&wanted, knowledge->bonds, knowledge->bond_count, sizeof wanted, by_name);
}

static struct span account_key(const uint32_t pair[2])
{
    return (struct span){(const char *)pair, 2 * sizeof *pair};
}

/* The first of an account key for an organisation. */
static uint32_t org_key(const struct knowledge *knowledge, uint32_t org)
{
    return intern_count(knowledge->corpus->addresses) + org;
}

static void learn_account(struct knowledge *knowledge, const struct corpus_mail *mail)
{
    uint32_t pair[2] = {mail->from, mail->account};
    intern_add(knowledge->accounts, account_key(pair));
    pair[0] = org_key(knowledge, knowledge->corpus->people[mail->from].org);
    intern_add(knowledge->accounts, account_key(pair));
}

static void learn_sender(struct knowledge *knowledge, const struct corpus_mail *mail)
{
    if (mail->from == CORPUS_NONE)
        return;
    struct knowledge_person *person = &knowledge->people[mail->from];
    if (person->first_from == MESSAGE_NO_DATE)
        person->first_from = mail->time;
    if (mail->time != MESSAGE_NO_DATE)
        person->last_from = mail->time;
    person->from_count++;
    struct knowledge_bond *bond = corpus_from_list(knowledge->corpus, mail) ? NULL : bond_of(knowledge, mail->name, mail->from);
    if (bond && bond->count++ == 0)
        person->names++;
    knowledge->org_from[knowledge->corpus->people[mail->from].org]++;
    if (mail->account != CORPUS_NONE)
        learn_account(knowledge, mail);
}

/* Names beside recipients come from the sender's address book: only ours and those of people we know teach. */
static void learn_recipients(struct knowledge *knowledge, const struct corpus_mail *mail, bool own)
{
    const struct corpus *corpus = knowledge->corpus;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_link *link = &corpus->links[i];
        if (link->role < CORPUS_TO || link->role > CORPUS_BCC || link->person == mail->from)
            continue;
        struct knowledge_bond *bond = bond_of(knowledge, link->name, link->person);
        if (bond)
            bond->count++;
        if (own) {
            knowledge->people[link->person].written = true;
            if (!corpus->people[link->person].public_provider)
                knowledge->orgs_written[corpus->people[link->person].org] = true;
        }
    }
}

void knowledge_learn(struct knowledge *knowledge, const struct corpus_mail *mail, bool answers_hit)
{
    bool own = mail->from != CORPUS_NONE && knowledge->corpus->people[mail->from].own;
    learn_sender(knowledge, mail);
    if (!answers_hit && mail->from != CORPUS_NONE && (own || knowledge_established(knowledge, mail->from)))
        learn_recipients(knowledge, mail, own);
}

void knowledge_vouch(struct knowledge *knowledge, uint32_t person)
{
    knowledge->people[person].written = true;
}

const struct knowledge_person *knowledge_person(const struct knowledge *knowledge, uint32_t person)
{
    return &knowledge->people[person];
}

const struct knowledge_bond *knowledge_bonds(const struct knowledge *knowledge, uint32_t name, size_t *ret_count)
{
    if (name == CORPUS_NONE) {
        *ret_count = 0;
        return NULL;
    }
    *ret_count = knowledge->first_bond[name + 1] - knowledge->first_bond[name];
    return knowledge->bonds + knowledge->first_bond[name];
}

uint32_t knowledge_bond_count(const struct knowledge *knowledge, uint32_t name, uint32_t person)
{
    const struct knowledge_bond *bond = bond_of(knowledge, name, person);
    return bond ? bond->count : 0;
}

static bool lasts(const struct knowledge_person *person, int64_t days)
{
    return person->first_from != MESSAGE_NO_DATE && person->last_from - person->first_from >= days * SECONDS_PER_DAY;
}

bool knowledge_established(const struct knowledge *knowledge, uint32_t person)
{
    const struct knowledge_person *known = &knowledge->people[person];
    return knowledge->corpus->people[person].own || known->written || lasts(known, KNOWLEDGE_ESTABLISHED_DAYS);
}

bool knowledge_service(const struct knowledge *knowledge, uint32_t person)
{
    const struct knowledge_person *known = &knowledge->people[person];
    return knowledge->lists->people[person] || (known->names >= KNOWLEDGE_SERVICE_NAMES && lasts(known, KNOWLEDGE_SERVICE_DAYS));
}

bool knowledge_org_written(const struct knowledge *knowledge, uint32_t org)
{
    return knowledge->orgs_written[org];
}

uint32_t knowledge_org_from(const struct knowledge *knowledge, uint32_t org)
{
    return knowledge->org_from[org];
}

bool knowledge_account_used(const struct knowledge *knowledge, uint32_t person, uint32_t account_org)
{
    uint32_t pair[2] = {person, account_org};
    return intern_find(knowledge->accounts, account_key(pair)) != INTERN_NONE;
}

bool knowledge_org_account_used(const struct knowledge *knowledge, uint32_t org, uint32_t account_org)
{
    return knowledge_account_used(knowledge, org_key(knowledge, org), account_org);
}
