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
    bool left_out; /* the mail has more words than are tried */
};

enum candidate_use {
    CANDIDATES_BYTES,   /* a format that takes bytes and tries fast: each word in UTF-8 and CP932 */
    CANDIDATES_COSTLY,  /* the same, without those that everybody uses: each try takes a millisecond and more */
    CANDIDATES_UNICODE, /* one that takes Unicode: UTF-8 alone */
    CANDIDATES_DEAR,    /* the same, each try slow: CANDIDATES_SLOW words of the mail and none that everybody uses */
};

/* A word in UTF-16LE, of `arena`; empty where it is none. */
struct span candidate_utf16(struct arena *arena, struct span word);

/* `bytes` that had to be made lie in the inspection's arena. */
void candidates_gather(const struct inspection *inspection, enum candidate_use use, struct candidates *ret_candidates);

#endif
