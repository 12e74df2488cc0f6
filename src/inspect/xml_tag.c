/* Finds tags and attributes by their signs alone. */
#include "inspect/xml_tag.h"

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* What stands behind the prefix. */
static struct span local(struct span name)
{
    size_t colon = span_find_byte(name, ':', 0);
    return colon == SIZE_MAX ? name : span_slice(name, colon + 1, SIZE_MAX);
}

bool xml_tag_take(struct span *rest, struct span name, struct span *ret_tag)
{
    size_t at;
    while ((at = span_find_byte(*rest, '<', 0)) != SIZE_MAX) {
        struct span tag = span_slice(*rest, at + 1, SIZE_MAX);
        size_t end = span_find_byte(tag, '>', 0), size = 0;
        tag = span_slice(tag, 0, end);
        *rest = end == SIZE_MAX ? SPAN_NONE : span_slice(*rest, at + 1 + end, SIZE_MAX);
        while (size < tag.size && !blank(tag.data[size]) && tag.data[size] != '/')
            size++;
        if (span_equal(local(span_slice(tag, 0, size)), name)) {
            *ret_tag = span_slice(tag, size, SIZE_MAX);
            return true;
        }
    }
    return false;
}

struct span xml_tag_value(struct span tag, struct span attribute)
{
    for (size_t at = span_find(tag, attribute, 0); at != SIZE_MAX; at = span_find(tag, attribute, at + 1)) {
        struct span value = span_trim(span_slice(tag, at + attribute.size, SIZE_MAX));
        if ((at > 0 && !blank(tag.data[at - 1])) || !span_starts(value, SPAN_LITERAL("=")))
            continue;
        value = span_trim(span_slice(value, 1, SIZE_MAX));
        if (value.size < 2 || (value.data[0] != '"' && value.data[0] != '\''))
            return SPAN_NONE;
        size_t end = span_find_byte(value, value.data[0], 1);
        return end == SIZE_MAX ? SPAN_NONE : span_slice(value, 1, end - 1);
    }
    return SPAN_NONE;
}
