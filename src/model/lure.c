/* Finds what a mail is about and what it asks for, in either order. */
#include "model/lure.h"

#include "base/embed.h"
#include "base/fold.h"
#include "base/words.h"

struct span lure_find(const struct words *words, struct arena *arena, struct span text)
{
    struct span folded = fold_text(arena, text);
    size_t start, end;
    if (!words_find(words, "about", folded, 0, &start, &end) || !words_find(words, "open", folded, 0, &start, &end))
        return SPAN_NONE;
    return span_slice(folded, start, end - start);
}

EMBED(lure_words, "heuristics/words/lure.yaml");

struct span lure_words(void)
{
    return EMBEDDED(lure_words);
}
