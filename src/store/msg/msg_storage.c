/* Reads storages through libgsf. */
#include "store/msg/msg_storage.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "store/pst/pst_bytes.h"

#define PROPERTY_STREAM "__properties_version1.0"
#define VALUE_STREAM "__substg1.0_"
#define RECORD_BYTES 16 /* type, id, flags, value or size */
#define PROPERTY_STREAM_BYTES ((uint64_t)LIMIT_PROPERTIES * RECORD_BYTES + 32)
#define IDS 65536
#define TERMINATOR_BYTES 2 /* at most: sizes count it, streams often lack it */
#define ATTACHMENT_DATA 0x3701
#define CHUNK_BYTES ((size_t)64 * 1024)

void msg_storage_defect(struct msg_reader *reader, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mapi_defect_add(reader->arena, reader->defects, &reader->defect_count, format, args);
    va_end(args);
}

void msg_storage_list(struct msg_reader *reader, GsfInfile *file, struct msg_storage *ret_storage)
{
    int found = gsf_infile_num_children(file);
    size_t count = found > 0 ? (size_t)found : 0;
    struct msg_storage storage = {.file = file, .names = arena_array(reader->arena, count, sizeof *storage.names), .count = count};
    for (size_t i = 0; i < count; i++) {
        const char *name = gsf_infile_name_by_index(file, (int)i);
        storage.names[i] = name ? arena_string(reader->arena, span_of(name)) : NULL;
    }
    *ret_storage = storage;
}

GsfInput *msg_storage_child(const struct msg_storage *storage, const char *name)
{
    for (size_t i = 0; i < storage->count; i++)
        if (storage->names[i] && span_equal_nocase(span_of(storage->names[i]), span_of(name)))
            return gsf_infile_child_by_index(storage->file, (int)i);
    return NULL;
}

/* Chunk by chunk, so that a broken chain of sectors costs only what lies behind the break. */
struct span msg_storage_bytes(struct msg_reader *reader, GsfInput *stream, uint64_t limit, const char *name, uint64_t *ret_size)
{
    gsf_off_t whole = gsf_input_size(stream);
    uint64_t size = whole > 0 ? (uint64_t)whole : 0, wanted = size < limit ? size : limit;
    wanted = wanted < reader->bytes_left ? wanted : reader->bytes_left;
    char *bytes = arena_alloc(reader->arena, (size_t)wanted);
    size_t done = 0;
    if (gsf_input_seek(stream, 0, G_SEEK_SET))
        wanted = 0;
    while (done < wanted) {
        size_t part = wanted - done < CHUNK_BYTES ? (size_t)wanted - done : CHUNK_BYTES;
        if (!gsf_input_read(stream, part, (guint8 *)bytes + done))
            break;
        done += part;
    }
    reader->bytes_left -= done;
    if (done < wanted)
        msg_storage_defect(reader, "%s ends after %zu of %llu bytes: the rest cannot be read", name, done, (unsigned long long)size);
    else if (done < size && limit != LIMIT_ATTACHMENT_BYTES) /* a cut attachment is told by its size */
        msg_storage_defect(reader, "%s is cut after %zu of %llu bytes: limit reached", name, done, (unsigned long long)size);
    *ret_size = size;
    return (struct span){bytes, done};
}

static bool hex_read(const char *text, size_t digits, uint32_t *ret_number)
{
    uint32_t number = 0;
    for (size_t i = 0; i < digits; i++) {
        char c = text[i];
        unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                       : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
        if (digit > 15)
            return false;
        number = number << 4 | digit;
    }
    *ret_number = number;
    return true;
}

bool msg_storage_number(const char *name, const char *prefix, uint32_t *ret_number)
{
    struct span text = span_of(name);
    size_t at = strlen(prefix);
    return span_starts_nocase(text, span_of(prefix)) && text.size == at + 8 && hex_read(name + at, 8, ret_number);
}

static size_t fixed_bytes(uint16_t type)
{
    switch (type) {
    case MAPI_INT16: return 2;
    case MAPI_BOOL: return 1;
    case MAPI_INT32: return 4;
    case MAPI_INT64: case MAPI_FLOAT64: case MAPI_TIME: return 8;
    default: return 0;
    }
}

static size_t fixed_take(struct span records, struct mapi_property *list)
{
    size_t count = 0;
    for (size_t at = 0; records.size >= RECORD_BYTES && at <= records.size - RECORD_BYTES && count < LIMIT_PROPERTIES; at += RECORD_BYTES) {
        uint16_t type = pst_bytes_u16(records, at);
        size_t size = fixed_bytes(type);
        if (size)
            list[count++] = (struct mapi_property){pst_bytes_u16(records, at + 2), type, span_slice(records, at + 8, size)};
    }
    return count;
}

