/* Postings (which message has which fingerprint): gathered in memory by bucket, sorted, and coded as small blobs. */
#ifndef REPLYTRACE_CASE_POSTINGS_H
#define REPLYTRACE_CASE_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/span.h"
#include "case/case_read.h"

/* The bucket is the top byte of a hash; the lowest byte is dropped. */
#define CASE_POSTINGS_DROPPED ((uint64_t)0xff)

/* A blob holds the postings of one bucket in ascending order of hash, then code = message << 1 | quoted. For each: LEB128 of
   the distance of the 48 bits below the bucket to the posting before (from 0), then LEB128 of the code; where the distance is 0
   and it is not the first, of the distance to the code before. No two are equal. */
void case_postings_encode(const struct case_posting *postings, size_t count, struct buf *out);

/* False for any blob that case_postings_encode cannot have made, whatever its bytes. *ret_postings is malloc'ed, NULL when
   there are none. */
bool case_postings_decode(struct span blob, unsigned bucket, struct case_posting **ret_postings, size_t *ret_count);

/* Postings of one bucket by hash, message, quoted; in place, and `scratch` is as long. Takes out repeats; returns how many are
   left. */
size_t case_postings_sort(struct case_posting *postings, struct case_posting *scratch, size_t count);

/* Merges two sorted runs of lengths a and b. `out` holds a + b and is neither of them. */
void case_postings_merge(const struct case_posting *left, size_t a, const struct case_posting *right, size_t b,
                         struct case_posting *out);

#endif
