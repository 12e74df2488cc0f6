/* The worker's end of the pipe: frames are gathered and sent in large pieces. */
#ifndef REPLYTRACE_WORKER_PIPE_H
#define REPLYTRACE_WORKER_PIPE_H

#include <stdbool.h>
#include <time.h>
#include "base/buf.h"
#include "scan/worker_frame.h"

struct worker_pipe {
    int fd;
    struct buf out;
    struct timespec sent; /* when it was last emptied */
};

/* False when the frame is too large for its kind; a parent that is gone ends the process. */
bool worker_pipe_put(struct worker_pipe *pipe, const struct worker_frame *frame);
/* Sends everything when `now`, else when much has gathered or some time has passed. */
void worker_pipe_send(struct worker_pipe *pipe, bool now);

#endif
