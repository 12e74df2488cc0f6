/* Takes name and address out of the From value of a reply header. */
#include "decode/quote_person.h"

#include <stdint.h>
#include "decode/quote_line.h"

#define ADDRESS_BYTES 320 /* RFC 3696 erratum 1690: 254, and some air for what is found in the wild */

/* ASCII only: in Japanese text a name stands glued to the address, and SMTPUTF8 local parts are not seen in reply headers. */
static bool local_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
        || (byte && strchr("!#$%&'*+-/=?^_`{|}~.", byte));
}

static bool domain_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-'
        || byte == '.';
}

bool quote_person_address(struct span text, struct span *ret_address)
{
    for (size_t at = span_find_byte(text, '@', 0); at != SIZE_MAX; at = span_find_byte(text, '@', at + 1)) {
        size_t start = at, end = at + 1;
        while (start > 0 && at - start < ADDRESS_BYTES && local_byte(text.data[start - 1]))
            start--;
        while (end < text.size && end - at < ADDRESS_BYTES && domain_byte(text.data[end]))
            end++;
        while (start < at && strchr("'`.", text.data[start]))
            start++;
        while (end > at + 1 && (text.data[end - 1] == '.' || text.data[end - 1] == '-'))
            end--;
        struct span domain = span_slice(text, at + 1, end - at - 1);
        bool bracketed = start > 0 && text.data[start - 1] == '<';
        if (start < at && domain.size && (bracketed || span_find_byte(domain, '.', 0) != SIZE_MAX)) {
            *ret_address = span_slice(text, start, end - start);
            return true;
        }
    }
    return false;
}

static size_t wrap_size(struct span text)
{
    if (text.size && strchr("\"'<([*,;|", text.data[0]))
        return text.data[0] ? 1 : 0;
    static const char *const wide[] = {"\uFF1C", "\u300C", "\u201C", "\u201E", "\u00AB"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (span_starts(text, span_of(wide[i])))
            return strlen(wide[i]);
    return 0;
}

static size_t wrap_size_at_end(struct span text)
{
    if (text.size && text.data[text.size - 1] && strchr("\"'<([*,;:>)]", text.data[text.size - 1]))
        return 1;
    static const char *const wide[] = {"\uFF1C", "\uFF1E", "\u300D", "\u201D", "\u201C", "\u3001", "\uFF0C", "\u00BB"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        struct span mark = span_of(wide[i]);
        if (text.size >= mark.size && span_equal(span_slice(text, text.size - mark.size, mark.size), mark))
            return mark.size;
    }
    return 0;
}

/* A closing bracket of the name's own, as in "Tanaka (Sales)", stays. */
static bool closes_own_bracket(struct span text)
{
    char last = text.data[text.size - 1];
    char opening = last == ')' ? '(' : last == ']' ? '[' : '\0';
    return opening && span_find_byte(text, opening, 0) != SIZE_MAX;
}

static struct span unwrapped(struct span name)
{
    for (size_t size; (size = wrap_size(name = quote_line_trim(name))) > 0;)
        name = span_slice(name, size, SIZE_MAX);
    while (name.size) {
        size_t size = wrap_size_at_end(name);
        if (!size || closes_own_bracket(name))
            break;
        name.size -= size;
        name = quote_line_trim(name);
    }
    return name;
}

static struct span lower_copy(struct arena *arena, struct span text)
{
    char *copy = arena_string(arena, text);
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] + 32);
    return (struct span){copy, text.size};
}

void quote_person_read(struct arena *arena, struct span text, struct span *ret_name, struct span *ret_addr)
{
    struct span address = SPAN_NONE, name = text;
    if (quote_person_address(text, &address)) {
        name = span_slice(text, 0, (size_t)(address.data - text.data));
        if (span_ends_nocase(name, SPAN_LITERAL("mailto:")))
            name.size -= sizeof "mailto:" - 1;
    }
    *ret_name = unwrapped(name);
    *ret_addr = address.size ? lower_copy(arena, address) : SPAN_NONE;
}
