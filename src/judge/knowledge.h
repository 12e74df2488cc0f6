/* What the stores teach about people, in order of time: who writes by which name, whom we write to, who is a service.
   A campaign cannot teach us: suspicious mail is never learnt from. */
#ifndef REPLYTRACE_KNOWLEDGE_H
#define REPLYTRACE_KNOWLEDGE_H

#include <stdbool.h>
#include <stdint.h>
#include "judge/corpus.h"
#include "judge/mailing_list.h"

#define KNOWLEDGE_ESTABLISHED_DAYS 7  /* between first and last mail of an address that we never wrote to */
#define KNOWLEDGE_SERVICE_NAMES 4     /* different names behind one address */
#define KNOWLEDGE_SERVICE_DAYS 14     /* over this long */

/* One address as known so far. */
struct knowledge_person {
    int64_t first_from, last_from; /* mails from it; MESSAGE_NO_DATE = none */
    uint32_t from_count;
    uint32_t names;                /* different name keys it wrote under */
    bool written;                  /* one of ours wrote to it, or a person vouched for it */
};

/* A name key and an address that were seen together. */
struct knowledge_bond {
    uint32_t name, person;
    uint32_t count;                /* mails so far; 0 = not yet */
};

struct knowledge;

/* Both are borrowed. */
struct knowledge *knowledge_open(const struct corpus *corpus, const struct mailing_list *lists);
void knowledge_close(struct knowledge *knowledge); /* NULL is fine */

/* Takes one mail in. Call in order of time, and never for a mail that is a hit and counts. `answers_hit`: it replies to one, so whom it is
   written to is not learnt. */
void knowledge_learn(struct knowledge *knowledge, const struct corpus_mail *mail, bool answers_hit);

/* A person says that mail of this sender is honest: from here on he is as established as if we had written to him. */
void knowledge_vouch(struct knowledge *knowledge, uint32_t person);

const struct knowledge_person *knowledge_person(const struct knowledge *knowledge, uint32_t person);
/* All addresses of a name key, also those not yet seen (count 0). */
const struct knowledge_bond *knowledge_bonds(const struct knowledge *knowledge, uint32_t name, size_t *ret_count);
/* Mails that connect this name and this address so far. */
uint32_t knowledge_bond_count(const struct knowledge *knowledge, uint32_t name, uint32_t person);

/* We wrote to it or vouched for it, or it has written over KNOWLEDGE_ESTABLISHED_DAYS. */
bool knowledge_established(const struct knowledge *knowledge, uint32_t person);
/* Many names over a long time, or a list's address. */
bool knowledge_service(const struct knowledge *knowledge, uint32_t person);
/* Somebody of ours wrote to this organisation. */
bool knowledge_org_written(const struct knowledge *knowledge, uint32_t org);
/* Mails that came from addresses of this organisation. */
uint32_t knowledge_org_from(const struct knowledge *knowledge, uint32_t org);
/* This sender, or anybody of this organisation, has used this authenticating organisation before. */
bool knowledge_account_used(const struct knowledge *knowledge, uint32_t person, uint32_t account_org);
bool knowledge_org_account_used(const struct knowledge *knowledge, uint32_t org, uint32_t account_org);

#endif
