/* Which HTML elements hold quoted mail, or say that all behind them is: the marks of the common mail programs. */
#ifndef REPLYTRACE_HTML_QUOTE_H
#define REPLYTRACE_HTML_QUOTE_H

#include <stdbool.h>
#include "base/span.h"
#include "decode/html_style.h"

enum html_quote {
    HTML_QUOTE_NONE,
    HTML_QUOTE_REGION,  /* what it holds is quoted: blockquote type=cite, yahoo_quoted ... */
    HTML_QUOTE_TITLE,   /* the attribution line: gmail_attr, moz-cite-prefix; people write their answer into it by mistake */
    HTML_QUOTE_INDENT,  /* a blockquote without a mark: a quote only below an attribution line or with a header block */
    HTML_QUOTE_TAIL,    /* from here to the end of the mail: divRplyFwdMsg, appendonsend, Outlook's rule */
    HTML_QUOTE_HOLDER,  /* div.gmail_quote: attribution and quote, but also answers between quotes, or the whole mail */
};

/* The attributes that matter; empty where absent. */
struct html_attributes {
    struct span id, class_names, type, style, tabindex;
    bool hidden;
};

/* `name` is lower case. */
enum html_quote html_quote_of(struct span name, const struct html_attributes *attributes, const struct html_style *style);

#endif
