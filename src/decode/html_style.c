/* Reads the few declarations of an inline style that hide text or mark a quote. */
#include "decode/html_style.h"

#include <stdint.h>

#define STYLE_BYTES 4000      /* of one style attribute that are looked at */
#define DECLARATION_BYTES 100 /* of one declaration; what hides or marks is short */

/* One declaration in lower case and without blanks, cut at its bound. */
static struct span folded(struct span declaration, char buffer[DECLARATION_BYTES])
{
    size_t size = 0;
    for (size_t i = 0; i < declaration.size && size < DECLARATION_BYTES; i++) {
        char byte = declaration.data[i];
        if (byte != ' ' && !(byte >= '\t' && byte <= '\r'))
            buffer[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    return (struct span){buffer, size};
}

/* A number that is zero: 0, 0px, 0.0pt, 0%, but not 0.8em. */
static bool zero(struct span value)
{
    size_t at = 0;
    while (at < value.size && (value.data[at] == '0' || value.data[at] == '.'))
        at++;
    return at > 0 && (at == value.size || value.data[at] < '1' || value.data[at] > '9');
}

struct reading {
    struct html_style style;
    bool rule_color, rule_padding, left, top;
};

static void take_border(struct reading *reading, struct span name, struct span value)
{
    bool none = span_starts(value, SPAN_LITERAL("none")) || zero(value);
    if (span_equal(name, SPAN_LITERAL("border-top"))) {
        reading->top |= !none;
        reading->rule_color |= span_starts(value, SPAN_LITERAL("solid#e1e1e1")) || span_starts(value, SPAN_LITERAL("solid#b5c4df"));
    } else if (span_starts(name, SPAN_LITERAL("border-left")) || span_starts(name, SPAN_LITERAL("border-right"))) {
        reading->left |= !none;
    }
}

static void take(struct reading *reading, struct span name, struct span value)
{
    struct html_style *style = &reading->style;
    if (span_starts(name, SPAN_LITERAL("border-")))
        take_border(reading, name, value);
    else if (span_equal(name, SPAN_LITERAL("display")))
        style->hidden |= span_starts(value, SPAN_LITERAL("none"));
    else if (span_equal(name, SPAN_LITERAL("visibility")))
        style->hidden |= span_starts(value, SPAN_LITERAL("hidden"));
    else if (span_equal(name, SPAN_LITERAL("mso-hide")))
        style->hidden |= span_starts(value, SPAN_LITERAL("all"));
    else if (span_equal(name, SPAN_LITERAL("font-size")) || span_equal(name, SPAN_LITERAL("opacity"))
             || span_equal(name, SPAN_LITERAL("max-height")))
        style->hidden |= zero(value);
    else if (span_equal(name, SPAN_LITERAL("white-space")))
        style->pre |= span_starts(value, SPAN_LITERAL("pre"));
    else if (span_equal(name, SPAN_LITERAL("padding")))
        reading->rule_padding |= span_starts(value, SPAN_LITERAL("3.0pt0"));
}

/* Could a declaration that starts with this letter matter? */
static bool matters(char byte)
{
    return strchr("bdfmopvwBDFMOPVW", byte) != NULL;
}

struct html_style html_style_read(struct span text)
{
    struct reading reading = {0};
    char buffer[DECLARATION_BYTES];
    text = span_slice(text, 0, STYLE_BYTES);
    while (text.size) {
        size_t end = span_find_byte(text, ';', 0);
        struct span declaration = span_trim(span_slice(text, 0, end));
        text = end == SIZE_MAX ? SPAN_NONE : span_slice(text, end + 1, SIZE_MAX);
        if (!declaration.size || !matters(declaration.data[0]))
            continue;
        declaration = folded(declaration, buffer);
        size_t colon = span_find_byte(declaration, ':', 0);
        if (colon != SIZE_MAX)
            take(&reading, span_slice(declaration, 0, colon), span_slice(declaration, colon + 1, SIZE_MAX));
    }
    reading.style.quote_bar = reading.left && !reading.top;
    reading.style.outlook_rule = reading.rule_color && reading.rule_padding;
    return reading.style;
}
