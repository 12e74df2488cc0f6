/* Postings in the database: pending ones in memory, sorted runs of 256 blobs on disk, and the merging of runs. */
#ifndef REPLYTRACE_CASE_RUNS_H
#define REPLYTRACE_CASE_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "case/case_file.h"

/* Pending postings are written as a run when there are this many (16 bytes each), and at each commit. */
#define CASE_PENDING_MAX ((size_t)4 * 1024 * 1024)
/* Runs of one level that become one of the next. */
#define CASE_RUNS_MERGED 16

struct case_pending;
struct case_pending *case_pending_open(void);
void case_pending_close(struct case_pending *pending); /* NULL is fine */

/* The fingerprints of one message. Goes into the open transaction when there are enough. */
enum outcome case_runs_add(struct case_file *file, uint32_t message, const uint64_t *hashes, size_t count, bool quoted,
                           struct err *err);
/* Writes all pending postings as a run, and merges runs where there are many. Stands within the open transaction. */
enum outcome case_runs_flush(struct case_file *file, struct err *err);

#endif
