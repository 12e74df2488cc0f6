/* A MAPI item whose properties, recipients and attachments are cut out of any bytes. */
#include <stdint.h>
#include "base/arena.h"
#include "decode/decode_mapi.h"
#include "decode/mapi_exchange.h"

#define PROPERTIES 64

/* Id, type and one byte of length (in units of 4) lead each property. */
static size_t properties_take(struct span *rest, struct mapi_property *list)
{
    size_t count = 0;
    while (count < PROPERTIES && rest->size >= 5) {
        const unsigned char *at = (const unsigned char *)rest->data;
        size_t size = (size_t)at[4] * 4;
        list[count++] = (struct mapi_property){(uint16_t)(at[0] | at[1] << 8), (uint16_t)(at[2] | at[3] << 8),
                                               span_slice(*rest, 5, size)};
        *rest = span_slice(*rest, 5 + size, rest->size);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct mapi_property list[3][PROPERTIES];
    struct span rest = {(const char *)data, size};
    struct mapi_bag message = {list[0], properties_take(&rest, list[0])};
    struct mapi_bag recipient = {list[1], properties_take(&rest, list[1])};
    struct mapi_attachment attachment = {.bag = {list[2], properties_take(&rest, list[2])}};
    struct mapi_item inner = {.message = recipient, .recipients = &message, .recipient_count = 1};
    attachment.embedded = &inner;
    static const struct mapi_names names = {.email = {{0x3001, 0x3002, 0x3003, 0x0037, 0x0FFF}}, .one_offs = 0x1009};
    struct mapi_item item = {.message = message, .recipients = &recipient, .recipient_count = 1, .attachments = &attachment, .attachment_count = 1,
                             .names = &names, .codepage = size % 3 ? 932 : 0};
    struct message decoded;
    struct err err;
    if (decode_mapi(arena, &item, 0, 0, &decoded, &err) == OUTCOME_OK)
        mapi_exchange_read(arena, &item, &decoded);
    return 0;
}
