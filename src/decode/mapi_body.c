/* Chooses and reads the body of a MAPI item. */
#include "decode/mapi_body.h"

#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/html_text.h"
#include "decode/mapi_value.h"
#include "decode/mime_note.h"
#include "decode/quote.h"
#include "decode/rtf_lzfu.h"
#include "decode/rtf_text.h"

#define STUB_BYTES 400 /* a shorter plain text may only say "open this in a browser" ... */
#define STUB_TIMES 4   /* ... where the HTML says this much more */
#define META_BYTES 4096 /* of HTML in which a charset is looked for */

/* Where a property is longer than what is read of it, though it may shrink to less as text. */
static void cut_note(struct arena *arena, const struct mapi_item *item, enum mapi_id id, size_t limit, struct message *message)
{
    const struct mapi_property *property = mapi_find(&item->message, (uint16_t)id);
    if (property && property->value.size > limit)
        mime_note_cut(arena, message, id == MAPI_HTML ? "the HTML body is cut: limit reached" : "the text body is cut: limit reached");
}

static bool blank(struct span text)
{
    return span_trim(text).size == 0;
}

/* LF line ends, as quote_split wants them: CRLF and a lone CR become LF. */
static struct span lines_of(struct arena *arena, struct span text)
{
    size_t next = span_find_byte(text, '\r', 0), at = 0, size = 0;
    if (next == SIZE_MAX)
        return text;
    char *lines = arena_alloc(arena, text.size);
    while (at < text.size) {
        size_t run = (next == SIZE_MAX ? text.size : next) - at;
        memcpy(lines + size, text.data + at, run);
        size += run;
        at += run + 1;
        if (next == SIZE_MAX)
            break;
        lines[size++] = '\n';
        at += at < text.size && text.data[at] == '\n';
        next = span_find_byte(text, '\r', at);
    }
    return (struct span){lines, size};
}

static bool plain_use(struct arena *arena, struct span text, struct message *message)
{
    struct quote_result result = {0};
    if (blank(text))
        return false;
    quote_split(arena, lines_of(arena, utf8_cut(text, LIMIT_BODY_BYTES)), &result);
    message->segments = result.segments;
    message->segment_count = result.segment_count;
    message->quote_headers = result.headers;
    message->quote_header_count = result.header_count;
    if (result.cut || text.size > LIMIT_BODY_BYTES)
        mime_note_cut(arena, message, "the text body is cut: limit reached");
    return result.segment_count > 0;
}

static bool segments_blank(const struct html_text_result *result)
{
    for (size_t i = 0; i < result->segment_count; i++)
        if (!blank(result->segments[i].text))
            return false;
    return true;
}

static bool html_use(struct arena *arena, struct span html, struct message *message)
{
    struct html_text_result result = {0};
    if (blank(html))
        return false;
    html_text(arena, utf8_cut(html, LIMIT_BODY_BYTES), &result);
    if (segments_blank(&result))
        return false;
    message->segments = result.segments;
    message->segment_count = result.segment_count;
    message->quote_headers = result.headers;
    message->quote_header_count = result.header_count;
    if (result.cut || html.size > LIMIT_BODY_BYTES)
        mime_note_cut(arena, message, "the HTML body is cut: limit reached");
    return true;
}

/* The charset that the HTML names itself, for items without code page. */
static struct span meta_charset(struct span html)
{
    struct span head = span_slice(html, 0, META_BYTES);
    size_t at = span_find_nocase(head, SPAN_LITERAL("charset="), 0), size = 0;
    if (at == SIZE_MAX)
        return SPAN_NONE;
    head = span_slice(head, at + 8, head.size);
    if (head.size && (head.data[0] == '"' || head.data[0] == '\''))
        head = span_slice(head, 1, head.size);
    while (size < head.size && size < 40 && !strchr("\"' ;/>\r\n\t", head.data[size]))
        size++;
    return span_slice(head, 0, size);
}

static bool body_html(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    const struct mapi_property *property = mapi_find(&item->message, MAPI_HTML);
    bool damaged = false;
    struct span html;
    if (!property)
        return false;
    unsigned codepage = (unsigned)mapi_value_number(&item->message, MAPI_INTERNET_CODEPAGE, 0) & 0xffff;
    size_t limit = (size_t)2 * LIMIT_BODY_BYTES;
    if (property->type == MAPI_BINARY && codepage == 0) {
        struct charset_result text =
            charset_to_utf8(arena, span_slice(property->value, 0, limit), meta_charset(property->value));
        html = text.text;
        damaged = text.damaged;
    } else {
        html = mapi_value_text(arena, &item->message, MAPI_HTML, codepage ? codepage : item->codepage, limit, &damaged);
    }
    if (!html_use(arena, html, message))
        return false;
    cut_note(arena, item, MAPI_HTML, limit, message);
    if (damaged)
        mime_note(arena, message, "the HTML body has bytes without meaning in its charset");
    return true;
}

static bool body_plain(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    bool damaged = false;
    size_t limit = (size_t)2 * LIMIT_BODY_BYTES;
    struct span text = mapi_value_text(arena, &item->message, MAPI_BODY, item->codepage, limit, &damaged);
    if (!plain_use(arena, text, message))
        return false;
    cut_note(arena, item, MAPI_BODY, limit, message);
    if (damaged)
        mime_note(arena, message, "the text body has characters without meaning in its charset");
    return true;
}

static bool body_rtf(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    struct span packed = mapi_value_binary(&item->message, MAPI_RTF_COMPRESSED);
    struct rtf_lzfu_result rtf;
    struct rtf_text_result text;
    if (packed.size == 0)
        return false;
    if (!rtf_lzfu_read(arena, packed, (size_t)8 * LIMIT_BODY_BYTES, &rtf)
        || !rtf_text_read(arena, rtf.rtf, item->codepage, &text)) {
        mime_note(arena, message, "the RTF body cannot be read");
        return false;
    }
    if (rtf.damaged || text.damaged)
        mime_note(arena, message, "the RTF body is damaged; what came out of it is shown");
    if (rtf.cut || text.cut)
        mime_note_cut(arena, message, "the RTF body is cut: limit reached");
    return text.kind == RTF_TEXT_HTML ? html_use(arena, text.text, message) : plain_use(arena, text.text, message);
}

/* Bytes of words that plain_use or html_use has found. */
static size_t words_size(const struct message *message)
{
    size_t size = 0;
    for (size_t i = 0; i < message->segment_count; i++)
        size += span_trim(message->segments[i].text).size;
    return size;
}

/* As for MIME: the plain text, unless it is empty or a stub beside the HTML; so one mail has one text in either shape. */
void mapi_body_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    bool plain = body_plain(arena, item, message);
    if (plain && words_size(message) >= STUB_BYTES)
        return;
    struct message html = *message;
    if (body_html(arena, item, &html) || body_rtf(arena, item, &html)) {
        if (!plain || words_size(&html) > words_size(message) * STUB_TIMES)
            *message = html;
    }
}
