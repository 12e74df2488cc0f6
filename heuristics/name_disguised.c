/* The display name is dressed up: a kit's quotes and brackets, invisible characters, letters or at-signs that look like others. */
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include "base/i18n.h"
#include "base/utf8.h"
#include "heuristics/heuristic.h"

#define WORDS_MOST 64 /* scripts are compared within so many words of a name */

static bool invisible(uint32_t character)
{
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) || character == 0x200B
        || character == 0x2060 || character == 0x00AD;
}

static bool has(struct span text, bool (*wanted)(uint32_t))
{
    while (text.size)
        if (wanted(utf8_take(&text)))
            return true;
    return false;
}

static bool false_at_or_bracket(uint32_t character)
{
    return character == 0x24D0 || character == 0x24B6 || character == 0x2039 || character == 0x203A;
}

/* Latin letters and Cyrillic or Greek ones in one word: no language writes so. */
static bool mixes_scripts(struct span name)
{
    bool latin = false, other = false;
    int words = 0;
    while (name.size && words < WORDS_MOST) {
        uint32_t character = utf8_take(&name);
        UErrorCode status = U_ZERO_ERROR;
        if (!u_isalpha((UChar32)character)) {
            latin = other = false;
            words++;
            continue;
        }
        UScriptCode script = uscript_getScript((UChar32)character, &status);
        latin = latin || script == USCRIPT_LATIN;
        other = other || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
        if (latin && other)
            return true;
    }
    return false;
}

static bool wrapped(struct span text, const char *open, const char *close)
{
    struct span front = span_of(open);
    return text.size > front.size + strlen(close) && span_starts(text, front) && span_ends_nocase(text, span_of(close));
}

/* "[name]" and nothing else: "[ML] name" has words behind the bracket. */
static bool one_bracket(struct span name)
{
    return wrapped(name, "[", "]") && span_find_byte(name, ']', 0) == name.size - 1;
}

static double disguise(struct span name, struct span raw)
{
    if (has(name, invisible) || has(name, false_at_or_bracket) || mixes_scripts(name))
        return 1.5;
    if (wrapped(name, "\"\"", "\"\"") || span_starts(raw, SPAN_LITERAL("\"\"")) || wrapped(name, "<[", "]>")
        || (span_starts(name, SPAN_LITERAL("<[")) && span_find(name, SPAN_LITERAL("]>"), 0) != SIZE_MAX))
        return 1.5;
    return one_bracket(name) ? 0.8 : 0;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    (void)arena;
    if (!message->from_count || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_established || (message->flags & MESSAGE_LIST))
        return false;
    struct span name = span_trim(message->from[0].name);
    double weight = disguise(name, span_trim(message->from_raw));
    if (weight == 0)
        return false;
    struct finding finding = {
        .says = N_("The display name {name} is dressed up: quotes or brackets of a kit, or characters that look like others or like nothing."),
        .weight = weight,
    };
    heuristic_proof(&finding, "name", name);
    *ret_finding = finding;
    return true;
}

const struct heuristic name_disguised = {
    .name = "name_disguised",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("A new sender's name in doubled quotes or wholly in brackets, with invisible or direction characters, circled at-signs, or letters "
                "of two scripts in one word."),
    .why = N_("Kits wrap the stolen name by a template, and look-alike characters slip past filters. A list's tag or a department in brackets "
              "beside a name is honest and not meant."),
    .ask = ask,
};
