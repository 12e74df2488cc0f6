/* Finds the host of a link target and writes it behind the link's text. */
#include "decode/html_link.h"

#include <stdint.h>
#include <string.h>
#include "model/link.h"
#include "model/risky_name.h"

/* Schemes that make a program of the reader's computer fetch what the link names. */
static struct span handler_of(struct span href)
{
    static const char *const handlers[] = {"ms-appinstaller:?source=", "search-ms:", "ms-search:"};
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (span_starts_nocase(href, span_of(handlers[i])))
            return span_of(handlers[i]);
    return SPAN_NONE;
}

/* The file that is linked to, where it is more than a page. */
static struct span payload_of(struct span href)
{
    struct span file = link_file(href);
    enum risky_name risk = risky_name(file);
    return risk == RISKY_NAME_NO || risk == RISKY_NAME_PAGE ? SPAN_NONE : file;
}

void html_link_open(struct html_link *link, const struct html_writer *writer, struct span href)
{
    struct span host = link_host(href), file = payload_of(span_trim(href));
    link->host_size = host.size;
    link->file_size = file.size;
    link->handler = handler_of(span_trim(href));
    if (file.size)
        memcpy(link->file, file.data, file.size);
    link->start = writer->out.size;
    if (host.size)
        memcpy(link->host, host.data, host.size);
}

/* Nothing new: the text shows it, or the link before it led there. */
static bool told(const struct html_link *link, struct span text, struct span host, struct span file)
{
    struct span last = {link->last, link->last_size};
    if (link->handler.size || (file.size && span_find_nocase(text, file, 0) == SIZE_MAX))
        return false;
    return span_find_nocase(text, host, 0) != SIZE_MAX || (!file.size && span_equal_nocase(host, last));
}

void html_link_close(struct html_link *link, struct html_writer *writer)
{
    struct span host = {link->host, link->host_size}, file = {link->file, link->file_size};
    struct span text = span_slice(buf_span(&writer->out), link->start, writer->out.size);
    link->host_size = 0;
    if (!host.size || link->written == HTML_LINKS || told(link, text, host, file))
        return;
    link->written++;
    memcpy(link->last, host.data, host.size);
    link->last_size = host.size;
    html_writer_text(writer, SPAN_LITERAL(" <"), false);
    html_writer_text(writer, link->handler, false);
    html_writer_text(writer, SPAN_LITERAL("https://"), false);
    html_writer_text(writer, host, false);
    if (file.size)
        html_writer_text(writer, SPAN_LITERAL("/"), false);
    html_writer_text(writer, file, false);
    html_writer_text(writer, SPAN_LITERAL(">"), false);
}
