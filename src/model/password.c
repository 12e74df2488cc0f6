/* Follows each key word to what it announces: quoted, behind a separator, beside it, on the next line, or before it. */
#include "model/password.h"

#include <stdint.h>
#include "base/embed.h"
#include "base/limits.h"
#include "base/nfkc.h"
#include "base/utf8.h"
#include "base/words.h"

#define LEAST 3          /* characters of a password */
#define MOST 64
#define GAP_BYTES 60     /* between the key word and the separator before the password */
#define REACH_BYTES 240  /* between the key word and a quoted password in the same sentence */
#define EMPTY_LINES 2    /* between the key word's line and a password that stands alone on a line */

#define NEAR_BYTES 160   /* behind a key word, and the next line: words there are guessed */
#define GUESS_LEAST 4    /* characters of a guess that no key word is near */
#define GUESS_MOST 32

enum rank { RANK_LOOSE = 20, RANK_NEAR = 40, RANK_BEFORE = 60, RANK_ALONE = 70, RANK_BESIDE = 80, RANK_BEHIND = 90, RANK_QUOTED = 100 };
#define RANK_SHAPE 5 /* letters and digits mixed */

struct found {
    struct password password;
    int rank;
};

struct search {
    const struct words *words;
    struct arena *arena;
    struct span text;
    struct found found[LIMIT_PASSWORDS];
    size_t count;
};

