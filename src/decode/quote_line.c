/* Reads one line of mail text: its depth of quoting and its words. */
#include "decode/quote_line.h"

#include <stdint.h>

/* Size of the blank at the start of `text`, 0 for none. */
static size_t blank_size(struct span text)
{
    if (!text.size)
        return 0;
    unsigned char first = (unsigned char)text.data[0];
    if (first == ' ' || (first >= '\t' && first <= '\r'))
        return 1;
    if (first < 0xC2)
        return 0;
    if (span_starts(text, SPAN_LITERAL("\u00A0")))
        return 2;
    if (span_starts(text, SPAN_LITERAL("\u3000")) || span_starts(text, SPAN_LITERAL("\u202F"))
        || span_starts(text, SPAN_LITERAL("\uFEFF")))
        return 3;
    return 0;
}

static size_t blank_size_at_end(struct span text)
{
    unsigned char last = (unsigned char)text.data[text.size - 1];
    if (last == ' ' || (last >= '\t' && last <= '\r'))
        return 1;
    if (last != 0x80 && last != 0xA0 && last != 0xAF)
        return 0;
    for (size_t size = 2; size <= 3 && size <= text.size; size++)
        if (blank_size(span_slice(text, text.size - size, size)) == size)
            return size;
    return 0;
}

static struct span trim_start(struct span text)
{
    for (size_t size; (size = blank_size(text)) > 0;)
        text = span_slice(text, size, SIZE_MAX);
    return text;
}

struct span quote_line_trim(struct span text)
{
    text = trim_start(text);
    while (text.size) {
        size_t size = blank_size_at_end(text);
        if (!size)
            break;
        text.size -= size;
    }
    return text;
}

static size_t angle_size(struct span text)
{
    if (text.size && text.data[0] == '>')
        return 1;
    return span_starts(text, SPAN_LITERAL("\uFF1E")) ? 3 : 0;
}

static bool bar_is_mark(struct span text)
{
    if (text.size == 1)
        return true;
    struct span rest = span_slice(text, 1, SIZE_MAX);
    return (blank_size(rest) || angle_size(rest)) && span_find_byte(rest, '|', 0) == SIZE_MAX;
}

static size_t mark_size(struct span text)
{
    if (!text.size || (text.data[0] != '>' && text.data[0] != '|' && text.data[0] != '\xEF'))
        return 0;
    size_t size = angle_size(text);
    if (!size && text.size && text.data[0] == '|' && bar_is_mark(text))
        size = 1;
    return size;
}

/* mbox writers put `>` before a body line that starts with "From "; it is no quote. */
static bool from_escape(struct span text)
{
    return text.size && text.data[0] == '>' && span_starts(text, SPAN_LITERAL(">From ")) && span_find_byte(text, ':', 0) != 5;
}

static void take_marks(struct quote_line *line)
{
    struct span body = line->body;
    for (size_t size; (size = mark_size(body)) > 0; line->depth++)
        body = trim_start((struct span){body.data + size, body.size - size});
    line->body = body;
}

/* A line that starts and ends in ASCII and not in a blank or a mark, as most do, needs no trimming. */
static bool plain(struct span line)
{
    unsigned char first = (unsigned char)line.data[0], last = (unsigned char)line.data[line.size - 1];
    return first > ' ' && first < 0x80 && first != '>' && first != '|' && last > ' ' && last < 0x80;
}

struct quote_line quote_line_read(struct span text, size_t at)
{
    const char *from = text.data + at, *feed = memchr(from, '\n', text.size - at);
    size_t size = feed ? (size_t)(feed - from) : text.size - at;
    struct quote_line line = {.start = at, .next = at + size + (feed ? 1 : 0), .body = {from, size}};
    if (!size || plain(line.body))
        return line;
    line.body = quote_line_trim(line.body);
    if (!from_escape(line.body))
        take_marks(&line);
    return line;
}
