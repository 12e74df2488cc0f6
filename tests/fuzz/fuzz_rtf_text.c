/* RTF bodies, packed and unpacked: any bytes. */
#include <stdint.h>
#include "base/arena.h"
#include "base/limits.h"
#include "decode/rtf_lzfu.h"
#include "decode/rtf_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span bytes = {(const char *)data, size};
    struct rtf_lzfu_result packed = {.rtf = bytes};
    struct rtf_text_result text;
    rtf_lzfu_read(arena, bytes, LIMIT_BODY_BYTES, &packed);
    rtf_text_read(arena, packed.rtf, 932, &text);
    return 0;
}
