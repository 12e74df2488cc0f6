/* Reads one message of a PST. */
#include "store/pst/pst_message.h"

#include "base/limits.h"
#include "store/pst/pst_bytes.h"
#include "store/pst/pst_table.h"

#define ID_DISPLAY_TO 0x0E04
#define ID_ATTACH_METHOD 0x3705
#define METHOD_EMBEDDED 5

/* What all messages within one item may cost together, and what they share. */
struct budget {
    const struct mapi_names *names;
    uint64_t bytes;
    size_t attachments;
};

static bool message_fill(struct pst_block_file *file, struct arena *arena, struct budget *budget,
                         const struct pst_page_node *node, unsigned depth, struct mapi_item *item);

static uint64_t number_of(const struct mapi_bag *bag, uint16_t id)
{
    const struct mapi_property *property = mapi_find(bag, id);
    return property ? pst_bytes_number(property->value, 0, property->value.size < 8 ? property->value.size : 8) : 0;
}

static void recipients_read(struct pst_property_reader *reader, const struct pst_node_subs *subs, struct mapi_item *item)
{
    const struct pst_page_node *node = pst_node_sub(subs, PST_NODE_RECIPIENT_TABLE);
    struct pst_node_subs own;
    struct pst_table table;
    if (!node) {
        const struct mapi_property *shown = mapi_find(&item->message, ID_DISPLAY_TO);
        if (shown && shown->value.size)
            pst_property_defect(reader, "the table of recipients is missing");
        return;
    }
    pst_node_subs(reader->file, reader->arena, node->sub, &own);
    if (!pst_table_read(reader, node->data, &own, &table)) {
        pst_property_defect(reader, "the table of recipients cannot be read");
        return;
    }
    if (table.damaged)
        pst_property_defect(reader, "the table of recipients is not whole");
    if (table.row_count > LIMIT_RECIPIENTS) {
        pst_property_defect(reader, "only the first %d of %zu recipients are read: limit reached", LIMIT_RECIPIENTS,
                            table.row_count);
        table.row_count = LIMIT_RECIPIENTS;
    }
    struct mapi_bag *bags = arena_array(reader->arena, table.row_count, sizeof *bags);
    pst_table_cells(reader, &table, bags);
    item->recipients = bags;
    item->recipient_count = table.row_count;
}

/* The message that an attachment of method 5 holds; NULL with a defect. */
static const struct mapi_item *embedded_read(struct pst_property_reader *reader, struct budget *budget,
                                             const struct pst_page_node *node, unsigned depth)
{
    struct mapi_item *item = arena_alloc(reader->arena, sizeof *item);
    if (depth + 1 > LIMIT_EMBEDDED_DEPTH) {
        pst_property_defect(reader, "a message attached at depth %u is not opened: limit reached", depth + 1);
        return NULL;
    }
    budget->bytes = reader->bytes_left;
    bool readable = message_fill(reader->file, reader->arena, budget, node, depth + 1, item);
    reader->bytes_left = budget->bytes;
    if (!readable)
        pst_property_defect(reader, "an attached message cannot be read (node %X)", node->nid);
    return readable ? item : NULL;
}

/* A subnode that 3701 names as an object is the attachment's data (OLE) or a message (method 5). */
static void object_read(struct pst_property_reader *reader, struct budget *budget, const struct pst_node_subs *subs,
                        const struct pst_property_context *context, unsigned depth, struct mapi_attachment *attachment)
{
    const struct pst_page_node *node = pst_node_sub(subs, context->object);
    if (!node) {
        pst_property_defect(reader, "the data of an attachment is missing (node %X)", context->object);
        return;
    }
    if (number_of(&context->bag, ID_ATTACH_METHOD) == METHOD_EMBEDDED) {
        attachment->embedded = embedded_read(reader, budget, node, depth);
        return;
    }
    struct mapi_property *properties = arena_array(reader->arena, context->bag.count, sizeof *properties);
    memcpy(properties, context->bag.properties, context->bag.count * sizeof *properties);
    for (size_t i = 0; i < context->bag.count; i++)
        if (properties[i].id == PST_PROPERTY_ATTACHMENT_DATA) {
            properties[i].type = MAPI_BINARY;
            properties[i].value = pst_property_value_of_node(reader, node, PST_PROPERTY_ATTACHMENT_DATA, &attachment->size);
        }
    attachment->bag.properties = properties;
}

