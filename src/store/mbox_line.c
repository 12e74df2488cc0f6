/* Looks at a "From " line and at the two lines below it. */
#include "store/mbox_line.h"

#include "store/mail_sniff.h"

#define TOKENS_MAX 24 /* words of a "From " line that are looked at */

/* The letter F is rare in mail, so that looking for it alone costs a fifth of looking for the word with memmem(). */
size_t mbox_line_find(struct span text, size_t from)
{
    for (size_t at = from; (at = span_find_byte(text, 'F', at)) != SIZE_MAX; at++)
        if (span_starts(span_slice(text, at, SIZE_MAX), SPAN_LITERAL("From ")))
            return at;
    return SIZE_MAX;
}

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool one_of(struct span word, const char *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(word, (struct span){names + 3 * i, 3}))
            return true;
    return false;
}

static bool weekday(struct span word)
{
    if (word.size == 4 && word.data[3] == ',')
        word.size = 3;
    return word.size == 3 && one_of(word, "MonTueWedThuFriSatSun", 7);
}

static bool month(struct span word)
{
    return word.size == 3 && one_of(word, "JanFebMarAprMayJunJulAugSepOctNovDec", 12);
}

static bool clock_time(struct span word)
{
    size_t colon = span_find_byte(word, ':', 0);
    return (colon == 1 || colon == 2) && word.size >= colon + 3 && digit(word.data[0]) && digit(word.data[colon + 1])
        && digit(word.data[colon + 2]);
}

static bool year(struct span word)
{
    return word.size == 4 && digit(word.data[0]) && digit(word.data[1]) && digit(word.data[2]) && digit(word.data[3]);
}

static bool iso_day(struct span word)
{
    return word.size >= 10 && year(span_slice(word, 0, 4)) && word.data[4] == '-' && digit(word.data[5])
        && word.data[7] == '-' && digit(word.data[8]);
}

static bool take_word(struct span *rest, struct span *ret_word)
{
    *rest = span_trim(*rest);
    size_t size = 0;
    while (size < rest->size && rest->data[size] != ' ' && rest->data[size] != '\t')
        size++;
    *ret_word = span_slice(*rest, 0, size);
    *rest = span_slice(*rest, size, rest->size);
    return size > 0;
}

bool mbox_line_dated(struct span line)
{
    bool has_weekday = false, has_month = false, has_time = false, has_year = false;
    struct span rest = line, word;
    for (unsigned i = 0; i < TOKENS_MAX && take_word(&rest, &word); i++) {
        if (iso_day(word))
            return true;
        has_weekday |= weekday(word);
        has_month |= month(word);
        has_time |= clock_time(word);
        has_year |= year(word);
    }
    return has_weekday && has_month && has_time && has_year;
}

/* Header fields at the start of `text`; *ret_known: how many of them mail carries. Stops at `max`. */
static unsigned fields_at(struct span text, unsigned max, unsigned *ret_known)
{
    struct span line;
    unsigned fields = 0;
    *ret_known = 0;
    while (fields < max && span_take_line(&text, &line)) {
        /* old transports leave their own ">From " lines above the header */
        if (span_starts(line, SPAN_LITERAL(">From ")) && fields == 0)
            continue;
        if (fields > 0 && line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t'))
            continue;
        if (!mail_sniff_field(line))
            break;
        fields++;
        *ret_known += mail_sniff_known_field(line);
    }
    return fields;
}

bool mbox_line_separates(struct span text, bool blank_before, enum mbox_line_rule rule)
{
    struct span rest = text, line;
    if (!span_starts(text, SPAN_LITERAL("From ")) || !span_take_line(&rest, &line))
        return false;
    unsigned known, fields;
    if (rule == MBOX_LINE_UNDATED) {
        fields = fields_at(rest, 3, &known);
        return blank_before && fields >= 2 && known >= 1;
    }
    if (!mbox_line_dated(line))
        return false;
    /* a separator as the file's last line: the file was cut right behind it */
    if (span_trim(rest).size == 0)
        return blank_before;
    fields = fields_at(rest, blank_before ? 1 : 2, &known);
    return fields >= (blank_before ? 1u : 2u);
}
