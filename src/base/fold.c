/* Folding: a table for ASCII, ICU's NFKC_Casefold for runs of everything else. */
#include "base/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include "base/utf8.h"

#define PIECE_UNITS 512 /* UTF-16 units normalised at once; longer runs are cut where no character can combine */
#define HIGH_BITS 0x8080808080808080u
#define GROWTH 18       /* UTF-16 units that NFKC_Casefold may make of one */

/* Each byte folded: 0 for ASCII that is no letter or digit, bytes of other characters as they are. */
static const char letters[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    '\x80', '\x81', '\x82', '\x83', '\x84', '\x85', '\x86', '\x87', '\x88', '\x89', '\x8a', '\x8b', '\x8c', '\x8d', '\x8e', '\x8f',
    '\x90', '\x91', '\x92', '\x93', '\x94', '\x95', '\x96', '\x97', '\x98', '\x99', '\x9a', '\x9b', '\x9c', '\x9d', '\x9e', '\x9f',
    '\xa0', '\xa1', '\xa2', '\xa3', '\xa4', '\xa5', '\xa6', '\xa7', '\xa8', '\xa9', '\xaa', '\xab', '\xac', '\xad', '\xae', '\xaf',
    '\xb0', '\xb1', '\xb2', '\xb3', '\xb4', '\xb5', '\xb6', '\xb7', '\xb8', '\xb9', '\xba', '\xbb', '\xbc', '\xbd', '\xbe', '\xbf',
    '\xc0', '\xc1', '\xc2', '\xc3', '\xc4', '\xc5', '\xc6', '\xc7', '\xc8', '\xc9', '\xca', '\xcb', '\xcc', '\xcd', '\xce', '\xcf',
    '\xd0', '\xd1', '\xd2', '\xd3', '\xd4', '\xd5', '\xd6', '\xd7', '\xd8', '\xd9', '\xda', '\xdb', '\xdc', '\xdd', '\xde', '\xdf',
    '\xe0', '\xe1', '\xe2', '\xe3', '\xe4', '\xe5', '\xe6', '\xe7', '\xe8', '\xe9', '\xea', '\xeb', '\xec', '\xed', '\xee', '\xef',
    '\xf0', '\xf1', '\xf2', '\xf3', '\xf4', '\xf5', '\xf6', '\xf7', '\xf8', '\xf9', '\xfa', '\xfb', '\xfc', '\xfd', '\xfe', '\xff',
};

static bool ascii(char byte)
{
    return !((unsigned char)byte & 0x80);
}

