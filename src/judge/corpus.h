/* All mails of a case in memory, as numbers: what threads, matching, learning and attribution compute with. */
#ifndef REPLYTRACE_CORPUS_H
#define REPLYTRACE_CORPUS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/intern.h"
#include "base/hash.h"
#include "case/case_file.h"
#include "model/address.h"
#include "model/message.h"

#define CORPUS_NONE UINT32_MAX
#define CORPUS_NO_MINUTE UINT8_MAX

/* One address. */
struct corpus_person {
    uint32_t org;         /* number in corpus->orgs */
    enum address_kind kind;
    bool own;             /* set by own_domains_find */
    bool public_provider;
    bool not_a_person;    /* noreply, mailer-daemon ... or a list address */
};

/* What a person is to a mail. */
enum corpus_role { CORPUS_FROM, CORPUS_SENDER, CORPUS_REPLY_TO, CORPUS_TO, CORPUS_CC, CORPUS_BCC, CORPUS_OWNER };

struct corpus_link {
    uint32_t person;
    uint32_t name;        /* number in corpus->names of the name key beside the address, or CORPUS_NONE */
    enum corpus_role role;
};

enum corpus_sign {        /* cheap signs that make a closer look worth reading the mail again */
    CORPUS_NAME_HAS_AT = 1 << 0,      /* an at-sign of any kind in the display name */
    CORPUS_ENCRYPTED = 1 << 1,        /* an attachment that is encrypted, or holds what is */
    CORPUS_ATTACHED = 1 << 2,         /* any attachment that is not inline */
    CORPUS_TELLING = 1 << 4,          /* an attachment, inline or not, in which inspection found something telling */
    CORPUS_PLAYS_REPORT = 1 << 5,     /* a lure that looks like a report */
    CORPUS_ACCOUNT_DIFFERS = 1 << 3,  /* the authenticated account is of another organisation than From */
};

/* What a person's mail programs and servers write alike into each mail. */
enum corpus_trait { CORPUS_PROGRAM, CORPUS_ZONE, CORPUS_CHARSET, CORPUS_ID_DOMAIN, CORPUS_TRAITS };

#define CORPUS_HOPS 3 /* servers, from the last that took the mail back, that are kept */

struct corpus_mail {
    int64_t id;           /* in the case */
    int64_t time;
    uint8_t key[HASH_KEY_BYTES];
    uint32_t flags;       /* enum message_flag */
    uint32_t signs;       /* enum corpus_sign */
    uint32_t from;        /* person, or CORPUS_NONE */
    uint32_t name;        /* name key of From, or CORPUS_NONE */
    uint32_t account;     /* org of the authenticated account, or CORPUS_NONE */
    uint32_t subject;     /* base subject, or CORPUS_NONE when empty */
    uint32_t quoted_from; /* person whom the topmost reply header in the text names, or CORPUS_NONE */
    uint32_t quoted_name; /* his name key, or CORPUS_NONE */
    uint32_t quoted_subject; /* base subject in that header, else of the mail itself, or CORPUS_NONE */
    uint32_t list;        /* list id, or CORPUS_NONE */
    uint32_t store;       /* number in corpus->stores of the first place, or CORPUS_NONE */
    uint32_t thread;      /* set by thread_join */
    size_t links;         /* first of its links; they end where those of the next mail begin */
    size_t references;    /* first of its reference hashes, likewise */
    uint64_t message_id;  /* hash, 0 = none */
    uint32_t own_bytes, quoted_bytes; /* folded letters */
    uint32_t traits[CORPUS_TRAITS]; /* numbers in corpus->traits; CORPUS_NONE = it has not travelled, or does not say */
    uint32_t by[CORPUS_HOPS]; /* numbers in corpus->hosts: `by` of its topmost Received fields; CORPUS_NONE = there is none */
    uint8_t minute;       /* of the Date field, 0 to 59; CORPUS_NO_MINUTE = no date */
    uint8_t quoted_minute; /* of the date in that reply header; CORPUS_NO_MINUTE = none was read */
    bool reply;           /* the subject has a reply or forward prefix */
    bool embedded;        /* lies only within other mails */
};

struct corpus {
    struct corpus_mail *mails; /* ascending id; one more at the end closes the slices */
    uint32_t mail_count;
    struct corpus_link *links;
    size_t link_count;
    uint64_t *references;
    size_t reference_count;
    struct corpus_person *people;
    struct intern *addresses;  /* number = person; text = address, lower case */
    struct intern *names;      /* name keys (model/person_name.h) */
    struct intern *orgs;       /* registrable domains */
    struct intern *subjects;
    struct intern *lists;
    struct intern *stores;     /* paths */
    struct intern *traits;     /* programs without version, zones, charsets, domains of Message-IDs */
    struct intern *hosts;      /* names of servers, lower case */
    bool *own_orgs;            /* by org; set by own_domains_find */
};

/* Settles first whose Exchange names are, so a person is one person whatever address a store keeps. The case must be writable. */
enum outcome corpus_load(struct case_file *file, struct corpus **ret_corpus, struct err *err);
void corpus_free(struct corpus *corpus); /* NULL is fine */

/* The mail with this id, or NULL. */
const struct corpus_mail *corpus_mail(const struct corpus *corpus, int64_t id);

/* The order of time, for qsort: -1, 0, 1. Two mails of one second are ordered by key, so that no order depends on row ids. */
int corpus_compare_times(const struct corpus_mail *a, const struct corpus_mail *b);

/* True for mail that a person may have forged: no contact or task, no draft, not only within another mail. */
bool corpus_is_mail(const struct corpus_mail *mail);

/* A list that puts its own address beside the name of whoever wrote: From is a recipient, too. */
bool corpus_from_list(const struct corpus *corpus, const struct corpus_mail *mail);

#endif
