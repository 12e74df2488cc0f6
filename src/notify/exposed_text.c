/* Goes through a text line by line; only lines with digits or an at-sign are looked at twice. */
#include "notify/exposed_text.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/embed.h"
#include "base/fold.h"
#include "base/intern.h"
#include "base/memory.h"
#include "base/nfkc.h"
#include "base/utf8.h"
#include "base/words.h"
#include "model/address.h"
#include "notify/exposed.h"

#define TELEPHONE_DIGITS_LEAST 7
#define TELEPHONE_DIGITS_MOST 15  /* ITU-T E.164 */
#define PICTURE_NAME SPAN_LITERAL("image0") /* image001.png@01D7A0B6.12345670: the Content-ID of a picture */

EMBED(exposure_words, "heuristics/words/exposure.yaml");

static struct span builtin_words(void)
{
    return EMBEDDED(exposure_words);
}

/* ASCII digits, and full-width ones, which are EF BC 90 to EF BC 99; a block of a town may be counted in kanji. */
static size_t digits_of(struct span line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        count += byte >= '0' && byte <= '9';
        count += byte == 0xEF && line.size - i > 2 && (unsigned char)line.data[i + 1] == 0xBC
              && (unsigned char)line.data[i + 2] >= 0x90 && (unsigned char)line.data[i + 2] <= 0x99;
    }
    return count ? count : span_find(line, SPAN_LITERAL("丁目"), 0) != SIZE_MAX;
}

static void addresses(const struct words *words, struct arena *scratch, struct span line, struct exposed_text_sink *sink)
{
    struct span found[EXPOSED_LINE_ADDRESSES];
    size_t start, end, count = address_in_text(scratch, line, found, EXPOSED_LINE_ADDRESSES);
    if (!count || words_find(words, "no_address", line, 0, &start, &end))
        return;
    sink->lines_cut += count == EXPOSED_LINE_ADDRESSES;
    for (size_t i = 0; i < count; i++)
        if (!span_starts(found[i], PICTURE_NAME))
            sink->address(sink->context, found[i]);
}

/* The digits that tell numbers apart. A zero in brackets is dialled within the country only: +49 (0)30. */
static struct span telephone_key(struct arena *scratch, struct span text)
{
    BUF_LOCAL digits = {0};
    while (text.size && text.data[0] != '+' && text.data[0] != '(' && (text.data[0] < '0' || text.data[0] > '9'))
        text = span_slice(text, 1, SIZE_MAX); /* "Tel: " */
    bool abroad = span_find_byte(span_slice(text, 0, 2), '+', 0) != SIZE_MAX || span_starts(text, SPAN_LITERAL("00"));
    size_t zero = abroad ? span_find(text, SPAN_LITERAL("(0)"), 0) : SIZE_MAX;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9' && (zero == SIZE_MAX || i != zero + 1))
            buf_add_byte(&digits, text.data[i]);
    struct span key = arena_copy(scratch, buf_span(&digits));
    if (span_starts(text, SPAN_LITERAL("00")))
        key = span_slice(key, 2, key.size);
    if (abroad && span_starts(key, SPAN_LITERAL("81")))
        key = arena_printf(scratch, "%s%.*s", key.size > 2 && key.data[2] == '0' ? "" : "0", SPAN_ARGS(span_slice(key, 2, key.size)));
    return key;
}

enum { POSTAL_NONE, POSTAL_CODE, POSTAL_WHOLE };

/* What a line holds, looked for once however often it is quoted. */
struct line {
    struct span *telephones;
    size_t telephone_count;
    int postal;
    struct span address; /* of the postal address or code: the match */
};

struct exposed_text {
    struct words *words;
    struct intern *lines;
    struct arena *arena;   /* of what was found */
    struct line *found;    /* by number of the line; malloc'ed */
    size_t capacity;
    size_t bytes;          /* of lines */
};

