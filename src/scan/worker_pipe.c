/* Sends frames from worker to parent. */
#include "scan/worker_pipe.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define SEND_BYTES (256u * 1024)
#define SEND_SECONDS 1

bool worker_pipe_put(struct worker_pipe *pipe, const struct worker_frame *frame)
{
    return worker_frame_write(&pipe->out, frame);
}

static bool due(const struct worker_pipe *pipe)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec - pipe->sent.tv_sec > SEND_SECONDS;
}

void worker_pipe_send(struct worker_pipe *pipe, bool now)
{
    if (!now && pipe->out.size < SEND_BYTES && !due(pipe))
        return;
    for (size_t done = 0; done < pipe->out.size;) {
        ssize_t put = write(pipe->fd, pipe->out.data + done, pipe->out.size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(0); /* nobody listens any more */
        done += (size_t)put;
    }
    buf_clear(&pipe->out);
    clock_gettime(CLOCK_MONOTONIC_COARSE, &pipe->sent);
}
