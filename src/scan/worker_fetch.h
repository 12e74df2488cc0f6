/* Fetches the raw bytes of single mails again, for evidence. */
#ifndef REPLYTRACE_WORKER_FETCH_H
#define REPLYTRACE_WORKER_FETCH_H

#include "scan/worker.h"
#include "scan/worker_pipe.h"

/* Sends an EVIDENCE frame for each wanted mail that still lies at its place and has its key; for the others nothing. */
void worker_fetch(const struct worker_task *task, struct worker_pipe *pipe, struct worker_state *state);

#endif
