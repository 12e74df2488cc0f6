/* Reads the few declarations of an inline style that hide text or mark a quote. */
#include "decode/html_style.h"

#include <stdint.h>

#define STYLE_BYTES 1500 /* of one style attribute, blanks taken out, that are looked at */

/* Lower case, without blanks, a `;` before and behind, so that whole declarations can be looked for. */
static struct span folded(struct span style, char buffer[STYLE_BYTES])
{
    size_t size = 0;
    buffer[size++] = ';';
    for (size_t i = 0; i < style.size && size < STYLE_BYTES - 1; i++) {
        char byte = style.data[i];
        if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
            continue;
        buffer[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    buffer[size++] = ';';
    return (struct span){buffer, size};
}

static bool has(struct span style, const char *declaration)
{
    return span_find(style, span_of(declaration), 0) != SIZE_MAX;
}

/* A declaration whose number is zero: 0, 0px, 0.0pt, 0%, but not 0.8em. */
static bool zero(struct span style, const char *declaration)
{
    size_t at = span_find(style, span_of(declaration), 0);
    if (at == SIZE_MAX)
        return false;
    at += strlen(declaration);
    bool digits = false;
    for (; at < style.size && (style.data[at] == '0' || style.data[at] == '.'); at++)
        digits = true;
    return digits && (at == style.size || style.data[at] < '1' || style.data[at] > '9');
}

struct html_style html_style_read(struct span style)
{
    if (!style.size)
        return (struct html_style){0};
    char buffer[STYLE_BYTES];
    struct span text = folded(style, buffer);
    bool rule = has(text, "border-top:solid#e1e1e1") || has(text, "border-top:solid#b5c4df");
    return (struct html_style){
        .hidden = has(text, ";display:none") || has(text, ";visibility:hidden") || has(text, "mso-hide:all")
            || zero(text, ";font-size:") || zero(text, ";opacity:") || zero(text, ";max-height:"),
        .pre = has(text, ";white-space:pre"),
        .quote_bar = (has(text, ";border-left:") || has(text, ";border-left-") || has(text, ";border-right:"))
            && !has(text, ";border-left:none") && !has(text, ";border-left:0") && !has(text, ";border-top:"),
        .outlook_rule = rule && has(text, "padding:3.0pt0"),
    };
}
