/* The bytes of one member of a ZIP archive, inflated as they are asked for. */
#ifndef REPLYTRACE_ZIP_STREAM_H
#define REPLYTRACE_ZIP_STREAM_H

#include "base/buf.h"
#include "store/scratch.h"
#include "store/zip/zip_archive.h"

/* NULL when it can be unpacked at all, else why not: encrypted, or packed by an unknown method. Static. */
const char *zip_stream_refused(const struct zip_entry *entry);

/* The first bytes, `size` at most. DAMAGED with a reason: what came before the fault, which may be nothing. */
enum outcome zip_stream_head(struct zip_archive *archive, const struct zip_entry *entry, char *ret_bytes, size_t size, size_t *ret_size,
                             struct err *err);

/* All of it into the scratch, which is emptied before, `most` bytes at most. DAMAGED: what came before the fault stands there.
   DEAD: the archive unpacks to more than its bound (LIMIT_ZIP_FACTOR), or there is no memory. */
enum outcome zip_stream_unpack(struct zip_archive *archive, const struct zip_entry *entry, uint64_t most, struct scratch *scratch,
                               struct err *err);

#endif
