/* Reads entry ids of people. */
#include "decode/mapi_entry_id.h"

#include <stdint.h>
#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/mapi_value.h"

#define PROVIDER_AT 4
#define ONE_OFF_TEXT_AT 24
#define ONE_OFF_UNICODE 0x80 /* in the second byte of its flags */
#define EXCHANGE_NAME_AT 28

static const char ONE_OFF[16] = "\x81\x2B\x1F\xA4\xBE\xA3\x10\x19\x9D\x6E\x00\xDD\x01\x0F\x54\x02";
static const char EXCHANGE[16] = "\xDC\xA7\x40\xC8\xC0\x42\x10\x1A\xB4\xB9\x08\x00\x2B\x2F\xE1\x82";

/* Takes a text that ends with a NUL off *rest. */
static struct span text_take(struct arena *arena, struct span *rest, bool unicode, unsigned codepage)
{
    size_t width = unicode ? 2 : 1, end = 0;
    while (end + width <= rest->size && (rest->data[end] || (unicode && rest->data[end + 1])))
        end += width;
    struct span bytes = span_slice(*rest, 0, end < LIMIT_FIELD_BYTES ? end : LIMIT_FIELD_BYTES);
    struct charset_result text = unicode ? charset_from_utf16le(arena, bytes) : charset_from_codepage(arena, bytes, codepage);
    *rest = span_slice(*rest, end + width, rest->size);
    return mapi_value_one_line(arena, text.text);
}

struct address mapi_entry_id_person(struct arena *arena, struct span entry, unsigned codepage)
{
    struct span provider = span_slice(entry, PROVIDER_AT, 16);
    if (span_equal(provider, (struct span){ONE_OFF, 16}) && entry.size > ONE_OFF_TEXT_AT) {
        bool unicode = (unsigned char)entry.data[ONE_OFF_TEXT_AT - 1] & ONE_OFF_UNICODE;
        struct span rest = span_slice(entry, ONE_OFF_TEXT_AT, entry.size);
        struct span name = text_take(arena, &rest, unicode, codepage);
        text_take(arena, &rest, unicode, codepage); /* the address type: SMTP, EX, FAX */
        return address_make(arena, name, text_take(arena, &rest, unicode, codepage));
    }
    if (span_equal(provider, (struct span){EXCHANGE, 16}) && entry.size > EXCHANGE_NAME_AT) {
        struct span rest = span_slice(entry, EXCHANGE_NAME_AT, entry.size);
        return address_make(arena, SPAN_NONE, text_take(arena, &rest, false, codepage));
    }
    return address_make(arena, SPAN_NONE, SPAN_NONE);
}

static uint32_t number(struct span bytes, size_t at)
{
    uint32_t value = 0;
    if (at > bytes.size || bytes.size - at < 4)
        return 0;
    for (size_t i = 4; i > 0; i--)
        value = value << 8 | (unsigned char)bytes.data[at + i - 1];
    return value;
}

bool mapi_entry_id_list(struct arena *arena, struct span list, unsigned codepage, const struct address **ret_list,
                        size_t *ret_count)
{
    size_t listed = number(list, 0), count = listed, filled = 0, at = 8;
    if (count > LIMIT_ADDRESSES)
        count = LIMIT_ADDRESSES;
    if (count > list.size / 4)
        count = list.size / 4;
    struct address *people = arena_array(arena, count, sizeof *people);
    for (size_t i = 0; i < count && at < list.size; i++) {
        size_t size = number(list, at);
        struct address address = mapi_entry_id_person(arena, span_slice(list, at + 4, size), codepage);
        if (address.kind != ADDRESS_NONE || address.name.size)
            people[filled++] = address;
        at += 4 + (size + 3) / 4 * 4;
    }
    if (filled) {
        *ret_list = people;
        *ret_count = filled;
    }
    return filled == listed;
}
