/* Tells by its first lines whether a text is an internet mail (RFC 5322): no name is trusted. */
#ifndef REPLYTRACE_MAIL_SNIFF_H
#define REPLYTRACE_MAIL_SNIFF_H

#include <stdbool.h>
#include "base/span.h"

/* A line that has the shape of a header field: printable ASCII without blanks, then a colon (RFC 5322 2.2). */
bool mail_sniff_field(struct span line);

/* The same, and the field is one of those that mail carries: From, Received, Message-ID, ... */
bool mail_sniff_known_field(struct span line);

/* True when `head`, the first bytes of a file, is the header of a mail: fields and folded lines up to the blank line or the
   end of `head`, at least one of them known. A UTF-8 byte order mark, one leading
   "From " line and the first line of an .emlx are passed over. */
bool mail_sniff_is_mail(struct span head);

/* `head` without what may stand before a mail's first field: byte order mark, "From " or ">From " lines. */
struct span mail_sniff_strip(struct span head);

#endif
