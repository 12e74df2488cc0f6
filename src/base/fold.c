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

/* Kana and unified ideographs fold to themselves unless a mark follows; most Japanese text takes this way. */
static bool folds_to_itself(uint32_t character)
{
    return (character >= 0x3041 && character <= 0x3096) || (character >= 0x30a1 && character <= 0x30fa)
        || (character >= 0x4e00 && character <= 0x9fff) || character == 0x30fc;
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

/* Bytes at the start of `rest` that fold without ICU: ASCII and plain Japanese whose next character combines with nothing. */
static size_t simple_prefix(struct span rest)
{
    size_t last = 0, at = 0;
    while (at < rest.size) {
        if (ascii_word(rest, at)) {
            at += sizeof(uint64_t);
            last = at - 1;
            continue;
        }
        if (ascii(rest.data[at])) {
            last = at++;
            continue;
        }
        struct span tail = {rest.data + at, rest.size - at};
        size_t before = tail.size;
        if (!folds_to_itself(utf8_take(&tail)))
            return last;
        last = at;
        at += before - tail.size;
    }
    return rest.size;
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

static void add_simple(struct buf *out, struct span text, bool letters_only)
{
    if (text.size == 0)
        return;
    buf_reserve(out, text.size);
    char *to = out->data + out->size;
    to = letters_only ? put_letters(to, text) : put_folded(to, text);
    out->size = (size_t)(to - out->data);
}

static void fold(struct buf *out, struct span text, bool letters_only)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = NULL;
    while (text.size) {
        size_t simple = simple_prefix(text);
        add_simple(out, span_slice(text, 0, simple), letters_only);
        text = span_slice(text, simple, SIZE_MAX);
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
