/* The caged end of an inspector: takes files from its parent, gives records back. */
#ifndef REPLYTRACE_INSPECTOR_CHILD_H
#define REPLYTRACE_INSPECTOR_CHILD_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/limits.h"
#include "inspect/inspection.h"
#include "scan/worker.h"

/* What the parent sends for each file, once name and bytes stand in the memory that both share: writing them to the line would copy each
   file twice. The parent never reads that memory. */
struct inspector_request {
    uint64_t name_bytes; /* at the beginning, NAME_MAX at most */
    uint64_t bytes;      /* behind them, LIMIT_ATTACHMENT_BYTES at most */
    uint64_t size;       /* of the whole file */
};
#define INSPECTOR_SHARED_BYTES (NAME_MAX + LIMIT_ATTACHMENT_BYTES)

/* Never returns. The answer to each file is a frame: RECORD, with the file as the only attachment of an empty mail, or FAILED. */
_Noreturn void inspector_child_run(int fd, pid_t parent, const struct inspection_options *options, struct worker_state *state,
                                   const char *shared);

#endif
