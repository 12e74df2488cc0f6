/* One store on its way into the case: what came from its workers, and what to do when one of them dies. */
#ifndef REPLYTRACE_SCAN_STORE_H
#define REPLYTRACE_SCAN_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_read.h"
#include "case/case_write.h"
#include "scan/plan.h"
#include "scan/scan_slot.h"
#include "scan/worker.h"

struct scan_store {
    const struct plan_store *plan;
    struct case_store row;      /* as it is written to the case; path and format borrow from plan */
    char *owner, *reason;       /* owned; row.owner and row.reason */
    uint64_t skipped_before;    /* by earlier scans */
    uint64_t position;          /* bytes done */
    uint64_t output;            /* bytes that came from its workers */
    uint64_t stop, careful;     /* of the next worker task */
    uint64_t crashed_at;        /* item of the last crash, UINT64_MAX = none */
    uint64_t crashed_next;      /* what was to come next then: a crash without progress loses its item */
    unsigned crashes;           /* items in a row that could not be read because their worker died */
    bool ended;                 /* the worker sent its END frame */
    bool finished;              /* nothing more to do */
};

/* `old` is the case's row for the same path, or NULL. A store that is DONE and has not changed is finished at once; an unfinished
   one goes on where it stood. */
void scan_store_begin(struct scan_store *store, const struct plan_store *plan, const struct case_store *old);
void scan_store_free(struct scan_store *store);

/* Writes the row as it stands. */
enum outcome scan_store_save(struct scan_store *store, struct case_file *file, struct err *err);

struct worker_task scan_store_task(const struct scan_store *store);

/* One frame of its worker. DAMAGED: it is impossible, the worker must be killed. FAULT: the case cannot be written. */
enum outcome scan_store_frame(struct scan_store *store, struct case_file *file, struct arena *arena, struct span payload,
                              struct err *err);

/* Its worker is gone: finishes the store, or sets up where the next worker starts. */
enum outcome scan_store_worker_gone(struct scan_store *store, struct case_file *file, const struct scan_slot_end *end,
                                    struct err *err);

#endif
