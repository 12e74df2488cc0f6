/* Finds and decodes returned originals. */
#include "decode/dsn_original.h"

#include "base/limits.h"
#include "decode/decode_mime.h"
#include "decode/mime_note.h"
#include "store/mail_sniff.h"

#define SNIFF_BYTES 4096

static bool typed(const struct attachment *attachment, const struct span *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(attachment->declared_type, types[i]))
            return true;
    return false;
}

static bool header_type(const struct attachment *attachment)
{
    static const struct span types[] = {
        SPAN_LITERAL("text/rfc822-headers"), SPAN_LITERAL("message/rfc822-headers"), SPAN_LITERAL("message/global-headers"),
        SPAN_LITERAL("text/rfc822-header"), SPAN_LITERAL("message/headers"),
    };
    return typed(attachment, types, sizeof types / sizeof *types);
}

/* Types under which servers return mails that the decoder of attachments does not open. */
static bool mail_type(const struct attachment *attachment)
{
    static const struct span types[] = {
        SPAN_LITERAL("text/rfc822"), SPAN_LITERAL("message/partial"), SPAN_LITERAL("message/rfc822"), SPAN_LITERAL("message/global"),
        SPAN_LITERAL("message/news"), SPAN_LITERAL("message/plain"),
    };
    return typed(attachment, types, sizeof types / sizeof *types);
}

static bool bodyless(const struct message *original)
{
    for (size_t i = 0; i < original->segment_count; i++)
        if (span_trim(original->segments[i].text).size)
            return false;
    return original->attachment_count == 0;
}

/* NULL where no mail can be made of it. */
static struct message *decode(struct arena *arena, struct span raw, unsigned depth, struct message *message)
{
    struct message *original = arena_alloc(arena, sizeof *original);
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, message, "messages within messages deeper than %d are not read", LIMIT_EMBEDDED_DEPTH);
        return NULL;
    }
    if (decode_mime(arena, raw, 0, depth + 1, original, NULL) != OUTCOME_OK)
        return NULL;
    return original;
}

/* A part that is the original: opened already, or one that only its type or its first lines tell ("message.txt"). */
static bool candidate(const struct attachment *attachment)
{
    bool text = attachment->name.size == 0 || span_starts(attachment->declared_type, SPAN_LITERAL("text/"))
        || span_equal(attachment->declared_type, SPAN_LITERAL("application/octet-stream")) || !attachment->declared_type.size;
    return attachment->embedded || header_type(attachment) || mail_type(attachment)
        || (text && mail_sniff_is_mail(span_slice(attachment->content, 0, SNIFF_BYTES)));
}

static size_t find_from(const struct message *message, size_t from, size_t end)
{
    size_t found = SIZE_MAX;
    for (size_t i = from; i < end; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (!candidate(attachment) || !(attachment->embedded || attachment->content.size))
            continue;
        if (!header_type(attachment))
            return i;
        if (found == SIZE_MAX)
            found = i;
    }
    return found;
}

/* The list with room for one more. */
static struct attachment *copied(struct arena *arena, const struct message *message)
{
    struct attachment *list = arena_array(arena, message->attachment_count + 1, sizeof *list);
    if (message->attachment_count)
        memcpy(list, message->attachments, message->attachment_count * sizeof *list);
    return list;
}

static void note_original(struct report_mail *report, size_t index, const struct attachment *attachment)
{
    report->original = index;
    report->original_headers_only = header_type(attachment) || bodyless(attachment->embedded);
    if (attachment->embedded->message_id.size)
        report->original_id = attachment->embedded->message_id;
}

void dsn_original_find(struct arena *arena, size_t after, unsigned depth, struct message *message, struct report_mail *report)
{
    size_t split = after == SIZE_MAX ? 0 : after + 1;
    size_t index = find_from(message, split, message->attachment_count);
    if (index == SIZE_MAX)
        index = find_from(message, 0, after == SIZE_MAX ? 0 : after);
    if (index == SIZE_MAX)
        return;
    const struct attachment *attachment = &message->attachments[index];
    if (!attachment->embedded) {
        struct attachment *list = copied(arena, message);
        list[index].embedded = decode(arena, attachment->content, depth, message);
        message->attachments = list;
        attachment = &list[index];
    }
    if (attachment->embedded)
        note_original(report, index, attachment);
}

void dsn_original_add(struct arena *arena, struct span raw, unsigned depth, struct message *message, struct report_mail *report)
{
    if (message->attachment_count >= LIMIT_ATTACHMENTS || !raw.size)
        return;
    struct message *original = decode(arena, raw, depth, message);
    if (!original)
        return;
    struct attachment *list = copied(arena, message);
    struct attachment *added = &list[message->attachment_count];
    *added = (struct attachment){.declared_type = SPAN_LITERAL("message/rfc822"), .size = raw.size, .content = raw, .embedded = original};
    hash_sha256(raw, added->sha256);
    message->attachments = list;
    note_original(report, message->attachment_count++, added);
}

void dsn_original_named(const struct message *message, struct report_mail *report)
{
    if (!report->original_id.size && message->reference_count)
        report->original_id = message->references[message->reference_count - 1];
}
