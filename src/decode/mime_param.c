/* Walks the parameters of a structured field and puts one of them together from its pieces. */
#include "decode/mime_param.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "decode/mime_coding.h"
#include "decode/mime_field.h"
#include "decode/mime_header.h"

#define PIECES 64        /* RFC 2231 continuations of one parameter */
#define PARAMETERS 200   /* of one field */

struct piece {
    struct span value;   /* without quotes */
    unsigned order;
    bool extended;       /* percent encoded: its name ended in `*` */
};

struct pieces {
    struct piece piece[PIECES];
    size_t count;
    bool plain;          /* the one piece has a name without any star */
};

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Bytes before the `;`, or before a blank that no slash is next to: `text/plain charset=x` lacks its `;`. */
static size_t main_size(struct span value)
{
    struct span text = span_slice(value, 0, span_find_byte(value, ';', 0));
    for (size_t at = 0; at < text.size;) {
        size_t next = at;
        while (next < text.size && blank(text.data[next]))
            next++;
        bool gap = next > at || text.data[at] == '(';
        bool slash = (at && text.data[at - 1] == '/') || (next < text.size && text.data[next] == '/');
        if (gap && at && !slash)
            return at;
        at = next > at ? next : at + 1;
    }
    return text.size;
}

struct span mime_param_main(struct arena *arena, struct span value)
{
    value = span_slice(value, 0, LIMIT_FIELD_BYTES);
    struct span text = span_slice(value, 0, main_size(value));
    char *lower = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte > ' ' && byte != '"')
            lower[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    return (struct span){lower, size};
}

/* A quoted-string without its quotes and backslashes. A backslash before anything but a quote or another is a Windows path. */
static struct span take_quoted(struct arena *arena, struct span *rest)
{
    char *text = arena_alloc(arena, rest->size + 1);
    size_t size = 0, at = 1;
    for (; at < rest->size && rest->data[at] != '"'; at++) {
        bool escape = rest->data[at] == '\\' && at + 1 < rest->size && (rest->data[at + 1] == '"' || rest->data[at + 1] == '\\');
        at += escape;
        text[size++] = rest->data[at];
    }
    *rest = span_slice(*rest, at + 1, rest->size);
    return (struct span){text, size};
}

/* The value up to its `;`. An encoded word may hold one. */
static struct span take_token(struct span *rest)
{
    size_t at = 0;
    while (at < rest->size && rest->data[at] != ';') {
        size_t word = mime_header_word(span_slice(*rest, at, rest->size));
        at += word ? word : 1;
    }
    struct span token = span_trim(span_slice(*rest, 0, at));
    *rest = span_slice(*rest, at, rest->size);
    return token;
}

/* Takes `name=value` and the `;` behind it. */
static bool take_parameter(struct arena *arena, struct span *rest, struct span *ret_name, struct span *ret_value)
{
    while (rest->size && (rest->data[0] == ';' || rest->data[0] == ' ' || rest->data[0] == '\t'))
        *rest = span_slice(*rest, 1, rest->size);
    if (!rest->size)
        return false;
    size_t equal = 0;
    while (equal < rest->size && rest->data[equal] != '=' && rest->data[equal] != ';')
        equal++;
    *ret_name = span_trim(span_slice(*rest, 0, equal));
    *rest = span_trim(span_slice(*rest, equal, rest->size));
    *ret_value = SPAN_NONE;
    if (!rest->size || rest->data[0] != '=')
        return true;
    *rest = span_trim(span_slice(*rest, 1, rest->size));
    *ret_value = rest->size && rest->data[0] == '"' ? take_quoted(arena, rest) : take_token(rest);
    return true;
}

