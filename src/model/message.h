/* A mail, decoded: everything later floors know of it. One arena holds all that it points to. */
#ifndef REPLYTRACE_MESSAGE_H
#define REPLYTRACE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/address.h"
#include "model/attachment.h"
#include "model/exchange_name.h"
#include "model/report_mail.h"

#define MESSAGE_NO_DATE INT64_MIN

enum message_flag {
    MESSAGE_TRANSPORT_HEADERS = 1 << 0, /* at least one Received field: the mail has travelled. Without, a missing header proves nothing */
    MESSAGE_LIST = 1 << 1,              /* List-Id, List-Post, List-Unsubscribe or Precedence: list/bulk */
    MESSAGE_AUTOMATIC = 1 << 2,         /* Auto-Submitted (not "no"), X-Auto-Response-Suppress with a report, auto-reply classes */
    MESSAGE_REPORT = 1 << 3,            /* multipart/report, REPORT.* classes, or an empty Return-Path from a mailer-daemon */
    MESSAGE_CALENDAR = 1 << 4,          /* text/calendar or IPM.Schedule.* */
    MESSAGE_DRAFT = 1 << 5,             /* MAPI unsent flag, X-Unsent, or a drafts folder */
    MESSAGE_SENT_COPY = 1 << 6,         /* lies in a sent folder or is MAPI from-me */
    MESSAGE_NOT_MAIL = 1 << 7,          /* a contact, task, note, appointment of a PST: counted, kept, never judged */
    MESSAGE_READ = 1 << 8,              /* Maildir S, mbox Status R, MAPI read */
    MESSAGE_ANSWERED = 1 << 9,          /* Maildir R, MAPI last verb reply/forward */
    MESSAGE_CUT = 1 << 10,              /* a limit was reached; the defects say which */
    MESSAGE_DELETED = 1 << 11,          /* lies in a deleted-items or recoverable-items folder */
};

/* One Received field (RFC 5321 4.4), topmost first. Empty spans where the field does not say. */
struct received {
    struct span from;       /* HELO name as claimed */
    struct span from_name;  /* reverse name in the comment */
    struct span from_ip;    /* address in the comment, without brackets and IPv6: */
    struct span by;
    struct span with;       /* ESMTP, ESMTPSA, HTTP ... */
    struct span account;    /* authenticated sender, where the hop names it */
    int64_t date;           /* Unix seconds or MESSAGE_NO_DATE */
    struct span line;       /* the field as sent, one line; the case keeps it of the originals that reports return, else empty */
};

enum segment_kind { SEGMENT_OWN, SEGMENT_QUOTED };

/* A run of the body, in reading order; the attribution or Outlook header block above a quote belongs to the quoted segment. */
struct segment {
    enum segment_kind kind;
    struct span text;       /* UTF-8, LF line ends, quote prefixes kept */
};

/* A header block or attribution line above quoted text, as far as it says: what the quoting mail claims about the original. */
struct quote_header {
    struct span from_name;
    struct span from_addr;  /* lower case */
    struct span date_text;  /* as written */
    struct span subject;
};

struct message {
    uint32_t flags;               /* enum message_flag */
    uint64_t size;                /* raw bytes, or the sum of MAPI property sizes */
    struct span item_class;       /* MAPI message class; empty elsewhere */

    struct span message_id;       /* without angle brackets, as sent; empty = none */
    const struct span *references;/* References, then In-Reply-To, without brackets, without repeats, oldest first */
    size_t reference_count;
    bool has_reference_fields;    /* a References or In-Reply-To field exists, even if empty */
    struct span thread_index;     /* MAPI conversation index or Thread-Index decoded; binary */

    int64_t date;                 /* Date / client submit time, Unix seconds */
    int zone;                     /* minutes east of UTC in the Date field; 0 where MAPI gives none */
    int64_t received_date;        /* topmost Received, or MAPI delivery time; MESSAGE_NO_DATE = unknown */

    struct span subject;          /* decoded, one line */
    struct span from_raw;         /* the From field as sent, unfolded, raw bytes repaired to UTF-8; empty in MAPI without headers */
    const struct address *from;   /* usually one */
    size_t from_count;
    struct address sender;        /* Sender field, or MAPI sender where it differs from sent-representing */
    const struct address *reply_to;
    size_t reply_to_count;
    struct span return_path;      /* lower case; "" both for none and for <> */
    const struct address *recipients; /* To, Cc, Bcc in this order; of a contact or distribution list (MESSAGE_NOT_MAIL): whom it names, as To */
    size_t recipient_count;

    const struct exchange_name *exchange_names; /* what the item, being a store's own, teaches; see mapi_exchange.h */
    size_t exchange_name_count;

    struct span list_id;          /* List-Id value inside <>, else List-Post address */
    struct span mailer;           /* X-Mailer or User-Agent */
    struct span charset;          /* charset label of the first text part, lower case */
    struct span authenticated;    /* account named by Received or X-Authenticated-Sender style fields */
    struct span originating_ip;   /* X-Originating-IP */
    const struct received *received;
    size_t received_count;

    const struct segment *segments;
    size_t segment_count;
    const struct quote_header *quote_headers;
    size_t quote_header_count;

    const struct attachment *attachments;
    size_t attachment_count;

    const struct report_mail *report; /* what it reports of another mail; NULL: it is no report */

    const struct span *defects;   /* one English line each: what was broken and how it was read all the same */
    size_t defect_count;
};

/* Where a message lay. */
struct occurrence {
    struct span folder;   /* path within the store, UTF-8, '/' between; empty for mbox, eml and zip */
    uint64_t item;        /* 0-based position in its store */
    struct span path;     /* maildir, eml, zip: the file below the store's path; else empty */
    uint64_t offset;      /* mbox: byte position of the mail; PST: node id; else 0 */
    uint64_t length;      /* mbox: raw bytes; else 0 */
};

/* The newest date that the sender could not choose: received_date where known, else date. */
int64_t message_time(const struct message *message);

#endif
