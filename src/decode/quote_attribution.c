/* Knows an attribution line by its verb, its date and its address, in many languages. */
#include "decode/quote_attribution.h"

#include <stdbool.h>
#include <stdint.h>
#include "decode/quote_date.h"
#include "decode/quote_line.h"
#include "decode/quote_person.h"

#define DATE_REACH 40   /* bytes of opener and weekday before the first digit: "Em segunda-feira, " */
#define BARE_REACH 24   /* the same where no opener is known: "ср, ", "ons " */
#define NAME_BYTES 120  /* in front of a verb that has no date before it */

#define TEXT(text) {text, sizeof text - 1}

/* "... said that", as it stands behind the name. */
static const struct span verbs[] = {
    TEXT("wrote"), TEXT("writes"), TEXT("wrote this message"), TEXT("schrieb"), TEXT("schrieb folgendes"),
    TEXT("hat geschrieben"), TEXT("a écrit"), TEXT("a ecrit"), TEXT("escribió"), TEXT("escribio"), TEXT("escreveu"),
    TEXT("ha scritto"), TEXT("schreef"), TEXT("het volgende geschreven"), TEXT("skrev"), TEXT("skrev følgende"),
    TEXT("skreiv"), TEXT("napisał"), TEXT("napisał(a)"), TEXT("napisała"), TEXT("napsal"), TEXT("napsal(a)"),
    TEXT("kirjoitti"), TEXT("пишет"), TEXT("писал"), TEXT("написал"), TEXT("написал(а)"),
    TEXT("пише"), TEXT("написав"), TEXT("şunu yazdı"), TEXT("yazdı"), TEXT("írta"), TEXT("a scris"),
    TEXT("đã viết"), TEXT("写道"), TEXT("寫道"), TEXT("写到"), TEXT("さんは書きました"),
    TEXT("さんが書きました"), TEXT("は書きました"), TEXT("が書きました"),
    TEXT("さんは書いた"), TEXT("さんのメッセージ"), TEXT("のメッセージ"),
    TEXT("書きました"), TEXT("さんのメール"), TEXT("のメール"), TEXT("さんからのメール"), TEXT("からのメール"),
    TEXT("からのメッセージ"),
    TEXT("さんからのメッセージ"), TEXT("さんは次のように書きました"),
    TEXT("様は書きました"), TEXT("님이 작성"), TEXT("님이 작성한 메시지"),
    TEXT("님이 작성함"), TEXT("님이 씀"), TEXT("작성"),
};

/* Verbs that stand between date and name, or between name and date. */
static const struct span middle_verbs[] = {
    TEXT(" wrote on "), TEXT(" wrote in "), TEXT(" wrote at "), TEXT(" wrote ("), TEXT(" schrieb am "), TEXT(" schrieb "),
    TEXT(" skrev "), TEXT(" schreef "), TEXT(" napisał(a) "), TEXT(" napisał "), TEXT(" schreef op "),
};

/* How such a line begins before its date. */
static const struct span openers[] = {
    TEXT("On "), TEXT("Am "), TEXT("Le "), TEXT("El "), TEXT("Il "), TEXT("Il giorno "), TEXT("In data "),
    TEXT("Op "), TEXT("Em "), TEXT("No dia "), TEXT("Den "), TEXT("På "), TEXT("W dniu "), TEXT("Dnia "),
    TEXT("Dne "), TEXT("В "), TEXT("Pada "), TEXT("At "), TEXT("Quoting "), TEXT("于 "), TEXT("在 "), TEXT("于"),
    TEXT("在"), TEXT("Vào "), TEXT("In un messaggio del "), TEXT("À "), TEXT("Va "), TEXT("Il dì "),
    TEXT("Pe data de "),
};

static bool ends_with(struct span text, struct span suffix)
{
    return text.size >= suffix.size && span_equal(span_slice(text, text.size - suffix.size, suffix.size), suffix);
}

