/* One attachment as a JSON object: what it is and what was found in it. */
#ifndef REPLYTRACE_JSONL_ATTACHMENT_H
#define REPLYTRACE_JSONL_ATTACHMENT_H

#include <jansson.h>
#include "model/attachment.h"

/* Sets true_type, encrypted, encryption, macros, opened_with, opened_where, members, facts and limits. */
void jsonl_attachment_set(json_t *object, const struct attachment *attachment);

/* The attachments of a hit, each with its name; a new reference. */
json_t *jsonl_attachments(const struct attachment *attachments, size_t count);

#endif
