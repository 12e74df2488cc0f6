/* Sends a raw item to the decoder of its shape. */
#include "decode/decode_item.h"

#include "decode/decode_mapi.h"
#include "decode/decode_mime.h"

enum outcome decode_item(struct arena *arena, const struct store_item *item, struct message *ret_message, struct err *err)
{
    if (item->mapi)
        return decode_mapi(arena, item->mapi, item->flags, 0, ret_message, err);
    return decode_mime(arena, item->rfc5322, item->flags, 0, ret_message, err);
}
