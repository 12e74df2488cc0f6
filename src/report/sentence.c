/* Fills the values of a case_sentence into its template. */
#include "report/sentence.h"

#include <jansson.h>
#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"

static void add_value(struct arena *arena, const json_t *value, enum sentence_manner manner, struct buf *out)
{
    struct span text = {json_string_value(value), json_string_length(value)};
    buf_add(out, manner == SENTENCE_SHOWN ? utf8_visible(arena, text) : text);
}

/* Appends the value of the {key} that begins at text[*at] and moves behind it; false when there is no such value. */
static bool add_key(struct arena *arena, const json_t *values, struct span text, enum sentence_manner manner, size_t *at,
                    struct buf *out)
{
    size_t end = span_find_byte(text, '}', *at);
    if (end == SIZE_MAX)
        return false;
    const char *key = arena_string(arena, span_slice(text, *at + 1, end - *at - 1));
    const json_t *value = json_object_get(values, key);
    if (!json_is_string(value))
        return false;
    add_value(arena, value, manner, out);
    *at = end + 1;
    return true;
}

struct span sentence_text(struct arena *arena, const struct case_sentence *sentence, enum sentence_manner manner)
{
    if (!sentence->says.size)
        return SPAN_NONE;
    struct span text = sentence->says;
    if (manner == SENTENCE_SHOWN)
        text = span_of(gettext(arena_string(arena, text)));
    struct span json = sentence->values;
    json_t *values = json_loadb(json.data ? json.data : "", json.size, JSON_ALLOW_NUL, NULL);
    BUF_LOCAL out = {0};
    for (size_t at = 0; at < text.size;)
        if (text.data[at] != '{' || !add_key(arena, values, text, manner, &at, &out))
            buf_add_byte(&out, text.data[at++]);
    json_decref(values);
    return utf8_repair(arena, arena_copy(arena, buf_span(&out)));
}
