/* Drives libxml2's HTML push parser and keeps it from going quadratic. */
#include "decode/html_feed.h"

#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/limits.h"

#define CHUNK_BYTES 16384
/* Without a body open, libxml2 takes a stray end tag for the end of the document. */
#define PREAMBLE "<html><body>"

struct feed {
    const struct html_events *events;
    void *user;
};

static void on_open(void *context, const xmlChar *name, const xmlChar **attributes)
{
    const struct feed *feed = context;
    feed->events->open(feed->user, (const char *)name, (const char *const *)attributes);
}

static void on_close(void *context, const xmlChar *name)
{
    const struct feed *feed = context;
    feed->events->close(feed->user, (const char *)name);
}

static void on_text(void *context, const xmlChar *text, int size)
{
    const struct feed *feed = context;
    if (size > 0)
        feed->events->text(feed->user, (struct span){(const char *)text, (size_t)size});
}

/* End of the tag that starts at `at`, behind its `>`; counts its attributes. A `>` within a quoted value does not end it. */
static size_t tag_end(struct span html, size_t at, size_t *ret_attributes)
{
    size_t attributes = 0;
    char before = '\0';
    for (at++; at < html.size && html.data[at] != '>'; at++) {
        char byte = html.data[at];
        bool blank = byte == ' ' || (byte >= '\t' && byte <= '\r') || byte == '/';
        if ((byte == '"' || byte == '\'') && before == '=') {
            size_t close = span_find_byte(html, byte, at + 1);
            at = close == SIZE_MAX ? html.size - 1 : close;
            attributes++; /* one that touches the next one has no blank to be counted by */
        }
        attributes += blank;
        if (!blank)
            before = html.data[at];
    }
    *ret_attributes = attributes;
    return at < html.size ? at + 1 : at;
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static size_t end_of(struct span html, const char *mark, size_t from)
{
    size_t at = span_find_nocase(html, span_of(mark), from);
    return at == SIZE_MAX ? html.size : at;
}

/* Where reading for tags goes on: a `<` within a comment, a script or a style sheet begins none. `end`: behind the tag at `at`. */
static size_t raw_end(struct span html, size_t at, size_t end)
{
    struct span tag = span_slice(html, at, sizeof "<script" - 1);
    if (span_starts(tag, SPAN_LITERAL("<!--")))
        return end_of(html, "-->", end);
    if (span_starts_nocase(tag, SPAN_LITERAL("<script")))
        return end_of(html, "</script", end);
    return span_starts_nocase(tag, SPAN_LITERAL("<style")) ? end_of(html, "</style", end) : end;
}

/* libxml2 takes </html> at its word and drops what follows; mail programs show it: list footers, and what is hidden there. */
static bool ends_document(struct span html, size_t at)
{
    struct span rest = span_slice(html, at, sizeof "</body" - 1);
    return span_equal_nocase(rest, SPAN_LITERAL("</body")) || span_equal_nocase(rest, SPAN_LITERAL("</html"));
}

/* A NUL would end libxml2's reading. */
static void add_clean(struct buf *clean, struct span part)
{
    size_t from = clean->size;
    buf_add(clean, part);
    for (char *nul; part.size && (nul = memchr(clean->data + from, '\0', clean->size - from)); *nul = ' ')
        from = (size_t)(nul - clean->data);
}

/* `html` without tags that have too many attributes (true when one was left out) and without the end of the document. */
static bool guard(struct buf *clean, struct span html)
{
    bool cut = false;
    size_t kept = 0;
    buf_reserve(clean, html.size);
    for (size_t at = span_find_byte(html, '<', 0); at != SIZE_MAX; at = span_find_byte(html, '<', at)) {
        bool document = ends_document(html, at);
        if (!document && (at + 1 >= html.size || !letter(html.data[at + 1]))) {
            at = raw_end(html, at, at + 1);
            continue;
        }
        size_t attributes, end = tag_end(html, at, &attributes);
        bool flood = attributes > LIMIT_HTML_ATTRIBUTES;
        if (flood || document) {
            add_clean(clean, span_slice(html, kept, at - kept));
            kept = end;
            cut |= flood;
        }
        at = raw_end(html, at, end);
    }
    add_clean(clean, span_slice(html, kept, html.size));
    return cut;
}

static htmlParserCtxtPtr context_new(struct feed *feed)
{
    xmlSAXHandler handler = {0};
    handler.startElement = on_open;
    handler.endElement = on_close;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    htmlParserCtxtPtr context = htmlCreatePushParserCtxt(&handler, feed, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!context)
        abort();
    htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                                    | HTML_PARSE_IGNORE_ENC);
    return context;
}

/* One parser's life: until the end, until it has too many elements open, or gives up. Returns the bytes it has dealt with. */
static size_t run(struct feed *feed, struct span html)
{
    htmlParserCtxtPtr context = context_new(feed);
    size_t fed = 0, done = html.size;
    htmlParseChunk(context, PREAMBLE, sizeof PREAMBLE - 1, 0);
    while (fed < html.size && !feed->events->enough(feed->user)) {
        struct span chunk = span_slice(html, fed, CHUNK_BYTES);
        htmlParseChunk(context, chunk.data, (int)chunk.size, 0);
        fed += chunk.size;
        if (context->instate == XML_PARSER_EOF && fed < html.size) {
            done = fed;
            break;
        }
        if (context->nameNr > LIMIT_HTML_OPEN) {
            long consumed = xmlByteConsumed(context) - (long)(sizeof PREAMBLE - 1);
            done = consumed > 0 && (size_t)consumed <= fed ? (size_t)consumed : fed;
            break;
        }
    }
    if (done == html.size && !feed->events->enough(feed->user))
        htmlParseChunk(context, "", 0, 1);
    htmlFreeParserCtxt(context);
    return done;
}

bool html_feed(struct span html, const struct html_events *events, void *user)
{
    bool cut = html.size > LIMIT_HTML_BYTES;
    BUF_LOCAL clean = {0};
    struct feed feed = {events, user};
    cut |= guard(&clean, span_slice(html, 0, LIMIT_HTML_BYTES));
    for (size_t at = 0; at < clean.size && !events->enough(user);) {
        at += run(&feed, span_slice(buf_span(&clean), at, clean.size));
        if (at < clean.size) {
            cut = true;
            events->forget(user);
        }
    }
    return cut;
}
