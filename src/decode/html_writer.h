/* Text as it grows out of HTML: white space collapsed, line breaks asked for rather than written, invisible characters dropped. */
#ifndef REPLYTRACE_HTML_WRITER_H
#define REPLYTRACE_HTML_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/span.h"

/* Start with {0}; buf_free(&writer.out) ends it. */
struct html_writer {
    struct buf out;      /* at most LIMIT_BODY_BYTES */
    unsigned breaks;     /* line feeds wanted before the next word */
    unsigned trailing;   /* line feeds at the end of out */
    char gap;            /* blank wanted before the next word: ' ', '\t' or 0 */
    bool cut;            /* LIMIT_BODY_BYTES reached; nothing more is written */
};

/* `pre`: line feeds are kept. Runs of blanks become one, indentation none. U+00A0 counts as a blank; soft hyphens, U+200B,
   U+2060 and U+FEFF are dropped. */
void html_writer_text(struct html_writer *writer, struct span text, bool pre);
/* At least `count` line feeds before the next word; nothing at the very start. */
void html_writer_break(struct html_writer *writer, unsigned count);
/* One line feed more: <br>. */
void html_writer_line(struct html_writer *writer);
/* The edge of a table cell. */
void html_writer_cell(struct html_writer *writer);
/* Ends the line under construction at once; returns out.size. */
size_t html_writer_settle(struct html_writer *writer);

#endif
