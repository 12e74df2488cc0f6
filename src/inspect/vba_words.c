/* Reads macro source word by word. */
#include "inspect/vba_words.h"

#include <stdbool.h>
#include <stdint.h>

enum kind { STARTS, WRITES, EXECUTES };

static const struct {
    enum kind kind;
    const char *word;
    size_t size;
} known[] = {
#define WORD(kind, word) {kind, word, sizeof(word) - 1},
#include "inspect/vba_words.def"
#undef WORD
};

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_' || (byte & 0x80);
}

static bool is_word(struct span word, struct span pattern)
{
    if (pattern.data[0] == '*')
        return span_ends_nocase(word, span_slice(pattern, 1, SIZE_MAX));
    return span_equal_nocase(word, pattern);
}

static void note(struct span word, bool procedure, struct vba_deeds *deeds)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct span *where = known[i].kind == STARTS ? &deeds->starts : known[i].kind == WRITES ? &deeds->writes : &deeds->executes;
        if (!where->size && (known[i].kind == STARTS) == procedure && is_word(word, (struct span){known[i].word, known[i].size}))
            *where = word;
    }
}

/* Takes one word, string or sign off *line; empty at a comment and at the end. */
static struct span take(struct span *line)
{
    size_t at = 0;
    *line = span_trim(*line);
    if (!line->size || line->data[0] == '\'')
        return SPAN_NONE;
    if (line->data[0] == '"') {
        size_t end = span_find_byte(*line, '"', 1);
        at = end == SIZE_MAX ? line->size : end + 1;
    } else {
        while (at < line->size && letter(line->data[at]))
            at++;
        at = at ? at : 1;
    }
    struct span word = span_slice(*line, 0, at);
    *line = span_slice(*line, at, SIZE_MAX);
    return word;
}

static bool any_of(struct span word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(word, span_of(words[i])))
            return true;
    return false;
}

/* Statements that take two words: Open ... For Output, Declare ... Lib. */
static void read_line(struct span line, struct vba_deeds *deeds)
{
    static const char *const procedures[] = {"sub", "function"}, *const modes[] = {"output", "append", "binary", "random"};
    struct span word, before = SPAN_NONE, open = SPAN_NONE, declare = SPAN_NONE;
    if (span_starts_nocase(span_trim(line), SPAN_LITERAL("rem ")) || span_starts_nocase(span_trim(line), SPAN_LITERAL("attribute ")))
        return;
    while ((word = take(&line)).size) {
        if (span_equal_nocase(word, SPAN_LITERAL("open")))
            open = word;
        else if (span_equal_nocase(word, SPAN_LITERAL("declare")))
            declare = word;
        else if (open.size && !deeds->writes.size && span_equal_nocase(before, SPAN_LITERAL("for")) && any_of(word, modes, 4))
            deeds->writes = open;
        else if (declare.size && !deeds->executes.size && span_equal_nocase(word, SPAN_LITERAL("lib")))
            deeds->executes = declare;
        else if (letter(word.data[0]))
            note(word, any_of(before, procedures, 2), deeds);
        before = word;
    }
}

void vba_words_read(struct span source, struct vba_deeds *deeds)
{
    struct span line;
    while (span_take_line(&source, &line))
        read_line(line, deeds);
}
