/* Walks the parts of a mail and hands each to the text or to the attachments. */
#include "decode/mime_body.h"

#include "base/limits.h"
#include "decode/html_text.h"
#include "decode/mime_attachment.h"
#include "decode/mime_note.h"
#include "decode/mime_text.h"
#include "decode/quote.h"

#define STUB_BYTES 400  /* a plain alternative shorter than this may be a stub ... */
#define STUB_TIMES 4    /* ... when the HTML says this many times more */
#define READ_BYTES ((size_t)2 * LIMIT_BODY_BYTES) /* of text with its markup, all parts together */

struct body {
    struct arena *arena;
    struct message *message;
    const struct mime_tree *tree;
    struct mime_attachment_list attachments;
    struct segment segments[LIMIT_SEGMENTS];
    size_t segment_count;
    struct quote_header headers[LIMIT_SEGMENTS];
    size_t header_count;
    size_t text_bytes;  /* in the segments */
    size_t read_bytes;  /* of texts with their markup */
};

static bool is_html(const struct mime_part *part)
{
    return span_equal(part->type, SPAN_LITERAL("text/html"));
}

static bool is_body_type(const struct mime_part *part)
{
    return is_html(part) || span_equal(part->type, SPAN_LITERAL("text/plain")) || span_equal(part->type, SPAN_LITERAL("text/enriched"))
        || span_equal(part->type, SPAN_LITERAL("text/richtext"));
}

/* The whole mail as one text is its body, whatever name it bears. */
static bool is_text(const struct body *body, const struct mime_part *part)
{
    if (!is_body_type(part) || span_starts_nocase(part->disposition, SPAN_LITERAL("attachment")))
        return false;
    return part == body->tree->part || !mime_attachment_name(body->arena, part, SPAN_NONE).size;
}

static void add_segments(struct body *body, const struct segment *segments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (body->segment_count == LIMIT_SEGMENTS) {
            mime_note_cut(body->arena, body->message, "more than %d pieces of text: the others are left out", LIMIT_SEGMENTS);
            return;
        }
        if (body->text_bytes + segments[i].text.size > LIMIT_BODY_BYTES) {
            mime_note_cut(body->arena, body->message, "a text of more than %u bytes: the rest is left out", LIMIT_BODY_BYTES);
            return;
        }
        body->text_bytes += segments[i].text.size;
        body->segments[body->segment_count++] = segments[i];
    }
}

static void add_headers(struct body *body, const struct quote_header *headers, size_t count)
{
    for (size_t i = 0; i < count && body->header_count < LIMIT_SEGMENTS; i++)
        body->headers[body->header_count++] = headers[i];
}

static void add_html(struct body *body, const struct html_text_result *result)
{
    add_segments(body, result->segments, result->segment_count);
    add_headers(body, result->headers, result->header_count);
    if (result->cut)
        mime_note_cut(body->arena, body->message, "the HTML body is too large, too deeply nested or of too many quotes");
}

static void add_plain(struct body *body, struct span text)
{
    struct quote_result result;
    quote_split(body->arena, mime_attachment_take_uu(&body->attachments, text), &result);
    add_segments(body, result.segments, result.segment_count);
    add_headers(body, result.headers, result.header_count);
    if (result.cut)
        mime_note_cut(body->arena, body->message, "the text has too many quotes to be told apart");
}

/* Empty once READ_BYTES are read: markup is slow, and a mail can have many parts of it. */
static struct span read_text(struct body *body, const struct mime_part *part)
{
    if (body->read_bytes > READ_BYTES) {
        mime_note_cut(body->arena, body->message, "texts of more than %zu bytes: the others are left out", READ_BYTES);
        return SPAN_NONE;
    }
    struct span text = mime_text(body->arena, part, body->message);
    body->read_bytes += text.size;
    return text;
}

static void add_text(struct body *body, const struct mime_part *part)
{
    struct span text = read_text(body, part);
    if (span_equal(part->type, SPAN_LITERAL("text/plain"))) {
        add_plain(body, text);
        return;
    }
    struct html_text_result result;
    html_text(body->arena, text, &result);
    add_html(body, &result);
}

