/* From display names to keys: clean, split into words, drop what is no name, join in a fixed order. */
#include "model/person_name.h"

#include <stdint.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/at_sign.h"
#include "model/person_words.h"

#define DISTINCT_CJK 3 /* characters of a name in ideographs that stand for one person */
#define SHORTEST 3     /* letters of a lone Latin word that may be a name */

struct token {
    struct span text;
    bool cjk;
    bool dropped;
    unsigned part;  /* between any separators but blanks */
    unsigned piece; /* between slashes, bars, colons and spaced hyphens: what may be name, company or post */
};

struct tokens {
    struct token list[LIMIT_NAME_TOKENS];
    size_t count;
    unsigned part, piece;
};

static bool cjk(uint32_t character)
{
    return (character >= 0x3041 && character <= 0x30ff && character != 0x30fb) || character == 0x3005
        || (character >= 0x3400 && character <= 0x9fff) || (character >= 0xac00 && character <= 0xd7a3)
        || (character >= 0xf900 && character <= 0xfaff) || (character >= 0x20000 && character <= 0x3ffff);
}

static bool lettered(uint32_t character)
{
    return (U_GET_GC_MASK((UChar32)character) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

static bool ascii_word(char byte)
{
    return (unsigned char)byte > ' ' && (unsigned char)byte < 0x7f && !strchr("()<>[]{},;\"/|", byte);
}

/* Addresses vanish; an at-sign with something else around it parts a name from a company. */
static void add_without_addresses(struct buf *out, struct span text)
{
    for (size_t at = span_find_byte(text, '@', 0); at < text.size; at = span_find_byte(text, '@', 0)) {
        size_t from = at, to = at + 1;
        while (from > 0 && ascii_word(text.data[from - 1]))
            from--;
        while (to < text.size && ascii_word(text.data[to]))
            to++;
        bool address = from < at && to > at + 1;
        buf_add(out, span_slice(text, 0, address ? from : at));
        buf_add_byte(out, address ? ' ' : '/');
        text = span_slice(text, address ? to : at + 1, SIZE_MAX);
    }
    buf_add(out, text);
}

static uint32_t closer_of(uint32_t opener)
{
    static const uint32_t pairs[][2] = {{'(', ')'}, {'[', ']'}, {'<', '>'}, {'{', '}'}, {0x3010, 0x3011},
        {0x300c, 0x300d}, {0x300e, 0x300f}, {0x3014, 0x3015}, {0x300a, 0x300b}, {0x3008, 0x3009}, {0x2039, 0x203a},
        {0xab, 0xbb}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][0] == opener)
            return pairs[i][1];
    return 0;
}

/* Takes a bracketed note off *rest, of which the opening bracket is gone. (株) and its kin are a company's form. */
static void take_note(struct span *rest, uint32_t closer, struct buf *out)
{
    static const char *const forms[] = {"株", "有", "合", "社", "財", "学", "医"};
    struct span note = *rest;
    while (rest->size) {
        struct span before = *rest;
        if (utf8_take(rest) == closer) {
            note.size -= before.size;
            break;
        }
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (span_equal(note, span_of(forms[i]))) {
            buf_add(out, SPAN_LITERAL("株式会社"));
            return;
        }
    buf_add_byte(out, ' ');
}

static void add_without_notes(struct buf *out, struct span text)
{
    while (text.size) {
        char bytes[4];
        uint32_t character = utf8_take(&text), closer = closer_of(character);
        if (closer)
            take_note(&text, closer, out);
        else
            buf_add(out, (struct span){bytes, utf8_put(character, bytes)});
    }
}

static bool has_letters(struct span text)
{
    while (text.size)
        if (lettered(utf8_take(&text)))
            return true;
    return false;
}

static void end_token(struct tokens *tokens, struct span text, bool is_cjk)
{
    if (text.size == 0 || tokens->count == LIMIT_NAME_TOKENS)
        return;
    tokens->list[tokens->count++] = (struct token){text, is_cjk, false, tokens->part, tokens->piece};
}

static bool parts(uint32_t character)
{
    return character == ',' || character == ';' || character == 0x3001;
}

static bool divides(uint32_t character, struct span rest, bool after_blank)
{
    if (character == '/' || character == '|' || character == ':')
        return true;
    bool hyphen = character == '-' || (character >= 0x2010 && character <= 0x2015);
    return hyphen && after_blank && rest.size && rest.data[0] == ' ';
}

/* Hyphens and apostrophes within a word: Jean-Luc, O'Brien. */
static bool within_word(uint32_t character, struct span rest, bool in_word)
{
    bool joins = character == '-' || character == '\'' || character == 0x2019 || character == 0x2010;
    return joins && in_word && rest.size && lettered(utf8_take(&rest));
}

/* Splits into runs of one script, words written to `out` without the marks inside them. */
static void split(struct arena *arena, struct span text, struct tokens *tokens)
{
    BUF_LOCAL word = {0};
    bool word_cjk = false, after_blank = true;
    while (text.size) {
        char bytes[4];
        uint32_t character = utf8_take(&text);
        bool is_cjk = cjk(character), letter = is_cjk || lettered(character);
        if (within_word(character, text, word.size > 0 && !word_cjk))
            continue;
        if (word.size && (!letter || is_cjk != word_cjk)) {
            end_token(tokens, arena_copy(arena, buf_span(&word)), word_cjk);
            buf_clear(&word);
        }
        if (letter) {
            word_cjk = is_cjk;
            buf_add(&word, (struct span){bytes, utf8_put(character, bytes)});
        } else if (divides(character, text, after_blank)) {
            tokens->part++;
            tokens->piece++;
        } else if (parts(character)) {
            tokens->part++;
        }
        after_blank = character == ' ';
    }
    end_token(tokens, arena_copy(arena, buf_span(&word)), word_cjk);
}

/* "X via List", "X on behalf of Y": the person is X. */
static void cut_at_go_between(struct tokens *tokens)
{
    for (size_t i = 1; i < tokens->count; i++) {
        bool via = span_equal(tokens->list[i].text, SPAN_LITERAL("via"));
        bool behalf = span_equal(tokens->list[i].text, SPAN_LITERAL("on")) && i + 1 < tokens->count
            && span_equal(tokens->list[i + 1].text, SPAN_LITERAL("behalf"));
        if (via || behalf) {
            tokens->count = i;
            return;
        }
    }
}

static size_t count_names(const struct tokens *tokens, bool is_cjk)
{
    size_t count = 0;
    for (size_t i = 0; i < tokens->count; i++)
        count += !tokens->list[i].dropped && tokens->list[i].cjk == is_cjk;
    return count;
}

static size_t count_in_piece(const struct tokens *tokens, bool is_cjk, unsigned piece)
{
    size_t count = 0;
    for (size_t i = 0; i < tokens->count; i++)
        count += !tokens->list[i].dropped && tokens->list[i].cjk == is_cjk && tokens->list[i].piece == piece;
    return count;
}

/* Where another part still names somebody, a part with a company's form in it is the company's name. */
static void drop_company_part(struct tokens *tokens, unsigned part)
{
    size_t elsewhere = 0;
    for (size_t i = 0; i < tokens->count; i++)
        elsewhere += !tokens->list[i].dropped && tokens->list[i].part != part;
    for (size_t i = 0; i < tokens->count && elsewhere; i++)
        if (tokens->list[i].part == part && !tokens->list[i].cjk)
            tokens->list[i].dropped = true;
}

static void drop_words(struct tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        struct token *token = &tokens->list[i];
        if (token->cjk)
            token->dropped = person_words_cjk(token->text) != PERSON_WORD_NAME;
        else
            token->dropped = token->text.size < 2 || person_words_latin(token->text) != PERSON_WORD_NAME;
        if (token->cjk && !token->dropped)
            token->text = person_words_without_title(token->text);
    }
    for (size_t i = 0; i < tokens->count; i++)
        if (!tokens->list[i].cjk && person_words_latin(tokens->list[i].text) == PERSON_WORD_COMPANY)
            drop_company_part(tokens, tokens->list[i].part);
}

/* Of several pieces, the first that holds family and given name is the person; in ideographs else simply the first. */
static void choose_piece(struct tokens *tokens, bool is_cjk)
{
    unsigned chosen = 0;
    bool found = false;
    for (size_t i = 0; i < tokens->count && !found; i++) {
        chosen = tokens->list[i].piece;
        found = count_in_piece(tokens, is_cjk, chosen) >= 2;
    }
    for (size_t i = 0; i < tokens->count && !found && is_cjk; i++) {
        chosen = tokens->list[i].piece;
        found = count_in_piece(tokens, is_cjk, chosen) > 0;
    }
    for (size_t i = 0; i < tokens->count && found; i++)
        if (tokens->list[i].cjk == is_cjk && tokens->list[i].piece != chosen)
            tokens->list[i].dropped = true;
}

static size_t characters(struct span text)
{
    size_t count = 0;
    for (; text.size; count++)
        utf8_take(&text);
    return count;
}

/* The least of all rotations by character: family and given name in either order, written apart or not, give one. */
static struct span least_rotation(struct arena *arena, struct span text)
{
    struct span twice = arena_printf(arena, "%.*s%.*s", SPAN_ARGS(text), SPAN_ARGS(text));
    struct span best = span_slice(twice, 0, text.size), rest = text;
    while (rest.size) {
        utf8_take(&rest);
        struct span rotated = span_slice(twice, text.size - rest.size, text.size);
        if (span_compare(rotated, best) < 0)
            best = rotated;
    }
    return best;
}

static struct span join_cjk(struct arena *arena, const struct tokens *tokens)
{
    BUF_LOCAL out = {0};
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->list[i].cjk && !tokens->list[i].dropped)
            buf_add(&out, tokens->list[i].text);
    return least_rotation(arena, buf_span(&out));
}

