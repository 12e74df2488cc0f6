/* Whose mailbox an address is: several addresses of one person, where that is safe to say, are one holder. */
#ifndef REPLYTRACE_HOLDERS_H
#define REPLYTRACE_HOLDERS_H

#include "judge/hit.h"

/* A name under which more addresses write than this is a role or a common name: none of them are put together. */
#define HOLDERS_NAMESAKES 8

struct holders {
    const struct corpus *corpus;
    uint32_t *of;     /* by person: the address that stands for the holder, often itself; malloc'ed */
};

/* Two addresses are of one holder when both wrote under one distinct name (model/person_name.h), and
   - they have one local part, and one's domain is the other's or lies below it within one organisation, or
   - one address looks like the other's second one (judge/second_address.h), both took part in one thread, and no mail was sent to
     both: somebody who writes to two people of one name puts both on it.
   Neither may be a role's (info@, keiri@): the name is of whoever wrote that day.
   Hits teach nothing: a forged name is no name. Two people of one name at two companies stay two. The address that stands for all
   is one of ours before others, then one that is at no public provider, then the one with the most mail. */
void holders_find(const struct corpus *corpus, const struct hit_list *hits, struct holders *ret_holders);
void holders_free(struct holders *holders);

/* Whether a copy lay in the mailbox of `holder`, under any of its addresses. Sender and Reply-To hold nothing. */
bool holders_held(const struct holders *holders, uint32_t holder, uint32_t mail);
/* Whether it was sent to him, or lies in his mailbox. */
bool holders_received(const struct holders *holders, uint32_t holder, uint32_t mail);
/* True for roles in which a person has a copy. */
bool holders_role(enum corpus_role role);

#endif
