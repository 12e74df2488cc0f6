/* JSON values for the jsonl report: text made valid, dates in UTC, numbers rounded, keys in the order they were set. */
#ifndef REPLYTRACE_JSONL_OBJECT_H
#define REPLYTRACE_JSONL_OBJECT_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include "base/arena.h"
#include "case/case_read.h"

/* All give a new reference that the caller owns. Out of memory aborts. */
json_t *jsonl_object(const char *type);
json_t *jsonl_object_text(struct span text);         /* ill-formed UTF-8 as U+FFFD */
json_t *jsonl_object_text_or_null(struct span text); /* null when empty */
json_t *jsonl_object_texts(const struct span *texts, size_t count);
json_t *jsonl_object_date(struct arena *arena, int64_t date); /* RFC 3339 in UTC, or null */
json_t *jsonl_object_number(double value);           /* rounded to 4 decimals */
json_t *jsonl_object_sha256(const uint8_t digest[HASH_SHA256_BYTES]); /* hex; null when all zero */
json_t *jsonl_object_store(const struct case_store *store);
json_t *jsonl_object_places(const struct case_place *places, size_t count);
json_t *jsonl_object_folder(const struct case_folder *folder);
json_t *jsonl_object_trouble(const struct case_trouble *trouble);

/* One line; takes the reference. Controls and bidi characters go out as \u escapes: the line is safe on a terminal too. */
void jsonl_object_print(json_t *object, FILE *out);

#endif