enum outcome exposed_text_open(struct exposed_text **ret_reader, struct err *err)
{
    struct words *words;
    enum outcome outcome = words_open(NULL, builtin_words(), &words, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct exposed_text *reader = memory_must(calloc(1, sizeof *reader));
    reader->words = words;
    reader->lines = intern_open();
    reader->arena = arena_open();
    *ret_reader = reader;
    return OUTCOME_OK;
}

void exposed_text_close(struct exposed_text *reader)
{
    if (!reader)
        return;
    words_close(reader->words);
    intern_close(reader->lines);
    arena_close(reader->arena);
    free(reader->found);
    free(reader);
}

static void find_telephones(struct exposed_text *reader, struct span text, struct line *line)
{
    struct span keys[EXPOSED_TEXT_FINDS];
    size_t start, end, from = 0;
    for (int i = 0; i < EXPOSED_TEXT_FINDS && words_find(reader->words, "telephone", text, from, &start, &end); i++) {
        struct span key = telephone_key(reader->arena, span_slice(text, start, end - start));
        if (key.size >= TELEPHONE_DIGITS_LEAST && key.size <= TELEPHONE_DIGITS_MOST)
            keys[line->telephone_count++] = key;
        from = end > from ? end : from + 1;
    }
    line->telephones = arena_array(reader->arena, line->telephone_count, sizeof *line->telephones);
    if (line->telephone_count)
        memcpy(line->telephones, keys, line->telephone_count * sizeof *keys);
}

static void find_postal(struct exposed_text *reader, struct span text, struct line *line)
{
    size_t start, end;
    if (words_find(reader->words, "postal", text, 0, &start, &end))
        line->postal = POSTAL_WHOLE;
    else if (words_find(reader->words, "postal_code", text, 0, &start, &end))
        line->postal = POSTAL_CODE;
    else
        return;
    while (start > 0 && text.data[start - 1] != ' ') /* the whole word: Bergstraße, where the pattern begins with its end */
        start--;
    line->address = arena_copy(reader->arena, span_slice(text, start, end - start));
}

static void forget(struct exposed_text *reader)
{
    intern_close(reader->lines);
    reader->lines = intern_open();
    arena_reset(reader->arena);
    reader->bytes = 0;
}

/* Of a line with so many digits. Valid until the next. */
static const struct line *line_of(struct exposed_text *reader, struct arena *scratch, struct span text, size_t digits)
{
    if (reader->bytes + arena_used(reader->arena) > EXPOSED_TEXT_KEPT)
        forget(reader);
    uint32_t before = intern_count(reader->lines), at = intern_add(reader->lines, text);
    reader->found = memory_grown(reader->found, at, &reader->capacity, sizeof *reader->found);
    if (at < before)
        return &reader->found[at];
    struct line line = {0};
    struct span plain = nfkc_text(scratch, text);
    if (digits >= TELEPHONE_DIGITS_LEAST)
        find_telephones(reader, plain, &line);
    find_postal(reader, plain, &line);
    reader->bytes += text.size + sizeof line;
    reader->found[at] = line;
    return &reader->found[at];
}

/* An address under construction: a run of lines that each belong to one. */
struct postal {
    struct span whole; /* the first match of an address in it; empty = only codes */
    struct span code;
};

static void postal_end(struct postal *postal, struct arena *scratch, struct exposed_text_sink *sink)
{
    BUF_LOCAL letters = {0};
    fold_letters(&letters, postal->whole.size ? postal->whole : postal->code);
    if (letters.size)
        sink->postal(sink->context, arena_copy(scratch, buf_span(&letters)));
    *postal = (struct postal){0};
}

static void postal_line(const struct line *line, struct arena *scratch, struct postal *postal)
{
    if (line->postal == POSTAL_WHOLE && !postal->whole.size)
        postal->whole = arena_copy(scratch, line->address);
    if (line->postal == POSTAL_CODE && !postal->code.size)
        postal->code = arena_copy(scratch, line->address);
}

void exposed_text_read(struct exposed_text *reader, struct arena *scratch, struct span text, struct exposed_text_sink *sink)
{
    struct postal postal = {0};
    struct span line;
    while (span_take_line(&text, &line)) {
        size_t digits = digits_of(line);
        const struct line *found = digits ? line_of(reader, scratch, line, digits) : NULL;
        addresses(reader->words, scratch, line, sink);
        for (size_t i = 0; found && i < found->telephone_count; i++)
            sink->telephone(sink->context, found->telephones[i]);
        if (found && found->postal)
            postal_line(found, scratch, &postal);
        else
            postal_end(&postal, scratch, sink);
    }
    postal_end(&postal, scratch, sink);
}

bool exposed_text_kana(struct span text)
{
    for (size_t i = 0; text.size > 2 && i < text.size - 2; i++) {
        unsigned char first = (unsigned char)text.data[i], second = (unsigned char)text.data[i + 1];
        if (first == 0xE3 && second >= 0x81 && second <= 0x83) /* U+3040 to U+30FF */
            return true;
        if (first == 0xEF && (second == 0xBD || second == 0xBE)) { /* U+FF66 to U+FF9F: half-width kana */
            uint32_t character = 0xF000u | (second & 0x3Fu) << 6 | ((unsigned char)text.data[i + 2] & 0x3Fu);
            if (character >= 0xFF66 && character <= 0xFF9F)
                return true;
        }
    }
    return false;
}
