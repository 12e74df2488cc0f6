/* What a ZIP archive holds, found out behind the cage of a worker: the plan itself is made outside of one. */
#ifndef REPLYTRACE_PLAN_ASK_H
#define REPLYTRACE_PLAN_ASK_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/span.h"
#include "scan/plan_zip.h"

struct plan_ask {
    bool mail;            /* the archive is a mail store; else the plan is empty */
    struct plan_zip plan;
    char *trouble;        /* why nothing is known of it, malloc'ed, or NULL */
};

/* Never fails: a process that crashes or runs for too long is a trouble. */
void plan_ask(const char *path, struct plan_ask *ret_answer);
void plan_ask_free(struct plan_ask *answer);

/* The answer as the process sends it. */
void plan_ask_write(struct buf *out, const struct plan_ask *answer, const char *path);
/* The answer of the process about `path`, whose bytes are trusted in nothing: false when it is none, when a store would not lie in the
   archive, or none of our formats is named. */
bool plan_ask_read(struct span bytes, const char *path, struct plan_ask *ret_answer);

#endif
