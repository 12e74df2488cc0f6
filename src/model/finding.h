/* What a heuristic says of a mail: the claim, its weight, and the proof as named values. */
#ifndef REPLYTRACE_FINDING_H
#define REPLYTRACE_FINDING_H

#include <stddef.h>
#include "base/span.h"

#define FINDING_PROOFS 12

/* One value of the proof; `says` of the heuristic refers to it as {key}. */
struct finding_proof {
    const char *key;      /* static */
    struct span value;    /* UTF-8 */
};

struct finding {
    const char *heuristic; /* static: the name in heuristics/list.def */
    const char *says;      /* static English template (a gettext msgid) with {key} where proof values go */
    double weight;         /* log-odds contributed before the cap of its group */
    struct finding_proof proof[FINDING_PROOFS];
    size_t proof_count;
};

#endif
