/* The patterns of heuristics/words/bounce.yaml, compiled when the first mail needs them. */
#ifndef REPLYTRACE_DSN_WORDS_H
#define REPLYTRACE_DSN_WORDS_H

#include "base/span.h"
#include "base/words.h"

/* Serves one mail after the other, not two at once. */
struct dsn_words;
struct dsn_words *dsn_words_open(void);
void dsn_words_close(struct dsn_words *words); /* NULL is fine */
static inline void dsn_words_cleanup(struct dsn_words **words)
{
    dsn_words_close(*words);
}

/* Never NULL. */
const struct words *dsn_words_get(struct dsn_words *words);

/* heuristics/words/bounce.yaml as it was when the program was built. */
struct span dsn_words_yaml(void);

#endif
