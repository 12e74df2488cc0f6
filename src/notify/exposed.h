/* What lay in mailboxes that were stolen: counted by month and kind, and everybody whose data was in it. */
#ifndef REPLYTRACE_EXPOSED_H
#define REPLYTRACE_EXPOSED_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "case/case_file.h"
#include "model/address.h"
#include "report/report_data.h"

#define EXPOSED_MAILBOXES 30      /* looked at together */
#define EXPOSED_LINE_ADDRESSES 100 /* addresses in one line of text that are taken; a line with more is told by exposed->lines_cut */
#define EXPOSED_NAMES 32          /* different names of one address that are kept */

/* Why somebody is to be told. In exposed_address.groups as a bit, 1 << group. */
enum exposed_group {
    EXPOSED_FORGED = 1,     /* received forged mail */
    EXPOSED_CORRESPONDENT,  /* in From, To, Cc or Bcc of exposed mail */
    EXPOSED_NAMED,          /* in the text of exposed mail, or of a mail attached to it */
    EXPOSED_CONTACT,        /* in a contact, appointment or other item that is no mail */
    EXPOSED_THREAD,         /* took part in a thread that forged mail quotes */
    EXPOSED_INTERNAL,       /* of our own organisation */
    EXPOSED_BOUNCED,        /* mail to the address came back for good */
    EXPOSED_NO_PERSON,      /* noreply, mailer-daemon, a mailing list */
    EXPOSED_GROUPS
};

/* What of somebody was exposed, as bits. */
enum exposed_data {
    EXPOSED_DATA_EMAIL = 1 << 0,
    EXPOSED_DATA_NAME = 1 << 1,
    EXPOSED_DATA_TEXT = 1 << 2,       /* mail that he wrote or received */
    EXPOSED_DATA_FILES = 1 << 3,      /* with attachments */
    EXPOSED_DATA_TELEPHONE = 1 << 4,  /* in mail that he wrote */
    EXPOSED_DATA_POSTAL = 1 << 5,     /* likewise */
    EXPOSED_DATA_CONTACT = 1 << 6,    /* an entry of the address book */
};
#define EXPOSED_DATA_KINDS 7

enum exposed_kind { EXPOSED_RECEIVED, EXPOSED_SENT, EXPOSED_DRAFT, EXPOSED_ATTACHED, EXPOSED_ITEM, EXPOSED_KINDS };

/* A display name beside an address. */
struct exposed_name {
    struct span text;
    uint32_t count;
};

/* One address: SMTP, an Exchange name of which no store shows the SMTP address, or something else as it was sent (a fax number). */
struct exposed_address {
    struct span addr;
    enum address_kind kind;
    uint32_t groups;               /* bits, see enum exposed_group; 0 = only seen as sender of other mail: in no list */
    bool own;                      /* of our own organisation */
    bool owner;                    /* of a mailbox that was stolen */
    bool list;                     /* a mailing list */
    struct exposed_name *names;    /* most frequent first once settled */
    uint32_t name_count;
    int64_t first, last;           /* of the exposed mail it is in; MESSAGE_NO_DATE = none has a date */
    uint32_t from, to, cc;         /* exposed mails in that place; cc with bcc */
    uint32_t list_mails;           /* of from: over a list, to many or written by a machine */
    uint32_t mailboxes;            /* bits, by position in exposed->mailboxes */
    uint32_t data;                 /* bits, see enum exposed_data; 0 = nothing of his is known to be exposed: he only received forged mail */
    int64_t forged_at;             /* first forged mail that it received; MESSAGE_NO_DATE */
    struct span forged_subject;
    struct span hit;               /* first hit as evidence: received, or whose thread it is in */
    uint32_t hits;                 /* forged mails received */
    bool returned;                 /* forged_at, forged_subject and hit (a Message-ID in <>) are of a mail that came back from others: it was sent
                                      to this address, and nobody saw it arrive */
    int64_t wrote_last;            /* newest mail from it, exposed or not */
    int64_t bounced_at;            /* last permanent failure; MESSAGE_NO_DATE = none is known, or no date */
    struct span bounce_status;     /* "5.1.1", else the reply code */
    bool dead;                     /* so that no mail reaches it; else what came back was refused for what it was, or the mailbox was full */
    uint32_t wrote_japanese, wrote_other, got_japanese, got_other; /* exposed mails by language */
    uint32_t person;               /* the address that stands for this person, often itself: number in exposed->addresses */
    uint32_t namesake;             /* an address of the same name that may be the same person's; INTERN_NONE */
};

