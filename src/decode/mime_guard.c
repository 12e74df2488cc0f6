/* Counts what GMime would build, line by line, without building it. */
#include "decode/mime_guard.h"

#include <stdint.h>
#include "base/limits.h"
#include "decode/mime_param.h"

#define PATCHES (4 * LIMIT_PARTS)

struct scan {
    struct arena *arena;
    struct span raw;
    size_t at;                /* start of the line */
    bool in_header;           /* of a part */
    struct span boundaries[LIMIT_MULTIPARTS];
    size_t boundary_count;
    size_t dash_lines;
    size_t parts;
    size_t header_bytes;
    struct mime_guard_patch *patches; /* room for PATCHES */
    size_t patch_count;
};

static struct span from(struct span text, size_t at)
{
    return span_slice(text, at, text.size);
}

static bool empty(struct span line)
{
    return line.size == 0 || line.data[0] == '\n' || (line.data[0] == '\r' && (line.size == 1 || line.data[1] == '\n'));
}

static void patch(struct scan *scan, const char *at, char byte)
{
    if (scan->patch_count < PATCHES)
        scan->patches[scan->patch_count++] = (struct mime_guard_patch){(size_t)(at - scan->raw.data), byte};
}

/* Messages and digests under another name are leaves and mixed parts to GMime. */
static void hide(struct scan *scan, struct span value, struct span word)
{
    if (span_starts_nocase(value, word))
        patch(scan, value.data + word.size - 2, 'x');
}

/* A line end within the value that no blank follows would end the field for GMime. */
static void mend_folds(struct scan *scan, struct span value)
{
    for (size_t i = 0; i + 1 < value.size; i++)
        if (value.data[i] == '\n' && value.data[i + 1] != ' ' && value.data[i + 1] != '\t') {
            patch(scan, value.data + i, ' ');
            if (i && value.data[i - 1] == '\r')
                patch(scan, value.data + i - 1, ' ');
        }
}

static bool add_container(struct scan *scan, struct span value)
{
    struct span boundary = mime_param(scan->arena, value, SPAN_LITERAL("boundary"), SPAN_NONE);
    if (scan->boundary_count == LIMIT_MULTIPARTS)
        return false;
    if (boundary.size)
        scan->boundaries[scan->boundary_count++] = boundary;
    return true;
}

/* A Content-Type field that begins at the line: multiparts are remembered, messages hidden. */
static bool read_type(struct scan *scan)
{
    struct mime_fields fields;
    mime_field_parse(scan->arena, span_slice(scan->raw, scan->at, LIMIT_FIELD_BYTES), &fields);
    struct span value = mime_field_value(&fields, SPAN_LITERAL("Content-Type"));
    hide(scan, value, SPAN_LITERAL("message/"));
    if (!span_starts_nocase(value, SPAN_LITERAL("multipart/")))
        return true;
    hide(scan, value, SPAN_LITERAL("multipart/digest"));
    mend_folds(scan, value);
    return add_container(scan, value);
}

static bool at_boundary(const struct scan *scan, struct span line)
{
    struct span text = from(line, 2);
    for (size_t i = 0; i < scan->boundary_count; i++)
        if (span_starts(text, scan->boundaries[i]))
            return true;
    return false;
}

/* NULL to go on, else what is too much. */
static const char *read_line(struct scan *scan, struct span line)
{
    if (scan->in_header) {
        scan->header_bytes += line.size;
        scan->in_header = !empty(line);
        if (scan->header_bytes > LIMIT_HEADER_BYTES)
            return "its parts have too long headers";
        if (span_starts_nocase(line, SPAN_LITERAL("Content-Type")) && !read_type(scan))
            return "it has too many multiparts";
    }
    if (line.size < 2 || line.data[0] != '-' || line.data[1] != '-')
        return NULL;
    if (++scan->dash_lines > LIMIT_DASH_LINES)
        return "it has too many lines that may be boundaries";
    if (!at_boundary(scan, line))
        return NULL;
    scan->in_header = true;
    return ++scan->parts > LIMIT_PARTS ? "it has too many parts" : NULL;
}

static void read_top(struct scan *scan, const struct mime_fields *top)
{
    struct span value = mime_field_value(top, SPAN_LITERAL("Content-Type"));
    add_container(scan, value);
    hide(scan, value, SPAN_LITERAL("multipart/digest"));
    mend_folds(scan, value);
    scan->at = (size_t)(top->body.data - scan->raw.data);
}

void mime_guard(struct arena *arena, struct span raw, const struct mime_fields *top, struct mime_guard *ret_guard)
{
    struct scan scan = {.arena = arena, .raw = raw};
    const char *why = NULL;
    scan.patches = arena_array(arena, PATCHES, sizeof *scan.patches);
    read_top(&scan, top);
    while (scan.at < raw.size) {
        size_t feed = span_find_byte(raw, '\n', scan.at);
        size_t next = feed == SIZE_MAX ? raw.size : feed + 1;
        why = read_line(&scan, span_slice(raw, scan.at, next - scan.at));
        if (why)
            break;
        scan.at = next;
    }
    *ret_guard = (struct mime_guard){scan.at, why, scan.patches, scan.patch_count};
}
