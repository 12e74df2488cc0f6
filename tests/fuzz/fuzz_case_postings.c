/* Blobs of fingerprints, and the words of a mail, as a case from elsewhere may hold them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_postings.h"
#include "case/case_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken must be what we write for it. */
static void try_postings(struct span blob)
{
    struct case_posting *postings;
    size_t count;
    if (!case_postings_decode(blob, 0xab, &postings, &count))
        return;
    BUF_LOCAL again = {0};
    case_postings_encode(postings, count, &again);
    if (!span_equal(buf_span(&again), blob))
        abort();
    free(postings);
}

static void try_words(struct span words)
{
    ARENA_LOCAL arena = arena_open();
    const struct segment *segments;
    size_t count, bytes = 0;
    if (!case_words_take(words, arena, &segments, &count))
        return;
    for (size_t i = 0; i < count; i++)
        bytes += segments[i].text.size;
    if (count > LIMIT_SEGMENTS || bytes > 3 * words.size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    try_postings(bytes);
    try_words(bytes);
    return 0;
}
