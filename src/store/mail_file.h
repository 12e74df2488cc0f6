/* One mail that is one file: read into memory as the mail it holds. */
#ifndef REPLYTRACE_MAIL_FILE_H
#define REPLYTRACE_MAIL_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

struct mail_file {
    struct span rfc5322; /* in the arena; byte order mark, "From " line and the wrapping of an .emlx left out, lone CR line ends made LF */
    uint32_t flags;      /* enum message_flag that an .emlx knows; else 0 */
    uint64_t size;       /* of the file, bytes */
    bool cut;            /* only the first LIMIT_MESSAGE_BYTES were read */
};

/* DAMAGED with a reason when it cannot be read, is empty or is no regular file. */
enum outcome mail_file_read(struct arena *arena, const char *path, struct mail_file *ret_file, struct err *err);

/* Up to `size` first bytes of a regular file; *ret_file_size is its whole size. DAMAGED with a reason. */
enum outcome mail_file_head(const char *path, char *ret_bytes, size_t size, size_t *ret_size, uint64_t *ret_file_size,
                            struct err *err);

#endif
