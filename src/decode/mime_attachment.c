/* Turns leaves of a mail into attachments: name, kind, decoded bytes, digest, the mail within. */
#include "decode/mime_attachment.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/limits.h"
#include "decode/attached_eml.h"
#include "decode/attached_msg.h"
#include "decode/decode_mapi.h"
#include "decode/decode_mime.h"
#include "decode/mime_header.h"
#include "decode/mime_note.h"
#include "decode/mime_param.h"
#include "decode/tnef.h"

#define UU_LINE_BYTES 80 /* a line of 61 letters with what mailers add */

struct span mime_attachment_name(struct arena *arena, const struct mime_part *part, struct span charset)
{
    struct span name = mime_param(arena, part->disposition, SPAN_LITERAL("filename"), charset);
    return name.size ? name : mime_param(arena, part->type_value, SPAN_LITERAL("name"), charset);
}

/* NULL at the limit. */
static struct attachment *append(struct mime_attachment_list *list)
{
    if (list->count == LIMIT_ATTACHMENTS) {
        mime_note_cut(list->arena, list->message, "more than %d attachments: the others are left out", LIMIT_ATTACHMENTS);
        return NULL;
    }
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 4;
        struct attachment *grown = arena_array(list->arena, room, sizeof *grown);
        if (list->count)
            memcpy(grown, list->attachment, list->count * sizeof *grown);
        list->attachment = grown;
        list->room = room;
    }
    return &list->attachment[list->count++];
}

static void fill_content(struct mime_attachment_list *list, struct span encoded, enum mime_coding coding, struct attachment *ret)
{
    struct mime_coding_result bytes;
    mime_coding_decode(list->arena, encoded, coding, LIMIT_ATTACHMENT_BYTES, true, &bytes);
    ret->content = bytes.bytes;
    ret->size = bytes.size;
    ret->cut = bytes.size > bytes.bytes.size;
    memcpy(ret->sha256, bytes.sha256, sizeof ret->sha256);
    if (ret->cut)
        mime_note_cut(list->arena, list->message, "an attachment of more than %u bytes: the rest is not looked at", LIMIT_ATTACHMENT_BYTES);
}

static void fill_embedded(struct mime_attachment_list *list, struct attachment *attachment)
{
    if (list->depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(list->arena, list->message, "messages within messages deeper than %d are not read", LIMIT_EMBEDDED_DEPTH);
        return;
    }
    struct message *embedded = arena_alloc(list->arena, sizeof *embedded);
    if (decode_mime(list->arena, attachment->content, 0, list->depth + 1, embedded, NULL) == OUTCOME_OK)
        attachment->embedded = embedded;
}

/* What winmail.dat holds stands behind it in the list; its text is kept for a mail that has no other. */
static void open_tnef(struct mime_attachment_list *list, struct span content)
{
    struct mapi_item item;
    struct message *within = arena_alloc(list->arena, sizeof *within);
    struct err err;
    if (!tnef_read(list->arena, content, list->depth, &item))
        return;
    if (decode_mapi(list->arena, &item, 0, list->depth, within, &err) != OUTCOME_OK) {
        mime_note(list->arena, list->message, "winmail.dat cannot be read: %s", err.text);
        return;
    }
    for (size_t i = 0; i < within->defect_count; i++)
        mime_note(list->arena, list->message, "%.*s", SPAN_ARGS(within->defects[i]));
    list->message->flags |= within->flags & (MESSAGE_CUT | MESSAGE_CALENDAR | MESSAGE_REPORT);
    for (size_t i = 0; i < within->attachment_count; i++) {
        struct attachment *attachment = append(list);
        if (!attachment)
            break;
        *attachment = within->attachments[i];
    }
    if (!list->tnef)
        list->tnef = within;
}

static bool is_message(struct span type)
{
    return span_equal(type, SPAN_LITERAL("message/rfc822")) || span_equal(type, SPAN_LITERAL("message/global"))
        || span_equal(type, SPAN_LITERAL("message/news"));
}