static void add_leaf(struct body *body, const struct mime_part *part)
{
    if (span_equal(part->type, SPAN_LITERAL("text/calendar")))
        body->message->flags |= MESSAGE_CALENDAR;
    if (is_text(body, part))
        add_text(body, part);
    else if (part->content.size || part->type_value.size)
        mime_attachment_add(&body->attachments, part);
}

/* The first text of this kind at or below a part; not within attached messages, which are leaves. */
static const struct mime_part *find_text(const struct body *body, size_t index, bool html)
{
    for (size_t i = index; i < body->tree->part[index].end; i++) {
        const struct mime_part *part = &body->tree->part[i];
        if (!part->multipart && is_html(part) == html && is_text(body, part))
            return part;
    }
    return NULL;
}

static size_t words_size(const struct html_text_result *result)
{
    size_t size = 0;
    for (size_t i = 0; i < result->segment_count; i++)
        size += span_trim(result->segments[i].text).size;
    return size;
}

/* Adds the better of two alternatives. A plain text that is empty or only says "open this in a browser" loses. */
static const struct mime_part *add_better(struct body *body, const struct mime_part *plain, const struct mime_part *html)
{
    if (!plain || !html) {
        const struct mime_part *only = plain ? plain : html;
        if (only)
            add_text(body, only);
        return only;
    }
    struct span text = read_text(body, plain);
    size_t size = span_trim(text).size;
    struct html_text_result result;
    if (size < STUB_BYTES) {
        html_text(body->arena, read_text(body, html), &result);
        if (words_size(&result) > size * STUB_TIMES) {
            add_html(body, &result);
            return html;
        }
    }
    add_plain(body, text);
    return plain;
}

static void add_alternative(struct body *body, size_t index)
{
    const struct mime_part *parts = body->tree->part;
    add_better(body, find_text(body, index, false), find_text(body, index, true));
    for (size_t i = index + 1; i < parts[index].end; i++) /* pictures of the HTML, invitations */
        if (!parts[i].multipart && !is_text(body, &parts[i]))
            add_leaf(body, &parts[i]);
}

/* In reading order; an alternative is stepped over as one. */
static void add_parts(struct body *body)
{
    const struct mime_tree *tree = body->tree;
    for (size_t i = 0; i < tree->count;) {
        const struct mime_part *part = &tree->part[i];
        if (span_equal(part->type, SPAN_LITERAL("multipart/report")))
            body->message->flags |= MESSAGE_REPORT;
        if (part->multipart && span_equal(part->type, SPAN_LITERAL("multipart/alternative"))) {
            add_alternative(body, i);
            i = part->end;
            continue;
        }
        if (!part->multipart)
            add_leaf(body, part);
        i++;
    }
}

static const void *keep(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *kept = arena_array(arena, count, size);
    if (count)
        memcpy(kept, items, count * size);
    return kept;
}

/* A mail whose only text stands in its winmail.dat. */
static void take_tnef_text(struct body *body)
{
    for (size_t i = 0; i < body->segment_count; i++)
        if (span_trim(body->segments[i].text).size)
            return;
    add_segments(body, body->attachments.tnef->segments, body->attachments.tnef->segment_count);
    add_headers(body, body->attachments.tnef->quote_headers, body->attachments.tnef->quote_header_count);
}

void mime_body(struct arena *arena, const struct mime_tree *tree, struct span charset, unsigned depth, struct message *message)
{
    struct body body;
    body.arena = arena;
    body.message = message;
    body.tree = tree;
    body.attachments = (struct mime_attachment_list){.arena = arena, .message = message, .charset = charset, .depth = depth};
    body.segment_count = body.header_count = body.text_bytes = body.read_bytes = 0;
    add_parts(&body);
    if (body.attachments.tnef)
        take_tnef_text(&body);
    message->segments = keep(arena, body.segments, body.segment_count, sizeof *body.segments);
    message->segment_count = body.segment_count;
    message->quote_headers = keep(arena, body.headers, body.header_count, sizeof *body.headers);
    message->quote_header_count = body.header_count;
    message->attachments = body.attachments.attachment;
    message->attachment_count = body.attachments.count;
}

const struct mime_part *mime_body_first_text(const struct mime_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        if (!tree->part[i].multipart && is_body_type(&tree->part[i]))
            return &tree->part[i];
    return NULL;
}
