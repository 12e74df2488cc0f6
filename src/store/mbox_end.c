/* Looks for what a whole mail has at its end: the end of its header, of its last line, of its last MIME part. */
#include "store/mbox_end.h"

#include <stdint.h>
#include "base/limits.h"

#define BOUNDARY_MAX 70 /* RFC 2046 5.1.1 */

static struct span boundary_of(struct span header)
{
    size_t type = span_find_nocase(header, SPAN_LITERAL("\nContent-Type: multipart/"), 0);
    if (type == SIZE_MAX)
        return SPAN_NONE;
    struct span rest = span_slice(header, type, LIMIT_FIELD_BYTES);
    size_t at = span_find_nocase(rest, SPAN_LITERAL("boundary="), 0);
    if (at == SIZE_MAX)
        return SPAN_NONE;
    rest = span_slice(rest, at + 9, rest.size);
    bool quoted = rest.size > 0 && rest.data[0] == '"';
    if (quoted)
        rest = span_slice(rest, 1, rest.size);
    size_t size = 0;
    while (size < rest.size && size < BOUNDARY_MAX && rest.data[size] != '\n' && rest.data[size] != '\r'
           && (quoted ? rest.data[size] != '"' : rest.data[size] != ';' && rest.data[size] != ' '))
        size++;
    return span_slice(rest, 0, size);
}

/* The closing delimiter "--boundary--" stands somewhere in the body. */
static bool closed(struct span body, struct span boundary)
{
    for (size_t at = 0; (at = span_find(body, boundary, at)) != SIZE_MAX; at += boundary.size) {
        struct span after = span_slice(body, at + boundary.size, 2);
        if (at >= 2 && body.data[at - 1] == '-' && body.data[at - 2] == '-' && span_equal(after, SPAN_LITERAL("--")))
            return true;
    }
    return false;
}

const char *mbox_end_is_cut(struct span mail, size_t header_size)
{
    if (header_size == 0)
        return "ends in the middle of its header";
    if (mail.size == 0 || mail.data[mail.size - 1] != '\n')
        return "ends in the middle of a line";
    struct span boundary = boundary_of(span_slice(mail, 0, header_size));
    if (boundary.size > 0 && !closed(span_slice(mail, header_size, mail.size), boundary))
        return "ends before its last MIME part does";
    return NULL;
}
