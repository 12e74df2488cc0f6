/* Decodes encoded words (RFC 2047) run by run: words of one charset that follow each other are one string of bytes. */
#include "decode/mime_header.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/charset.h"
#include "base/utf8.h"
#include "decode/mime_coding.h"

#define CHARSET_LABEL_BYTES 40 /* a longer one is no charset */
#define WORD_BYTES 8192        /* the end of a word is looked for within; RFC 2047 allows 75 */
#define BARE_QUESTIONS 64      /* unencoded question marks in one word */

struct word {
    struct span charset; /* without the RFC 2231 language */
    char encoding;       /* 'b' or 'q' */
    struct span text;
    size_t size;         /* of the whole word */
};

struct decoder {
    struct arena *arena;
    struct span hint;    /* charset of raw bytes */
    struct buf out;      /* UTF-8 */
    struct buf bytes;    /* of the open run of words, in `charset` */
    struct buf base64;   /* letters of the open run that are not in `bytes` yet */
    struct span charset;
    bool open;
};

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool hex_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'F');
}

/* True where the `?=` at `at` is a bare question mark before an encoded byte: `a?=20b?=`. */
static bool question_in_text(struct span text, size_t at)
{
    struct span after = span_slice(text, at + 2, text.size);
    if (after.size < 2 || !hex_digit(after.data[0]) || !hex_digit(after.data[1]))
        return false;
    size_t end = span_find(after, SPAN_LITERAL("?="), 0);
    size_t next = span_find(after, SPAN_LITERAL("=?"), 0);
    size_t space = span_find_byte(after, ' ', 0);
    return end != SIZE_MAX && end < space && (next == SIZE_MAX || next + 1 >= end);
}

/* Where the text of a word ends; *ret_mark is the size of the end mark, 0 where it is missing. */
static size_t text_end(struct span text, char encoding, size_t *ret_mark)
{
    size_t next = span_find(text, SPAN_LITERAL("=?"), 0); /* found first: it bounds the other search */
    struct span own = span_slice(text, 0, next == SIZE_MAX ? SIZE_MAX : next + 3);
    size_t end = span_find(own, SPAN_LITERAL("?="), 0);
    for (int i = 0; i < BARE_QUESTIONS && encoding == 'q' && end != SIZE_MAX && question_in_text(text, end); i++)
        end = span_find(text, SPAN_LITERAL("?="), end + 1);
    if (end != SIZE_MAX && (next == SIZE_MAX || next + 1 >= end)) {
        *ret_mark = 2;
        return end;
    }
    *ret_mark = 0;
    size_t stop = next == SIZE_MAX ? text.size : next;
    for (size_t at = 0; at < stop; at++)
        if (blank(text.data[at]) || text.data[at] == '"')
            return at;
    return stop;
}

/* `text` begins with "=?". */
static bool read_word(struct span text, struct word *ret_word)
{
    size_t charset_end = span_find_byte(span_slice(text, 0, 2 + CHARSET_LABEL_BYTES), '?', 2);
    if (charset_end == SIZE_MAX || charset_end == 2 || text.size - charset_end < 3 || text.data[charset_end + 2] != '?')
        return false;
    char encoding = text.data[charset_end + 1] | 0x20;
    struct span charset = span_slice(text, 2, charset_end - 2);
    if ((encoding != 'b' && encoding != 'q') || span_find_byte(charset, ' ', 0) != SIZE_MAX)
        return false;
    size_t language = span_find_byte(charset, '*', 0);
    struct span rest = span_slice(text, charset_end + 3, WORD_BYTES);
    size_t mark;
    size_t end = text_end(rest, encoding, &mark);
    *ret_word = (struct word){
        .charset = span_slice(charset, 0, language),
        .encoding = encoding,
        .text = span_slice(rest, 0, end),
        .size = charset_end + 3 + end + mark,
    };
    return true;
}

/* The letters of a run are decoded at once. A word that breaks off within a group of four is either continued by the next (the
   encoder cut its output blindly) or lacks padding: it is the second when the next is whole in itself. */
static void add_base64(struct decoder *decoder, struct span text)
{
    size_t letters = 0;
    for (size_t i = 0; i < text.size; i++)
        letters += !blank(text.data[i]);
    while (decoder->base64.size % 4 && letters % 4 == 0)
        buf_add_byte(&decoder->base64, '=');
    for (size_t i = 0; i < text.size; i++)
        if (!blank(text.data[i]))
            buf_add_byte(&decoder->base64, text.data[i]);
}

