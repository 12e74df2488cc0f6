/* Reading, writing, measuring and showing UTF-8. */
#include "base/utf8.h"

#include <endian.h>
#include <unicode/uchar.h>
#include "base/buf.h"

#define HIGH_BITS 0x8080808080808080u

/* Bytes of the character at the start of `text` (size > 0), 0 when ill-formed. Unicode table 3-7. */
static size_t sequence(struct span text)
{
    const unsigned char *at = (const unsigned char *)text.data;
    unsigned char low = 0x80, high = 0xbf;
    size_t size;
    if (at[0] < 0x80)
        return 1;
    if (at[0] >= 0xc2 && at[0] <= 0xdf)
        size = 2;
    else if ((at[0] & 0xf0) == 0xe0)
        size = 3;
    else if (at[0] >= 0xf0 && at[0] <= 0xf4)
        size = 4;
    else
        return 0;
    if (text.size < size)
        return 0;
    if (at[0] == 0xe0)
        low = 0xa0;
    else if (at[0] == 0xed)
        high = 0x9f;
    else if (at[0] == 0xf0)
        low = 0x90;
    else if (at[0] == 0xf4)
        high = 0x8f;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return size;
}

static uint32_t decode(const char *data, size_t size)
{
    const unsigned char *at = (const unsigned char *)data;
    switch (size) {
    case 1:
        return at[0];
    case 2:
        return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    case 3:
        return (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    case 4:
        return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 | (uint32_t)(at[2] & 0x3f) << 6
            | (at[3] & 0x3f);
    default:
        return UTF8_REPLACEMENT;
    }
}

uint32_t utf8_take(struct span *rest)
{
    size_t size = sequence(*rest);
    uint32_t character = decode(rest->data, size);
    *rest = span_slice(*rest, size ? size : 1, SIZE_MAX);
    return character;
}

size_t utf8_put(uint32_t character, char ret_bytes[4])
{
    if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
        character = UTF8_REPLACEMENT;
    if (character < 0x80) {
        ret_bytes[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size - 1; i > 0; i--) {
        ret_bytes[i] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    ret_bytes[0] = (char)(lead[size] | character);
    return size;
}

/* Length of the ASCII beginning. */
static size_t ascii_prefix(struct span text)
{
    size_t at = 0;
    uint64_t words[4];
    for (; text.size - at >= sizeof words; at += sizeof words) {
        memcpy(words, text.data + at, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS)
            break;
    }
    for (; text.size - at >= sizeof *words; at += sizeof *words) { /* most fields are shorter */
        memcpy(words, text.data + at, sizeof *words);
        if (*words & HIGH_BITS)
            break;
    }
    while (at < text.size && !((unsigned char)text.data[at] & 0x80))
        at++;
    return at;
}

/* Of a word's first six bytes: the bits that say "two characters of three bytes", and the leads that need a second look. */
#define PAIR_BITS 0x0000C0C0F0C0C0F0u
#define PAIR_SET 0x00008080E08080E0u
#define PAIR_LEADS 0x000000000F00000Fu
#define PAIR_LEADS_D 0x000000000D00000Du

static bool no_zero_lead(uint64_t leads)
{
    return (leads & 0xff) && (leads & 0xff000000u);
}

/* Length of the beginning that is pairs of three-byte characters (kana, kanji, hangul), all well-formed whatever follows. */
static size_t wide_prefix(struct span text)
{
    size_t at = 0;
    uint64_t word;
    for (; text.size - at >= sizeof word; at += 6) {
        memcpy(&word, text.data + at, sizeof word);
        word = le64toh(word);
        uint64_t leads = word & PAIR_LEADS; /* E0 and ED allow fewer second bytes */
        if ((word & PAIR_BITS) != PAIR_SET || !no_zero_lead(leads) || !no_zero_lead(leads ^ PAIR_LEADS_D))
            break;
    }
    return at;
}

/* Length of the well-formed beginning. */
static size_t valid_prefix(struct span text)
{
    size_t at = ascii_prefix(text);
    while (at < text.size) {
        size_t size = sequence((struct span){text.data + at, text.size - at});
        if (size == 0)
            return at;
        at += size;
        if (size == 1)
            at += ascii_prefix((struct span){text.data + at, text.size - at});
        else
            at += wide_prefix((struct span){text.data + at, text.size - at});
    }
    return at;
}

bool utf8_valid(struct span text)
{
    return valid_prefix(text) == text.size;
}

bool utf8_ascii(struct span text)
{
    return ascii_prefix(text) == text.size;
}

struct span utf8_repair(struct arena *arena, struct span text)
{
    size_t good = valid_prefix(text);
    if (good == text.size)
        return text;
    BUF_LOCAL out = {0};
    while (good < text.size) {
        buf_add(&out, span_slice(text, 0, good));
        buf_add(&out, SPAN_LITERAL("\xef\xbf\xbd"));
        text = span_slice(text, good + 1, SIZE_MAX);
        good = valid_prefix(text);
    }
    buf_add(&out, text);
    return arena_copy(arena, buf_span(&out));
}

static size_t columns_of(uint32_t character)
{
    if (character < 0x20 || (character >= 0x7f && character < 0xa0))
        return 0;
    if (character < 0x300)
        return 1;
    UChar32 code = (UChar32)character;
    switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t utf8_width(struct span text)
{
    size_t columns = 0;
    while (text.size)
        columns += columns_of(utf8_take(&text));
    return columns;
}

struct span utf8_fit(struct span text, size_t columns)
{
    struct span rest = text;
    while (rest.size) {
        struct span before = rest;
        size_t width = columns_of(utf8_take(&rest));
        if (width > columns)
            return span_slice(text, 0, text.size - before.size);
        columns -= width;
    }
    return text;
}

struct span utf8_cut(struct span text, size_t bytes)
{
    if (text.size <= bytes)
        return text;
    for (size_t back = 1; back <= 3 && back <= bytes; back++) {
        struct span last = {text.data + bytes - back, text.size - (bytes - back)};
        if (((unsigned char)last.data[0] & 0xc0) == 0x80)
            continue;
        return span_slice(text, 0, sequence(last) > back ? bytes - back : bytes);
    }
    return span_slice(text, 0, bytes);
}

static bool hidden(uint32_t character)
{
    if (character < 0x20 || (character >= 0x7f && character < 0xa0))
        return true;
    if (character < 0xad)
        return false;
    int type = u_charType((UChar32)character);
    return type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
}

static bool plain(struct span text)
{
    while (text.size) {
        struct span before = text;
        uint32_t character = utf8_take(&text);
        if (hidden(character) || (character == UTF8_REPLACEMENT && before.size - text.size == 1))
            return false;
    }
    return true;
}

struct span utf8_visible(struct arena *arena, struct span text)
{
    if (plain(text))
        return text;
    BUF_LOCAL out = {0};
    while (text.size) {
        char bytes[4];
        uint32_t character = utf8_take(&text);
        if (character == '\r' && text.size && text.data[0] == '\n')
            continue;
        if (character == '\n' || character == '\t')
            buf_add_byte(&out, ' ');
        else if (hidden(character))
            buf_printf(&out, "<U+%04X>", (unsigned)character);
        else
            buf_add(&out, (struct span){bytes, utf8_put(character, bytes)});
    }
    return arena_copy(arena, buf_span(&out));
}
