/* One attachment under inspection: what was found so far, and what it may still cost. */
#ifndef REPLYTRACE_INSPECTION_H
#define REPLYTRACE_INSPECTION_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "model/attachment.h"

/* What is known of passwords before the attachment is looked at: candidates, the likeliest first. */
struct inspection_password {
    struct span word;   /* UTF-8 */
    struct span where;  /* where it stood, one line */
};

struct yara_rules;

struct inspection_options {
    const struct inspection_password *passwords;
    size_t password_count;
    /* Where it is not NULL it is asked instead, for each encrypted file and only then: looking for passwords in a mail has its price.
       What it gives lives as long as the inspection. */
    size_t (*find_passwords)(void *context, const struct inspection_password **ret_passwords);
    void *context;
    struct yara_rules *yara; /* rules of the user, asked about all bytes; NULL: none */
};

/* What the attachments of one mail may cost together. */
struct inspection_budget {
    uint64_t inflated; /* bytes unpacked so far */
    uint64_t rules;    /* CPU nanoseconds that rules of the user took */
};

/* A file at hand: the attachment, a member of it, or what stood encrypted in one and was opened. */
struct inspected_file {
    struct span name;   /* UTF-8, as declared or as the archive says; may be empty */
    struct span where;  /* of a member: its path within the attachment ("a.zip/b.doc" = b.doc in a.zip in it); empty = the attachment */
    struct span bytes;  /* of it, from its beginning */
    uint64_t size;      /* of the whole file as declared; more than bytes.size where it was cut */
    unsigned depth;     /* 0 = the attachment */
    struct span type;   /* set by inspect_file; a format may make it finer ("zip" -> "docx"); static */
};

struct inspection {
    struct arena *arena;
    const struct inspection_options *options;
    struct attachment *attachment;      /* where the result goes */
    struct attachment_member *members;  /* of the result, while they grow */
    struct attachment_fact *facts;
    size_t member_room, fact_room;
    struct inspection_budget *budget;
    uint64_t began;                     /* CPU nanoseconds of this process at its beginning, */
    uint64_t began_wall;                /* and nanoseconds by the clock */
};

/* `budget` is shared by the attachments of one mail. Everything found lives in `arena`. */
struct inspection inspection_begin(struct arena *arena, struct attachment *attachment, const struct inspection_options *options,
                                   struct inspection_budget *budget);

/* A fact; `detail` is repaired, made one line and cut at INSPECTION_DETAIL_BYTES; LIMIT_FACTS are kept. The same fact of the same file is
   kept once, with the longest detail; of matching rules each is kept. */
#define INSPECTION_DETAIL_BYTES 300
void inspection_fact(struct inspection *inspection, const struct inspected_file *file, enum attachment_fact_kind kind, struct span detail);

/* Something was not looked at: one static English clause. Said once. */
void inspection_limit(struct inspection *inspection, const char *text);

/* The file is encrypted and how (static), or for certain is not. Of a member this is ENCRYPTED_INSIDE. */
void inspection_encrypted(struct inspection *inspection, const struct inspected_file *file, const char *how);
void inspection_clear(struct inspection *inspection, const struct inspected_file *file);
/* It is encrypted in a way that no password opens here, which is said as a limit. */
void inspection_shut(struct inspection *inspection, const struct inspected_file *file, const char *how);

/* Macros of this kind were found, at whatever depth. */
void inspection_macros(struct inspection *inspection, enum attachment_macros macros);

/* A password opened `file`, verified to the format's checksum. */
void inspection_opened(struct inspection *inspection, const struct inspected_file *file, const struct inspection_password *password);

/* Adds a member of `outer`. NULL when LIMIT_ARCHIVE_ENTRIES are listed (said as a limit). Valid until the next call. */
struct attachment_member *inspection_member(struct inspection *inspection, const struct inspected_file *outer, struct span name,
                                            uint64_t size, bool encrypted);

/* Bytes that may be unpacked next: LIMIT_MEMBER_BYTES, or what is left of LIMIT_INFLATED_BYTES; 0 is said as a limit. */
size_t inspection_room(struct inspection *inspection);
/* So many were. */
void inspection_spent(struct inspection *inspection, size_t bytes);

/* CPU nanoseconds of this process. */
uint64_t inspection_clock(void);
/* True when the attachment took INSPECTION_SECONDS of CPU time: stop; said as a limit. */
#define INSPECTION_SECONDS 2
bool inspection_late(struct inspection *inspection);

/* The bytes of `member`, one of inspection->members, were read: digest and type, and, above INSPECTION_DEPTH, all that can be found in them.
   What is in it is listed behind all that is listed so far. */
#define INSPECTION_DEPTH 3
void inspection_enter(struct inspection *inspection, const struct inspected_file *outer, struct attachment_member *member,
                      struct span bytes);

#endif
