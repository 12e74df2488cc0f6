/* Where the links of an HTML mail lead: the host is written behind a link's text, as mail programs do when they make plain text. */
#ifndef REPLYTRACE_HTML_LINK_H
#define REPLYTRACE_HTML_LINK_H

#include "decode/html_writer.h"
#include "model/link.h"

#define HTML_LINKS 100 /* hosts written for one mail; a newsletter has more, and repeats them */

/* Start with {0}. */
struct html_link {
    char host[LINK_HOST_BYTES];      /* of the open link; size 0: none is open */
    size_t host_size;
    char file[LINK_FILE_BYTES];      /* what it leads to, where that is an archive, a document with room for macros, or runs */
    size_t file_size;
    struct span handler;             /* static: the scheme of a program that is to fetch it; mostly empty */
    size_t start;                    /* where its text begins in writer.out */
    char last[LINK_HOST_BYTES];      /* written last: not repeated */
    size_t last_size;
    unsigned written;
};

/* An <a> begins. `href` as in the attribute; without "://" (mailto:, cid:, anchors) it is no link. */
void html_link_open(struct html_link *link, const struct html_writer *writer, struct span href);
/* It ends: " <https://host>" is written unless its text shows the host, " <https://host/file>" where it leads to more than a page, and
   before it `ms-appinstaller:?source=` and its kin. */
void html_link_close(struct html_link *link, struct html_writer *writer);

#endif
