/* Folded text in which the look-alikes of the at-sign are at-signs. */
#ifndef REPLYTRACE_AT_SIGN_H
#define REPLYTRACE_AT_SIGN_H

#include "base/arena.h"
#include "base/span.h"

/* As fold_text, with full-width, small and circled at-signs read as `@`. */
struct span at_sign_fold(struct arena *arena, struct span text);

#endif
