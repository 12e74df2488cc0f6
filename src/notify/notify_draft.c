/* Fills in the letter and wraps it as a mail. */
#include "notify/notify_draft.h"

#include "base/utf8.h"
#include "model/person_name.h"
#include "report/date_text.h"

#define NAME_COLUMNS 60     /* a longer name is left out: it is a sentence */
#define ENCODED_BYTES 42    /* of text in one encoded word: 75 characters in all (RFC 2047 2) */
#define LINE_BYTES 57       /* of text in one line of base64: 76 characters */

static void put_base64(struct buf *out, struct span bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < bytes.size; at += 3) {
        struct span part = span_slice(bytes, at, 3);
        uint32_t value = 0;
        for (size_t i = 0; i < 3; i++)
            value = value << 8 | (i < part.size ? (unsigned char)part.data[i] : 0);
        for (size_t i = 0; i < 4; i++)
            buf_add_byte(out, i <= part.size ? digits[value >> (18 - 6 * i) & 63] : '=');
    }
}

/* A field's text as encoded words, each of whole characters, one a line. */
static void put_words(struct buf *out, struct span text)
{
    for (bool first = true; text.size; first = false) {
        struct span part = utf8_cut(text, ENCODED_BYTES);
        buf_add(out, span_of(first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?"));
        put_base64(out, part);
        buf_add(out, SPAN_LITERAL("?="));
        text = span_slice(text, part.size, SIZE_MAX);
    }
}

/* A name that may stand in a letter: of a person, and no address, link or sentence. */
static struct span letter_name(struct arena *arena, const struct exposed_address *address)
{
    for (uint32_t i = 0; i < address->name_count; i++) {
        struct span name = address->names[i].text;
        bool odd = span_find_nocase(name, SPAN_LITERAL("www."), 0) != SIZE_MAX || utf8_width(name) > NAME_COLUMNS
                || !span_equal(utf8_visible(arena, name), name) || !person_name_key(arena, name).size;
        for (size_t b = 0; b < name.size && !odd; b++)
            odd = strchr("@/:\\<>{}[]\"|", name.data[b]) != NULL;
        if (!odd && span_find(name, SPAN_LITERAL("\xEF\xBC\xA0"), 0) == SIZE_MAX) /* full-width at-sign */
            return name;
    }
    return SPAN_NONE;
}

static struct span filled(struct arena *arena, const struct notify_template *template, const char *setting, const struct notify_word *words,
                          size_t count)
{
    BUF_LOCAL text = {0};
    notify_template_fill(notify_template_setting(template, setting), words, count, &text);
    return arena_copy(arena, buf_span(&text));
}

/* 山田太郎様 is greeted as 山田太郎 様. */
static struct span without_honorific(struct span name)
{
    static const char *const ends[] = {"様", "さん", "殿", "先生", "御中"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.size > strlen(ends[i]) && span_ends_nocase(name, span_of(ends[i])))
            return span_trim(span_slice(name, 0, name.size - strlen(ends[i])));
    return name;
}

static struct span data_words(struct arena *arena, const struct notify_template *template, uint32_t data)
{
    static const char *const settings[EXPOSED_DATA_KINDS] = {"Email", "Name", "Text", "Files", "Telephone", "Postal", "Contact"};
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < EXPOSED_DATA_KINDS; i++) {
        if (!(data >> i & 1))
            continue;
        if (text.size)
            buf_add(&text, notify_template_setting(template, "Separator"));
        buf_add(&text, notify_template_setting(template, settings[i]));
    }
    return arena_copy(arena, buf_span(&text));
}

/* What all addresses of the person have in common. */
static struct exposed_address gathered(const struct notify_list *list, const struct notify_row *row)
{
    struct exposed_address all = *row->address;
    if (all.returned)
        all.forged_at = MESSAGE_NO_DATE; /* that it arrived is not known */
    for (const struct notify_row *other = row + 1; other < list->rows + list->told && other->person == row->person; other++) {
        const struct exposed_address *address = other->address;
        all.data |= address->data;
        if (address->first != MESSAGE_NO_DATE && (all.first == MESSAGE_NO_DATE || address->first < all.first))
            all.first = address->first;
        if (address->last > all.last)
            all.last = address->last;
        if (!address->returned && address->forged_at != MESSAGE_NO_DATE && (all.forged_at == MESSAGE_NO_DATE || address->forged_at < all.forged_at))
            all.forged_at = address->forged_at;
    }
    return all;
}

static void letter_make(const struct notify_list *list, const struct notify_row *row, const struct notify_template *template,
                        struct arena *arena, struct buf *out)
{
    struct exposed_address all = gathered(list, row);
    struct span name = without_honorific(letter_name(arena, row->address));
    const struct notify_word named = {"name", name}, day = {"day", date_text_day(arena, all.forged_at)};
    const struct notify_word period[] = {{"from", date_text_day(arena, all.first)}, {"to", date_text_day(arena, all.last)}};
    const struct notify_word exposed[] = {
        {"data", data_words(arena, template, all.data)},
        {"period", period[0].value.size ? filled(arena, template, "Period", period, 2) : SPAN_LITERAL("-")},
        {"address", row->address->addr},
    };
    const struct notify_word words[] = {
        {"salutation", filled(arena, template, name.size ? "Salutation-Named" : "Salutation", &named, 1)},
        {"name", name},
        {"exposed", all.data ? filled(arena, template, "Exposed", exposed, 3) : SPAN_NONE},
        {"forged", day.value.size ? filled(arena, template, "Forged", &day, 1) : SPAN_NONE},
    };
    notify_template_fill(template->letter, words, sizeof words / sizeof *words, out);
}

/* CRLF line ends, then base64: nothing on the way then breaks a line or a character. */
static void put_body(struct buf *out, struct span letter)
{
    BUF_LOCAL crlf = {0};
    for (size_t i = 0; i < letter.size; i++) {
        if (letter.data[i] == '\r')
            continue;
        if (letter.data[i] == '\n')
            buf_add_byte(&crlf, '\r');
        buf_add_byte(&crlf, letter.data[i]);
    }
    struct span rest = buf_span(&crlf);
    while (rest.size) {
        put_base64(out, span_slice(rest, 0, LINE_BYTES));
        buf_add(out, SPAN_LITERAL("\r\n"));
        rest = span_slice(rest, LINE_BYTES, SIZE_MAX);
    }
}

/* Dots at the ends or side by side, as old addresses of mobile providers have them, stand between quotes (RFC 5322 3.4.1). */
static void put_address(struct buf *out, struct span addr)
{
    struct span local = address_local(addr), domain = address_domain(addr);
    bool atoms = local.size && local.data[0] != '.' && local.data[local.size - 1] != '.' && span_find(local, SPAN_LITERAL(".."), 0) == SIZE_MAX;
    const char *quote = atoms ? "" : "\"";
    buf_printf(out, "<%s%.*s%s@%.*s>", quote, SPAN_ARGS(local), quote, SPAN_ARGS(domain));
}

void notify_draft_make(const struct notify_list *list, const struct notify_row *row, const struct notify_template *template,
                       struct arena *arena, struct buf *out)
{
    BUF_LOCAL letter = {0};
    struct span name = letter_name(arena, row->address);
    letter_make(list, row, template, arena, &letter);
    buf_add(out, SPAN_LITERAL("X-Unsent: 1\r\nFrom:\r\nTo: "));
    if (name.size) {
        put_words(out, name);
        buf_add(out, SPAN_LITERAL("\r\n "));
    }
    put_address(out, row->address->addr);
    buf_add(out, SPAN_LITERAL("\r\nSubject: "));
    put_words(out, notify_template_setting(template, "Subject"));
    buf_add(out, SPAN_LITERAL("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
    put_body(out, buf_span(&letter));
}