static bool kept(UChar32 character)
{
    return (U_GET_GC_MASK(character) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

/* Kana and unified ideographs fold to themselves unless a mark follows; most Japanese text takes this way. Without branches:
   they would be guessed wrong wherever kana and ideographs alternate. */
static bool folds_to_itself(uint32_t character)
{
    return (character - 0x4e00 <= 0x9fff - 0x4e00) | (character - 0x3041 <= 0x3096 - 0x3041)
        | (character - 0x30a1 <= 0x30fa - 0x30a1) | (character == 0x30fc) | (character - 0x3005 <= 0x3007 - 0x3005);
}

/* So do these, which are no letters: comma, stop, brackets and middle dot of Japanese; dashes, lines and boxes of signatures. */
static bool folds_to_itself_sign(uint32_t character)
{
    return (character - 0x3001 <= 1) | (character - 0x3008 <= 0x3011 - 0x3008) | (character == 0x30fb)
        | (character - 0x2012 <= 0x2015 - 0x2012) | (character - 0x2500 <= 0x25ff - 0x2500);
}

/* The ASCII twin of a full-width character, 0 for any other. */
static char ascii_twin(uint32_t character)
{
    if (character == 0x3000)
        return ' ';
    return character - 0xff01 <= 0xff5e - 0xff01 ? (char)(character - 0xfee0) : '\0';
}

static void add_units(struct buf *out, const UChar *units, int32_t count, bool letters_only)
{
    for (int32_t i = 0; i < count; i++) {
        uint32_t character = units[i];
        char bytes[4];
        if (U16_IS_LEAD(character) && i + 1 < count && U16_IS_TRAIL(units[i + 1]))
            character = 0x10000 + ((character - 0xd800) << 10) + (units[++i] - 0xdc00u);
        if (!letters_only || kept((UChar32)character))
            buf_add(out, (struct span){bytes, utf8_put(character, bytes)});
    }
}

static void add_folded(struct buf *out, const UNormalizer2 *normalizer, const UChar *units, int32_t count,
    bool letters_only)
{
    UChar folded[PIECE_UNITS * GROWTH];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = unorm2_normalize(normalizer, units, count, folded, PIECE_UNITS * GROWTH, &status);
    if (U_SUCCESS(status))
        add_units(out, folded, size, letters_only);
    else
        add_units(out, units, count, letters_only);
}

/* Takes the run of `rest` that has to be normalised together: up to an ASCII byte or a character that stands alone,
   neither of which anything non-combining can change. */
static int32_t take_run(const UNormalizer2 *normalizer, struct span *rest, UChar *ret_units)
{
    int32_t count = 0;
    while (rest->size && count < PIECE_UNITS - 1) {
        struct span before = *rest;
        UChar32 character = (UChar32)utf8_take(rest);
        bool boundary = count > 0
            && (character < 0x80 || folds_to_itself((uint32_t)character) || count > PIECE_UNITS / 2)
            && unorm2_hasBoundaryBefore(normalizer, character);
        if (boundary) {
            *rest = before;
            break;
        }
        if (character > 0xffff) {
            ret_units[count++] = U16_LEAD(character);
            ret_units[count++] = U16_TRAIL(character);
        } else {
            ret_units[count++] = (UChar)character;
        }
    }
    return count;
}

static bool ascii_word(struct span text, size_t at)
{
    uint64_t word;
    if (text.size - at < sizeof word)
        return false;
    memcpy(&word, text.data + at, sizeof word);
    return !(word & HIGH_BITS);
}

/* A character of three bytes at the start of `text`, 0 for anything else; an ill-formed one is none of those asked for above. */
static uint32_t three_bytes(struct span text)
{
    const unsigned char *at = (const unsigned char *)text.data;
    if (text.size < 3 || (at[0] & 0xf0) != 0xe0 || (at[1] & 0xc0) != 0x80 || (at[2] & 0xc0) != 0x80)
        return 0;
    return (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
}

/* Writes all and steps on where it was a letter: mail changes too often between letters and others for a branch. */
static char *put_letters(char *to, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        *to = letters[(unsigned char)text.data[i]];
        to += *to != 0;
    }
    return to;
}

static char *put_folded(char *to, struct span text)
{
    for (size_t i = 0; i < text.size; i++) {
        char folded = letters[(unsigned char)text.data[i]];
        *to++ = folded ? folded : text.data[i];
    }
    return to;
}

static char *put_ascii(char *to, struct span text, bool letters_only)
{
    return letters_only ? put_letters(to, text) : put_folded(to, text);
}

/* Writes a character of three bytes that needs no ICU; NULL for any other. */
static char *put_three(char *to, struct span text, bool letters_only)
{
    uint32_t character = three_bytes(text);
    bool sign = folds_to_itself_sign(character);
    if (folds_to_itself(character) || (sign && !letters_only)) {
        memcpy(to, text.data, 3);
        return to + 3;
    }
    char twin = ascii_twin(character);
    if (twin)
        return put_ascii(to, (struct span){&twin, 1}, letters_only);
    return sign ? to : NULL;
}

/* Bytes of ASCII at the start of `text`, but for up to seven where other characters follow. */
static size_t ascii_run(struct span text)
{
    size_t at = 0;
    while (ascii_word(text, at))
        at += sizeof(uint64_t);
    return at ? at : text.size && ascii(text.data[0]);
}

/* Folds what needs no ICU at the start of `text`: ASCII and plain Japanese whose next character combines with nothing. Returns
   how many bytes that was. */
static size_t add_simple(struct buf *out, struct span text, bool letters_only)
{
    size_t at = 0, last = 0;
    if (text.size == 0)
        return 0;
    buf_reserve(out, text.size);
    char *to = out->data + out->size, *last_to = to; /* the last character may have to be taken back */
    while (at < text.size) {
        size_t size = ascii_run((struct span){text.data + at, text.size - at});
        if (size > 1)
            to = put_ascii(to, (struct span){text.data + at, size - 1}, letters_only);
        struct span one = {text.data + at + (size ? size - 1 : 0), 1};
        char *next = size ? put_ascii(to, one, letters_only)
                          : put_three(to, (struct span){text.data + at, text.size - at}, letters_only);
        if (!next) {
            out->size = (size_t)(last_to - out->data);
            return last;
        }
        last = (size_t)(one.data - text.data);
        last_to = to;
        to = next;
        at += size ? size : 3;
    }
    out->size = (size_t)(to - out->data);
    return text.size;
}

static void fold(struct buf *out, struct span text, bool letters_only)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = NULL;
    while (text.size) {
        text = span_slice(text, add_simple(out, text, letters_only), SIZE_MAX);
        if (text.size == 0)
            return;
        if (!normalizer)
            normalizer = unorm2_getNFKCCasefoldInstance(&status);
        UChar units[PIECE_UNITS];
        int32_t count = take_run(normalizer, &text, units);
        add_folded(out, normalizer, units, count, letters_only);
    }
}

struct span fold_text(struct arena *arena, struct span text)
{
    BUF_LOCAL out = {0};
    fold(&out, text, false);
    return arena_copy(arena, buf_span(&out));
}

void fold_letters(struct buf *out, struct span text)
{
    fold(out, text, true);
}