static bool take_end(struct span *text, struct span suffix)
{
    if (!ends_with(*text, suffix))
        return false;
    text->size -= suffix.size;
    *text = quote_line_trim(*text);
    return true;
}

static struct span without_dashes(struct span text)
{
    while (text.size && (text.data[0] == '-' || text.data[0] == ' '))
        text = span_slice(text, 1, text.size);
    while (text.size && (text.data[text.size - 1] == '-' || text.data[text.size - 1] == ' '))
        text.size--;
    return text;
}

/* Position of the verb that ends the line, SIZE_MAX = none. A Latin verb stands alone. */
static size_t end_verb(struct span text)
{
    size_t found = SIZE_MAX;
    char last = text.size ? text.data[text.size - 1] : '\0';
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        struct span verb = verbs[i];
        if (verb.data[verb.size - 1] != last || !ends_with(text, verb))
            continue;
        size_t at = text.size - verb.size;
        bool latin = (unsigned char)verb.data[0] < 0xE0;
        bool alone = at == 0 || strchr(" >)\"'\xA0\x80", text.data[at - 1]);
        if ((!latin || alone) && at < found)
            found = at;
    }
    return found;
}

static size_t middle_verb(struct span text, size_t *ret_end)
{
    for (size_t i = 0; i < sizeof middle_verbs / sizeof *middle_verbs; i++) {
        size_t at = span_find(text, middle_verbs[i], 0);
        if (at != SIZE_MAX) {
            *ret_end = at + middle_verbs[i].size;
            return at;
        }
    }
    return SIZE_MAX;
}

static size_t opener_size(struct span text)
{
    size_t longest = 0;
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        if (text.size && openers[i].data[0] == text.data[0] && openers[i].size > longest && span_starts(text, openers[i]))
            longest = openers[i].size;
    return longest;
}

/* An address in its brackets at the very end: a name and nothing else can stand before it. */
static bool ends_in_address(struct span text, struct span address)
{
    size_t behind = (size_t)(text.data + text.size - (address.data + address.size));
    if (behind > 4) /* an archive may have cut the domain: <a@b...> */
        return span_find(text, SPAN_LITERAL("mailto:"), 0) != SIZE_MAX && text.data[text.size - 1] == '>';
    return true;
}

struct parts {
    struct span text;       /* without colon and dashes */
    struct span address;    /* within text, or empty */
    struct quote_date date; /* of what stands before address and verb */
    size_t opener;
    size_t verb;            /* position or SIZE_MAX */
    size_t verb_end;
    bool colon;             /* ends in one, or in dots, or stands between dashes and has a verb */
};

static bool colon_taken(struct span *text)
{
    bool found = false;
    while (take_end(text, SPAN_LITERAL(":")) || take_end(text, SPAN_LITERAL("\uFF1A")) || take_end(text, SPAN_LITERAL("...")))
        found = true;
    return found;
}

static struct parts parts_of(struct span line)
{
    struct parts parts = {.text = without_dashes(line)};
    bool dashed = parts.text.size + 8 <= line.size;
    parts.colon = colon_taken(&parts.text);
    struct span text = parts.text;
    parts.opener = opener_size(text);
    parts.verb = end_verb(text);
    parts.colon |= dashed && parts.verb != SIZE_MAX;
    parts.verb_end = text.size;
    quote_person_address(text, &parts.address);
    size_t limit = parts.address.size ? (size_t)(parts.address.data - text.data) : text.size;
    parts.date = quote_date_find(span_slice(text, 0, limit));
    if (parts.verb == SIZE_MAX && (parts.address.size || parts.date.digit != SIZE_MAX))
        parts.verb = middle_verb(text, &parts.verb_end);
    return parts;
}

static bool dated_at_start(const struct parts *parts)
{
    size_t reach = parts->opener ? DATE_REACH : BARE_REACH;
    return parts->date.digit <= reach && (parts->date.full || parts->date.time);
}

