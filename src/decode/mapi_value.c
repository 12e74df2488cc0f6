/* Reads values of MAPI properties. */
#include "decode/mapi_value.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/message.h"

#define TICKS_PER_SECOND 10000000
#define SECONDS_1601_TO_1970 INT64_C(11644473600)
#define YEAR_2200 INT64_C(7258118400)

uint64_t mapi_value_number(const struct mapi_bag *bag, enum mapi_id id, uint64_t otherwise)
{
    const struct mapi_property *property = mapi_find(bag, (uint16_t)id);
    uint64_t value = 0;
    if (!property || property->value.size == 0)
        return otherwise;
    if (property->type != MAPI_INT16 && property->type != MAPI_INT32 && property->type != MAPI_INT64
        && property->type != MAPI_BOOL && property->type != MAPI_TIME)
        return otherwise;
    for (size_t i = property->value.size < 8 ? property->value.size : 8; i > 0; i--)
        value = value << 8 | (unsigned char)property->value.data[i - 1];
    return value;
}

int64_t mapi_value_time(const struct mapi_bag *bag, enum mapi_id id)
{
    uint64_t ticks = mapi_value_number(bag, id, 0);
    int64_t seconds = (int64_t)(ticks / TICKS_PER_SECOND) - SECONDS_1601_TO_1970;
    return seconds >= 0 && seconds < YEAR_2200 ? seconds : MESSAGE_NO_DATE;
}

/* 8-bit strings: what stands behind a NUL would be seen by some readers and not by others. */
static struct span without_nul(struct arena *arena, struct span text)
{
    BUF_LOCAL out = {0};
    for (size_t at = 0; at < text.size;) {
        size_t nul = span_find_byte(text, '\0', at), end = nul == SIZE_MAX ? text.size : nul;
        buf_add(&out, span_slice(text, at, end - at));
        if (nul != SIZE_MAX)
            buf_add(&out, SPAN_LITERAL("\u2400"));
        at = end + 1;
    }
    return arena_copy(arena, buf_span(&out));
}

struct span mapi_value_text(struct arena *arena, const struct mapi_bag *bag, enum mapi_id id, unsigned codepage,
                            size_t limit, bool *damaged)
{
    const struct mapi_property *property = mapi_find(bag, (uint16_t)id);
    if (!property)
        return SPAN_NONE;
    struct span value = span_slice(property->value, 0, limit);
    struct charset_result text;
    if (property->type == MAPI_UNICODE)
        text = charset_from_utf16le(arena, value);
    else if (property->type == MAPI_STRING8 || property->type == MAPI_BINARY)
        text = charset_from_codepage(arena, value, codepage);
    else
        return SPAN_NONE;
    bool hides = span_find_byte(text.text, '\0', 0) != SIZE_MAX;
    *damaged |= text.damaged || hides;
    return hides ? without_nul(arena, text.text) : text.text;
}

struct span mapi_value_one_line(struct arena *arena, struct span text)
{
    bool plain = true;
    for (size_t i = 0; i < text.size && plain; i++)
        plain = (unsigned char)text.data[i] >= 0x20 && text.data[i] != 0x7f;
    if (plain)
        return span_trim(text);
    char *line = arena_string(arena, text);
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = ' ';
    return span_trim((struct span){line, text.size});
}

struct span mapi_value_line(struct arena *arena, const struct mapi_bag *bag, enum mapi_id id, unsigned codepage)
{
    bool damaged = false;
    struct span text = mapi_value_text(arena, bag, id, codepage, (size_t)2 * LIMIT_FIELD_BYTES, &damaged);
    return utf8_cut(mapi_value_one_line(arena, text), LIMIT_FIELD_BYTES);
}

struct span mapi_value_binary(const struct mapi_bag *bag, enum mapi_id id)
{
    const struct mapi_property *property = mapi_find(bag, (uint16_t)id);
    return property && property->type == MAPI_BINARY ? property->value : SPAN_NONE;
}
