/* Looks into single files in a process of its own, behind the cage: one process for many files, and a new one behind a crash. */
#ifndef REPLYTRACE_INSPECTOR_H
#define REPLYTRACE_INSPECTOR_H

#include "base/arena.h"
#include "base/err.h"
#include "inspect/inspection.h"
#include "model/attachment.h"

struct inspector;

/* `options` and all it points to must live as long as the inspector. No process is started yet. */
struct inspector *inspector_open(const struct inspection_options *options);
void inspector_close(struct inspector *inspector); /* NULL is fine */

/* Reads the first LIMIT_ATTACHMENT_BYTES of the file and has them inspected; a mail is decoded, too (ret_attachment->embedded), and its
   attachments are inspected. All lives in `arena`. DAMAGED: it could not be read, or took the process down, or took too much time or
   memory. FAULT: no process can be started. */
enum outcome inspector_file(struct inspector *inspector, const char *path, struct arena *arena, struct attachment *ret_attachment,
                            struct err *err);

/* enum isolate_missing: what the cage of the last process lacked. */
unsigned inspector_missing(const struct inspector *inspector);

#endif
