/* Fuzzes html_text: any bytes give segments within the limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/limits.h"
#include "decode/html_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct html_text_result result;
    html_text(arena, (struct span){(const char *)data, size}, &result);
    size_t bytes = 0;
    for (size_t i = 0; i < result.segment_count; i++) {
        bytes += result.segments[i].text.size;
        if (i && result.segments[i].kind == result.segments[i - 1].kind)
            abort();
    }
    if (bytes > LIMIT_BODY_BYTES || result.segment_count > LIMIT_SEGMENTS || result.header_count > LIMIT_QUOTE_HEADERS)
        abort();
    return 0;
}
