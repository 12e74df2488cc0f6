/* The caged end of an inspector: takes files from its parent, gives records back. */
#ifndef REPLYTRACE_INSPECTOR_CHILD_H
#define REPLYTRACE_INSPECTOR_CHILD_H

#include <stdint.h>
#include <sys/types.h>
#include "inspect/inspection.h"
#include "scan/worker.h"

/* What the parent sends for each file: this, then the name, then the bytes. */
struct inspector_request {
    uint64_t name_bytes;
    uint64_t bytes;  /* that follow */
    uint64_t size;   /* of the whole file */
};

/* Never returns. The answer to each file is a frame: RECORD, with the file as the only attachment of an empty mail, or FAILED. */
_Noreturn void inspector_child_run(int fd, pid_t parent, const struct inspection_options *options, struct worker_state *state);

#endif
