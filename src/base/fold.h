/* Text made comparable (ICU): NFKC, lower case, letters only; what matching, names and fingerprints stand on. */
#ifndef REPLYTRACE_FOLD_H
#define REPLYTRACE_FOLD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* NFKC and full case folding. Half-width kana become full, full-width Latin becomes ASCII. Input is valid UTF-8 or repaired. */
struct span fold_text(struct arena *arena, struct span text);

/* As fold_text, and of the result only letters, digits and marks: what fingerprints are made of. Appends to *out.
   Quote prefixes at line starts (`>`, `|`, U+FF1E, blanks between) vanish by this rule. */
void fold_letters(struct buf *out, struct span text);

#endif