/* Numbers of a month and kind of one mailbox, or of all months, all kinds. */
struct exposed_cell {
    uint32_t mailbox;
    uint32_t month;                /* number in exposed->months; INTERN_NONE = all */
    enum exposed_kind kind;        /* EXPOSED_KINDS = all */
    uint32_t messages;
    uint32_t attachments, inlined; /* files; pictures and the like within the text */
    uint32_t files;                /* attachments of different content */
    uint32_t addresses, persons;   /* persons: addresses of one person once, those of no person not at all */
    uint32_t names;                /* people who are named without an address */
    uint32_t telephones, postals;  /* different ones, in text */
    uint32_t our_messages, our_attachments; /* of them, written by one of us */
};

struct exposed_file_type {
    uint32_t mailbox;
    struct span type;              /* as the bytes say; "" = not known */
    uint32_t count;
};

struct exposed_mailbox {
    struct span address;
    struct span name;
    const struct span *also;       /* further addresses of the same person */
    size_t also_count;
    bool own;
    bool stored;                   /* a store of this mailbox was read; else only what others keep of it is known */
    const struct case_suspect *suspect; /* where it is one; else NULL */
};

struct exposed {
    struct report_data data;
    struct exposed_mailbox *mailboxes;
    size_t mailbox_count;
    struct exposed_address *addresses; /* malloc'ed */
    uint32_t address_count;
    struct intern *months;         /* "2022-03"; "" = no date */
    struct exposed_cell *cells;    /* sorted: mailbox, month (all first), kind (all first); malloc'ed */
    size_t cell_count;
    struct exposed_file_type *types; /* most frequent first within its mailbox; malloc'ed */
    size_t type_count;
    const struct span *nameless;   /* names without any address, sorted */
    size_t nameless_count;
    int64_t first, last;           /* dates of exposed mail */
    uint32_t undated;              /* exposed mails without a date; they are in, whatever the period */
    uint32_t forged;               /* forged mails: hits of severity medium or high */
    uint32_t returned;             /* mails of a thief known only by what came back */
    uint32_t lines_cut;            /* lines of text with more addresses than were taken */
};

struct exposed_options {
    const struct span *mailboxes;  /* addresses; none = those that the verdict names */
    size_t mailbox_count;
    struct span from, to;          /* days, 2022-03-01, in the zone of date_text_day(); empty = open */
};

/* DEAD: the case was never judged, no mailbox is named and the verdict names none for certain, or a mailbox is in no mail. Everything that is
   not malloc'ed lives in `arena`, which must outlive it. */
enum outcome exposed_find(struct case_file *file, const struct exposed_options *options, struct arena *arena,
                          struct exposed **ret_exposed, struct err *err);
void exposed_free(struct exposed *exposed); /* NULL is fine */

static inline uint32_t exposed_bit(enum exposed_group group)
{
    return 1u << group;
}

/* The cell, or NULL where nothing is in it. month INTERN_NONE and kind EXPOSED_KINDS: all. */
const struct exposed_cell *exposed_cell_of(const struct exposed *exposed, uint32_t mailbox, uint32_t month, enum exposed_kind kind);

/* Static, as jsonl has it: "received", "sent", "draft", "attached", "item", "all". */
const char *exposed_kind_name(enum exposed_kind kind);

/* Japanese rather than English, by what the person wrote, else by his name, else by what he was written, else by his domain. */
bool exposed_japanese(const struct exposed_address *address);

/* The name that stands most often beside the address; empty where none does. */
struct span exposed_name_of(const struct exposed_address *address);

#endif
