/* Content-Type and Content-Disposition: the value and its parameters (RFC 2045 5.1, RFC 2183), RFC 2231 and what people send instead. */
#ifndef REPLYTRACE_MIME_PARAM_H
#define REPLYTRACE_MIME_PARAM_H

#include "base/arena.h"
#include "base/span.h"

/* What stands before the parameters, lower case, without blanks and comments: "text/plain", also where the `;` is missing. */
struct span mime_param_main(struct arena *arena, struct span value);

/* The parameter of this name (any case), decoded to one line of UTF-8, or empty. RFC 2231 pieces are joined in their order and
   win over the plain form; pieces, quotes, encoded words (RFC 2047 5 forbids them here, all use them), raw bytes in `charset`,
   unquoted blanks and a missing last quote are read. */
struct span mime_param(struct arena *arena, struct span value, struct span name, struct span charset);

#endif
