/* HTML of a mail to plain text, by libxml2's SAX events (no tree: nesting is hostile), quoted parts kept apart. */
#ifndef REPLYTRACE_HTML_TEXT_H
#define REPLYTRACE_HTML_TEXT_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/message.h"

struct html_text_result {
    const struct segment *segments; /* cut where the HTML says a quote begins (blockquote cite, gmail_quote, divRplyFwdMsg,
                                       appendonsend, Outlook's border div ...); each is then split by quote_split as well */
    size_t segment_count;
    const struct quote_header *headers;
    size_t header_count;
    bool cut;                       /* LIMIT_HTML_DEPTH, LIMIT_BODY_BYTES or LIMIT_SEGMENTS reached */
};

/* `html` is UTF-8. Invisible text (display:none, font-size:0, comments, script, style) is left out.
   Behind the text of a link to another host stands that host: "Invoice <https://files.example>". */
void html_text(struct arena *arena, struct span html, struct html_text_result *ret_result);

#endif
