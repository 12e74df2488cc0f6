/* De-encapsulates RTF: a state for each open group, text bytes gathered until their charset or their place changes. */
#include "decode/rtf_text.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/rtf_token.h"

#define FONT_NONE UINT16_MAX

enum destination {
    DESTINATION_BODY,
    DESTINATION_HTML_TAG, /* {\*\htmltag ...}: HTML as it was */
    DESTINATION_FONTS,
    DESTINATION_SKIPPED,
};

struct group {
    enum destination destination;
    bool html_rtf;    /* \htmlrtf: RTF only, no part of the HTML */
    bool star;        /* \* was seen: an unknown destination is skipped */
    unsigned skip_after_unicode; /* \uc */
    uint16_t font;
};

struct font {
    uint16_t number;
    unsigned codepage;
};

struct reader {
    struct arena *arena;
    struct rtf_text_result *result;
    struct buf out;      /* UTF-8 */
    struct buf pending;  /* bytes in the charset of the font */
    struct group groups[LIMIT_RTF_DEPTH];
    size_t depth;        /* groups[depth] is the current one */
    struct font fonts[LIMIT_RTF_FONTS];
    size_t font_count;
    unsigned codepage;
    uint16_t default_font;
    uint16_t defining;   /* the font of the font table that \fcharset tells of */
    unsigned to_skip;    /* characters after \u that stand for the same */
    uint32_t surrogate;  /* high half of a pair */
};

static struct group *current(struct reader *reader)
{
    return &reader->groups[reader->depth];
}

static bool visible(struct reader *reader)
{
    const struct group *group = current(reader);
    if (group->destination == DESTINATION_HTML_TAG)
        return true;
    return group->destination == DESTINATION_BODY && !(reader->result->kind == RTF_TEXT_HTML && group->html_rtf);
}

static void out_add(struct reader *reader, struct span text)
{
    size_t room = LIMIT_BODY_BYTES - reader->out.size;
    if (text.size > room) {
        text = utf8_cut(text, room);
        reader->result->cut = true;
    }
    buf_add(&reader->out, text);
}

static unsigned codepage_of(const struct reader *reader, uint16_t font)
{
    for (size_t i = 0; i < reader->font_count; i++)
        if (reader->fonts[i].number == font && reader->fonts[i].codepage)
            return reader->fonts[i].codepage;
    return reader->codepage;
}

/* What was gathered becomes UTF-8; to be called before anything changes that its meaning hangs on. */
static void flush(struct reader *reader)
{
    if (reader->surrogate) {
        reader->surrogate = 0;
        reader->result->damaged = true;
        out_add(reader, SPAN_LITERAL("\xEF\xBF\xBD"));
    }
    if (reader->pending.size == 0)
        return;
    struct span bytes = buf_span(&reader->pending);
    if (utf8_ascii(bytes)) {
        out_add(reader, bytes);
    } else {
        struct charset_result text = charset_from_codepage(reader->arena, bytes, codepage_of(reader, current(reader)->font));
        reader->result->damaged |= text.damaged;
        out_add(reader, text.text);
    }
    buf_clear(&reader->pending);
}

static void text_byte(struct reader *reader, unsigned char byte)
{
    if (reader->to_skip) {
        reader->to_skip--;
        return;
    }
    if (!visible(reader))
        return;
    if (reader->pending.size >= LIMIT_BODY_BYTES)
        flush(reader);
    buf_add_byte(&reader->pending, (char)byte);
}

static void text_run(struct reader *reader, struct span text)
{
    while (reader->to_skip && text.size) {
        reader->to_skip--;
        text = span_slice(text, 1, text.size);
    }
    if (!visible(reader))
        return;
    if (reader->pending.size >= LIMIT_BODY_BYTES)
        flush(reader);
    buf_add(&reader->pending, text);
}

static void text_character(struct reader *reader, uint32_t character)
{
    char bytes[4];
    if (!visible(reader))
        return;
    if (reader->surrogate && character >= 0xDC00 && character <= 0xDFFF) {
        character = 0x10000 + ((reader->surrogate - 0xD800) << 10) + (character - 0xDC00);
        reader->surrogate = 0;
    }
    flush(reader);
    if (character >= 0xD800 && character <= 0xDBFF) {
        reader->surrogate = character;
        return;
    }
    out_add(reader, (struct span){bytes, utf8_put(character, bytes)});
}

