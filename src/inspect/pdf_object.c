/* Takes PDF apart token by token. */
#include "inspect/pdf_object.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NESTING 64

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f' || byte == '\0';
}

static bool delimiter(char byte)
{
    return byte && strchr("()<>[]{}/%", byte) != NULL;
}

static struct span skip_blanks(struct span text)
{
    size_t at = 0;
    while (at < text.size && (blank(text.data[at]) || text.data[at] == '%')) {
        if (text.data[at] != '%') {
            at++;
            continue;
        }
        while (at < text.size && text.data[at] != '\r' && text.data[at] != '\n')
            at++;
    }
    return span_slice(text, at, SIZE_MAX);
}

static size_t string_size(struct span text)
{
    size_t depth = 0, at = 0;
    for (; at < text.size; at++) {
        if (text.data[at] == '\\')
            at++;
        else if (text.data[at] == '(')
            depth++;
        else if (text.data[at] == ')' && --depth == 0)
            return at + 1;
    }
    return text.size;
}

/* One token: `<<` and `[` are tokens of their own here. */
static size_t token_size(struct span text)
{
    size_t at = 1;
    if (!text.size)
        return 0;
    if (text.data[0] == '(')
        return string_size(text);
    if (span_starts(text, SPAN_LITERAL("<<")) || span_starts(text, SPAN_LITERAL(">>")))
        return 2;
    if (text.data[0] == '<') {
        size_t end = span_find_byte(text, '>', 0);
        return end == SIZE_MAX ? text.size : end + 1;
    }
    if (text.data[0] != '/' && delimiter(text.data[0]))
        return 1;
    while (at < text.size && !blank(text.data[at]) && !delimiter(text.data[at]))
        at++;
    return at;
}

struct span pdf_object_take(struct span text, struct span *ret_rest)
{
    text = skip_blanks(text);
    struct span seen = span_slice(text, 0, PDF_OBJECT_BYTES);
    size_t at = 0;
    unsigned depth = 0;
    for (unsigned i = 0; i < PDF_TOKENS; i++) {
        struct span left = skip_blanks(span_slice(seen, at, SIZE_MAX));
        size_t size = token_size(left);
        if (!size)
            break;
        bool opens = span_starts(left, SPAN_LITERAL("<<")) || left.data[0] == '[';
        bool closes = (size == 2 && span_starts(left, SPAN_LITERAL(">>"))) || left.data[0] == ']';
        at = seen.size - left.size + size;
        if (opens && ++depth > NESTING)
            break;
        if (closes && depth)
            depth--;
        if (!depth)
            break;
    }
    if (ret_rest)
        *ret_rest = span_slice(text, at, SIZE_MAX);
    return span_slice(text, 0, at);
}

struct span pdf_object_value(struct span text, const char *key)
{
    struct span dictionary = pdf_object_take(text, NULL);
    if (!span_starts(dictionary, SPAN_LITERAL("<<")))
        return SPAN_NONE;
    struct span rest = span_slice(dictionary, 2, SIZE_MAX), name;
    for (unsigned i = 0; i < PDF_TOKENS && (name = pdf_object_take(rest, &rest)).size; i++)
        if (name.data[0] == '/') {
            if (pdf_object_is_name(name, key))
                return skip_blanks(rest);
            struct span value = pdf_object_take(rest, &rest);
            if (span_equal(value, SPAN_LITERAL(">>")))
                break;
        }
    return SPAN_NONE;
}

static int hex(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool pdf_object_is_name(struct span name, const char *plain)
{
    size_t at = 1;
    for (; *plain && at < name.size; plain++, at++) {
        char byte = name.data[at];
        if (byte == '#' && at + 2 < name.size && hex(name.data[at + 1]) >= 0 && hex(name.data[at + 2]) >= 0) {
            byte = (char)(hex(name.data[at + 1]) << 4 | hex(name.data[at + 2]));
            at += 2;
        }
        if (byte != *plain)
            return false;
    }
    return !*plain && at == name.size && name.data[0] == '/';
}

static bool number(struct span token)
{
    for (size_t i = 0; i < token.size; i++)
        if (token.data[i] < '0' || token.data[i] > '9')
            return false;
    return token.size > 0 && token.size < 11;
}

struct span pdf_object_resolve(struct span file, struct span value)
{
    struct span rest, first = pdf_object_take(value, &rest), second = pdf_object_take(rest, &rest), found = value;
    if (!number(first) || !number(second) || !span_equal(pdf_object_take(rest, NULL), SPAN_LITERAL("R")))
        return value;
    char label[40];
    int size = snprintf(label, sizeof label, "%.*s %.*s obj", SPAN_ARGS(first), SPAN_ARGS(second));
    struct span wanted = {label, (size_t)size};
    found = SPAN_NONE;
    for (size_t at = span_find(file, wanted, 0); at != SIZE_MAX; at = span_find(file, wanted, at + wanted.size))
        if (at == 0 || file.data[at - 1] < '0' || file.data[at - 1] > '9')
            found = span_slice(file, at + wanted.size, SIZE_MAX);
    return found;
}

struct span pdf_object_around(struct span file, size_t at)
{
    size_t from = at > PDF_DICTIONARY ? at - PDF_DICTIONARY : 0, begin = SIZE_MAX;
    for (size_t i = at; i-- > from && begin == SIZE_MAX;)
        if (span_starts(span_slice(file, i, 3), SPAN_LITERAL("obj")) && (i == 0 || file.data[i - 1] != 'd'))
            begin = i + 3;
    return begin == SIZE_MAX ? SPAN_NONE : skip_blanks(span_slice(file, begin, SIZE_MAX));
}

struct span pdf_object_stream(struct span text)
{
    struct span rest;
    pdf_object_take(text, &rest);
    rest = skip_blanks(rest);
    if (!span_starts(rest, SPAN_LITERAL("stream")))
        return SPAN_NONE;
    rest = span_slice(rest, 6, SIZE_MAX);
    if (span_starts(rest, SPAN_LITERAL("\r")))
        rest = span_slice(rest, 1, SIZE_MAX);
    if (span_starts(rest, SPAN_LITERAL("\n")))
        rest = span_slice(rest, 1, SIZE_MAX);
    return span_slice(rest, 0, span_find(rest, SPAN_LITERAL("endstream"), 0));
}
