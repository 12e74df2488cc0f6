/* Renders the property bags of one item. */
#include "scan/mapi_dump.h"

#include <inttypes.h>
#include "base/charset.h"
#include "base/hash.h"
#include "base/limits.h"

#define TRANSPORT_HEADERS 0x007D /* PidTagTransportMessageHeaders */

static struct span text_of(struct arena *arena, const struct mapi_property *property, unsigned codepage)
{
    return property->type == MAPI_UNICODE ? charset_from_utf16le(arena, property->value).text
                                          : charset_from_codepage(arena, property->value, codepage).text;
}

static bool is_text(const struct mapi_property *property)
{
    return property->type == MAPI_UNICODE || property->type == MAPI_STRING8;
}

static uint64_t number_of(struct span value)
{
    uint64_t number = 0;
    for (size_t i = 0; i < value.size && i < 8; i++)
        number |= (uint64_t)(unsigned char)value.data[i] << (8 * i);
    return number;
}

static void put_hex(struct buf *out, struct span bytes)
{
    uint8_t digest[HASH_SHA256_BYTES];
    char text[HASH_HEX_BYTES];
    if (bytes.size > MAPI_DUMP_BYTES) {
        hash_sha256(bytes, digest);
        hash_hex(digest, sizeof digest, text);
        buf_printf(out, "(%zu bytes, SHA-256 %s)", bytes.size, text);
        return;
    }
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(out, "%02x", (unsigned char)bytes.data[i]);
}

static void put_property(struct buf *out, struct arena *arena, const struct mapi_property *property, unsigned codepage)
{
    buf_printf(out, "%04X %04X ", property->id, property->type);
    switch (property->type) {
    case MAPI_UNICODE:
    case MAPI_STRING8:
        buf_add(out, text_of(arena, property, codepage));
        break;
    case MAPI_INT16:
    case MAPI_INT32:
    case MAPI_INT64:
    case MAPI_BOOL:
    case MAPI_TIME:
        buf_printf(out, "%" PRIu64, number_of(property->value));
        break;
    default:
        put_hex(out, property->value);
    }
    buf_add_byte(out, '\n');
}

static void put_bag(struct buf *out, struct arena *arena, const struct mapi_bag *bag, unsigned codepage)
{
    for (size_t i = 0; i < bag->count; i++)
        if (bag->properties[i].id != TRANSPORT_HEADERS || !is_text(&bag->properties[i]))
            put_property(out, arena, &bag->properties[i], codepage);
}

static void put_item(struct buf *out, struct arena *arena, const struct mapi_item *item, unsigned depth)
{
    const struct mapi_property *headers = mapi_find(&item->message, TRANSPORT_HEADERS);
    if (headers && is_text(headers)) {
        buf_add(out, text_of(arena, headers, item->codepage));
        buf_add_byte(out, '\n');
    }
    buf_printf(out, "[message]\n");
    put_bag(out, arena, &item->message, item->codepage);
    for (size_t i = 0; i < item->recipient_count; i++) {
        buf_printf(out, "[recipient %zu]\n", i + 1);
        put_bag(out, arena, &item->recipients[i], item->codepage);
    }
    for (size_t i = 0; i < item->attachment_count; i++) {
        buf_printf(out, "[attachment %zu]\n", i + 1);
        put_bag(out, arena, &item->attachments[i].bag, item->codepage);
        if (item->attachments[i].embedded && depth < LIMIT_EMBEDDED_DEPTH)
            put_item(out, arena, item->attachments[i].embedded, depth + 1);
    }
}

void mapi_dump(struct buf *out, struct arena *arena, const struct mapi_item *item)
{
    put_item(out, arena, item, 0);
}
