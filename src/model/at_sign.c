/* Setting at-signs before NFKC makes a plain `a` of the circled one. */
#include "model/at_sign.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/utf8.h"

static bool at_sign(uint32_t character)
{
    return character == 0x24d0 || character == 0x24b6 || character == 0xff20 || character == 0xfe6b;
}

struct span at_sign_fold(struct arena *arena, struct span text)
{
    BUF_LOCAL out = {0};
    while (text.size) {
        char bytes[4];
        uint32_t character = utf8_take(&text);
        if (at_sign(character))
            buf_add_byte(&out, '@');
        else
            buf_add(&out, (struct span){bytes, utf8_put(character, bytes)});
    }
    return fold_text(arena, buf_span(&out));
}
