/* Reads property lists of TNEF. */
#include "decode/tnef_property.h"

#include "base/limits.h"
#include "store/pst/pst_bytes.h"

#define MULTIPLE 0x1000   /* of a type */
#define NAMED_FIRST 0x8000 /* of the ids */
#define GUID_BYTES 16

bool tnef_property_add(struct arena *arena, struct tnef_bag *bag, struct mapi_property property)
{
    if (bag->count == LIMIT_PROPERTIES)
        return false;
    if (bag->count == bag->room) {
        size_t room = bag->room ? bag->room * 2 : 16;
        struct mapi_property *grown = arena_array(arena, room, sizeof *grown);
        if (bag->count)
            memcpy(grown, bag->properties, bag->count * sizeof *grown);
        bag->properties = grown;
        bag->room = room;
    }
    bag->properties[bag->count++] = property;
    return true;
}

static bool take(struct span *rest, size_t size, struct span *ret_bytes)
{
    if (size > rest->size)
        return false;
    *ret_bytes = span_slice(*rest, 0, size);
    *rest = span_slice(*rest, size, rest->size);
    return true;
}

static bool take_number(struct span *rest, uint32_t *ret_number)
{
    struct span bytes;
    if (!take(rest, 4, &bytes))
        return false;
    *ret_number = pst_bytes_u32(bytes, 0);
    return true;
}

/* Values end on a multiple of 4; the last one of a stream may lack its padding. */
static bool take_padded(struct span *rest, size_t size, struct span *ret_bytes)
{
    if (!take(rest, size, ret_bytes))
        return false;
    *rest = span_slice(*rest, (4 - size % 4) % 4, rest->size);
    return true;
}

/* 0: the size stands before the value. SIZE_MAX: no such type. */
static size_t type_bytes(unsigned type)
{
    switch (type) {
    case 0x0001: return 4; /* null */
    case MAPI_INT16: case MAPI_BOOL: return 2;
    case MAPI_INT32: case 0x0004: case 0x000A: return 4; /* and float, error */
    case MAPI_FLOAT64: case 0x0006: case 0x0007: case MAPI_INT64: case MAPI_TIME: return 8; /* and currency, application time */
    case MAPI_GUID: return GUID_BYTES;
    case MAPI_STRING8: case MAPI_UNICODE: case MAPI_OBJECT: case MAPI_BINARY: return 0;
    default: return SIZE_MAX;
    }
}

static bool name_pass(struct span *rest)
{
    struct span bytes;
    uint32_t kind, number;
    if (!take(rest, GUID_BYTES, &bytes) || !take_number(rest, &kind) || !take_number(rest, &number))
        return false;
    return kind != 1 || take_padded(rest, number, &bytes);
}

/* The last of the values; *ret_count says how many there are. */
static bool values_take(struct span *rest, unsigned type, uint32_t *ret_count, struct span *ret_value)
{
    size_t size = type_bytes(type & ~(unsigned)MULTIPLE);
    uint32_t count = 1, bytes;
    if (size == SIZE_MAX || (((type & MULTIPLE) || size == 0) && !take_number(rest, &count)))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (size == 0 ? !take_number(rest, &bytes) || !take_padded(rest, bytes, ret_value) : !take_padded(rest, size, ret_value))
            return false;
    }
    *ret_count = count;
    return true;
}

static struct span without_end(unsigned type, struct span value)
{
    size_t width = type == MAPI_UNICODE ? 2 : type == MAPI_STRING8 ? 1 : 0;
    while (width && value.size >= width && value.size % width == 0 && value.data[value.size - 1] == '\0'
           && value.data[value.size - width] == '\0')
        value.size -= width;
    return value;
}

bool tnef_property_list(struct arena *arena, struct span *rest, struct tnef_bag *bag)
{
    uint32_t count, values;
    if (!take_number(rest, &count))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct span value = SPAN_NONE;
        uint32_t tag;
        if (!take_number(rest, &tag))
            return false;
        unsigned type = tag & 0xffff, id = tag >> 16;
        if ((id >= NAMED_FIRST && !name_pass(rest)) || !values_take(rest, type, &values, &value))
            return false;
        if (id >= NAMED_FIRST || (type & MULTIPLE) || values != 1)
            continue;
        if (!tnef_property_add(arena, bag, (struct mapi_property){(uint16_t)id, (uint16_t)type, without_end(type, value)}))
            return false;
    }
    return true;
}
