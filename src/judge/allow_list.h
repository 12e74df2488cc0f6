/* Senders whose mail people do not want to hear of: who they are, and whether a mail is really theirs. */
#ifndef REPLYTRACE_ALLOW_LIST_H
#define REPLYTRACE_ALLOW_LIST_H

#include "judge/hit.h"
#include "judge/knowledge.h"

#define ALLOW_LIST_BYTES (1024u * 1024) /* of one file */
#define ALLOW_LIST_ENTRIES 20000

struct allow_list {
    const struct span *entries; /* addresses and domains, lower case, IDN in ASCII; sorted, without repeats */
    size_t count;
};

/* An address or a domain a line, `@example.jp` and `example.jp` being one; a domain stands for its subdomains too. UTF-8; what
   follows a `#` at the start of a line or behind a blank is a comment. FAULT: a line that is none of these, a domain that is no
   organisation's own (jp, co.jp), or too much; the text, in the reader's language, names `path` and line. Lives in `arena`. */
enum outcome allow_list_parse(struct span text, const char *path, struct arena *arena, struct allow_list *ret_list,
                              struct err *err);

/* The list that the case keeps from its last judge. */
enum outcome allow_list_kept(struct case_file *file, struct arena *arena, struct allow_list *ret_list, struct err *err);

bool allow_list_has(const struct allow_list *list, struct span address);

/* Whether the account that sent the mail is on the list. That is the account that a server names; From only where none is named,
   where it is of the same organisation, or where this From used it before. The displayed name is nobody. */
bool allow_list_sent(const struct allow_list *list, const struct corpus *corpus, const struct knowledge *knowledge, uint32_t mail,
                     const struct message *message);

/* For the hit of such a mail: takes off what who sent it and what it quotes say. Where too little is left to be a hit, it stays as
   it was and is set aside (CASE_ALLOWED). Either way nothing is learnt from it, so the list never changes what other mail looks like. */
void allow_list_apply(struct hit *hit);

#endif