static enum quote_attribution judged(const struct parts *parts)
{
    const struct quote_date *date = &parts->date;
    bool verb = parts->verb != SIZE_MAX, address = parts->address.size > 0;
    if (verb && dated_at_start(parts) && (parts->colon || address)
        && (date->full || address) && (date->digit <= 2 || parts->opener || date->digit <= BARE_REACH))
        return QUOTE_ATTRIBUTION_STRONG;
    if (verb && parts->verb_end < parts->text.size && parts->colon && date->full && date->time
        && parts->verb <= NAME_BYTES / 2 && date->digit > parts->verb)
        return QUOTE_ATTRIBUTION_STRONG;
    if (!verb && address && date->full && date->digit <= BARE_REACH && ends_in_address(parts->text, parts->address))
        return parts->colon ? QUOTE_ATTRIBUTION_STRONG : QUOTE_ATTRIBUTION_WEAK;
    if (verb && parts->verb > 0 && (parts->colon || address))
        return QUOTE_ATTRIBUTION_WEAK;
    if (parts->colon && date->full && date->digit <= 4)
        return QUOTE_ATTRIBUTION_WEAK;
    return QUOTE_ATTRIBUTION_NONE;
}

/* Where the name stands: between date and verb; or on the far side of a middle verb from the date. */
static struct span name_part(const struct parts *parts)
{
    struct span text = parts->text;
    bool verb = parts->verb != SIZE_MAX;
    bool dated = parts->date.start != SIZE_MAX;
    size_t from = dated ? parts->date.end : parts->date.digit == SIZE_MAX ? 0 : parts->opener;
    size_t end = text.size;
    if (verb && parts->verb_end < text.size) {
        bool date_first = dated && parts->date.start < parts->verb;
        from = date_first ? parts->verb_end : 0;
        end = date_first ? text.size : parts->verb;
    } else if (verb) {
        end = parts->verb;
    }
    return from < end ? span_slice(text, from, end - from) : SPAN_NONE;
}

/* "użytkownik" and such between date and name. */
static struct span without_particles(struct span name)
{
    static const char *const particles[] = {"użytkownik ", "от ", "by ", "uživatel ", "tarihinde ", "、", "，", "г. "};
    name = quote_line_trim(name);
    while (name.size && (name.data[0] == ',' || name.data[0] == ';' || name.data[0] == ')'))
        name = quote_line_trim(span_slice(name, 1, name.size));
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (span_starts(name, span_of(particles[i])))
            name = quote_line_trim(span_slice(name, strlen(particles[i]), name.size));
    return name;
}

static struct span date_part(const struct parts *parts)
{
    const struct quote_date *date = &parts->date;
    if (date->start == SIZE_MAX)
        return SPAN_NONE;
    size_t from = date->digit <= DATE_REACH ? parts->opener : date->digit;
    if (from > date->digit)
        from = date->digit;
    struct span part = quote_line_trim(span_slice(parts->text, from, date->end - from));
    return part.size && part.data[0] == '(' ? span_slice(part, 1, part.size) : part;
}

enum quote_attribution quote_attribution_read(struct arena *arena, struct span line, struct quote_header *ret_header)
{
    if (line.size > QUOTE_ATTRIBUTION_BYTES || line.size < 3)
        return QUOTE_ATTRIBUTION_NONE;
    struct parts parts = parts_of(line);
    enum quote_attribution kind = judged(&parts);
    if (kind == QUOTE_ATTRIBUTION_NONE)
        return kind;
    struct quote_header header = {.date_text = arena_copy(arena, date_part(&parts))};
    quote_person_read(arena, without_particles(name_part(&parts)), &header.from_name, &header.from_addr);
    header.from_name = arena_copy(arena, header.from_name);
    *ret_header = header;
    return kind;
}

bool quote_attribution_may_end(struct span line)
{
    if (line.size < 2)
        return false;
    char last = line.data[line.size - 1];
    return last == ':' || (last == '\x9A' && ends_with(line, SPAN_LITERAL("\uFF1A")))
        || (last == 'e' && ends_with(line, SPAN_LITERAL("wrote"))) || (last == '-' && line.data[0] == '-');
}
