/* Tells whether the last mail of a file stops before its own end. */
#ifndef REPLYTRACE_MBOX_END_H
#define REPLYTRACE_MBOX_END_H

#include <stddef.h>
#include "base/span.h"

/* `mail` begins at its header; `header_size` bytes up to and with the blank line, 0 = there is none. NULL when nothing tells of
   a cut, else a static English clause ("ends in the middle of its header"). */
const char *mbox_end_is_cut(struct span mail, size_t header_size);

#endif
