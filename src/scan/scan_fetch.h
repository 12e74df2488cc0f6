/* Goes back to the stores for single mails, through isolated workers. A store that is gone or has changed gives nothing. */
#ifndef REPLYTRACE_SCAN_FETCH_H
#define REPLYTRACE_SCAN_FETCH_H

#include "case/case_file.h"
#include "inspect/inspection.h"
#include "scan/worker_frame.h"

struct scan_fetch_message {
    int64_t id;
    bool done; /* nothing is wanted of it (any more) */
    const struct inspection_password *passwords; /* as in struct worker_wanted */
    size_t password_count;
};

struct scan_fetch {
    struct case_file *file;
    struct scan_fetch_message *messages;
    size_t message_count;
    enum worker_frame_kind kind; /* of the frames that are taken */
    struct yara_rules *yara;     /* for what a password opens; may be NULL */
    /* Called once a message at most. DAMAGED: the frame is not to be trusted, and its worker neither. */
    enum outcome (*take)(struct scan_fetch *fetch, const struct scan_fetch_message *message, const struct worker_frame *frame,
                         struct err *err);
};

/* Commits what was taken. */
enum outcome scan_fetch(struct scan_fetch *fetch, struct err *err);

#endif
