/* Fuzzes quote_split: the segments must cover any text in order, at any place of an HTML-quoted region. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/limits.h"
#include "decode/quote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct span text, const struct quote_result *result)
{
    const char *at = text.data;
    if (result->segment_count > LIMIT_SEGMENTS || result->header_count > LIMIT_QUOTE_HEADERS)
        abort();
    for (size_t i = 0; i < result->segment_count; i++) {
        const struct segment *segment = &result->segments[i];
        if (segment->text.data != at || !segment->text.size || (i && segment->kind == segment[-1].kind))
            abort();
        at += segment->text.size;
    }
    if (at != text.data + text.size)
        abort();
}

/* Two regions at the starts of lines, where the first bytes of the input point. */
static size_t regions_of(struct span text, struct quote_region ret_regions[2])
{
    size_t count = 0, from = 0;
    for (size_t i = 0; i < 2 && text.size > 4; i++) {
        size_t feed = span_find_byte(text, '\n', from + (unsigned char)text.data[2 * i]);
        size_t end = feed == SIZE_MAX ? feed : span_find_byte(text, '\n', feed + (unsigned char)text.data[2 * i + 1]);
        if (end == SIZE_MAX)
            break;
        ret_regions[count++] = (struct quote_region){feed + 1, end + 1, (text.data[2 * i] & 1) != 0};
        from = end + 1;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span text = arena_copy(arena, (struct span){(const char *)data, size});
    struct quote_result result;
    quote_split(arena, text, &result);
    check(text, &result);
    struct quote_region regions[2];
    size_t count = regions_of(text, regions);
    quote_split_regions(arena, text, regions, count, &result);
    check(text, &result);
    return 0;
}
