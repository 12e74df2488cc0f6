/* One report while judge works on it, and the words in which its evidence is kept. */
#ifndef REPLYTRACE_BOUNCE_WORK_H
#define REPLYTRACE_BOUNCE_WORK_H

#include <jansson.h>
#include "case/case_bounce.h"
#include "judge/bounce_intruder.h"
#include "judge/bounce_path.h"
#include "judge/bounce_sent.h"
#include "judge/match.h"

#define BOUNCE_WORK_EVIDENCE 16 /* of one report */
#define BOUNCE_WORK_QUOTES 5    /* stored mails that are named */

enum bounce_origin {
    BOUNCE_SENT,
    BOUNCE_INTRUDER,
    BOUNCE_ABUSED,
    BOUNCE_SELF,        /* self-backscatter */
    BOUNCE_BACKSCATTER,
    BOUNCE_FAKE,
    BOUNCE_UNKNOWN,
    BOUNCE_ORIGINS
};

enum bounce_confidence { BOUNCE_LOW, BOUNCE_MEDIUM, BOUNCE_HIGH };

struct bounce_work {
    const struct case_report_mail *report;
    const struct corpus_mail *mail;      /* the report itself */
    struct bounce_original original;
    struct bounce_path path;
    enum bounce_sent_how sent_how;
    uint32_t sent_mail;                  /* where it was found among the sent ones */
    struct span lure;                    /* payload or phrase of the original; empty = nothing, or its body did not come back */
    uint32_t owner;                      /* person whose account or name it is, if ours; CORPUS_NONE = unknown */
    uint32_t accounts;                   /* different accounts, or authors, whose mail came from the same client */
    uint32_t burst;                      /* domains to which mail of the same account, or client, failed within a day of it */
    enum bounce_origin origin, suggested; /* suggested: BOUNCE_UNKNOWN = none */
    enum bounce_confidence confidence;
    uint32_t number;                     /* of the mail: the same for reports on the same one */
    struct case_bounce_evidence evidence[BOUNCE_WORK_EVIDENCE];
    size_t evidence_count;
    struct case_quote quotes[BOUNCE_WORK_QUOTES];
    size_t quote_count;
};

/* What all of them share. */
struct bounce_desk {
    struct case_file *file;
    const struct corpus *corpus;
    const struct match *match;
    const struct hit_list *hits;
    const struct words *lures;
    const struct own_hosts *hosts;
    const struct bounce_sent *sent;
    struct arena *arena;                 /* of the result */
    struct bounce_work *works;
    size_t count;
};

/* Static: "sent", "sent-by-intruder", ...; "high", ... */
const char *bounce_origin_word(enum bounce_origin origin);
const char *bounce_confidence_word(enum bounce_confidence confidence);

/* Adds a sentence; `values` (an object of strings) is taken over. `line` may be empty. */
void bounce_work_say(const struct bounce_desk *desk, struct bounce_work *work, const char *what, struct span line, bool decides,
                     const char *says, json_t *values);
/* An object with one value, and one more value into it. */
json_t *bounce_work_value(const char *key, struct span value);
json_t *bounce_work_also(json_t *values, const char *key, struct span value);
/* A number as a value. */
struct span bounce_work_number(const struct bounce_desk *desk, uint64_t number);

/* The host of a trusted line: "192.0.2.1 (name)", as far as it says. */
struct span bounce_work_host(const struct bounce_desk *desk, struct span ip, struct span name);

#endif
