/* A mail that is attached as a file: declared as bytes or text, named .eml, as webmail and help desks send it. */
#ifndef REPLYTRACE_ATTACHED_EML_H
#define REPLYTRACE_ATTACHED_EML_H

#include <stdbool.h>
#include "base/span.h"

/* The name says so and the content begins as a mail does (RFC 5322); neither alone. */
bool attached_eml_is(struct span name, struct span content);

#endif