static void group_open(struct reader *reader)
{
    flush(reader);
    if (reader->depth + 1 == LIMIT_RTF_DEPTH) {
        reader->result->cut = true;
        return;
    }
    reader->groups[reader->depth + 1] = *current(reader);
    reader->depth++;
    current(reader)->star = false;
}

static void group_close(struct reader *reader)
{
    flush(reader);
    reader->to_skip = 0;
    if (reader->depth)
        reader->depth--;
    else
        reader->result->damaged = true;
}

/* \fcharset (RTF 1.9.1, font table) as a code page; 0 = the document's own. */
static unsigned charset_codepage(int charset)
{
    static const struct { int charset; unsigned codepage; } table[] = {
        {77, 10000}, {128, 932}, {129, 949}, {134, 936}, {136, 950}, {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255},
        {178, 1256}, {186, 1257}, {204, 1251}, {222, 874}, {238, 1250},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].charset == charset)
            return table[i].codepage;
    return 0;
}

static void font_define(struct reader *reader, int charset)
{
    if (reader->font_count == LIMIT_RTF_FONTS) {
        reader->result->cut = true;
        return;
    }
    reader->fonts[reader->font_count++] = (struct font){reader->defining, charset_codepage(charset)};
}

/* Words that write a character. */
static bool word_character(struct reader *reader, struct span name)
{
    static const struct { struct span name; uint32_t character; } table[] = {
        {SPAN_LITERAL("par"), '\n'}, {SPAN_LITERAL("line"), '\n'}, {SPAN_LITERAL("row"), '\n'}, {SPAN_LITERAL("sect"), '\n'},
        {SPAN_LITERAL("page"), '\n'}, {SPAN_LITERAL("tab"), '\t'}, {SPAN_LITERAL("cell"), '\t'},
        {SPAN_LITERAL("lquote"), 0x2018}, {SPAN_LITERAL("rquote"), 0x2019}, {SPAN_LITERAL("ldblquote"), 0x201C},
        {SPAN_LITERAL("rdblquote"), 0x201D}, {SPAN_LITERAL("bullet"), 0x2022}, {SPAN_LITERAL("endash"), 0x2013},
        {SPAN_LITERAL("emdash"), 0x2014}, {SPAN_LITERAL("emspace"), 0x2003}, {SPAN_LITERAL("enspace"), 0x2002},
        {SPAN_LITERAL("zwj"), 0x200D}, {SPAN_LITERAL("zwnj"), 0x200C},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (span_equal(table[i].name, name)) {
            text_character(reader, table[i].character);
            return true;
        }
    return false;
}

/* Words that say what the group is. */
static bool word_destination(struct reader *reader, struct span name)
{
    static const struct { struct span name; enum destination destination; } table[] = {
        {SPAN_LITERAL("htmltag"), DESTINATION_HTML_TAG}, {SPAN_LITERAL("fonttbl"), DESTINATION_FONTS},
        {SPAN_LITERAL("mhtmltag"), DESTINATION_SKIPPED}, {SPAN_LITERAL("colortbl"), DESTINATION_SKIPPED},
        {SPAN_LITERAL("stylesheet"), DESTINATION_SKIPPED}, {SPAN_LITERAL("info"), DESTINATION_SKIPPED},
        {SPAN_LITERAL("pict"), DESTINATION_SKIPPED}, {SPAN_LITERAL("object"), DESTINATION_SKIPPED},
        {SPAN_LITERAL("header"), DESTINATION_SKIPPED}, {SPAN_LITERAL("footer"), DESTINATION_SKIPPED},
        {SPAN_LITERAL("listtable"), DESTINATION_SKIPPED}, {SPAN_LITERAL("pntext"), DESTINATION_BODY},
        {SPAN_LITERAL("fldinst"), DESTINATION_SKIPPED}, {SPAN_LITERAL("fldrslt"), DESTINATION_BODY},
    };
    struct group *group = current(reader);
    enum destination outer = group->destination;
    if (outer == DESTINATION_SKIPPED)
        return true;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (span_equal(table[i].name, name)) {
            group->destination = table[i].destination;
            return true;
        }
    if (group->star) /* unknown, and may be ignored */
        group->destination = DESTINATION_SKIPPED;
    return group->star;
}

static void word_unicode(struct reader *reader, int number)
{
    text_character(reader, (uint32_t)number & 0xffff);
    reader->to_skip = current(reader)->skip_after_unicode;
}

/* Words that change how text is read. */
static void word_state(struct reader *reader, const struct rtf_token *token)
{
    struct group *group = current(reader);
    struct span name = token->text;
    uint16_t number = token->number >= 0 && token->number < FONT_NONE ? (uint16_t)token->number : FONT_NONE;
    if (span_equal(name, SPAN_LITERAL("htmlrtf"))) {
        group->html_rtf = !token->has_number || token->number != 0;
    } else if (span_equal(name, SPAN_LITERAL("fromhtml"))) {
        if (token->number == 1)
            reader->result->kind = RTF_TEXT_HTML;
    } else if (span_equal(name, SPAN_LITERAL("ansicpg"))) {
        if (token->number > 0 && token->number <= 0xffff)
            reader->codepage = (unsigned)token->number;
    } else if (span_equal(name, SPAN_LITERAL("uc"))) {
        group->skip_after_unicode = token->number >= 0 && token->number <= 16 ? (unsigned)token->number : 1;
    } else if (span_equal(name, SPAN_LITERAL("deff"))) {
        reader->default_font = group->font = number;
    } else if (span_equal(name, SPAN_LITERAL("f"))) {
        if (group->destination == DESTINATION_FONTS)
            reader->defining = number;
        else
            group->font = number;
    } else if (span_equal(name, SPAN_LITERAL("plain"))) {
        group->font = reader->default_font;
    } else if (span_equal(name, SPAN_LITERAL("fcharset")) && group->destination == DESTINATION_FONTS) {
        font_define(reader, token->number);
    }
}

static void word(struct reader *reader, const struct rtf_token *token)
{
    if (reader->to_skip) {
        reader->to_skip--;
        return;
    }
    if (span_equal(token->text, SPAN_LITERAL("u")) && token->has_number) {
        word_unicode(reader, token->number);
        return;
    }
    flush(reader);
    if (word_character(reader, token->text) || word_destination(reader, token->text))
        return;
    word_state(reader, token);
}

static void symbol(struct reader *reader, unsigned char byte)
{
    if (byte == '*')
        current(reader)->star = true;
    else if (byte == '\\' || byte == '{' || byte == '}')
        text_byte(reader, byte);
    else if (byte == '~')
        text_character(reader, 0xA0);
    else if (byte == '_')
        text_character(reader, 0x2011);
    else if (byte == '\r' || byte == '\n')
        text_character(reader, '\n');
}

static void token_use(struct reader *reader, const struct rtf_token *token)
{
    switch (token->kind) {
    case RTF_TOKEN_OPEN: group_open(reader); break;
    case RTF_TOKEN_CLOSE: group_close(reader); break;
    case RTF_TOKEN_WORD: word(reader, token); break;
    case RTF_TOKEN_SYMBOL: symbol(reader, token->byte); break;
    case RTF_TOKEN_HEX: text_byte(reader, token->byte); break;
    case RTF_TOKEN_TEXT: text_run(reader, token->text); break;
    }
}

bool rtf_text_read(struct arena *arena, struct span rtf, unsigned codepage, struct rtf_text_result *ret_result)
{
    struct rtf_text_result result = {0};
    struct rtf_token token;
    if (!span_starts(rtf, SPAN_LITERAL("{\\rtf")))
        return false;
    struct reader *reader = arena_alloc(arena, sizeof *reader);
    reader->arena = arena;
    reader->result = &result;
    reader->codepage = codepage ? codepage : 1252;
    reader->default_font = reader->defining = reader->groups[0].font = FONT_NONE;
    reader->groups[0].skip_after_unicode = 1;
    while (!result.cut && rtf_token_take(&rtf, &token))
        token_use(reader, &token);
    flush(reader);
    if (reader->depth)
        result.damaged = true;
    result.text = arena_copy(arena, buf_span(&reader->out));
    buf_free(&reader->out);
    buf_free(&reader->pending);
    *ret_result = result;
    return true;
}