/* A key word and what surrounds it; positions within `line`. */
struct key {
    struct span line, after; /* `after`: the text behind the line */
    size_t start, end;
    size_t sentence_end;
};

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool graphic(char byte)
{
    return byte > ' ' && byte < 0x7f;
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void add(struct search *search, struct span word, struct span line, int rank)
{
    bool letters = false, digits = false;
    for (size_t i = 0; i < word.size; i++) {
        letters |= letter(word.data[i]);
        digits |= digit(word.data[i]);
    }
    rank += letters && digits ? RANK_SHAPE : 0;
    for (size_t i = 0; i < search->count; i++)
        if (span_equal(search->found[i].password.word, word))
            return;
    size_t at = search->count;
    if (at == LIMIT_PASSWORDS)
        return;
    for (search->count++; at > 0 && search->found[at - 1].rank < rank; at--)
        search->found[at] = search->found[at - 1];
    search->found[at] = (struct found){{arena_copy(search->arena, word), arena_copy(search->arena, span_trim(line))}, rank};
}

/* Whether `word` may be a password at all; `rest` is what follows it on its line. */
static bool acceptable(const struct search *search, struct span word, struct span rest, bool plain_words)
{
    bool digits = false, other = false;
    size_t end;
    for (size_t i = 0; i < word.size; i++) {
        digits |= digit(word.data[i]);
        other |= !digit(word.data[i]);
    }
    if (word.size < LEAST || word.size > MOST || words_match(search->words, "never", word))
        return false;
    if (digits && !other)
        return !words_at(search->words, "unit", rest, 0, &end);
    if (digits || words_match(search->words, "known", word))
        return true;
    return plain_words && words_at(search->words, "ends", rest, 0, &end);
}

/* The run of ASCII at `at`, without the punctuation of the sentence around it. */
static struct span token(struct span line, size_t at)
{
    size_t end = at;
    while (end < line.size && graphic(line.data[end]) && line.data[end] != '"')
        end++;
    while (end > at && strchr(".,;:)'>]}", line.data[end - 1]))
        end--;
    while (at < end && strchr("('<[{*", line.data[at]))
        at++;
    return span_slice(line, at, end - at);
}

/* Marks that do nothing but quote; brackets also hold remarks and links. */
static struct span closer(struct span opened)
{
    static const char *const pairs[][2] = {{"「", "」"}, {"『", "』"}, {"【", "】"}, {"“", "”"}, {"„", "“"}, {"«", "»"},
        {"‘", "’"}, {"《", "》"}, {"〈", "〉"}, {"\"", "\""}, {"'", "'"}, {"`", "`"}, {"*", "*"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (span_starts(opened, span_of(pairs[i][0])))
            return span_of(pairs[i][1]);
    return SPAN_NONE;
}

/* What stands in quotes at `at`: one word of ASCII, else nothing. */
static struct span quoted(struct span line, size_t at)
{
    struct span close = closer(span_slice(line, at, SIZE_MAX)), rest = span_slice(line, at, SIZE_MAX);
    if (close.size == 0)
        return SPAN_NONE;
    utf8_take(&rest);
    size_t end = span_find(span_slice(rest, 0, MOST + close.size), close, 0);
    struct span word = end == SIZE_MAX ? SPAN_NONE : span_trim(span_slice(rest, 0, end));
    if (word.size < LEAST || word.size > MOST)
        return SPAN_NONE;
    for (size_t i = 0; i < word.size; i++)
        if (!graphic(word.data[i]))
            return SPAN_NONE;
    return word;
}

static bool try_quoted(struct search *search, const struct key *key, size_t at)
{
    struct span word = quoted(key->line, at);
    if (word.size == 0 || words_match(search->words, "never", word))
        return false;
    add(search, word, key->line, RANK_QUOTED);
    return true;
}

static bool try_token(struct search *search, const struct key *key, size_t at, int rank, bool plain_words)
{
    struct span word = token(key->line, at);
    if (word.size == 0)
        return false;
    struct span rest = span_slice(key->line, (size_t)(word.data - key->line.data) + word.size, SIZE_MAX);
    if (!acceptable(search, word, rest, plain_words))
        return false;
    add(search, word, key->line, rank);
    return true;
}

static size_t skip_blanks(struct span line, size_t at)
{
    while (at < line.size && blank(line.data[at]))
        at++;
    return at;
}

/* Behind `:`, `=`, は, "is" ... *ret_open: the line ends with such a separator. */
static bool try_behind(struct search *search, const struct key *key, bool *ret_open)
{
    struct span sentence = span_slice(key->line, 0, key->sentence_end);
    size_t start, end, from = key->end;
    while (from <= sentence.size && words_find(search->words, "gives", sentence, from, &start, &end)
        && start - key->end <= GAP_BYTES && end > from) {
        size_t at = skip_blanks(key->line, end);
        if (at == key->line.size) {
            *ret_open = true;
            return false;
        }
        if (try_quoted(search, key, at) || try_token(search, key, at, RANK_BEHIND, true))
            return true;
        from = end;
    }
    return false;
}

static bool try_in_sentence(struct search *search, const struct key *key)
{
    size_t beside = skip_blanks(key->line, key->end);
    if (beside > key->end && try_token(search, key, beside, RANK_BESIDE, false))
        return true;
    for (size_t at = key->end; at < key->sentence_end && at - key->end < REACH_BYTES; at++)
        if (try_quoted(search, key, at))
            return true;
    return false;
}

/* A line that is one word, soon below. `open`: the key word's line ended with a separator, so that plain words count. */
static bool try_below(struct search *search, const struct key *key, bool open)
{
    struct span rest = key->after, line;
    for (int empty = 0; empty <= EMPTY_LINES && span_take_line(&rest, &line); empty++) {
        struct span trimmed = span_trim(line), inner = trimmed.size ? quoted(trimmed, 0) : SPAN_NONE;
        if (trimmed.size == 0)
            continue;
        struct span word = inner.size ? inner : token(trimmed, 0);
        bool alone = inner.size || word.size == trimmed.size;
        if (!alone || !acceptable(search, word, SPAN_NONE, open))
            return false;
        add(search, word, line, RANK_ALONE);
        return true;
    }
    return false;
}

/* "4432 is the password", 「s1835」が解凍パスワードです. */
static void try_before(struct search *search, const struct key *key)
{
    size_t start, from;
    struct span head = span_slice(key->line, 0, key->start);
    if (!words_before(search->words, "before", head, &start))
        return;
    for (from = start; from > 0 && graphic(head.data[from - 1]);)
        from--;
    struct span word = token(span_slice(head, 0, start), from);
    if (word.size == 0 && start >= strlen("」")) {
        size_t opener = span_find(head, SPAN_LITERAL("「"), 0);
        word = opener < start ? quoted(head, opener) : SPAN_NONE;
    }
    if (word.size && acceptable(search, word, SPAN_NONE, false))
        add(search, word, key->line, RANK_BEFORE);
}

/* A key word within an address or a link announces nothing. */
static bool in_link(const struct key *key)
{
    size_t from = key->start, to = key->end;
    while (from > 0 && graphic(key->line.data[from - 1]))
        from--;
    while (to < key->line.size && graphic(key->line.data[to]))
        to++;
    struct span run = span_slice(key->line, from, to - from);
    return span_find(run, SPAN_LITERAL("://"), 0) != SIZE_MAX || span_find(run, SPAN_LITERAL("www."), 0) != SIZE_MAX;
}

static size_t sentence_end(struct span line, size_t from)
{
    size_t full = span_find(line, SPAN_LITERAL("。"), from), stop = span_find(line, SPAN_LITERAL(". "), from);
    size_t end = full < stop ? full : stop;
    return end < line.size ? end : line.size;
}

static size_t sentence_start(struct span line, size_t end)
{
    size_t start = 0;
    for (size_t next = sentence_end(line, 0); next < end; next = sentence_end(line, start))
        start = next + (line.data[next] == '.' ? strlen(". ") : strlen("。"));
    return start;
}

static void follow(struct search *search, const struct key *key)
{
    size_t start = sentence_start(key->line, key->start), at, end;
    struct span sentence = span_slice(key->line, start, key->sentence_end - start);
    bool open = false;
    if (in_link(key) || words_find(search->words, "elsewhere", sentence, 0, &at, &end))
        return;
    if (try_behind(search, key, &open) || try_in_sentence(search, key) || try_below(search, key, open))
        return;
    try_before(search, key);
}

static struct key key_at(struct span text, size_t start, size_t end)
{
    struct key key;
    size_t from = start, to = span_find_byte(text, '\n', end);
    while (from > 0 && text.data[from - 1] != '\n')
        from--;
    if (to == SIZE_MAX)
        to = text.size;
    key.line = span_slice(text, from, to - from);
    key.after = span_slice(text, to < text.size ? to + 1 : to, SIZE_MAX);
    key.start = start - from;
    key.end = end - from;
    key.sentence_end = sentence_end(key.line, key.end);
    return key;
}

static void find_keys(struct search *search, void (*found)(struct search *, const struct key *))
{
    size_t start, end, from = 0;
    for (size_t i = 0; i < LIMIT_PASSWORD_KEYS && words_find(search->words, "key", search->text, from, &start, &end); i++) {
        struct key key = key_at(search->text, start, end);
        found(search, &key);
        from = end > from ? end : from + 1;
    }
}

static struct search begin(const struct words *words, struct arena *arena, struct span text)
{
    struct search search = {.words = words, .arena = arena};
    search.text = nfkc_text(arena, utf8_cut(text, LIMIT_TEXT_KEPT));
    find_keys(&search, follow);
    return search;
}

static size_t give(const struct search *search, struct password *ret_passwords, size_t max)
{
    size_t count = search->count < max ? search->count : max;
    for (size_t i = 0; i < count; i++)
        ret_passwords[i] = search->found[i].password;
    return count;
}

size_t password_candidates(const struct words *words, struct arena *arena, struct span text, struct password *ret_passwords,
                           size_t max)
{
    struct search search = begin(words, arena, text);
    return give(&search, ret_passwords, max);
}

/* Every run of ASCII in `part` that may be a password at all; `loose`: only one that looks like it. */
static void guess_in(struct search *search, struct span part, struct span line, bool loose)
{
    for (size_t at = 0; at < part.size;) {
        struct span word = token(part, at);
        size_t end = word.size ? (size_t)(word.data - part.data) + word.size : at;
        bool letters = false, digits = false;
        for (size_t i = 0; i < word.size; i++) {
            letters |= letter(word.data[i]);
            digits |= digit(word.data[i]);
        }
        bool shaped = digits && (letters || word.size <= 8) && word.size >= GUESS_LEAST && word.size <= GUESS_MOST;
        if (word.size >= LEAST && word.size <= MOST && (!loose || shaped) && !words_match(search->words, "never", word))
            add(search, word, line, loose ? RANK_LOOSE : RANK_NEAR);
        at = end > at ? end : at + 1;
    }
}

/* What stands in quotes, whatever it is: 「合言葉2022」, "two words". */
static void guess_quoted(struct search *search, struct span part, struct span line)
{
    for (size_t at = 0; at < part.size; at++) {
        struct span rest = span_slice(part, at, SIZE_MAX), close = closer(rest);
        if (!close.size)
            continue;
        utf8_take(&rest);
        size_t end = span_find(span_slice(rest, 0, MOST + close.size), close, 0);
        struct span word = end == SIZE_MAX ? SPAN_NONE : span_trim(span_slice(rest, 0, end));
        if (word.size >= LEAST && word.size <= MOST && utf8_valid(word))
            add(search, word, line, RANK_NEAR);
    }
}

static void guess_near(struct search *search, const struct key *key)
{
    struct span rest = key->after, line;
    guess_quoted(search, span_slice(key->line, key->end, NEAR_BYTES), key->line);
    guess_in(search, span_slice(key->line, key->end, NEAR_BYTES), key->line, false);
    if (span_take_line(&rest, &line))
        guess_in(search, span_slice(line, 0, NEAR_BYTES), line, false);
}

/* 2022/03/04 as people write it into a password: 20220304, and 0304. */
static void guess_date(struct search *search, struct span line)
{
    for (size_t at = 0; at + 10 <= line.size; at++) {
        const char *text = line.data + at;
        bool date = (text[4] == '/' || text[4] == '-' || text[4] == '.') && text[7] == text[4];
        for (size_t i = 0; i < 10 && date; i++)
            date = i == 4 || i == 7 || digit(text[i]);
        if (!date)
            continue;
        struct span whole = arena_printf(search->arena, "%.4s%.2s%.2s", text, text + 5, text + 8);
        add(search, whole, line, RANK_LOOSE);
        add(search, span_slice(whole, 4, 4), line, RANK_LOOSE);
        at += 9;
    }
}

size_t password_guesses(const struct words *words, struct arena *arena, struct span text, struct password *ret_passwords, size_t max)
{
    struct search search = begin(words, arena, text);
    struct span rest = search.text, line;
    find_keys(&search, guess_near);
    while (search.count < LIMIT_PASSWORDS && span_take_line(&rest, &line)) {
        guess_date(&search, line);
        guess_in(&search, line, line, true);
    }
    return give(&search, ret_passwords, max);
}

EMBED(password_words, "heuristics/words/password.yaml");

struct span password_words(void)
{
    return EMBEDDED(password_words);
}
