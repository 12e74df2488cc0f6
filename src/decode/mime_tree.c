/* Lets GMime find the parts, and keeps of them only where they lie: headers and content are read from the raw bytes. */
#include "decode/mime_tree.h"

#include <gmime/gmime.h>
#include <threads.h>
#include "base/limits.h"
#include "decode/mime_guard.h"
#include "decode/mime_note.h"
#include "decode/mime_param.h"

struct walk {
    struct arena *arena;
    struct span raw;     /* what GMime's offsets count in */
    struct message *message;
    struct mime_part *part;
    size_t count;
    size_t room;
};

static void start_gmime(void)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, g_mime_init);
}

static struct mime_part *add(struct walk *walk)
{
    if (walk->count == LIMIT_PARTS) {
        mime_note_cut(walk->arena, walk->message, "more than %d parts: the others are left out", LIMIT_PARTS);
        return NULL;
    }
    if (walk->count == walk->room) {
        size_t room = walk->room ? walk->room * 2 : 8;
        struct mime_part *grown = arena_array(walk->arena, room, sizeof *grown);
        if (walk->count)
            memcpy(grown, walk->part, walk->count * sizeof *grown);
        walk->part = grown;
        walk->room = room;
    }
    return &walk->part[walk->count++];
}

static struct span type_of(struct arena *arena, struct span value, bool in_digest)
{
    struct span type = mime_param_main(arena, value);
    if (span_equal(type, SPAN_LITERAL("text")))
        return SPAN_LITERAL("text/plain");
    if (type.size)
        return type;
    return in_digest ? SPAN_LITERAL("message/rfc822") : SPAN_LITERAL("text/plain");
}

static void fill(struct arena *arena, const struct mime_fields *fields, bool in_digest, struct mime_part *part)
{
    part->type_value = mime_field_value(fields, SPAN_LITERAL("Content-Type"));
    part->type = type_of(arena, part->type_value, in_digest);
    part->disposition = mime_field_value(fields, SPAN_LITERAL("Content-Disposition"));
    part->content_id = mime_field_value(fields, SPAN_LITERAL("Content-Id"));
    part->description = mime_field_value(fields, SPAN_LITERAL("Content-Description"));
    part->coding = mime_coding_of(mime_field_value(fields, SPAN_LITERAL("Content-Transfer-Encoding")));
}

/* Without fields of its own, a part begins with its content. */
static void read_fields(struct walk *walk, GMimeObject *object, struct mime_fields *ret_fields)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    gint64 offset = g_mime_header_list_get_count(list) > 0 ? g_mime_header_get_offset(g_mime_header_list_get_header_at(list, 0)) : -1;
    *ret_fields = (struct mime_fields){0};
    if (offset >= 0)
        mime_field_parse(walk->arena, span_slice(walk->raw, (size_t)offset, walk->raw.size), ret_fields);
}

static struct span content_of(const struct walk *walk, GMimePart *part)
{
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    GMimeStream *stream = wrapper ? g_mime_data_wrapper_get_stream(wrapper) : NULL;
    if (!stream || stream->bound_start < 0)
        return SPAN_NONE;
    size_t start = (size_t)stream->bound_start;
    size_t end = stream->bound_end < 0 ? walk->raw.size : (size_t)stream->bound_end;
    return end < start ? SPAN_NONE : span_slice(walk->raw, start, end - start);
}

/* Goes down at most LIMIT_NESTING levels. */
static void visit(struct walk *walk, GMimeObject *object, bool in_digest, unsigned depth)
{
    size_t index = walk->count;
    struct mime_part *part = depth < LIMIT_NESTING ? add(walk) : NULL;
    if (depth == LIMIT_NESTING)
        mime_note_cut(walk->arena, walk->message, "parts nested deeper than %d: the inner ones are left out", LIMIT_NESTING);
    if (!part)
        return;
    struct mime_fields fields;
    read_fields(walk, object, &fields);
    fill(walk->arena, &fields, in_digest, part);
    if (GMIME_IS_PART(object)) {
        part->content = content_of(walk, GMIME_PART(object));
    } else if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *multipart = GMIME_MULTIPART(object);
        bool digest = span_equal(part->type, SPAN_LITERAL("multipart/digest"));
        part->multipart = true;
        for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
            visit(walk, g_mime_multipart_get_part(multipart, i), digest, depth + 1);
    }
    walk->part[index].end = walk->count; /* the list may have moved */
}

