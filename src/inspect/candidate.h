/* The passwords that are tried on one encrypted file: those the mail gives away, then a few that everybody uses. */
#ifndef REPLYTRACE_CANDIDATE_H
#define REPLYTRACE_CANDIDATE_H

#include "base/limits.h"
#include "inspect/inspection.h"

#define CANDIDATES_COMMON 12
#define CANDIDATES (2 * LIMIT_PASSWORDS + CANDIDATES_COMMON)
#define CANDIDATES_SLOW 12 /* of the mail's words, for formats that make each try dear */

struct candidate {
    struct span bytes;                   /* as the format takes them: UTF-8, or CP932 as Japanese Windows writes */
    struct inspection_password password; /* what is reported */
};

struct candidates {
    struct candidate list[CANDIDATES]; /* the likeliest first, no bytes twice */
    size_t count;
    bool left_out; /* the mail has more words than `most` */
};

/* At most `most` of the mail's words; `bytes` that had to be made lie in the inspection's arena. */
void candidates_gather(const struct inspection *inspection, size_t most, struct candidates *ret_candidates);
/* As above, UTF-8 alone: for formats that take Unicode. */
void candidates_gather_utf8(const struct inspection *inspection, size_t most, struct candidates *ret_candidates);

#endif
