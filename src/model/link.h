/* Links in plain text: where they lead, and what the text before them shows instead. */
#ifndef REPLYTRACE_LINK_H
#define REPLYTRACE_LINK_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

#define LINK_HOST_BYTES 253   /* RFC 1035 2.3.4 */
#define LINK_FILE_BYTES 100   /* of the last part of a path */
#define LINK_SHOWN_BYTES 1000 /* before a `<` that are searched for the host shown */

struct link {
    struct span host;   /* lower case, an IDN in ASCII, without user and port */
    struct span org;    /* its registrable domain */
    struct span file;   /* last part of the path, as it stands, without query; empty = the path ends with a slash, or there is none */
    struct span shown;  /* of `text <https://host>`, as mail programs and html_link.h write a link: the registrable domain of the
                           address or www name that the text ends with; empty = the text is words */
};

/* The first link (`scheme://host`) at or after *from; *from moves behind its host. False when there is none. In the arena. */
bool link_next(struct arena *arena, struct span text, size_t *from, struct link *ret_link);

/* Of a link's address as in an href or a text, without the arena: the host, without user and port, and the last part of the path. */
struct span link_host(struct span address);
struct span link_file(struct span address);

#endif
