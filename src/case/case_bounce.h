/* What judge concluded of reports: where the mails that they return came from, and by which lines. */
#ifndef REPLYTRACE_CASE_BOUNCE_H
#define REPLYTRACE_CASE_BOUNCE_H

#include <stdbool.h>
#include <stdint.h>
#include "case/case_result.h"

struct case_bounce_evidence {
    struct span what;              /* "sent-copy", "our-login", ...: FORMATS.md lists them */
    struct case_sentence sentence;
    struct span line;              /* the header line that says so, as sent; empty = none does */
    bool decides;                  /* the origin stands on it */
};

/* One report (bounce, delay, receipt ...). */
struct case_bounce {
    int64_t message;               /* id of the report */
    int64_t original;              /* id of the returned original; 0 = none came back */
    int64_t date;                  /* of the original as a server that is trusted wrote it, else of the report; MESSAGE_NO_DATE = unknown */
    struct span origin;            /* "sent", "sent-by-intruder", "abused-account", "self-backscatter", "backscatter", "fake-bounce", "unknown" */
    struct span confidence;        /* "high", "medium", "low" */
    struct span suggested;         /* of an unknown one: the origin of those that are like it; empty = none */
    struct span account;           /* that logged in at our server, or whose mailbox an intruder was in; empty = not named */
    struct span client_ip;         /* of the machine from which our server took it; empty = not named */
    struct span helo;              /* its name as it said */
    struct span machine;           /* "inside", "outside"; empty = not known */
    struct span original_message_id;
    uint32_t mail;                 /* reports on the same mail have the same number, 1 ... */
    const struct case_bounce_evidence *evidence; /* as it was found */
    size_t evidence_count;
    const struct case_quote *quotes; /* stored mails that the original quotes, most first */
    size_t quote_count;
    /* As scan wrote it; only case_bounce_read fills them in. */
    struct report_mail report;
};

struct case_own_host {
    struct span host;              /* name, address or network */
    bool given;                    /* by --own-host; else learnt */
    bool shared;                   /* learnt, but of a domain that is not ours: others may send through it, too */
    uint32_t mails;                /* that taught it */
};

/* Only case_result.c calls it, within its transaction. */
enum outcome case_bounce_write(struct case_file *file, const struct case_result *result, struct err *err);

/* By date. Everything lives in `arena`. A case that was never judged has none. */
enum outcome case_bounce_read(struct case_file *file, struct arena *arena, const struct case_bounce **ret_bounces, size_t *ret_count,
                              struct err *err);
/* Sorted by text. */
enum outcome case_own_host_read(struct case_file *file, struct arena *arena, const struct case_own_host **ret_hosts, size_t *ret_count,
                                struct err *err);

#endif
