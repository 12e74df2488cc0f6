/* Collapses white space and places line feeds for text out of HTML. */
#include "decode/html_writer.h"

#include <stdint.h>
#include "base/limits.h"

#define BREAKS_MAX 3 /* line feeds in a row: two blank lines */

static void put(struct html_writer *writer, struct span bytes)
{
    if (writer->cut || bytes.size > LIMIT_BODY_BYTES - writer->out.size) {
        writer->cut = true;
        return;
    }
    buf_add(&writer->out, bytes);
}

static void put_breaks(struct html_writer *writer)
{
    if (!writer->out.size)
        writer->breaks = 0;
    for (; writer->trailing < writer->breaks && !writer->cut; writer->trailing++)
        put(writer, SPAN_LITERAL("\n"));
    writer->breaks = 0;
}

static void put_words(struct html_writer *writer, struct span words)
{
    put_breaks(writer);
    if (writer->gap && writer->out.size && !writer->trailing)
        put(writer, (struct span){&writer->gap, 1});
    writer->gap = '\0';
    put(writer, words);
    writer->trailing = 0;
}

/* Size of a blank at the start of `text`, or 0. */
static size_t blank_size(struct span text)
{
    char first = text.data[0];
    if (first == ' ' || first == '\t' || first == '\n' || first == '\r' || first == '\f')
        return 1;
    return first == '\xC2' && text.size > 1 && text.data[1] == '\xA0' ? 2 : 0;
}

static size_t unseen_size(struct span text)
{
    unsigned char first = (unsigned char)text.data[0];
    if (first == 0xC2)
        return span_starts(text, SPAN_LITERAL("\u00AD")) ? 2 : 0;
    if (first != 0xE2 && first != 0xEF)
        return 0;
    return span_starts(text, SPAN_LITERAL("\u200B")) || span_starts(text, SPAN_LITERAL("\u2060"))
            || span_starts(text, SPAN_LITERAL("\uFEFF")) ? 3 : 0;
}

/* Can a blank or an unseen character start with it? */
static bool special(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r') || byte == '\xC2' || byte == '\xE2' || byte == '\xEF';
}

/* Bytes that go out as they are: words with one space between. */
static size_t words_size(struct span text)
{
    size_t size = 0;
    for (; size < text.size; size++) {
        struct span rest = {text.data + size, text.size - size};
        if (!special(rest.data[0]) || (rest.data[0] == ' ' && rest.size > 1 && !special(rest.data[1])))
            continue;
        if (blank_size(rest) || unseen_size(rest))
            break;
    }
    return size;
}

static void take_blank(struct html_writer *writer, char byte, bool pre)
{
    if (pre && byte == '\n') {
        html_writer_line(writer);
        return;
    }
    if (!writer->gap)
        writer->gap = ' ';
}

void html_writer_text(struct html_writer *writer, struct span text, bool pre)
{
    while (text.size && !writer->cut) {
        size_t size = blank_size(text);
        if (size) {
            take_blank(writer, text.data[0], pre);
        } else if ((size = unseen_size(text)) == 0) {
            size = words_size(text);
            put_words(writer, (struct span){text.data, size});
        }
        text = (struct span){text.data + size, text.size - size};
    }
}

void html_writer_break(struct html_writer *writer, unsigned count)
{
    if (writer->breaks < count)
        writer->breaks = count;
    writer->gap = '\0';
}

void html_writer_line(struct html_writer *writer)
{
    unsigned standing = writer->breaks > writer->trailing ? writer->breaks : writer->trailing;
    writer->breaks = standing < BREAKS_MAX ? standing + 1 : BREAKS_MAX;
    writer->gap = '\0';
}

void html_writer_cell(struct html_writer *writer)
{
    writer->gap = '\t';
}

size_t html_writer_settle(struct html_writer *writer)
{
    html_writer_break(writer, 1);
    put_breaks(writer);
    return writer->out.size;
}
