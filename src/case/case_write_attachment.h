/* Writes what is known of one attachment: its row, its entries, its facts. Only src/case includes it. */
#ifndef REPLYTRACE_CASE_WRITE_ATTACHMENT_H
#define REPLYTRACE_CASE_WRITE_ATTACHMENT_H

#include <stdint.h>
#include "base/err.h"
#include "case/case_file.h"
#include "model/attachment.h"

/* `position` counts the attachments of `message` from 0; `embedded` is the id of the mail within, or 0. */
enum outcome case_write_attachment(struct case_file *file, int64_t message, size_t position, const struct attachment *attachment,
                                   int64_t embedded, struct err *err);

#endif
