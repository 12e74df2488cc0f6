/* An attachment of a mail: what it is called, what it says it is, and what inspect/ found it to be. */
#ifndef REPLYTRACE_ATTACHMENT_H
#define REPLYTRACE_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/hash.h"
#include "base/span.h"

struct message;

enum attachment_encrypted { ATTACHMENT_ENCRYPTED_UNKNOWN, ATTACHMENT_ENCRYPTED_NO, ATTACHMENT_ENCRYPTED_YES };

enum attachment_macros { /* bits: both may be there */
    ATTACHMENT_MACROS_NONE = 0,
    ATTACHMENT_MACROS_VBA = 1,
    ATTACHMENT_MACROS_XLM = 2, /* Excel 4.0 sheets */
    ATTACHMENT_MACROS_BOTH = 3,
    ATTACHMENT_MACROS_UNKNOWN = 4, /* a document that may have some and could not be read */
};

/* One entry of an archive, or of an archive within it. */
struct attachment_member {
    struct span name;   /* UTF-8, repaired; of an archive within: "inner.zip/name" */
    uint64_t size;      /* declared inflated size, bytes */
    bool encrypted;
    bool read;          /* its beginning at least was read: true_type and sha256 are of what was */
    struct span true_type;
    uint8_t sha256[HASH_SHA256_BYTES];
};

enum attachment_fact_kind {
#define FACT(kind, name, says) ATTACHMENT_##kind,
#include "model/attachment_fact.def"
#undef FACT
    ATTACHMENT_FACT_KINDS
};

/* Something that inspection found. */
struct attachment_fact {
    enum attachment_fact_kind kind;
    struct span where;  /* member's name; empty = the attachment itself */
    struct span detail; /* UTF-8, one line: what exactly; may be empty */
};

struct attachment {
    struct span name;          /* file name as declared, decoded UTF-8; may be empty */
    struct span declared_type; /* Content-Type or MAPI mime tag, lower case; may be empty */
    bool inlined;              /* Content-Disposition inline or referred to by Content-ID */
    uint64_t size;             /* decoded bytes */
    bool cut;                  /* content is only the first LIMIT_ATTACHMENT_BYTES */
    uint8_t sha256[HASH_SHA256_BYTES]; /* of all decoded bytes that were read */
    struct span content;       /* decoded bytes; lives as long as the message's arena; empty once it comes from a record or the case */
    struct message *embedded;  /* the mail within (message/rfc822, MAPI method 5), or NULL */

    /* filled in by inspect/ */
    struct span true_type;     /* "zip", "ole", "pdf", "html", ... ; empty = unknown */
    enum attachment_encrypted encrypted;
    struct span encryption;    /* "ZipCrypto", "AES-256", ... ; empty when not encrypted */
    enum attachment_macros macros;
    struct span opened_with;   /* the password that opened it; empty = none was needed or none fits */
    struct span opened_where;  /* where that password stood, one line; empty = it is one that programs try by themselves */
    const struct attachment_member *members;
    size_t member_count;
    const struct attachment_fact *facts;
    size_t fact_count;
    struct span limits;        /* what was not looked at and why, one sentence; empty = all was */
};

/* Static: "macro-auto-start" and the like, as jsonl has it; the English sentence (msgid). */
const char *attachment_fact_name(enum attachment_fact_kind kind);
const char *attachment_fact_says(enum attachment_fact_kind kind);
/* False when no fact is called so. */
bool attachment_fact_named(struct span name, enum attachment_fact_kind *ret_kind);
/* Something that people should know before they open it: it is encrypted, disguised, runs, or carries what runs. Facts that honest
   files have as well (an object within, JavaScript in a PDF) do not count. */
bool attachment_telling(const struct attachment *attachment);
/* The same of one fact. */
bool attachment_fact_telling(enum attachment_fact_kind kind);
/* It is encrypted, or something in it is, and a program would ask for a password. *ret_where: the entry; empty = the attachment itself.
   *ret_how: as `encryption`. A PDF that opens without a question only forbids printing or copying. */
bool attachment_locked(const struct attachment *attachment, struct span *ret_where, struct span *ret_how);
/* There is such a fact of the entry `where`; empty = of the attachment itself. */
bool attachment_has_fact(const struct attachment *attachment, enum attachment_fact_kind kind, struct span where);
/* Static: "none", "vba", "xlm", "vba+xlm", "unknown". */
const char *attachment_macros_name(enum attachment_macros macros);

#endif
