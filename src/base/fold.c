/* Folding: a table for ASCII, ICU's NFKC_Casefold for runs of everything else. */
#include "base/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include "base/utf8.h"

#define PIECE_UNITS 512 /* UTF-16 units normalised at once; longer runs are cut where no character can combine */
#define GROWTH 18       /* UTF-16 units that NFKC_Casefold may make of one */

/* Each ASCII byte folded; 0 where it is no letter or digit. */
static const char letters[128] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v',
    ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l',
    ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
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

/* Bytes at the start of `rest` that fold without ICU: ASCII and plain Japanese whose next character combines with nothing. */
static size_t simple_prefix(struct span rest)
{
    size_t last = 0, at = 0;
    while (at < rest.size) {
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

static void add_simple(struct buf *out, struct span text, bool letters_only)
{
    buf_reserve(out, text.size);
    char *to = out->data + out->size;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        char folded = ascii(byte) ? letters[(unsigned char)byte] : byte;
        *to = folded || letters_only ? folded : byte;
        to += !letters_only || folded;
    }
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
