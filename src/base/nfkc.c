/* NFKC through UTF-16, as ICU wants it. */
#include "base/nfkc.h"

#include <stdint.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "base/utf8.h"

#define GROWTH 18 /* UTF-16 units that NFKC may make of one */
#define UTF8_PER_UNIT 3

static struct span normalise(struct arena *arena, struct span text)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = (int32_t)text.size, count, folded, bytes;
    UChar *units = arena_array(arena, text.size, sizeof(UChar));
    u_strFromUTF8WithSub(units, size, &count, text.data, size, (UChar32)UTF8_REPLACEMENT, NULL, &status);
    const UNormalizer2 *normalizer = unorm2_getNFKCInstance(&status);
    folded = unorm2_normalize(normalizer, units, count, NULL, 0, &status);
    status = status == U_BUFFER_OVERFLOW_ERROR ? U_ZERO_ERROR : status;
    UChar *out = arena_array(arena, (size_t)folded + 1, sizeof(UChar));
    folded = unorm2_normalize(normalizer, units, count, out, folded + 1, &status);
    size_t room = (size_t)folded * UTF8_PER_UNIT + 1;
    char *utf8 = arena_alloc(arena, room);
    u_strToUTF8WithSub(utf8, (int32_t)room, &bytes, out, folded, (UChar32)UTF8_REPLACEMENT, NULL, &status);
    return U_SUCCESS(status) ? (struct span){utf8, (size_t)bytes} : text;
}

struct span nfkc_text(struct arena *arena, struct span text)
{
    if (utf8_ascii(text))
        return text;
    text = utf8_repair(arena, text);
    return text.size <= INT32_MAX / GROWTH ? normalise(arena, text) : text;
}
