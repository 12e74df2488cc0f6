/* Reads property contexts. */
#include "store/pst/pst_property.h"

#include <stdarg.h>
#include "base/limits.h"
#include "store/pst/pst_btree.h"
#include "store/pst/pst_bytes.h"

#define RECORD_BYTES 8 /* property id, type, value or HNID */
#define TYPE_FLOAT32 0x0004
#define TYPE_ERROR 0x000A

void pst_property_defect(struct pst_property_reader *reader, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mapi_defect_add(reader->arena, reader->defects, &reader->defect_count, format, args);
    va_end(args);
}

size_t pst_property_inline_bytes(uint16_t type)
{
    switch (type) {
    case MAPI_INT16: return 2;
    case MAPI_BOOL: return 1;
    case MAPI_INT32: case TYPE_FLOAT32: case TYPE_ERROR: return 4;
    default: return 0;
    }
}

struct span pst_property_value_of_node(struct pst_property_reader *reader, const struct pst_page_node *node, uint16_t id,
                                       uint64_t *ret_size)
{
    uint64_t limit = id == PST_PROPERTY_ATTACHMENT_DATA ? LIMIT_ATTACHMENT_BYTES : LIMIT_PROPERTY_BYTES;
    struct pst_block_data data;
    pst_block_data(reader->file, reader->arena, node->data, limit < reader->bytes_left ? limit : reader->bytes_left, &data);
    reader->bytes_left -= data.bytes.size;
    if (data.damaged)
        pst_property_defect(reader, "property %04X ends after %zu of %llu bytes: a block of it cannot be read", id,
                            data.bytes.size, (unsigned long long)data.size);
    else if (data.cut)
        pst_property_defect(reader, "property %04X is cut after %zu of %llu bytes: limit reached", id, data.bytes.size,
                            (unsigned long long)data.size);
    *ret_size = data.size;
    return data.bytes;
}

struct span pst_property_value(struct pst_property_reader *reader, const struct pst_heap *heap,
                               const struct pst_node_subs *subs, uint16_t id, uint32_t hnid, uint64_t *ret_size)
{
    *ret_size = 0;
    if (hnid == 0)
        return SPAN_NONE;
    if (!pst_heap_id(hnid)) {
        const struct pst_page_node *sub = pst_node_sub(subs, hnid);
        if (sub)
            return pst_property_value_of_node(reader, sub, id, ret_size);
        pst_property_defect(reader, "property %04X is missing: the store has no subnode %X", id, hnid);
        return SPAN_NONE;
    }
    struct span piece = pst_heap_piece(heap, hnid);
    if (!piece.data)
        pst_property_defect(reader, "property %04X is missing: its place %X in the heap does not exist", id, hnid);
    *ret_size = piece.size;
    return piece;
}

struct span pst_property_string(uint16_t type, struct span value)
{
    size_t width = type == MAPI_UNICODE ? 2 : type == MAPI_STRING8 ? 1 : 0;
    while (width && value.size >= width && value.size % width == 0 && value.data[value.size - 1] == '\0'
           && value.data[value.size - width] == '\0')
        value.size -= width;
    return value;
}

static struct mapi_property property_of(struct pst_property_reader *reader, const struct pst_heap *heap,
                                        const struct pst_node_subs *subs, struct span record,
                                        struct pst_property_context *context)
{
    struct mapi_property property = {.id = pst_bytes_u16(record, 0), .type = pst_bytes_u16(record, 2)};
    size_t inline_bytes = pst_property_inline_bytes(property.type);
    if (inline_bytes) {
        property.value = span_slice(record, 4, inline_bytes);
        return property;
    }
    uint64_t size;
    property.value = pst_property_value(reader, heap, subs, property.id, pst_bytes_u32(record, 4), &size);
    property.value = pst_property_string(property.type, property.value);
    if (property.id == PST_PROPERTY_ATTACHMENT_DATA) {
        if (property.type == MAPI_OBJECT) /* 8 bytes: the nid of a subnode, and a size */
            context->object = pst_bytes_u32(property.value, 0);
        else
            context->attachment_size = size;
    }
    return property;
}

static void records_take(struct pst_property_reader *reader, const struct pst_heap *heap, const struct pst_node_subs *subs,
                         const struct pst_btree *tree, struct pst_property_context *context)
{
    size_t wanted = tree->record_count < LIMIT_PROPERTIES ? tree->record_count : LIMIT_PROPERTIES, count = 0;
    struct mapi_property *properties = arena_array(reader->arena, wanted, sizeof *properties);
    for (size_t leaf = 0; leaf < tree->leaf_count; leaf++)
        for (size_t at = 0; at < tree->leaves[leaf].size && count < wanted; at += RECORD_BYTES)
            properties[count++] =
                property_of(reader, heap, subs, span_slice(tree->leaves[leaf], at, RECORD_BYTES), context);
    context->bag = (struct mapi_bag){properties, count};
    if (wanted < tree->record_count)
        pst_property_defect(reader, "only the first %zu of %zu properties are read: limit reached", wanted,
                            tree->record_count);
    if (tree->damaged)
        pst_property_defect(reader, "part of the list of properties cannot be read");
}

bool pst_property_read(struct pst_property_reader *reader, uint64_t data, const struct pst_node_subs *subs,
                       struct pst_property_context *ret_context)
{
    struct pst_block_data bytes;
    struct pst_heap heap;
    struct pst_btree tree;
    struct pst_property_context context = {0};
    pst_block_data(reader->file, reader->arena, data, LIMIT_PROPERTY_BYTES, &bytes);
    if (!pst_heap_open(&bytes, pst_block_header(reader->file)->layout, &heap) || heap.client != PST_HEAP_PROPERTIES
        || !pst_btree_read(reader->arena, &heap, heap.root, &tree) || tree.key_bytes != 2
        || tree.record_bytes != RECORD_BYTES)
        return false;
    if (bytes.damaged)
        pst_property_defect(reader, "a block of the item's properties cannot be read");
    records_take(reader, &heap, subs, &tree, &context);
    *ret_context = context;
    return true;
}