/* The raw bytes, or a copy with what the guard wants overwritten. */
static struct span disguise(struct arena *arena, struct span raw, const struct mime_guard *guard)
{
    if (!guard->patch_count)
        return span_slice(raw, 0, guard->size);
    char *copy = arena_string(arena, span_slice(raw, 0, guard->size));
    for (size_t i = 0; i < guard->patch_count; i++)
        if (guard->patches[i].at < guard->size)
            copy[guard->patches[i].at] = guard->patches[i].byte;
    return (struct span){copy, guard->size};
}

/* GMime reads the bytes where they are: the array is lent and taken back. */
static void parse(struct walk *walk, struct span bytes)
{
    GByteArray *array = g_byte_array_new_take((guint8 *)(uintptr_t)bytes.data, bytes.size);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), array);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_persist_stream(parser, TRUE);
    GMimeObject *object = g_mime_parser_construct_part(parser, NULL);
    if (object) {
        visit(walk, object, false, 0);
        g_object_unref(object);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    g_byte_array_free(array, FALSE);
}

static void read_multipart(struct walk *walk, struct span raw, const struct mime_fields *fields)
{
    struct mime_guard guard;
    mime_guard(walk->arena, raw, fields, &guard);
    if (guard.why)
        mime_note_cut(walk->arena, walk->message, "the mail is read only in part: %s", guard.why);
    struct span type = mime_field_value(fields, SPAN_LITERAL("Content-Type"));
    size_t start = (size_t)(type.data - raw.data);
    while (start && raw.data[start - 1] != '\n') /* GMime gets the fields from here on, not the people's */
        start--;
    struct span bytes = disguise(walk->arena, raw, &guard);
    walk->raw = span_slice(raw, start, guard.size > start ? guard.size - start : 0);
    parse(walk, span_slice(bytes, start, bytes.size));
}

/* True where GMime has something to do: a multipart that says how it is cut, in a header of bounded size. */
static bool worth_parsing(struct arena *arena, const struct mime_fields *fields)
{
    struct span type = mime_field_value(fields, SPAN_LITERAL("Content-Type"));
    if (!span_starts_nocase(type, SPAN_LITERAL("multipart/")))
        return false;
    return mime_param(arena, type, SPAN_LITERAL("boundary"), SPAN_NONE).size
        && (size_t)(fields->body.data - type.data) <= LIMIT_HEADER_BYTES;
}

/* One part, and it is the mail. */
static void read_single(struct walk *walk, const struct mime_fields *fields, bool broken)
{
    walk->count = 0;
    struct mime_part *part = add(walk);
    *part = (struct mime_part){0};
    fill(walk->arena, fields, false, part);
    part->content = fields->body;
    part->end = 1;
    if (broken)
        part->type = SPAN_LITERAL("text/plain");
}

void mime_tree_read(struct arena *arena, struct span raw, const struct mime_fields *fields, struct message *message,
                    struct mime_tree *ret_tree)
{
    struct walk walk = {.arena = arena, .raw = raw, .message = message};
    bool multipart = span_starts_nocase(mime_field_value(fields, SPAN_LITERAL("Content-Type")), SPAN_LITERAL("multipart/"));
    if (worth_parsing(arena, fields)) {
        start_gmime();
        read_multipart(&walk, raw, fields);
    }
    bool broken = multipart && walk.count < 2;
    if (broken)
        mime_note(arena, message, "a multipart without its parts: its body is read as text");
    if (broken || !multipart)
        read_single(&walk, fields, broken);
    *ret_tree = (struct mime_tree){walk.part, walk.count};
}