/* Reads `name`, `name*`, `name*N` and `name*N*`; false when the parameter is another. */
static bool piece_of(struct span found, struct span name, struct piece *ret_piece, bool *ret_plain)
{
    if (!span_starts_nocase(found, name))
        return false;
    struct span tail = span_slice(found, name.size, found.size);
    unsigned order = 0;
    *ret_plain = tail.size == 0;
    if (tail.size && tail.data[0] != '*')
        return false;
    bool extended = tail.size == 1 || (tail.size > 2 && tail.data[tail.size - 1] == '*');
    for (size_t i = 1; i < tail.size && i < 6 && tail.data[i] >= '0' && tail.data[i] <= '9'; i++)
        order = order * 10 + (unsigned)(tail.data[i] - '0');
    *ret_piece = (struct piece){.order = order, .extended = extended};
    return true;
}

/* RFC 2231 pieces push out the plain form, whichever comes first; of two plain ones the first counts. */
static void add_piece(struct pieces *pieces, struct piece piece, bool plain)
{
    if (plain && pieces->count)
        return;
    if (pieces->count && pieces->plain)
        pieces->count = 0;
    pieces->plain = plain;
    if (pieces->count == PIECES)
        return;
    size_t at = pieces->count++;
    for (; at && pieces->piece[at - 1].order > piece.order; at--)
        pieces->piece[at] = pieces->piece[at - 1];
    pieces->piece[at] = piece;
}

static void find_pieces(struct arena *arena, struct span value, struct span name, struct pieces *pieces)
{
    struct span rest = span_slice(value, main_size(value), value.size);
    struct span found, text;
    for (int i = 0; i < PARAMETERS && take_parameter(arena, &rest, &found, &text); i++) {
        struct piece piece;
        bool plain;
        if (!piece_of(found, name, &piece, &plain))
            continue;
        piece.value = text;
        add_piece(pieces, piece, plain);
    }
}

static void add_percent(struct buf *bytes, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        int value = text.data[i] == '%' ? mime_coding_hex(span_slice(text, i + 1, 2)) : -1;
        buf_add_byte(bytes, value >= 0 ? (char)value : text.data[i]);
        i += value >= 0 ? 2 : 0;
    }
}

/* charset'language'text; where the quotes are missing all is text. */
static struct span take_charset(struct span *text)
{
    size_t first = span_find_byte(*text, '\'', 0);
    size_t second = first == SIZE_MAX ? SIZE_MAX : span_find_byte(*text, '\'', first + 1);
    if (second == SIZE_MAX)
        return SPAN_NONE;
    struct span charset = span_slice(*text, 0, first);
    *text = span_slice(*text, second + 1, text->size);
    return charset;
}

static struct span join(struct arena *arena, const struct pieces *pieces, struct span charset)
{
    BUF_LOCAL bytes = {0};
    struct span label = SPAN_NONE;
    bool extended = false;
    for (size_t i = 0; i < pieces->count; i++) {
        struct span text = pieces->piece[i].value;
        if (i == 0 && pieces->piece[i].extended)
            label = take_charset(&text);
        extended = extended || pieces->piece[i].extended;
        if (pieces->piece[i].extended)
            add_percent(&bytes, text);
        else
            buf_add(&bytes, text);
    }
    struct span joined = arena_copy(arena, buf_span(&bytes));
    if (extended && label.size)
        joined = charset_to_utf8(arena, joined, label).text;
    return mime_header_text(arena, joined, charset);
}

struct span mime_param(struct arena *arena, struct span value, struct span name, struct span charset)
{
    if (span_find_nocase(value, name, 0) == SIZE_MAX)
        return SPAN_NONE;
    struct pieces pieces = {.count = 0};
    value = span_slice(value, 0, LIMIT_FIELD_BYTES * 4);
    /* first UTF-8: the second bytes of ISO-2022-JP and CP932 look like quotes and backslashes */
    find_pieces(arena, mime_header_utf8(arena, mime_field_unfold(arena, value), charset), name, &pieces);
    return pieces.count ? join(arena, &pieces, charset) : SPAN_NONE;
}
