/* Bytes of a text part, step by step, to the text that a reader saw. */
#include "decode/mime_text.h"

#include <stdint.h>
#include "base/charset.h"
#include "base/limits.h"
#include "decode/mime_flowed.h"
#include "decode/mime_note.h"
#include "decode/mime_param.h"

#define META_BYTES 2048 /* of HTML in which a charset is looked for, as browsers do with 1024 */

static bool label_letter(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
}

/* <meta charset="..."> and <meta http-equiv ... content="text/html; charset=..."> */
static struct span meta_charset(struct span html)
{
    struct span head = span_slice(html, 0, META_BYTES);
    size_t at = span_find_nocase(head, SPAN_LITERAL("charset="), 0);
    if (at == SIZE_MAX)
        return SPAN_NONE;
    at += sizeof "charset=" - 1;
    while (at < head.size && (head.data[at] == '"' || head.data[at] == '\'' || head.data[at] == ' '))
        at++;
    size_t size = 0;
    while (at + size < head.size && label_letter(head.data[at + size]))
        size++;
    return span_slice(head, at, size);
}

struct span mime_text_charset(struct arena *arena, const struct mime_part *part)
{
    struct span label = mime_param(arena, part->type_value, SPAN_LITERAL("charset"), SPAN_NONE);
    return mime_param_main(arena, label);
}

static struct span line_feeds(struct arena *arena, struct span text)
{
    if (span_find_byte(text, '\r', 0) == SIZE_MAX)
        return text;
    char *out = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '\r')
            out[size++] = text.data[i];
        else if (i + 1 == text.size || text.data[i + 1] != '\n')
            out[size++] = '\n';
    }
    return (struct span){out, size};
}

static bool param_is(struct arena *arena, const struct mime_part *part, const char *name, struct span value)
{
    return span_equal_nocase(mime_param(arena, part->type_value, span_of(name), SPAN_NONE), value);
}

static struct span to_utf8(struct arena *arena, struct span bytes, struct span label, struct message *message)
{
    struct charset_result text = charset_to_utf8(arena, bytes, label);
    if (text.damaged)
        mime_note(arena, message, "the text has bytes without meaning in %s", text.used);
    if (text.guessed && label.size)
        mime_note(arena, message, "the text is not in the charset it names: read as %s", text.used);
    return text.text;
}

struct span mime_text(struct arena *arena, const struct mime_part *part, struct message *message)
{
    struct mime_coding_result bytes;
    /* encoded bytes past what fills the limit even at three for one need no look */
    struct span encoded = span_slice(part->content, 0, (size_t)4 * LIMIT_BODY_BYTES);
    mime_coding_decode(arena, encoded, part->coding, LIMIT_BODY_BYTES, false, &bytes);
    if (bytes.size > bytes.bytes.size || encoded.size < part->content.size)
        mime_note_cut(arena, message, "a text of more than %u bytes: the rest is left out", LIMIT_BODY_BYTES);
    bool html = span_equal(part->type, SPAN_LITERAL("text/html"));
    struct span label = mime_text_charset(arena, part);
    if (html && !label.size)
        label = meta_charset(bytes.bytes);
    struct span text = line_feeds(arena, to_utf8(arena, bytes.bytes, label, message));
    if (!html && param_is(arena, part, "format", SPAN_LITERAL("flowed")))
        text = mime_flowed(arena, text, param_is(arena, part, "delsp", SPAN_LITERAL("yes")));
    return text;
}