/* Some writers end the string in its stream, some do not. */
static struct span without_end(uint16_t type, struct span value)
{
    size_t width = type == MAPI_UNICODE ? 2 : type == MAPI_STRING8 ? 1 : 0;
    while (width && value.size >= width && value.size % width == 0 && value.data[value.size - 1] == '\0'
           && value.data[value.size - width] == '\0')
        value.size -= width;
    return value;
}

static bool has_stream(uint16_t type)
{
    return type == MAPI_STRING8 || type == MAPI_UNICODE || type == MAPI_BINARY || type == MAPI_GUID;
}

/* The size that the property stream gives for a value, with its terminator; 0 where it does not list it. */
static uint32_t listed_size(struct span records, uint32_t tag)
{
    for (size_t at = 0; records.size >= RECORD_BYTES && at <= records.size - RECORD_BYTES; at += RECORD_BYTES)
        if (pst_bytes_u32(records, at) == tag)
            return pst_bytes_u32(records, at + 8);
    return 0;
}

static bool value_read(struct msg_reader *reader, const struct msg_storage *storage, size_t index, uint32_t tag, struct span records,
                       struct mapi_property *property, uint64_t *data_size)
{
    GsfInput *stream = gsf_infile_child_by_index(storage->file, (int)index);
    uint64_t size, limit = tag >> 16 == ATTACHMENT_DATA ? LIMIT_ATTACHMENT_BYTES : LIMIT_PROPERTY_BYTES;
    if (!stream) {
        msg_storage_defect(reader, "%s cannot be read", storage->names[index]);
        return false;
    }
    property->id = (uint16_t)(tag >> 16);
    property->type = (uint16_t)tag;
    property->value = without_end(property->type, msg_storage_bytes(reader, stream, limit, storage->names[index], &size));
    g_object_unref(stream);
    uint32_t listed = listed_size(records, tag);
    if (listed > size + TERMINATOR_BYTES)
        msg_storage_defect(reader, "%s has %llu of %u bytes", storage->names[index], (unsigned long long)size, listed);
    if (property->id == ATTACHMENT_DATA)
        *data_size = size;
    return true;
}

/* Strings of 8 bits last: they count where the same is not there in Unicode. */
static void values_take(struct msg_reader *reader, const struct msg_storage *storage, struct span records, struct mapi_property *list,
                        struct msg_properties *properties)
{
    size_t *count = &properties->bag.count;
    for (int narrow = 0; narrow < 2; narrow++)
        for (size_t i = 0; i < storage->count; i++) {
            uint32_t tag;
            if (!storage->names[i] || !msg_storage_number(storage->names[i], VALUE_STREAM, &tag)
                || !has_stream((uint16_t)tag) || ((uint16_t)tag == MAPI_STRING8) != narrow)
                continue;
            if (*count == LIMIT_PROPERTIES) {
                msg_storage_defect(reader, "only the first %d properties are read: limit reached", LIMIT_PROPERTIES);
                return;
            }
            if (!narrow || !mapi_find(&properties->bag, (uint16_t)(tag >> 16)))
                *count += value_read(reader, storage, i, tag, records, &list[*count], &properties->data_size);
        }
}

/* A bit for each id: looking every record up in the bag would let a small file cost the square of its properties. */
static void missing_note(struct msg_reader *reader, struct span records, const struct mapi_bag *bag)
{
    uint8_t there[IDS / 8] = {0};
    if (bag->count == LIMIT_PROPERTIES)
        return;
    for (size_t i = 0; i < bag->count; i++)
        there[bag->properties[i].id / 8] |= (uint8_t)(1u << bag->properties[i].id % 8);
    for (size_t at = 0; records.size >= RECORD_BYTES && at <= records.size - RECORD_BYTES; at += RECORD_BYTES) {
        uint16_t type = pst_bytes_u16(records, at), id = pst_bytes_u16(records, at + 2);
        if (has_stream(type) && pst_bytes_u32(records, at + 8) > TERMINATOR_BYTES && !(there[id / 8] >> id % 8 & 1))
            msg_storage_defect(reader, "property %04X is listed, but not there", id);
    }
}

bool msg_storage_properties(struct msg_reader *reader, const struct msg_storage *storage, size_t header_bytes,
                            struct msg_properties *ret_properties)
{
    GsfInput *stream = msg_storage_child(storage, PROPERTY_STREAM);
    if (!stream)
        return false;
    uint64_t size;
    struct span whole = msg_storage_bytes(reader, stream, PROPERTY_STREAM_BYTES, PROPERTY_STREAM, &size);
    g_object_unref(stream);
    struct span records = span_slice(whole, header_bytes, whole.size);
    size_t room = records.size / RECORD_BYTES + storage->count;
    struct mapi_property *list = arena_array(reader->arena, room < LIMIT_PROPERTIES ? room : LIMIT_PROPERTIES, sizeof *list);
    struct msg_properties properties = {.header = span_slice(whole, 0, header_bytes), .bag = {list, fixed_take(records, list)}};
    values_take(reader, storage, records, list, &properties);
    missing_note(reader, records, &properties.bag);
    *ret_properties = properties;
    return true;
}
