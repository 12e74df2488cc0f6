/* Conducts the decoding of one RFC 5322 mail: fields, parts, header facts, body. */
#include "decode/decode_mime.h"

#include <stdint.h>
#include "base/limits.h"
#include "decode/dsn.h"
#include "decode/mime_body.h"
#include "decode/mime_field.h"
#include "decode/mime_headers.h"
#include "decode/mime_note.h"
#include "decode/mime_text.h"
#include "decode/mime_tree.h"
#include "decode/smime.h"

/* Old Macintosh files and some gateways end lines in CR alone. */
static struct span with_line_feeds(struct arena *arena, struct span raw)
{
    struct span head = span_slice(raw, 0, LIMIT_HEADER_BYTES);
    if (span_find_byte(head, '\n', 0) != SIZE_MAX || span_find_byte(head, '\r', 0) == SIZE_MAX)
        return raw;
    char *copy = arena_string(arena, raw);
    for (size_t i = 0; i < raw.size; i++)
        if (copy[i] == '\r')
            copy[i] = '\n';
    return (struct span){copy, raw.size};
}

static struct span charset_of(struct arena *arena, const struct mime_tree *tree)
{
    const struct mime_part *text = mime_body_first_text(tree);
    return text ? mime_text_charset(arena, text) : SPAN_NONE;
}

enum outcome decode_mime(struct arena *arena, struct span raw, uint32_t flags, unsigned depth, struct message *ret_message,
                         struct err *err)
{
    if (!raw.size)
        return err_set(err, OUTCOME_DAMAGED, "the mail is empty");
    struct message message = {.flags = flags, .size = raw.size, .date = MESSAGE_NO_DATE, .received_date = MESSAGE_NO_DATE};
    struct mime_fields fields;
    struct mime_tree tree;
    if (raw.size > LIMIT_MESSAGE_BYTES)
        mime_note_cut(arena, &message, "the mail is longer than %u bytes: the rest is left out", LIMIT_MESSAGE_BYTES);
    raw = with_line_feeds(arena, span_slice(raw, 0, LIMIT_MESSAGE_BYTES));
    mime_field_parse(arena, raw, &fields);
    if (!fields.count)
        mime_note(arena, &message, "no header field: all is read as text");
    mime_tree_read(arena, raw, &fields, &message, &tree);
    message.charset = charset_of(arena, &tree);
    mime_headers_fill(arena, &fields, message.charset, &message);
    mime_body(arena, &tree, message.charset, depth, &message);
    smime_open(arena, depth, &message);
    dsn_read(arena, &fields, depth, &message);
    *ret_message = message;
    return OUTCOME_OK;
}
