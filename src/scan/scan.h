/* Walks stores into a case: plan, isolated workers, progress, resume. */
#ifndef REPLYTRACE_SCAN_H
#define REPLYTRACE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "case/case_file.h"

struct yara_rules;

struct scan_progress {
    uint64_t bytes_done, bytes_all; /* of the stores' sizes */
    uint64_t read, failed;
    size_t stores_done, stores_all;
    const char *path;               /* the store at work */
};

struct scan_options {
    const char *const *paths;
    size_t path_count;
    unsigned workers;               /* 0 = one for each core, at most 8 */
    unsigned item_seconds;          /* CPU seconds a worker may spend on one item; 0 = the default */
    void (*progress)(void *context, const struct scan_progress *progress); /* may be NULL; called at most 10 times a second */
    void *progress_context;
    struct yara_rules *yara;        /* rules of the user, asked about attachments that are read now; may be NULL */
    const volatile int *interrupted; /* set by a signal handler: scan commits what stands and returns END; may be NULL */
};

struct scan_summary {
    size_t stores;
    uint64_t expected, read, failed, skipped;
    bool complete;                  /* everything expected was read and no incomplete note was made */
};

/* OK: *ret_summary tells, even when stores were dead. END: interrupted. FAULT: the case cannot be written, workers cannot start. */
enum outcome scan_run(struct case_file *file, const struct scan_options *options, struct scan_summary *ret_summary,
                      struct err *err);

/* Tries what the sender of an encrypted attachment wrote in his other mails of 48 hours before and after as its password, whatever store
   they lie in. Needs the stores, as they were read; those that are gone change nothing. Judge comes after it. What opens is shown to the rules
   (`yara`, may be NULL). */
enum outcome scan_reopen(struct case_file *file, struct yara_rules *yara, struct err *err);

/* Fetches the raw bytes of every hit and of every original it quotes from the stores that are still there into the case. */
enum outcome scan_evidence(struct case_file *file, struct err *err);

#endif
