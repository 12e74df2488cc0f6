/* Finds where the returned original begins. */
#include "decode/dsn_body.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "decode/quote.h"
#include "store/mail_sniff.h"

#define SEPARATORS 20        /* lines that may be separators */
#define SNIFF_BYTES 8192
#define TEXT_FILES 5         /* attachments that may be the text */
#define HEADER_FIELDS 3      /* known fields that make a header without a separator, a trace among them */
#define HEADERS 200          /* places where a header may begin without a separator */
#define EMPTY_LINES 6        /* between separator and original */
#define FOLD_LINES 12        /* of one field that may have lost the blanks of their folds */

static void add_text(struct buf *text, struct span more)
{
    if (text->size && text->data[text->size - 1] != '\n')
        buf_add_byte(text, '\n');
    buf_add(text, more);
}

/* Segments cover the text; parts of a mail may lack their last line end. Some gateways attach all that they say as a file of text. */
static struct span whole_text(struct arena *arena, const struct message *message)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < message->segment_count; i++)
        add_text(&text, message->segments[i].text);
    bool empty = span_trim(buf_span(&text)).size == 0;
    for (size_t i = 0; empty && i < message->attachment_count && i < TEXT_FILES; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (span_equal(attachment->declared_type, SPAN_LITERAL("text/plain")) && !attachment->embedded)
            add_text(&text, charset_to_utf8(arena, span_slice(attachment->content, 0, DSN_BODY_BYTES), SPAN_NONE).text);
    }
    return arena_copy(arena, buf_span(&text));
}

static struct span behind_empty_lines(struct span rest)
{
    struct span line, after = rest;
    for (int i = 0; i < EMPTY_LINES && span_take_line(&after, &line) && span_trim(line).size == 0; i++)
        rest = after;
    return rest;
}

static bool trace_field(struct span line)
{
    return span_starts_nocase(line, SPAN_LITERAL("Received:")) || span_starts_nocase(line, SPAN_LITERAL("Return-Path:"))
        || span_starts_nocase(line, SPAN_LITERAL("Message-ID:"));
}

/* True where a field follows before the header ends: the line belongs to the field above, whose fold lost its blank. */
static bool field_follows(struct span rest)
{
    struct span line;
    for (int i = 0; i < FOLD_LINES && span_take_line(&rest, &line) && line.size; i++)
        if (mail_sniff_known_field(line))
            return true;
    return false;
}

/* A header of a mail at the start of `rest`, known by itself. Lines that belong to the field above may have lost their blanks. */
static bool header_here(struct span rest)
{
    struct span line;
    size_t known = 0;
    bool trace = false;
    rest = span_slice(rest, 0, SNIFF_BYTES);
    while (span_take_line(&rest, &line) && line.size) {
        bool folded = line.data[0] == ' ' || line.data[0] == '\t';
        if (!folded && !mail_sniff_field(line) && !(known && field_follows(rest)))
            break;
        known += !folded && mail_sniff_known_field(line);
        trace |= trace_field(line);
    }
    return trace && known >= HEADER_FIELDS;
}

/* Byte position where a header begins: after an empty line, or with its trace. SIZE_MAX: nowhere. */
static size_t bare_header(struct span text)
{
    struct span rest = text, line;
    bool empty = true;
    int candidates = 0;
    for (const char *at = rest.data; span_take_line(&rest, &line) && candidates < HEADERS; at = rest.data) {
        bool begins = (empty && mail_sniff_known_field(line)) || trace_field(line);
        if (begins && ++candidates && header_here((struct span){at, (size_t)(text.data + text.size - at)}))
            return (size_t)(at - text.data);
        empty = span_trim(line).size == 0;
    }
    return SIZE_MAX;
}

/* Where a copy was wrapped anew, the rest of long fields stands at the start of a line. */
static struct span folds_mended(struct arena *arena, struct span raw)
{
    BUF_LOCAL out = {0};
    struct span rest = raw, line;
    const char *kept = raw.data;
    for (const char *at = rest.data; span_take_line(&rest, &line) && line.size; at = rest.data) {
        bool folded = line.data[0] == ' ' || line.data[0] == '\t';
        if (folded || mail_sniff_field(line) || at == raw.data || !field_follows(rest))
            continue;
        buf_add(&out, (struct span){kept, (size_t)(at - kept)});
        buf_add_byte(&out, ' ');
        kept = at;
    }
    if (!out.size)
        return raw;
    buf_add(&out, (struct span){kept, (size_t)(raw.data + raw.size - kept)});
    return arena_copy(arena, buf_span(&out));
}

/* Behind a separator less will do; but the "From, Sent, To, Subject" of a mail that somebody quotes is none. */
static bool header_behind(struct span rest)
{
    static const struct span fields[] = {SPAN_LITERAL("Date:"), SPAN_LITERAL("Received:"), SPAN_LITERAL("Return-Path:"),
                                         SPAN_LITERAL("Message-ID:"), SPAN_LITERAL("MIME-Version:"), SPAN_LITERAL("Date :")};
    struct span head = span_slice(rest, 0, SNIFF_BYTES), line;
    if (!mail_sniff_is_mail(head))
        return header_here(rest);
    while (span_take_line(&head, &line) && line.size)
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (span_starts_nocase(line, fields[i]))
                return true;
    return false;
}

struct dsn_body dsn_body_cut(struct arena *arena, const struct words *words, const struct message *message)
{
    struct span text = whole_text(arena, message);
    size_t from = 0, start, end, first = SIZE_MAX;
    for (int i = 0; i < SEPARATORS && words_find(words, "original", text, from, &start, &end); i++) {
        struct span original = folds_mended(arena, behind_empty_lines(span_slice(text, end + 1, text.size)));
        if (first == SIZE_MAX)
            first = start;
        if (header_behind(original))
            return (struct dsn_body){span_slice(text, 0, start < DSN_BODY_BYTES ? start : DSN_BODY_BYTES), original};
        from = end > from ? end : from + 1;
    }
    size_t bare = bare_header(text);
    if (bare != SIZE_MAX && (first == SIZE_MAX || bare > first))
        return (struct dsn_body){span_slice(text, 0, bare < DSN_BODY_BYTES ? bare : DSN_BODY_BYTES),
                                 folds_mended(arena, span_slice(text, bare, text.size))};
    return (struct dsn_body){span_slice(text, 0, first < DSN_BODY_BYTES ? first : DSN_BODY_BYTES), SPAN_NONE};
}

void dsn_body_without_original(struct arena *arena, struct span text, struct message *message)
{
    struct quote_result result;
    quote_split(arena, text, &result);
    message->segments = result.segments;
    message->segment_count = result.segment_count;
    message->quote_headers = result.headers;
    message->quote_header_count = result.header_count;
}
