/* Fuzzes the search for passwords in the words of a mail. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/limits.h"
#include "base/utf8.h"
#include "base/words.h"
#include "model/password.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct words *words;
    struct err err;
    struct password found[8];
    if (!words && words_open(NULL, password_words(), &words, &err) != OUTCOME_OK)
        abort();
    ARENA_LOCAL arena = arena_open();
    size_t count = password_candidates(words, arena, (struct span){(const char *)data, size}, found, 8);
    for (size_t i = 0; i < count; i++)
        if (!utf8_valid(found[i].line) || found[i].word.size < 2 || !utf8_ascii(found[i].word))
            abort();
    struct password guessed[LIMIT_PASSWORDS];
    count = password_guesses(words, arena, (struct span){(const char *)data, size}, guessed, LIMIT_PASSWORDS);
    for (size_t i = 0; i < count; i++)
        if (!utf8_valid(guessed[i].line) || guessed[i].word.size < 2 || !utf8_valid(guessed[i].word))
            abort();
    return 0;
}
