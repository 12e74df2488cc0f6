/* Organisations whose domains look alike, found once for a case: look-alike letters, one letter's difference, another ending. */
#ifndef REPLYTRACE_LIKE_ORG_H
#define REPLYTRACE_LIKE_ORG_H

#include "heuristics/heuristic.h"
#include "judge/knowledge.h"

/* Labels with fewer letters are alike by chance: only look-alike letters count for them. */
#define LIKE_ORG_LETTERS 6
#define LIKE_ORG_LABEL 63      /* bytes of a label, RFC 1035 2.3.4 */
#define LIKE_ORG_SAME_KEY 200  /* organisations that share one key and are compared */

struct like_org_key {
    uint64_t hash;
    uint32_t org;
};

struct like_org {
    const struct corpus *corpus;
    struct like_org_key *keys; /* by hash, then org; malloc'ed */
    size_t count;
    size_t capacity;
};

void like_org_open(struct like_org *index, const struct corpus *corpus);
void like_org_close(struct like_org *index);

/* Our or an established partner's organisation (somebody of ours wrote to it) that `org` looks like while it is neither itself, the
   strongest likeness first. CORPUS_NONE: there is none, or `org` is known, a public provider, or no domain. */
uint32_t like_org_find(const struct like_org *index, const struct knowledge *knowledge, uint32_t org, enum suspicion_like *ret_kind);

#endif
