/* Opens the patterns of reports once. */
#include "decode/dsn_words.h"

#include <stdlib.h>
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

/* The assembler looks along the compiler's include path; CMake knows of the dependency. */
__asm__(".pushsection .rodata\n"
        "dsn_words_start:\n"
        ".incbin \"heuristics/words/bounce.yaml\"\n"
        "dsn_words_end:\n"
        ".popsection\n");
extern const char dsn_words_start[] __attribute__((visibility("hidden")));
extern const char dsn_words_end[] __attribute__((visibility("hidden")));

struct span dsn_words_yaml(void)
{
    return (struct span){dsn_words_start, (size_t)(dsn_words_end - dsn_words_start)};
}
