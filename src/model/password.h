/* Passwords that a mail gives away: candidates for its archive, found by the words around them. */
#ifndef REPLYTRACE_PASSWORD_H
#define REPLYTRACE_PASSWORD_H

#include <stddef.h>
#include "base/arena.h"
#include "base/span.h"

struct words; /* base/words.h: the compiled patterns of heuristics/words/password.yaml */

struct password {
    struct span word;  /* the candidate, as written but NFKC; in the arena */
    struct span line;  /* the line of the text it stands in; in the arena */
};

/* Candidates in `text` (UTF-8), best first, at most `max`; returns how many. Only what a key word (解凍パスワード, PW, password ...)
   or its own shape gives away counts; a text without any key word gives none. */
size_t password_candidates(const struct words *words, struct arena *arena, struct span text, struct password *ret_passwords,
                           size_t max);

/* The same and, behind them, what may be one: whatever stands soon behind a key word, then words of letters and digits and dates anywhere
   in the text. For opening what is encrypted, where a wrong guess costs a try; it says nothing about the mail. */
size_t password_guesses(const struct words *words, struct arena *arena, struct span text, struct password *ret_passwords, size_t max);

/* heuristics/words/password.yaml as it was when the program was built: for words_open(). */
struct span password_words(void);

#endif
