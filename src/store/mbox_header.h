/* The fields that mail programs keep in an mbox mail's header for themselves: status, labels, Content-Length. */
#ifndef REPLYTRACE_MBOX_HEADER_H
#define REPLYTRACE_MBOX_HEADER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

struct mbox_header {
    uint32_t flags;          /* enum message_flag from Status, X-Status, X-Mozilla-Status, X-Gmail-Labels */
    bool has_length;
    uint64_t content_length; /* bytes of the body, as mboxcl and mboxcl2 give it */
};

/* Takes note of one header line, without its line end. */
void mbox_header_line(struct mbox_header *header, struct span line);

#endif
