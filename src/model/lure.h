/* Phrases of mails that want their attachment or link opened. */
#ifndef REPLYTRACE_LURE_H
#define REPLYTRACE_LURE_H

#include "base/arena.h"
#include "base/span.h"

struct words; /* base/words.h: the compiled patterns of heuristics/words/lure.yaml */

/* The phrase by which `text` (UTF-8) asks to open something, when it also says what that is about; in the arena. Empty: none. */
struct span lure_find(const struct words *words, struct arena *arena, struct span text);

/* heuristics/words/lure.yaml as it was when the program was built: for words_open(). */
struct span lure_words(void);

#endif
