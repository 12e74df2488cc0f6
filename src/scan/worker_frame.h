/* What a worker tells its parent: frames of one byte of kind and its fields, each behind its length (32 bits, little-endian). */
#ifndef REPLYTRACE_WORKER_FRAME_H
#define REPLYTRACE_WORKER_FRAME_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/span.h"
#include "scan/record.h"

enum worker_frame_kind {
    WORKER_FRAME_RECORD,   /* a mail */
    WORKER_FRAME_FAILED,   /* an item that could not be read */
    WORKER_FRAME_NOTE,     /* about the store */
    WORKER_FRAME_FOLDER,   /* a folder of the store and how much it holds */
    WORKER_FRAME_END,      /* nothing more comes */
    WORKER_FRAME_EVIDENCE, /* raw bytes that were asked for */
    WORKER_FRAME_OPENED,   /* a mail whose attachments were inspected again, with passwords */
};

struct worker_frame {
    enum worker_frame_kind kind;
    uint64_t position;        /* RECORD, FAILED: bytes of the store that are done, for progress */
    struct record record;     /* RECORD, OPENED; FAILED: only where */
    struct span text;         /* FAILED, END: reason; NOTE: the note; FOLDER: its name; EVIDENCE: kind */
    bool flag;                /* NOTE: incomplete; END: the store is dead */
    uint64_t expected;        /* FOLDER, END */
    uint64_t skipped;         /* END */
    struct span owner;        /* END */
    uint8_t sha256[HASH_SHA256_BYTES]; /* END; all zero where there is none */
    uint64_t wanted;          /* EVIDENCE, OPENED: index of what was asked for */
    struct span raw;          /* EVIDENCE */
};

#define WORKER_FRAME_HEAD 4 /* bytes of the length */

/* Appends length and payload. A frame over LIMIT_RECORD_BYTES is taken back and false returned. */
bool worker_frame_write(struct buf *out, const struct worker_frame *frame);

/* Length of the payload that starts behind the WORKER_FRAME_HEAD bytes at `head`. */
uint32_t worker_frame_size(const char *head);

/* False when the payload is no frame. *ret_frame borrows from `payload` and `arena`. */
bool worker_frame_read(struct span payload, struct arena *arena, struct worker_frame *ret_frame);

#endif
