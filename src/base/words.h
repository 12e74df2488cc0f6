/* Lists of patterns that users may edit (heuristics/words/): YAML in, compiled PCRE2 out. */
#ifndef REPLYTRACE_WORDS_H
#define REPLYTRACE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/span.h"

/* A YAML mapping of list names to sequences of PCRE2 patterns (UTF-8, case ignored). Immutable once open: many may ask at once. */
struct words;

/* From the file at `path`, or from `builtin` where path is NULL. FAULT when it cannot be read, is no such YAML, has more than
   LIMIT_WORD_LISTS lists, or a pattern does not compile: the text names list and pattern. */
enum outcome words_open(const char *path, struct span builtin, struct words **ret_words, struct err *err);
void words_close(struct words *words); /* NULL is fine */

/* The first match of any pattern of `list` in `text` at or after `from`; the bytes before `from` are seen by look-behind. `text` is
   valid UTF-8. Where several patterns match at one place, the first of the list wins. False when none matches, there is no such
   list, or a pattern needs more than LIMIT_PATTERN_STEPS. */
bool words_find(const struct words *words, const char *list, struct span text, size_t from, size_t *ret_start, size_t *ret_end);

/* True when the whole of `text` is one match of a pattern of `list`. */
bool words_match(const struct words *words, const char *list, struct span text);

/* As words_find, but the match must begin at `from` (words_at) or end at the end of `text` (words_before). */
bool words_at(const struct words *words, const char *list, struct span text, size_t from, size_t *ret_end);
bool words_before(const struct words *words, const char *list, struct span text, size_t *ret_start);

/* The name of list number `index` in the order of the file, or NULL behind the last. Lives with `words`. */
const char *words_list(const struct words *words, size_t index);

#endif
