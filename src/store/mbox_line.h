/* Tells the "From " line that separates the mails of an mbox (RFC 4155) from one that is part of a body. */
#ifndef REPLYTRACE_MBOX_LINE_H
#define REPLYTRACE_MBOX_LINE_H

#include <stdbool.h>
#include "base/span.h"

/* Bytes behind the start of a "From " line that the answer may depend on. */
#define MBOX_LINE_LOOKAHEAD 4096

enum mbox_line_rule {
    MBOX_LINE_DATED,   /* separators end in a date, as almost everywhere */
    MBOX_LINE_UNDATED, /* this file's own first "From " line has none: the header that follows must be a mail's beyond doubt */
};

/* `text` begins at the start of a line and holds MBOX_LINE_LOOKAHEAD bytes or all up to the end of the file. A separator names
   a sender and a date and a header field follows. `blank_before`: the line before is blank, or this is the start of the
   file; without it two header fields must follow. */
bool mbox_line_separates(struct span text, bool blank_before, enum mbox_line_rule rule);

/* Position of the next "From " at or after `from`, wherever in a line, or SIZE_MAX. */
size_t mbox_line_find(struct span text, size_t from);

/* A date stands in the line: weekday, month, time and year in any order, or an ISO 8601 day. */
bool mbox_line_dated(struct span line);

#endif
