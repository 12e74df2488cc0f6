/* What an inline style (CSS) says of an element, as far as it matters to reading a mail. */
#ifndef REPLYTRACE_HTML_STYLE_H
#define REPLYTRACE_HTML_STYLE_H

#include <stdbool.h>
#include "base/span.h"

struct html_style {
    bool hidden;        /* display:none, visibility:hidden, font-size:0, opacity:0, max-height:0, mso-hide:all */
    bool pre;           /* white-space: pre, pre-wrap, pre-line */
    bool quote_bar;     /* a border at the left (or right, for right-to-left scripts) and none around */
    bool outlook_rule;  /* border-top:solid #E1E1E1 or #B5C4DF with padding 3.0pt 0: what Outlook draws above a reply header */
};

struct html_style html_style_read(struct span style);

#endif
