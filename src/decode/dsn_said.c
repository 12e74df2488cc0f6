/* Looks for the server's answer. */
#include "decode/dsn_said.h"

#include "base/limits.h"
#include "decode/dsn_draft.h"

#define NEAR_BYTES 2000
#define ANSWER_LINES 4   /* of one wrapped answer */
#define TEXT_LINES 2000

bool dsn_said_code(const struct words *words, struct span text)
{
    size_t start, end;
    return words_find(words, "reply", text, 0, &start, &end);
}

/* From the line around `at` through the lines that continue it. */
static struct span answer_around(struct span text, size_t at)
{
    size_t start = at;
    while (start && text.data[start - 1] != '\n')
        start--;
    struct span rest = span_slice(text, start, text.size), line, after = rest;
    size_t size = 0;
    for (int i = 0; i < ANSWER_LINES && span_take_line(&after, &line) && span_trim(line).size; i++)
        size = rest.size - after.size;
    return span_slice(rest, 0, size);
}

static struct span answer_in(const struct words *words, struct span text)
{
    size_t start, end;
    return words_find(words, "reply", text, 0, &start, &end) ? answer_around(text, start) : SPAN_NONE;
}

static struct span answer_to(const struct words *words, struct span text, struct span address)
{
    struct span rest = text, line;
    for (int i = 0; i < TEXT_LINES; i++) {
        const char *start = rest.data;
        if (!span_take_line(&rest, &line))
            break;
        if (span_find_nocase(line, address, 0) != SIZE_MAX && dsn_said_code(words, line))
            return answer_around(text, (size_t)(start - text.data));
    }
    return SPAN_NONE;
}

static struct span first_paragraph(struct span text)
{
    while (text.size && memchr(" \t\r\n>:;,.)\"'-=#*_", text.data[0], 16))
        text = span_slice(text, 1, text.size);
    struct span after = text, line;
    size_t size = 0;
    for (int i = 0; i < ANSWER_LINES && span_take_line(&after, &line) && span_trim(line).size; i++)
        size = text.size - after.size;
    return span_slice(text, 0, size);
}

/* "because:" announces what is said. */
static struct span paragraph(struct span text)
{
    struct span first = first_paragraph(text), words = span_trim(first);
    if (!words.size || words.data[words.size - 1] != ':')
        return first;
    struct span second = first_paragraph(span_slice(text, (size_t)(first.data - text.data) + first.size, text.size));
    return second.size ? second : first;
}

struct span dsn_said(struct arena *arena, const struct words *words, struct span text, struct span near, struct span address, bool only)
{
    near = span_slice(near, 0, NEAR_BYTES);
    struct span said = answer_in(words, near);
    if (!said.size)
        said = answer_to(words, text, address);
    if (!said.size && only)
        said = answer_in(words, text);
    if (!said.size)
        said = paragraph(near);
    while (said.size && memchr(" \t\r\n>:;,", said.data[0], 8))
        said = span_slice(said, 1, said.size);
    while (said.size && memchr(" \t\r\n\"<([", said.data[said.size - 1], 8))
        said.size--;
    return dsn_draft_line(arena, said);
}
