/* Which domains, and which single addresses, are the organisation's own: given, or learnt from whose mailboxes the stores are. */
#ifndef REPLYTRACE_OWN_DOMAINS_H
#define REPLYTRACE_OWN_DOMAINS_H

#include "base/arena.h"
#include "case/case_result.h"
#include "judge/corpus.h"
#include "judge/mailing_list.h"

/* Sets corpus->own_orgs and corpus->people[].own. `given`: domains or addresses of --own; with none of them, each store votes for
   the organisation that takes part in most of its mail (mail over lists left out), and the fewest that cover the stores are taken.
   A mailbox at a public provider makes its one address ours, never the provider. The list, sorted, lives in `arena`. */
void own_domains_find(struct corpus *corpus, const struct mailing_list *lists, const char *const *given, size_t given_count, struct arena *arena,
                      const struct case_own_domain **ret_own, size_t *ret_count);

/* Values of --own that the case keeps from its last judge: they hold until others are given. NULL-terminated strings in `arena`. */
enum outcome own_domains_kept(struct case_file *file, struct arena *arena, const char *const **ret_given, size_t *ret_count, struct err *err);

/* A value of --own as it is compared and printed: lower case, blanks, a leading @ and a trailing dot taken off. Empty when it is
   neither a domain nor an address. */
struct span own_domains_given(struct arena *arena, const char *text);

#endif
