/* A .msg file from memory: the guard, libgsf, our property reader, and the decoder behind them. */
#include <stdint.h>
#include "base/arena.h"
#include "decode/decode_mapi.h"
#include "store/msg/msg_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    const struct mapi_item *item;
    struct message message;
    struct err err;
    if (msg_file_parse(arena, (struct span){(const char *)data, size}, &item, &err) == OUTCOME_OK)
        decode_mapi(arena, item, 0, 0, &message, &err);
    return 0;
}
