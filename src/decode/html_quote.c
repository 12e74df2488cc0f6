/* Tells quoted parts of an HTML mail by ids, classes and styles. */
#include "decode/html_quote.h"

#include <stdint.h>

static bool is(struct span value, const char *text)
{
    return span_equal_nocase(span_trim(value), span_of(text));
}

/* Is `word` one of the names in a class attribute? */
static bool has_class(struct span names, const char *word)
{
    struct span wanted = span_of(word);
    for (size_t at = 0; at < names.size;) {
        size_t end = span_find_byte(names, ' ', at);
        if (end == SIZE_MAX)
            end = names.size;
        struct span name = span_slice(names, at, end - at);
        if (span_equal(name, wanted))
            return true;
        at = end + 1;
    }
    return false;
}

static bool tail(struct span name, const struct html_attributes *attributes, const struct html_style *style)
{
    if (is(attributes->id, "divRplyFwdMsg") || is(attributes->id, "appendonsend"))
        return true;
    if (span_equal(name, SPAN_LITERAL("hr")) && is(attributes->tabindex, "-1"))
        return true;
    return span_equal(name, SPAN_LITERAL("div")) && style->outlook_rule;
}

static bool region(const struct html_attributes *attributes)
{
    static const char *const classes[] = {"yahoo_quoted", "protonmail_quote", "zmail_extra", "tutanota_quote"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (has_class(attributes->class_names, classes[i]))
            return true;
    return is(attributes->id, "OLK_SRC_BODY_SECTION") || is(attributes->id, "isReplyContent") || is(attributes->id, "yahoo_quoted");
}

enum html_quote html_quote_of(struct span name, const struct html_attributes *attributes, const struct html_style *style)
{
    bool named = attributes->id.size || attributes->class_names.size || attributes->tabindex.size;
    if (!named && !style->outlook_rule && !span_equal(name, SPAN_LITERAL("blockquote")))
        return HTML_QUOTE_NONE; /* nearly all elements */
    if (tail(name, attributes, style))
        return HTML_QUOTE_TAIL;
    if (region(attributes))
        return HTML_QUOTE_REGION;
    if (has_class(attributes->class_names, "gmail_attr") || has_class(attributes->class_names, "moz-cite-prefix")
        || is(attributes->id, "reply-intro"))
        return HTML_QUOTE_TITLE;
    if (has_class(attributes->class_names, "moz-forward-container"))
        return HTML_QUOTE_INDENT;
    bool gmail = has_class(attributes->class_names, "gmail_quote");
    if (span_equal(name, SPAN_LITERAL("blockquote"))) {
        bool marked = is(attributes->type, "cite") || gmail || style->quote_bar;
        return marked ? HTML_QUOTE_REGION : HTML_QUOTE_INDENT;
    }
    return gmail && span_equal(name, SPAN_LITERAL("div")) ? HTML_QUOTE_HOLDER : HTML_QUOTE_NONE;
}
