/* Gathers the values in the form that a PST has for them. */
#include "store/msg/msg_binaries.h"

#include <stdio.h>
#include "base/buf.h"
#include "base/limits.h"

#define LENGTH_BYTES 8 /* of each value in the stream of lengths: its length, and nothing of use */

static void put_number(struct buf *out, size_t number)
{
    for (size_t i = 0; i < 4; i++)
        buf_add_byte(out, (char)(number >> 8 * i));
}

static struct span value_read(struct msg_reader *reader, const struct msg_storage *storage, const char *name)
{
    GsfInput *stream = msg_storage_child(storage, name);
    uint64_t size;
    struct span value = stream ? msg_storage_bytes(reader, stream, LIMIT_PROPERTY_BYTES, name, &size) : SPAN_NONE;
    if (stream)
        g_object_unref(stream);
    else
        msg_storage_defect(reader, "%s is not there", name);
    return value;
}

void msg_binaries_read(struct msg_reader *reader, const struct msg_storage *storage, uint16_t id, struct mapi_bag *bag)
{
    BUF_LOCAL head = {0};
    BUF_LOCAL bytes = {0};
    char name[64];
    snprintf(name, sizeof name, "__substg1.0_%04X%04X", id, MAPI_BINARIES);
    GsfInput *lengths = msg_storage_child(storage, name);
    uint64_t listed = lengths && gsf_input_size(lengths) > 0 ? (uint64_t)gsf_input_size(lengths) / LENGTH_BYTES : 0;
    size_t count = listed < MSG_BINARIES_LIMIT ? (size_t)listed : MSG_BINARIES_LIMIT;
    if (lengths)
        g_object_unref(lengths);
    if (!count || bag->count >= LIMIT_PROPERTIES)
        return;
    if (count < listed)
        msg_storage_defect(reader, "only the first %zu of %llu values of %s are read: limit reached", count, (unsigned long long)listed, name);
    put_number(&head, count);
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "__substg1.0_%04X%04X-%08zX", id, MAPI_BINARIES, i);
        put_number(&head, 4 + 4 * count + bytes.size);
        buf_add(&bytes, value_read(reader, storage, name));
    }
    buf_add(&head, buf_span(&bytes));
    struct mapi_property *properties = arena_array(reader->arena, bag->count + 1, sizeof *properties);
    if (bag->count)
        memcpy(properties, bag->properties, bag->count * sizeof *properties);
    properties[bag->count] = (struct mapi_property){id, MAPI_BINARIES, arena_copy(reader->arena, buf_span(&head))};
    *bag = (struct mapi_bag){properties, bag->count + 1};
}
