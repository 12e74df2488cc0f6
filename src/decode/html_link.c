/* Finds the host of a link target and writes it behind the link's text. */
#include "decode/html_link.h"

#include <stdint.h>
#include <string.h>

static bool host_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.'
        || byte == '-';
}

/* Behind "://" and any "user@" in front of it. ms-appinstaller:?source=https://host/ is found by its inner target. */
static struct span host_of(struct span href)
{
    size_t at = span_find(href, SPAN_LITERAL("://"), 0);
    if (at == SIZE_MAX)
        return SPAN_NONE;
    struct span rest = span_slice(href, at + 3, href.size);
    size_t end = 0;
    while (end < rest.size && !memchr("/?#\\", rest.data[end], 4))
        end++;
    struct span authority = span_slice(rest, 0, end);
    size_t user = span_find_byte(authority, '@', 0);
    if (user != SIZE_MAX)
        authority = span_slice(authority, user + 1, authority.size);
    size_t size = 0;
    while (size < authority.size && size < HTML_LINK_HOST_BYTES && host_byte(authority.data[size]))
        size++;
    return span_slice(authority, 0, size);
}

void html_link_open(struct html_link *link, const struct html_writer *writer, struct span href)
{
    struct span host = host_of(href);
    link->host_size = host.size;
    link->start = writer->out.size;
    if (host.size)
        memcpy(link->host, host.data, host.size);
}

void html_link_close(struct html_link *link, struct html_writer *writer)
{
    struct span host = {link->host, link->host_size}, last = {link->last, link->last_size};
    struct span text = span_slice(buf_span(&writer->out), link->start, writer->out.size);
    link->host_size = 0;
    if (!host.size || span_find_nocase(text, host, 0) != SIZE_MAX || span_equal_nocase(host, last)
        || link->written == HTML_LINKS)
        return;
    link->written++;
    memcpy(link->last, host.data, host.size);
    link->last_size = host.size;
    html_writer_text(writer, SPAN_LITERAL(" <https://"), false);
    html_writer_text(writer, host, false);
    html_writer_text(writer, SPAN_LITERAL(">"), false);
}
