/* A mail that a machine wrote about another mail: bounces, delays, receipts, complaints; and what only looks like one. */
#ifndef REPLYTRACE_REPORT_MAIL_H
#define REPLYTRACE_REPORT_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

#define REPORT_MAIL_NO_ORIGINAL SIZE_MAX

enum report_mail_kind {
    REPORT_MAIL_BOUNCE,     /* a recipient at least was not reached (RFC 3464 "failed") */
    REPORT_MAIL_DELAY,      /* not yet: it may still arrive or bounce. Or given up because time ran out, while no server refused it and no
                               cause is named: then the action of its recipients is failed */
    REPORT_MAIL_SUCCESS,    /* delivered, relayed or expanded */
    REPORT_MAIL_RECEIPT,    /* MDN (RFC 8098): displayed, deleted unread, ... */
    REPORT_MAIL_AUTO_REPLY, /* vacation and the like (RFC 3834) */
    REPORT_MAIL_FEEDBACK,   /* complaint about spam (ARF, RFC 5965) */
    REPORT_MAIL_CHALLENGE,  /* asks the sender to prove himself */
    REPORT_MAIL_LURE,       /* looks like a report, names neither a recipient nor an original, and has a link or a payload */
    REPORT_MAIL_KINDS
};

/* Action of RFC 3464 2.3.3. */
enum report_mail_action {
    REPORT_MAIL_ACTION_UNKNOWN,
    REPORT_MAIL_FAILED,
    REPORT_MAIL_DELAYED,
    REPORT_MAIL_DELIVERED,
    REPORT_MAIL_RELAYED,
    REPORT_MAIL_EXPANDED,
    REPORT_MAIL_ACTIONS
};

/* One recipient that the report speaks of. Addresses are bare and lower case. */
struct report_mail_recipient {
    struct span address;    /* as the sender wrote to it: Original-Recipient where it says so, else Final-Recipient */
    struct span final;      /* Final-Recipient where it is another one (forwarding), else empty */
    enum report_mail_action action;
    struct span status;     /* RFC 3463 "5.1.1"; empty where the report names none */
    struct span reply_code; /* SMTP "550"; empty where it names none */
    struct span diagnostic; /* one line: what the server said */
    struct span remote_mta; /* host that refused it */
};

struct report_mail {
    enum report_mail_kind kind;
    struct span format;           /* what told it: "rfc3464", "rfc8098" (receipt), "rfc5965" (complaint), "rfc3834" (auto-reply), "mapi",
                                     "x-failed-recipients", or the name of a pattern set of words/bounce.yaml */
    const struct report_mail_recipient *recipients;
    size_t recipient_count;
    struct span reporting_mta;    /* host that writes: Reporting-MTA, else as the text says */
    struct span received_from;    /* Received-From-MTA: host that handed it the original */
    struct span original_id;      /* Message-ID of the original, no brackets, wherever it is named; empty = unknown */
    struct span envelope_id;      /* Original-Envelope-Id */
    int64_t arrival;              /* Arrival-Date, Unix seconds; MESSAGE_NO_DATE = unknown */
    size_t original;              /* which attachment of the report has the returned original `embedded`; REPORT_MAIL_NO_ORIGINAL.
                                     A copy that stands in the text is made one: name empty, declared type message/rfc822 */
    bool original_headers_only;   /* its body did not come back */
};

/* Static: "bounce", "delay", "success", "receipt", "auto-reply", "feedback", "challenge", "lure", as jsonl has it. */
const char *report_mail_kind_name(enum report_mail_kind kind);
/* Static: "failed", "delayed", ...; "" for unknown. */
const char *report_mail_action_name(enum report_mail_action action);
/* By name, in any case; UNKNOWN for any other word. */
enum report_mail_action report_mail_action_named(struct span name);

#endif
