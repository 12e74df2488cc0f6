/* NFKC alone (ICU): width and form are made one, case stays. */
#ifndef REPLYTRACE_NFKC_H
#define REPLYTRACE_NFKC_H

#include "base/arena.h"
#include "base/span.h"

/* In the arena, or the text itself where it is ASCII; valid UTF-8 whatever comes in. Over 100 MiB only repaired. */
struct span nfkc_text(struct arena *arena, struct span text);

#endif
