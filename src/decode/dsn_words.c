/* Opens the patterns of reports once. */
#include "decode/dsn_words.h"

#include <stdlib.h>
#include "base/embed.h"
#include "base/memory.h"

struct dsn_words {
    struct words *words; /* NULL until needed */
};

struct dsn_words *dsn_words_open(void)
{
    return memory_must(calloc(1, sizeof(struct dsn_words)));
}

void dsn_words_close(struct dsn_words *words)
{
    if (words)
        words_close(words->words);
    free(words);
}

const struct words *dsn_words_get(struct dsn_words *words)
{
    struct err err;
    if (!words->words && words_open(NULL, dsn_words_yaml(), &words->words, &err) != OUTCOME_OK)
        abort(); /* it is part of the program */
    return words->words;
}

EMBED(dsn_words, "heuristics/words/bounce.yaml");

struct span dsn_words_yaml(void)
{
    return EMBEDDED(dsn_words);
}
