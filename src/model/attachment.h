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

/* One entry of an archive. */
struct attachment_member {
    struct span name;   /* UTF-8, repaired */
    uint64_t size;      /* declared inflated size, bytes */
    bool encrypted;
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
    const struct attachment_member *members;
    size_t member_count;
    struct span limits;        /* what was not looked at and why, one sentence; empty = all was */
};

#endif
