/* Fuzzes charsets, folding and names: whatever comes in, UTF-8 goes out. The first byte chooses the label. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/charset.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "model/address.h"
#include "model/person_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *arena, struct span text)
{
    struct span found[4];
    BUF_LOCAL letters = {0};
    fold_letters(&letters, text);
    if (!utf8_valid(text) || !utf8_valid(buf_span(&letters)) || !utf8_valid(fold_text(arena, text))
        || !utf8_valid(person_name_key(arena, text)) || !utf8_valid(utf8_visible(arena, text)))
        abort();
    address_in_text(arena, text, found, 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {"", "utf-8", "utf-7", "utf-16", "iso-8859-1", "iso-2022-jp", "shift_jis", "euc-jp",
        "gb2312", "big5", "ks_c_5601-1987", "iso-2022-kr"};
    if (size == 0)
        return 0;
    ARENA_LOCAL arena = arena_open();
    struct span bytes = {(const char *)data + 1, size - 1};
    check(arena, charset_to_utf8(arena, bytes, span_of(labels[data[0] % 12])).text);
    check(arena, charset_from_codepage(arena, bytes, 50220).text);
    check(arena, charset_from_utf16le(arena, bytes).text);
    return 0;
}