static int compare(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static struct span key_of(struct arena *arena, const struct tokens *tokens)
{
    struct span words[LIMIT_NAME_TOKENS + 1], ideographs = join_cjk(arena, tokens);
    size_t count = 0, latin = count_names(tokens, false);
    bool in_ideographs = characters(ideographs) >= DISTINCT_CJK || latin == 0;
    for (size_t i = 0; i < tokens->count && !in_ideographs; i++)
        if (!tokens->list[i].cjk && !tokens->list[i].dropped)
            words[count++] = tokens->list[i].text;
    if (ideographs.size && (in_ideographs || latin < 2))
        words[count++] = ideographs;
    if (count == 0 || (count == 1 && !ideographs.size && characters(words[0]) < SHORTEST))
        return SPAN_NONE;
    qsort(words, count, sizeof words[0], compare);
    BUF_LOCAL out = {0};
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(&out, ' ');
        buf_add(&out, words[i]);
    }
    return arena_copy(arena, buf_span(&out));
}

struct span person_name_key(struct arena *arena, struct span display_name)
{
    BUF_LOCAL bare = {0};
    BUF_LOCAL plain = {0};
    struct tokens tokens = {.count = 0};
    add_without_addresses(&bare, at_sign_fold(arena, utf8_cut(display_name, LIMIT_FIELD_BYTES)));
    add_without_notes(&plain, buf_span(&bare));
    split(arena, has_letters(buf_span(&plain)) ? buf_span(&plain) : buf_span(&bare), &tokens);
    cut_at_go_between(&tokens);
    drop_words(&tokens);
    choose_piece(&tokens, true);
    choose_piece(&tokens, false);
    return key_of(arena, &tokens);
}

bool person_name_distinct(struct span key)
{
    if (span_find_byte(key, ' ', 0) != SIZE_MAX)
        return true;
    struct span rest = key;
    return key.size && cjk(utf8_take(&rest)) && characters(key) >= DISTINCT_CJK;
}
