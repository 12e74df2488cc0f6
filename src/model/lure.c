/* Finds what a mail is about and what it asks for, in either order. */
#include "model/lure.h"

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

/* The assembler looks along the compiler's include path; CMake knows of the dependency. */
__asm__(".pushsection .rodata\n"
        "lure_words_start:\n"
        ".incbin \"heuristics/words/lure.yaml\"\n"
        "lure_words_end:\n"
        ".popsection\n");
extern const char lure_words_start[] __attribute__((visibility("hidden")));
extern const char lure_words_end[] __attribute__((visibility("hidden")));

struct span lure_words(void)
{
    return (struct span){lure_words_start, (size_t)(lure_words_end - lure_words_start)};
}
