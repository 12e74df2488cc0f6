/* What judge concluded, as the case keeps it: hits, findings, quotes, suspects, the verdict. Written by judge, read by report. */
#ifndef REPLYTRACE_CASE_RESULT_H
#define REPLYTRACE_CASE_RESULT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "case/case_relation.h"
#include "model/message.h"

/* A sentence kept as data: a static English template (a gettext msgid) and its values, so that each report can say it in its own
   language. values: JSON object of strings, keys as in the template's {key}. */
struct case_sentence {
    struct span says;
    struct span values;
};

struct case_finding {
    struct span heuristic;
    struct case_sentence sentence;
    double weight;
};

/* An original that a hit quotes, newest first. */
struct case_quote {
    int64_t message;
    double share;        /* of the quoted words of the hit, 0 to 1 */
};

enum case_severity { CASE_LOW, CASE_MEDIUM, CASE_HIGH };

/* Why a hit counts, or for nothing. */
enum case_standing {
    CASE_SCORED,     /* by its signs */
    CASE_CONFIRMED,  /* a person says that it is forged */
    CASE_DISMISSED,  /* a person says that it is honest: set aside */
    CASE_ALLOWED,    /* the allow list leaves it out: set aside */
};

struct case_hit {
    struct span id;            /* stable over runs: made of the message's key */
    int64_t message;
    struct span verdict;       /* "stolen-reply", "spoofed-sender", "suspicious-attachment", "suspicious" */
    enum case_severity severity;
    double score;              /* log-odds, sum of the capped groups */
    struct span claimed_name;  /* the person the mail pretends to come from; empty = none recognised */
    struct span claimed_address;
    struct span claimed_org;
    struct span sending_account; /* the account that really sent it, as far as visible */
    struct span campaign;      /* "C1" ...; empty = none */
    const struct case_finding *findings; /* heaviest first */
    size_t finding_count;
    const struct case_quote *quotes;
    size_t quote_count;
    enum case_standing standing; /* when it was judged */
    struct span triage;        /* what a person says now: "true", "false", empty = nothing; read from the table triage, never written */
    struct span note;          /* his words */
};

struct case_suspect {
    unsigned rank;             /* 1 = likeliest */
    struct span address;
    struct span name;
    struct span org;
    bool own;                  /* one of our domains */
    double probability;        /* 0 to 1 */
    unsigned explains, of;     /* hits whose quoted messages this mailbox held, of all hits that quote */
    int64_t oldest;            /* stolen message, as far as known; MESSAGE_NO_DATE = unknown */
    int64_t from, to;          /* window of the theft: newest stolen message, first hit; likewise */
    const struct span *also;   /* further addresses of the same person */
    size_t also_count;
    const struct span *because; /* hit ids */
    size_t because_count;
    const struct case_sentence *in_favour; /* of the suspicion */
    size_t in_favour_count;
    const struct case_sentence *against;
    size_t against_count;
};

struct case_verdict {
    struct span infected;      /* "partner", "own", "both", "undecided", "none" */
    struct case_sentence sentence;
    const struct span *suspects; /* addresses */
    size_t suspect_count;
    const struct case_sentence *notes; /* what else must be said: who cannot be told apart, a second wave */
    size_t note_count;
};

/* One of our people who answered or opened forged mail. */
struct case_opening {
    struct span address;
    struct span name;
    struct span how;           /* the surest of "answered", "passed-on" (answered or forwarded, to whom is not known), "read" */
    int64_t first;             /* MESSAGE_NO_DATE = unknown */
    const struct span *hits;   /* their ids, in order of time */
    size_t hit_count;
    unsigned later;            /* hits after the first that bear his name */
};

struct case_bounce;   /* case_bounce.h */
struct case_own_host;

struct case_own_domain {
    struct span domain;
    bool given;                /* by --own; else learnt from the stores */
    bool unseen;               /* given, but nobody of any mail is of it: perhaps mistyped */
};

/* Everything judge writes, in one transaction that replaces what the last judge wrote. */
struct case_result {
    const struct case_hit *hits;   /* in report order: severity, then score, then date */
    size_t hit_count;
    const struct case_hit *aside;  /* hits that count for nothing, in the same order */
    size_t aside_count;
    const struct case_suspect *suspects; /* by rank */
    size_t suspect_count;
    const struct case_opening *openings; /* surest first */
    size_t opening_count;
    struct case_verdict verdict;
    const struct case_own_domain *own;
    size_t own_count;
    const struct span *allow;      /* entries of the allow list (judge/allow_list.h) */
    size_t allow_count;
    const struct case_bounce *bounces; /* by date; written with the rest, read by case_bounce_read() alone */
    size_t bounce_count;
    const struct case_own_host *own_hosts; /* by text; likewise */
    size_t own_host_count;
    int64_t judged_messages;       /* mails asked about */
    struct case_relations relations; /* written only: case_relation_read() reads them */
};

enum outcome case_result_write(struct case_file *file, const struct case_result *result, struct err *err);
/* END when judge never ran on this case. Everything lives in `arena`. */
enum outcome case_result_read(struct case_file *file, struct arena *arena, struct case_result *ret_result, struct err *err);

#endif
