/* A hit while judge works on it: the mail, what the heuristics said, and the messages that it quotes. */
#ifndef REPLYTRACE_HIT_H
#define REPLYTRACE_HIT_H

#include "case/case_result.h"
#include "judge/corpus.h"
#include "model/finding.h"

#define HIT_FINDINGS 32 /* more than there are heuristics */
#define HIT_QUOTES 20   /* originals that are named */

struct hit_quote {
    uint32_t mail;      /* number of the original */
    double share;       /* of the quoted words, 0 to 1 */
};

#define HIT_MEMBERS 64 /* of the archives of one mail */

struct hit_member {
    uint64_t key;       /* hash of name and size */
    struct span name;
};

/* Everything it points to lives in the arena of the result. */
struct hit {
    uint32_t mail;
    struct span id;                /* hit_id() */
    enum case_standing standing;
    double score;
    enum case_severity severity;
    const char *verdict;           /* static */
    uint32_t claimed;              /* person, or CORPUS_NONE */
    struct span sending_account;
    struct span password;          /* written in the mail beside an encrypted archive; empty = none */
    const uint8_t (*attachments)[HASH_SHA256_BYTES]; /* of attachments that are not inline */
    const struct span *attachment_names;
    size_t attachment_count;
    const struct hit_member *members; /* of its archives, those that run or have room for macros */
    size_t member_count;
    uint64_t words;                /* hash of the folded own words; 0 when they are too short to compare */
    struct finding findings[HIT_FINDINGS]; /* heaviest first */
    size_t finding_count;
    struct hit_quote quotes[HIT_QUOTES];   /* newest first */
    size_t quote_count;
    bool near;                     /* not quite a hit, kept for what it may share with others */
    bool header_alone;             /* none of its text was matched: only its reply header names the one quote */
    uint32_t campaign;             /* 1 ..., 0 = none; set by campaign_group */
};

struct hit_list {
    struct hit *hits;  /* malloc'ed */
    size_t count;
    size_t capacity;
    int64_t asked;     /* mails that were asked about */
};

/* Appends a copy. */
void hit_add(struct hit_list *list, const struct hit *hit);

#endif
