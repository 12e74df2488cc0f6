/* Where the links of an HTML mail lead: the host is written behind a link's text, as mail programs do when they make plain text. */
#ifndef REPLYTRACE_HTML_LINK_H
#define REPLYTRACE_HTML_LINK_H

#include "decode/html_writer.h"

#define HTML_LINK_HOST_BYTES 253 /* RFC 1035 2.3.4 */
#define HTML_LINKS 100           /* hosts written for one mail; a newsletter has more, and repeats them */

/* Start with {0}. */
struct html_link {
    char host[HTML_LINK_HOST_BYTES]; /* of the open link; size 0: none is open */
    size_t host_size;
    size_t start;                    /* where its text begins in writer.out */
    char last[HTML_LINK_HOST_BYTES]; /* written last: not repeated */
    size_t last_size;
    unsigned written;
};

/* An <a> begins. `href` as in the attribute; without "://" (mailto:, cid:, anchors) it is no link. */
void html_link_open(struct html_link *link, const struct html_writer *writer, struct span href);
/* It ends: " <https://host>" is written unless its text shows the host. */
void html_link_close(struct html_link *link, struct html_writer *writer);

#endif