static void flush_base64(struct decoder *decoder)
{
    struct span decoded = mime_coding_base64(decoder->arena, buf_span(&decoder->base64));
    buf_add(&decoder->bytes, decoded);
    buf_clear(&decoder->base64);
}

static void add_printable(struct buf *bytes, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        int value = text.data[i] == '=' ? mime_coding_hex(span_slice(text, i + 1, 2)) : -1;
        if (value >= 0) {
            buf_add_byte(bytes, (char)value);
            i += 2;
        } else {
            buf_add_byte(bytes, text.data[i] == '_' ? ' ' : text.data[i]);
        }
    }
}

static void close_run(struct decoder *decoder)
{
    if (!decoder->open)
        return;
    flush_base64(decoder);
    struct span bytes = arena_copy(decoder->arena, buf_span(&decoder->bytes));
    buf_add(&decoder->out, charset_to_utf8(decoder->arena, bytes, decoder->charset).text);
    buf_clear(&decoder->bytes);
    decoder->open = false;
}

static void add_word(struct decoder *decoder, const struct word *word)
{
    if (decoder->open && !span_equal_nocase(decoder->charset, word->charset))
        close_run(decoder);
    decoder->open = true;
    decoder->charset = word->charset;
    if (word->encoding == 'b') {
        add_base64(decoder, word->text);
    } else {
        flush_base64(decoder);
        add_printable(&decoder->bytes, word->text);
    }
}

/* Blanks between two words vanish (RFC 2047 6.2). */
static void add_literal(struct decoder *decoder, struct span text, bool word_follows)
{
    if (decoder->open && word_follows && span_trim(text).size == 0)
        return;
    close_run(decoder);
    buf_add(&decoder->out, mime_header_utf8(decoder->arena, text, decoder->hint));
}

static void decode(struct decoder *decoder, struct span raw)
{
    size_t literal = 0, at = 0;
    while ((at = span_find(raw, SPAN_LITERAL("=?"), at)) != SIZE_MAX) {
        struct word word;
        if (!read_word(span_slice(raw, at, raw.size), &word)) {
            at += 2;
            continue;
        }
        add_literal(decoder, span_slice(raw, literal, at - literal), true);
        add_word(decoder, &word);
        literal = at += word.size;
    }
    add_literal(decoder, span_slice(raw, literal, raw.size), false);
}

/* Line ends, tabs and other control characters become blanks, a line end with the blanks that follow it one blank. */
static struct span one_line(struct arena *arena, struct span text)
{
    bool clean = true;
    for (size_t i = 0; i < text.size && clean; i++)
        clean = (unsigned char)text.data[i] >= ' ' && text.data[i] != 127;
    if (clean)
        return span_trim(text);
    char *line = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool control = (unsigned char)byte < ' ' || byte == 127;
        bool again = size && line[size - 1] == ' ' && i && (text.data[i - 1] == '\n' || text.data[i - 1] == '\r');
        if (!control || !again)
            line[size++] = control ? ' ' : byte;
    }
    return span_trim((struct span){line, size});
}

struct span mime_header_utf8(struct arena *arena, struct span raw, struct span charset)
{
    if (utf8_ascii(raw) && span_find_byte(raw, '\033', 0) == SIZE_MAX)
        return raw;
    return utf8_valid(raw) && span_find_byte(raw, '\033', 0) == SIZE_MAX ? raw : charset_to_utf8(arena, raw, charset).text;
}

struct span mime_header_text(struct arena *arena, struct span raw, struct span charset)
{
    if (span_find(raw, SPAN_LITERAL("=?"), 0) == SIZE_MAX)
        return one_line(arena, mime_header_utf8(arena, raw, charset));
    struct decoder decoder = {.arena = arena, .hint = charset};
    decode(&decoder, raw);
    struct span text = arena_copy(arena, buf_span(&decoder.out));
    buf_free(&decoder.out);
    buf_free(&decoder.bytes);
    buf_free(&decoder.base64);
    return one_line(arena, text);
}

size_t mime_header_word(struct span text)
{
    struct word word;
    if (!span_starts(text, SPAN_LITERAL("=?")) || !read_word(text, &word))
        return 0;
    for (size_t i = 0; i < word.size; i++)
        if (blank(text.data[i]))
            return 0;
    return span_ends_nocase(span_slice(text, 0, word.size), SPAN_LITERAL("?=")) ? word.size : 0;
}
