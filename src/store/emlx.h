/* Apple Mail's .emlx: a line with the mail's size in bytes, the mail, then a property list with its state. */
#ifndef REPLYTRACE_EMLX_H
#define REPLYTRACE_EMLX_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

/* Takes such a first line off: *ret_rest is what follows it, *ret_size what the line says. False, and nothing is changed, where
   the first line is another. */
bool emlx_head(struct span head, struct span *ret_rest, uint64_t *ret_size);

/* The mail in a whole .emlx file; *ret_flags: enum message_flag of the property list. A file that is none comes back as it is, flags 0.
   Where the size is wrong, all that follows the first line is the mail. */
struct span emlx_mail(struct span file, uint32_t *ret_flags);

#endif
