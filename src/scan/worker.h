/* The process that reads one store: everything that parses hostile bytes happens here, and nowhere else. */
#ifndef REPLYTRACE_WORKER_H
#define REPLYTRACE_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "inspect/inspection.h"

enum worker_phase {
    WORKER_OPENING,  /* opens the store and goes to its first item */
    WORKER_READING,  /* is at `item` */
    WORKER_HASHING,  /* reads the store's bytes for its SHA-256 */
};

/* Memory that worker and parent share: what the worker is at. The parent takes it as a hint only. */
struct worker_state {
    _Atomic uint64_t item;
    _Atomic uint32_t phase;
    _Atomic uint32_t missing; /* enum isolate_missing: what its cage lacks */
};

/* A mail whose raw bytes are wanted. */
struct worker_wanted {
    uint64_t item, offset, length; /* as in struct occurrence */
    const char *path;              /* below the store's path, or "" */
    const uint8_t *key;            /* of the mail that must be found there (HASH_KEY_BYTES) */
    const struct inspection_password *passwords; /* for its attachments, which are inspected again; NULL: its bytes are wanted */
    size_t password_count;
};

struct worker_task {
    const char *path;
    bool directory;
    uint64_t size;           /* of the store, bytes */
    uint64_t start, stop;    /* items [start, stop) */
    uint64_t careful;        /* up to this item every frame is sent at once, so that a crash costs nothing that was read */
    unsigned item_seconds;
    const struct worker_wanted *wanted; /* NULL: read; else only fetch these, ascending by item */
    size_t wanted_count;
    struct yara_rules *yara; /* asked about attachments; NULL: none */
    pid_t parent;
};

/* Never returns: reads the store, writes frames to `fd`, exits with 0. */
_Noreturn void worker_run(const struct worker_task *task, int fd, struct worker_state *state);

#endif