static void attachment_read(struct pst_property_reader *reader, struct budget *budget, const struct pst_page_node *node,
                            unsigned depth, struct mapi_attachment *attachment)
{
    struct pst_node_subs subs;
    struct pst_property_context context;
    pst_node_subs(reader->file, reader->arena, node->sub, &subs);
    if (!pst_property_read(reader, node->data, &subs, &context)) {
        pst_property_defect(reader, "an attachment cannot be read (node %X)", node->nid);
        return;
    }
    attachment->bag = context.bag;
    attachment->size = context.attachment_size;
    if (context.object)
        object_read(reader, budget, &subs, &context, depth, attachment);
}

/* The attachments as the table lists them, then those that only the subnodes know. */
static size_t attachment_nids(struct pst_property_reader *reader, const struct pst_node_subs *subs, uint32_t *ret_nids,
                              size_t max)
{
    const struct pst_page_node *node = pst_node_sub(subs, PST_NODE_ATTACHMENT_TABLE);
    struct pst_node_subs own;
    struct pst_table table = {0};
    size_t count = 0, wanted = 0;
    if (node) {
        pst_node_subs(reader->file, reader->arena, node->sub, &own);
        if (!pst_table_read(reader, node->data, &own, &table) || table.damaged)
            pst_property_defect(reader, "the table of attachments cannot be read in full");
    }
    for (size_t i = 0; i < table.row_count; i++, wanted++)
        if (count < max)
            ret_nids[count++] = table.rows[i].id;
    size_t listed = count;
    for (size_t i = 0; i < subs->count; i++) {
        bool known = pst_node_kind(subs->nodes[i].nid) != PST_NODE_ATTACHMENT;
        for (size_t j = 0; j < listed && !known; j++)
            known = ret_nids[j] == subs->nodes[i].nid;
        wanted += !known;
        if (!known && count < max)
            ret_nids[count++] = subs->nodes[i].nid;
    }
    if (wanted > max)
        pst_property_defect(reader, "only the first %zu of %zu attachments are read: limit reached", max, wanted);
    return count;
}

static void attachments_read(struct pst_property_reader *reader, struct budget *budget, const struct pst_node_subs *subs,
                             unsigned depth, struct mapi_item *item)
{
    uint32_t nids[LIMIT_ATTACHMENTS];
    size_t count = attachment_nids(reader, subs, nids, budget->attachments);
    struct mapi_attachment *attachments = arena_array(reader->arena, count, sizeof *attachments);
    budget->attachments -= count;
    for (size_t i = 0; i < count; i++) {
        const struct pst_page_node *node = pst_node_sub(subs, nids[i]);
        if (node)
            attachment_read(reader, budget, node, depth, &attachments[i]);
        else
            pst_property_defect(reader, "an attachment is missing (node %X)", nids[i]);
    }
    item->attachments = attachments;
    item->attachment_count = count;
}

static bool message_fill(struct pst_block_file *file, struct arena *arena, struct budget *budget,
                         const struct pst_page_node *node, unsigned depth, struct mapi_item *item)
{
    struct pst_property_reader reader = {file, arena, budget->bytes, arena_array(arena, LIMIT_DEFECTS, sizeof(struct span)), 0};
    struct pst_property_context context;
    struct pst_node_subs subs;
    uint64_t changed = pst_block_changed(file);
    pst_node_subs(file, arena, node->sub, &subs);
    if (subs.damaged)
        pst_property_defect(&reader, "the list of the message's parts (subnodes) is not whole");
    if (!pst_property_read(&reader, node->data, &subs, &context) || context.bag.count == 0)
        return false;
    item->message = context.bag;
    item->names = budget->names;
    item->codepage = mapi_codepage(&item->message, 0);
    recipients_read(&reader, &subs, item);
    attachments_read(&reader, budget, &subs, depth, item);
    changed = pst_block_changed(file) - changed;
    if (changed)
        pst_property_defect(&reader, "%llu blocks of it are not as they were written: their checksum is wrong", (unsigned long long)changed);
    item->defects = reader.defects;
    item->defect_count = reader.defect_count;
    budget->bytes = reader.bytes_left;
    return true;
}

enum outcome pst_message_read(struct pst_block_file *file, struct arena *arena, const struct pst_page_node *node,
                              const struct mapi_names *names, const struct mapi_item **ret_item, struct err *err)
{
    struct budget budget = {names, LIMIT_MESSAGE_BYTES, LIMIT_ATTACHMENTS};
    struct mapi_item *item = arena_alloc(arena, sizeof *item);
    if (!message_fill(file, arena, &budget, node, 0, item))
        return err_set(err, OUTCOME_DAMAGED, "the message's properties cannot be read (node %X)", node->nid);
    *ret_item = item;
    return OUTCOME_OK;
}
