/* The contract of a heuristic: one suspicion about one mail, named as a claim, asked with all that judge knows of the mail. */
#ifndef REPLYTRACE_HEURISTIC_H
#define REPLYTRACE_HEURISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/finding.h"
#include "model/message.h"

/* Somebody the stores know by the name that the mail displays. Known means: learnt from mail before this one that was not
   itself suspicious. */
struct suspicion_person {
    struct span address;
    struct span name;       /* as last seen */
    struct span org;        /* registrable domain */
    bool own;               /* one of our people */
    bool in_thread;         /* took part in the thread that is quoted */
    bool alike;             /* his local part and the sender's have much in common: perhaps a second address of one person */
    uint32_t messages;      /* mails that connect name and address */
};

/* A stored message that the mail quotes. */
struct suspicion_quote {
    int64_t message;        /* id in the case */
    int64_t time;           /* Unix seconds or MESSAGE_NO_DATE */
    double share;           /* of the quoted words, 0 to 1 */
    struct span subject;
    struct span from;       /* address */
};

/* How one domain looks like another, the strongest last. */
enum suspicion_like { SUSPICION_LIKE_NONE, SUSPICION_LIKE_ENDING, SUSPICION_LIKE_LETTER, SUSPICION_LIKE_GLYPHS };

/* The stored thread that the mail quotes. */
struct suspicion_thread {
    uint32_t hits;          /* rare fingerprints in common; 0 = none, see by_header */
    double coverage;        /* of its rare quoted fingerprints, 0 to 1 */
    uint32_t people;        /* addresses that took part before this mail */
    bool sender_in;         /* the sending account took part, or got one of the messages that carry the text */
    bool sender_org_in;     /* somebody of the sending account's organisation did (public providers do not count) */
    bool sender_quoted;     /* the sending account's address stands in the quoted text */
    bool list;              /* the thread went over an open mailing list, or mail and thread over the same one: no secret */
    bool own_in;            /* somebody of ours took part */
    bool by_header;         /* the reply header names sender and subject of a stored mail of it, whether text was matched or not */
    bool unmarked;          /* the text stands among the sender's own words, without marks of a quote */
    bool answered;          /* In-Reply-To or References name a message of the thread, as a mail program does and a kit seldom */
    const struct suspicion_quote *quotes; /* newest first */
    size_t quote_count;
};

/* A habit of the From address that this mail does not keep: mail program, zone, charset, domain of Message-IDs. */
struct suspicion_change {
    struct span was, is;      /* may be empty: no mail program is named */
};

/* What other senders' hits have in common with the mail, the strongest first. */
enum suspicion_shares { SUSPICION_SHARES_NOTHING, SUSPICION_SHARES_FILE, SUSPICION_SHARES_MEMBER, SUSPICION_SHARES_PASSWORD, SUSPICION_SHARES_WORDS };

struct suspicion_campaign {
    enum suspicion_shares shares;
    struct span what;         /* name of the file, or the password */
    uint32_t senders;         /* others, of other organisations */
};

#define HEURISTIC_CHANGES 2 /* habits that one new thing does not break together */

/* All that is known of the mail in question. Spans live as long as the arena given to ask(). */
struct suspicion {
    const struct message *message;
    int64_t time;             /* message_time() */
    struct span words;        /* the sender's own words */
    struct span quoted;       /* the words he quotes */
    struct span sender;       /* the account that really sent it: From address, or the authenticated account where it differs */
    struct span sender_org;
    bool sender_own;          /* one of our addresses, and not worn by somebody outside: a mail that has travelled and breaks
                                 HEURISTIC_CHANGES of its habits may come from anybody */
    bool sender_established;  /* we wrote to it, or it wrote to us over weeks, before this mail */
    bool sender_service;      /* many names behind one address over weeks: tickets, lists, e-signatures */
    bool sender_unknown_kind; /* no SMTP address (Exchange EX, none): nothing can be compared */
    bool from_worn;           /* From is a known address, but its habits are broken and answers go to a stranger: forged whole */
    bool account_differs;     /* an authenticated account is named, it belongs elsewhere than From, and From never used it before */
    const struct suspicion_person *namesakes; /* people of the displayed name who are not the sender, most mails first */
    size_t namesake_count;
    bool plays_report;        /* it looks like a delivery report and is none (report_mail.h: lure) */
    bool over_list;           /* it came over an open mailing list, where people change addresses and link to everything */
    bool from_list;           /* it says to come over a list that puts its own address beside the writer's name; anybody can say so */
    bool name_established;    /* the sender is known by this very name */
    bool recipient_named;     /* the displayed name, or an address in it, is that of a recipient who is not the sender */
    const struct suspicion_person *named_addresses; /* addresses written inside the display name that are not the sender's */
    size_t named_address_count;
    struct suspicion_thread thread;
    const struct suspicion_change *changes; /* habits that From kept in its last mails and not in this one */
    size_t change_count;
    uint32_t own_bytes;       /* folded letters of the sender's own words, before any cap */
    struct span lure;         /* phrase by which short own words ask to open something; empty = none, or the words are long */
    struct span like_org;     /* our or a partner's domain that sender_org looks like without being known itself; empty = none */
    enum suspicion_like like_kind;
    struct span id_owner;     /* sender of an older mail with this Message-ID, other organisation and other subject; empty = none */
    bool reply_to_established; /* we know the first Reply-To address as we know established senders, or it is ours */
    struct span password;     /* best candidate for the password of an encrypted archive or of what a link leads to, in the own
                                 words; empty = none */
    struct span password_line;
    struct span replaced_file; /* name of an attachment that a quoted original has too, with other content; empty = none */
    struct suspicion_campaign campaign; /* known once all mail is judged: heuristics of HEURISTIC_CAMPAIGN are asked again then, with nothing else */
};

/* Correlated signs share a group, and a group never adds more than its cap (heuristic_cap). */
enum heuristic_group { HEURISTIC_IDENTITY, HEURISTIC_THREAD, HEURISTIC_PAYLOAD, HEURISTIC_HEADER, HEURISTIC_WORDS,
                       HEURISTIC_CAMPAIGN, HEURISTIC_GROUPS };

struct heuristic {
    const char *name;     /* as the file: the claim in words with underscores */
    enum heuristic_group group;
    const char *looks;    /* what is looked for, one sentence (msgid) */
    const char *why;      /* why it matters and what honest mail looks alike (msgid) */
    /* True: it fires, *ret_finding has says, weight and proof; name is filled in by the caller. */
    bool (*ask)(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding);
};

/* In the order of list.def; ends with a NULL. */
const struct heuristic *const *heuristic_table(void);
double heuristic_cap(enum heuristic_group group);

/* True where what the sender did before speaks for him: he is established, and this is not a lure that breaks HEURISTIC_CHANGES of his
   habits, as one who sits in his account writes it. */
bool heuristic_trusted(const struct suspicion *suspicion);

/* True for a sender that is no person: notify@, noreply@, or mail that says it is automatic and brings neither file nor link. Services write
   in the names of the people who use them and return what they wrote. */
bool heuristic_machine(const struct suspicion *suspicion);

/* True when the sender may be this person under a second address: what their local parts have in common says so, unless the sender's
   domain is made to look like the person's. */
bool heuristic_same_person(const struct suspicion *suspicion, const struct suspicion_person *person);

/* For bodies of ask(): adds one value of the proof. More than FINDING_PROOFS are left out. */
void heuristic_proof(struct finding *finding, const char *key, struct span value);

#endif
