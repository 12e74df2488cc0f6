/* Reads the property context of the name map. */
#include "store/pst/pst_names.h"

#include "base/limits.h"
#include "store/pst/pst_index.h"
#include "store/pst/pst_property.h"

#define ID_GUIDS 0x0002
#define ID_ENTRIES 0x0003

static struct span value_of(const struct mapi_bag *bag, uint16_t id)
{
    const struct mapi_property *property = mapi_find(bag, id);
    return property ? property->value : SPAN_NONE;
}

void pst_names_read(struct pst_block_file *file, struct arena *arena, struct mapi_names *ret_names)
{
    const struct pst_page_node *node = pst_index_node(pst_block_index(file), PST_NODE_NAMES);
    struct pst_property_reader reader = {file, arena, LIMIT_PROPERTY_BYTES, arena_array(arena, LIMIT_DEFECTS, sizeof(struct span)), 0};
    struct pst_property_context context;
    struct pst_node_subs subs;
    *ret_names = (struct mapi_names){0};
    if (!node)
        return;
    pst_node_subs(file, arena, node->sub, &subs);
    if (pst_property_read(&reader, node->data, &subs, &context))
        mapi_names_read(value_of(&context.bag, ID_GUIDS), value_of(&context.bag, ID_ENTRIES), ret_names);
}
