/* A .msg or .oft file (MS-OXMSG): told by content, read into a MAPI item. */
#ifndef REPLYTRACE_MSG_FILE_H
#define REPLYTRACE_MSG_FILE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "store/mapi.h"

/* `head`: the file's first bytes. True for a compound file whose root has the properties of a message, or whose first bytes show
   that it had; the latter is then DAMAGED for msg_file_read. */
bool msg_file_is(const char *path, struct span head);

/* A file of at most LIMIT_MSG_BYTES. DAMAGED with a reason; partial damage stands in the item's defects. */
enum outcome msg_file_read(struct arena *arena, const char *path, const struct mapi_item **ret_item, struct err *err);

/* The same from memory; `bytes` need not outlive the call. */
enum outcome msg_file_parse(struct arena *arena, struct span bytes, const struct mapi_item **ret_item, struct err *err);

#endif
