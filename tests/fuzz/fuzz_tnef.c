/* A winmail.dat, and the decoder behind it. */
#include <stdint.h>
#include "base/arena.h"
#include "decode/decode_mapi.h"
#include "decode/tnef.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct mapi_item item;
    struct message message;
    struct err err;
    if (tnef_read(arena, (struct span){(const char *)data, size}, 0, &item))
        decode_mapi(arena, &item, 0, 0, &message, &err);
    return 0;
}
