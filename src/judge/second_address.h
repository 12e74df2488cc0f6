/* Could two addresses belong to one person? What honest second addresses have in common and hijacked accounts do not. */
#ifndef REPLYTRACE_SECOND_ADDRESS_H
#define REPLYTRACE_SECOND_ADDRESS_H

#include <stdbool.h>
#include "base/span.h"

/* The local parts are equal but for dots and digits, share a word of SECOND_ADDRESS_WORD letters, or the Latin words of the
   display name stand in the local part of `sender`. */
#define SECOND_ADDRESS_WORD 4
bool second_address(struct span known, struct span name, struct span sender);

#endif
