/* Fetches single mails again: their raw bytes for evidence, or what their attachments are once passwords are known. */
#ifndef REPLYTRACE_WORKER_FETCH_H
#define REPLYTRACE_WORKER_FETCH_H

#include "scan/worker.h"
#include "scan/worker_pipe.h"

/* Sends an EVIDENCE frame, or where passwords are given an OPENED frame, for each wanted mail that still lies at its place and has its key; for the others nothing. */
void worker_fetch(const struct worker_task *task, struct worker_pipe *pipe, struct worker_state *state);

#endif
