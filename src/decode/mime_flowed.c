/* Joins flowed lines while their quote depth stays the same. */
#include "decode/mime_flowed.h"

#include "base/buf.h"

/* Takes the quote marks off and the stuffed blank. */
static size_t take_depth(struct span *line)
{
    size_t depth = 0;
    while (depth < line->size && line->data[depth] == '>')
        depth++;
    *line = span_slice(*line, depth, line->size);
    if (line->size && line->data[0] == ' ')
        *line = span_slice(*line, 1, line->size);
    return depth;
}

static void add_prefix(struct buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buf_add_byte(out, '>');
    if (depth)
        buf_add_byte(out, ' ');
}

struct span mime_flowed(struct arena *arena, struct span text, bool delsp)
{
    BUF_LOCAL out = {0};
    struct span line;
    size_t open_depth = 0;
    bool open = false; /* the line before ended soft */
    while (span_take_line(&text, &line)) {
        size_t depth = take_depth(&line);
        bool signature = span_equal(line, SPAN_LITERAL("-- "));
        bool soft = line.size && line.data[line.size - 1] == ' ' && !signature;
        if (open && (depth != open_depth || signature)) {
            buf_add_byte(&out, '\n');
            open = false;
        }
        if (!open)
            add_prefix(&out, depth);
        buf_add(&out, soft && delsp ? span_slice(line, 0, line.size - 1) : line);
        if (!soft)
            buf_add_byte(&out, '\n');
        open = soft;
        open_depth = depth;
    }
    if (open)
        buf_add_byte(&out, '\n');
    return arena_copy(arena, buf_span(&out));
}
