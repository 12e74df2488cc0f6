/* Segments to a blob and back. */
#include "case/case_words.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "case/case_varint.h"

void case_words_put(struct buf *out, const struct segment *segments, size_t count)
{
    size_t room[2] = {LIMIT_TEXT_KEPT, LIMIT_TEXT_KEPT};
    for (size_t i = 0; i < count && i < LIMIT_SEGMENTS; i++) {
        size_t *left = &room[segments[i].kind == SEGMENT_QUOTED];
        struct span text = utf8_cut(segments[i].text, *left);
        if (text.size == 0)
            continue;
        *left = text.size < segments[i].text.size ? 0 : *left - text.size;
        char length[CASE_VARINT_BYTES];
        buf_add_byte(out, segments[i].kind == SEGMENT_QUOTED);
        buf_add(out, (struct span){length, case_varint_put(text.size, length)});
        buf_add(out, text);
    }
}

static bool take_segment(struct span *rest, struct arena *arena, struct segment *ret_segment)
{
    char kind = rest->data[0];
    uint64_t size;
    *rest = span_slice(*rest, 1, SIZE_MAX);
    if ((kind != 0 && kind != 1) || !case_varint_take(rest, &size) || size > rest->size)
        return false;
    *ret_segment = (struct segment){kind ? SEGMENT_QUOTED : SEGMENT_OWN, utf8_repair(arena, span_slice(*rest, 0, (size_t)size))};
    *rest = span_slice(*rest, (size_t)size, SIZE_MAX);
    return true;
}

bool case_words_take(struct span words, struct arena *arena, const struct segment **ret_segments, size_t *ret_count)
{
    struct segment segments[LIMIT_SEGMENTS];
    size_t count = 0;
    while (words.size > 0) {
        if (count == LIMIT_SEGMENTS || !take_segment(&words, arena, &segments[count]))
            return false;
        count++;
    }
    struct segment *kept = arena_array(arena, count, sizeof *kept);
    if (count)
        memcpy(kept, segments, count * sizeof *kept);
    *ret_segments = kept;
    *ret_count = count;
    return true;
}
