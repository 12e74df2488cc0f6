/* Reads the attachments of a MAPI item. */
#include "decode/mapi_attachments.h"

#include "base/limits.h"
#include "decode/attached_eml.h"
#include "decode/attached_msg.h"
#include "decode/decode_mapi.h"
#include "decode/decode_mime.h"
#include "decode/mapi_value.h"
#include "decode/mime_note.h"
#include "decode/tnef.h"

#define FLAG_RENDERED_IN_BODY 4 /* of 3714 */

/* Of 3705 (MS-OXCMSG 2.2.2.9). */
enum method {
    METHOD_BY_VALUE = 1, METHOD_BY_REFERENCE_FIRST = 2, METHOD_BY_REFERENCE_LAST = 4, METHOD_EMBEDDED = 5, METHOD_BY_WEB_REFERENCE = 7,
};

static struct span lower(struct arena *arena, struct span text)
{
    char *copy = arena_string(arena, text);
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] + 32);
    return (struct span){copy, text.size};
}

static struct span name_of(struct arena *arena, const struct mapi_bag *bag, unsigned codepage)
{
    static const enum mapi_id ids[] = {MAPI_ATTACH_LONG_FILE_NAME, MAPI_ATTACH_FILE_NAME, MAPI_DISPLAY_NAME, MAPI_ATTACH_LONG_PATH,
                                       MAPI_ATTACH_PATH};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct span name = mapi_value_line(arena, bag, ids[i], codepage);
        if (name.size)
            return name;
    }
    return SPAN_NONE;
}

static enum outcome embedded_decode(struct arena *arena, const struct mapi_attachment *source, struct span content, unsigned depth,
                                    struct message *embedded, struct err *err)
{
    struct mapi_item item;
    if (source->embedded)
        return decode_mapi(arena, source->embedded, 0, depth, embedded, err);
    if (!tnef_is(content))
        return decode_mime(arena, content, 0, depth, embedded, err);
    if (!tnef_read(arena, content, depth, &item))
        return err_set(err, OUTCOME_DAMAGED, "winmail.dat is broken");
    return decode_mapi(arena, &item, 0, depth, embedded, err);
}

/* The mail within: a MAPI message, the bytes of a message/rfc822 or of a file named .eml, a winmail.dat or a .msg. */
static void embedded_read(struct arena *arena, const struct mapi_attachment *source, unsigned depth, struct message *message,
                          struct attachment *attachment)
{
    struct err err;
    bool mime = (span_equal(attachment->declared_type, SPAN_LITERAL("message/rfc822")) && attachment->content.size)
        || attached_eml_is(attachment->name, attachment->content);
    bool within = source->embedded || mime || tnef_is(attachment->content);
    if (!within && attached_msg_is(attachment->content))
        attached_msg_open(arena, depth, message, attachment);
    if (!within)
        return;
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, message, "a message attached at depth %u is not opened: limit reached", depth + 1);
        return;
    }
    struct message *embedded = arena_alloc(arena, sizeof *embedded);
    if (embedded_decode(arena, source, attachment->content, depth + 1, embedded, &err) != OUTCOME_OK) {
        mime_note(arena, message, "an attached message cannot be read: %s", err.text);
        return;
    }
    attachment->embedded = embedded;
    if (attachment->name.size == 0)
        attachment->name = embedded->subject;
}

/* Where the content stands elsewhere or nowhere; that a message lies too deep was said before. */
static void absence_note(struct arena *arena, const struct mapi_attachment *source, unsigned depth, struct message *message)
{
    uint64_t method = mapi_value_number(&source->bag, MAPI_ATTACH_METHOD, 0);
    if ((method >= METHOD_BY_REFERENCE_FIRST && method <= METHOD_BY_REFERENCE_LAST) || method == METHOD_BY_WEB_REFERENCE)
        mime_note(arena, message, "an attachment is only a link to a file elsewhere");
    else if (method >= METHOD_BY_VALUE && !source->embedded && !mapi_find(&source->bag, MAPI_ATTACH_DATA)
             && !(method == METHOD_EMBEDDED && depth >= LIMIT_EMBEDDED_DEPTH))
        mime_note(arena, message, "the content of an attachment is not there");
}

static void attachment_read(struct arena *arena, const struct mapi_attachment *source, unsigned codepage, unsigned depth,
                            struct message *message, struct attachment *attachment)
{
    const struct mapi_bag *bag = &source->bag;
    attachment->name = name_of(arena, bag, codepage);
    attachment->declared_type = lower(arena, mapi_value_line(arena, bag, MAPI_ATTACH_MIME_TAG, codepage));
    attachment->inlined = mapi_value_number(bag, MAPI_ATTACHMENT_HIDDEN, 0)
        || mapi_value_number(bag, MAPI_ATTACH_FLAGS, 0) & FLAG_RENDERED_IN_BODY
        || mapi_find(bag, MAPI_ATTACH_CONTENT_ID) != NULL;
    attachment->content = mapi_value_binary(bag, MAPI_ATTACH_DATA);
    attachment->size = source->size > attachment->content.size ? source->size : attachment->content.size;
    attachment->cut = attachment->content.size < attachment->size;
    hash_sha256(attachment->content, attachment->sha256);
    if (attachment->cut)
        mime_note_cut(arena, message, "an attachment is cut after %zu of %llu bytes", attachment->content.size,
                      (unsigned long long)attachment->size);
    absence_note(arena, source, depth, message);
    embedded_read(arena, source, depth, message, attachment);
}

void mapi_attachments_read(struct arena *arena, const struct mapi_item *item, unsigned depth, struct message *message)
{
    size_t count = item->attachment_count < LIMIT_ATTACHMENTS ? item->attachment_count : LIMIT_ATTACHMENTS;
    struct attachment *attachments = arena_array(arena, count, sizeof *attachments);
    for (size_t i = 0; i < count; i++)
        attachment_read(arena, &item->attachments[i], item->codepage, depth, message, &attachments[i]);
    if (count < item->attachment_count)
        mime_note_cut(arena, message, "only the first %zu of %zu attachments are read: limit reached", count,
                      item->attachment_count);
    message->attachments = attachments;
    message->attachment_count = count;
}
