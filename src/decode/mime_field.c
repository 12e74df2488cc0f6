/* Cuts a header block into its fields without copying; what is no field is skipped and told. */
#include "decode/mime_field.h"

#include <stdint.h>
#include "base/limits.h"

#define FIRST_FIELDS 64   /* room that an ordinary mail does not outgrow */
#define CONTENT_FIELDS 16 /* that are kept past LIMIT_HEADER_FIELDS: padding must not hide the attachments */
#define LEADING_LINES 16  /* empty lines and "From " lines before the first field */

struct reader {
    struct arena *arena;
    struct span rest;
    struct mime_field *field;
    size_t count;
    size_t room;
    struct mime_fields result;
};

/* The first line with its line end, without taking it. */
static struct span peek_line(struct span rest)
{
    size_t feed = span_find_byte(rest, '\n', 0);
    return feed == SIZE_MAX ? rest : span_slice(rest, 0, feed + 1);
}

static void skip(struct span *rest, size_t size)
{
    *rest = span_slice(*rest, size, rest->size);
}

static bool line_empty(struct span line)
{
    return line.size == 0 || line.data[0] == '\n' || (line.data[0] == '\r' && (line.size == 1 || line.data[1] == '\n'));
}

static bool folded(struct span line)
{
    return line.size && (line.data[0] == ' ' || line.data[0] == '\t');
}

/* Length of the field name when the line is a field ("Name:" or the obsolete "Name :"), else 0. */
static size_t name_size(struct span line)
{
    size_t at = 0;
    while (at < line.size && line.data[at] > ' ' && line.data[at] < 127 && line.data[at] != ':')
        at++;
    size_t size = at;
    while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
        at++;
    return at < line.size && line.data[at] == ':' ? size : 0;
}

/* `boundary=...` at the start of a line after a value that ends in `;`: a gateway ate the blank of the fold. */
static bool lost_fold(struct span value, struct span line)
{
    value = span_trim(value);
    size_t equal = span_find_byte(line, '=', 0);
    return value.size && value.data[value.size - 1] == ';' && equal != SIZE_MAX && !name_size(line)
        && span_find_byte(span_slice(line, 0, equal), ' ', 0) == SIZE_MAX;
}

static void add(struct reader *reader, struct span name, struct span value)
{
    if (reader->count >= LIMIT_HEADER_FIELDS) {
        reader->result.cut = true;
        if (reader->count >= LIMIT_HEADER_FIELDS + CONTENT_FIELDS || !span_starts_nocase(name, SPAN_LITERAL("Content-")))
            return;
    }
    if (reader->count == reader->room) {
        size_t room = reader->room ? reader->room * 2 : FIRST_FIELDS;
        struct mime_field *grown = arena_array(reader->arena, room, sizeof *grown);
        if (reader->count)
            memcpy(grown, reader->field, reader->count * sizeof *grown);
        reader->field = grown;
        reader->room = room;
    }
    reader->field[reader->count++] = (struct mime_field){name, span_trim(value)};
}

static void take_field(struct reader *reader, struct span line, size_t name)
{
    struct span start = reader->rest;
    size_t size = line.size;
    skip(&reader->rest, line.size);
    while (size <= LIMIT_HEADER_BYTES && (folded(line = peek_line(reader->rest)) || lost_fold(span_slice(start, 0, size), line))) {
        size += line.size;
        skip(&reader->rest, line.size);
    }
    if (size > LIMIT_HEADER_BYTES) {
        reader->result.cut = true;
        size = LIMIT_HEADER_BYTES;
    }
    size_t colon = span_find_byte(start, ':', name);
    add(reader, span_slice(start, 0, name), span_slice(span_slice(start, 0, size), colon + 1, size));
}

/* A line that is no field: noise within the block when a field follows, else the body begins here. */
static bool skip_garbage(struct reader *reader, struct span line)
{
    struct span after = span_slice(reader->rest, line.size, reader->rest.size);
    struct span next = peek_line(after);
    reader->result.garbage = true;
    if (after.size == 0 || (!name_size(next) && !folded(next) && !line_empty(next)))
        return false;
    reader->rest = after;
    while (folded(next = peek_line(reader->rest)))
        skip(&reader->rest, next.size);
    return true;
}

static void skip_leading(struct reader *reader)
{
    for (int i = 0; i < LEADING_LINES; i++) {
        struct span line = peek_line(reader->rest);
        bool envelope = span_starts(line, SPAN_LITERAL("From ")) || span_starts(line, SPAN_LITERAL(">From "));
        if (line.size == 0 || (!envelope && !line_empty(line)))
            return;
        skip(&reader->rest, line.size);
    }
}

/* Past the limits the fields are only stepped over, to find where the body begins. */
static void skip_block(struct reader *reader)
{
    reader->result.cut = true;
    struct span line;
    while ((line = peek_line(reader->rest)).size && !line_empty(line))
        skip(&reader->rest, line.size);
    skip(&reader->rest, line.size);
}

static void read_block(struct reader *reader)
{
    const char *start = reader->rest.data;
    while (reader->rest.size) {
        struct span line = peek_line(reader->rest);
        if (line_empty(line)) {
            skip(&reader->rest, line.size);
            return;
        }
        if ((size_t)(reader->rest.data - start) > LIMIT_HEADER_BYTES) {
            skip_block(reader);
            return;
        }
        size_t name = name_size(line);
        if (name)
            take_field(reader, line, name);
        else if (!skip_garbage(reader, line))
            return;
    }
}

void mime_field_parse(struct arena *arena, struct span raw, struct mime_fields *ret_fields)
{
    struct reader reader = {.arena = arena, .rest = raw};
    skip_leading(&reader);
    read_block(&reader);
    reader.result.field = reader.field;
    reader.result.count = reader.count;
    reader.result.body = reader.rest;
    *ret_fields = reader.result;
}

struct span mime_field_value(const struct mime_fields *fields, struct span name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (mime_field_is(&fields->field[i], name))
            return fields->field[i].value;
    return SPAN_NONE;
}

struct span mime_field_unfold(struct arena *arena, struct span value)
{
    if (span_find_byte(value, '\n', 0) == SIZE_MAX && span_find_byte(value, '\r', 0) == SIZE_MAX)
        return value;
    char *text = arena_alloc(arena, value.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] != '\n' && value.data[i] != '\r')
            text[size++] = value.data[i];
    return (struct span){text, size};
}