void mime_attachment_add(struct mime_attachment_list *list, const struct mime_part *part)
{
    struct attachment *attachment = append(list);
    if (!attachment)
        return;
    struct span name = mime_attachment_name(list->arena, part, list->charset);
    if (!name.size && is_message(part->type))
        name = mime_header_text(list->arena, part->description, list->charset);
    attachment->name = name;
    attachment->declared_type = part->type;
    attachment->inlined = span_starts_nocase(part->disposition, SPAN_LITERAL("inline"))
        || (part->content_id.size && !span_starts_nocase(part->disposition, SPAN_LITERAL("attachment")));
    fill_content(list, part->content, part->coding, attachment);
    if (is_message(part->type) || attached_eml_is(name, attachment->content))
        fill_embedded(list, attachment);
    else if (tnef_is(attachment->content))
        open_tnef(list, attachment->content);
    else if (attached_msg_is(attachment->content))
        attached_msg_open(list->arena, list->depth, list->message, attachment);
}

/* "begin 644 name": the name, or empty. */
static struct span begin_name(struct span line)
{
    if (!span_starts(line, SPAN_LITERAL("begin ")))
        return SPAN_NONE;
    size_t at = 6;
    while (at < line.size && line.data[at] >= '0' && line.data[at] <= '7')
        at++;
    if (at < 9 || at > 10 || at >= line.size || line.data[at] != ' ')
        return SPAN_NONE;
    return span_trim(span_slice(line, at, line.size));
}

/* A data line: its first letter says how long the rest is. */
static bool data_line(struct span line)
{
    if (!line.size || line.size > UU_LINE_BYTES || line.data[0] < ' ' || line.data[0] > '`')
        return false;
    size_t count = ((size_t)(unsigned char)line.data[0] - 32) & 63;
    return count && line.size - 1 >= (count * 4 + 2) / 3;
}

/* Bytes of the data behind a begin line through its `end`, or of all data lines where that is missing; 0 when none follows. */
static size_t data_size(struct span rest)
{
    size_t whole = rest.size;
    struct span line, before = rest;
    bool any = false;
    while (span_take_line(&rest, &line)) {
        if (any && span_equal(line, SPAN_LITERAL("end")))
            return whole - rest.size;
        bool last = line.size && line.size <= 2 && (line.data[0] == '`' || line.data[0] == ' ');
        if (!data_line(line) && !(last && any))
            break;
        any = true;
        before = rest;
    }
    return any ? whole - before.size : 0;
}

/* By lines: memmem over every body costs more than finding its line ends. */
static bool has_begin_line(struct span text)
{
    for (size_t at = 0; at < text.size;) {
        if (text.data[at] == 'b' && span_starts(span_slice(text, at, text.size), SPAN_LITERAL("begin ")))
            return true;
        size_t feed = span_find_byte(text, '\n', at);
        at = feed == SIZE_MAX ? text.size : feed + 1;
    }
    return false;
}

struct span mime_attachment_take_uu(struct mime_attachment_list *list, struct span text)
{
    if (!has_begin_line(text))
        return text;
    BUF_LOCAL out = {0};
    struct span rest = text, line;
    const char *kept = text.data; /* from here on not yet in `out` */
    while (rest.size) {
        const char *start = rest.data;
        span_take_line(&rest, &line);
        struct span name = begin_name(line);
        size_t size = name.size ? data_size(rest) : 0;
        struct attachment *attachment = size ? append(list) : NULL;
        if (!attachment)
            continue;
        attachment->name = mime_header_text(list->arena, name, list->charset);
        fill_content(list, span_slice(rest, 0, size), MIME_CODING_UUENCODE, attachment);
        buf_add(&out, (struct span){kept, (size_t)(start - kept)});
        rest = span_slice(rest, size, rest.size);
        kept = rest.data;
        if (!rest.size)
            kept = text.data + text.size;
    }
    if (!out.size && kept == text.data)
        return text;
    buf_add(&out, (struct span){kept, (size_t)(text.data + text.size - kept)});
    return arena_copy(list->arena, buf_span(&out));
}
