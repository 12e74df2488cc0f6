/* Reads the folders of a PST and gives each its path and its role. */
#include "store/pst/pst_folder.h"

#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/address.h"
#include "store/pst/pst_bytes.h"
#include "store/pst/pst_folder_role.h"
#include "store/pst/pst_property.h"

#define ID_DISPLAY_NAME 0x3001
#define ID_CONTENT_COUNT 0x3602

/* The properties of one node; an empty bag where there are none. */
static struct mapi_bag bag_of(struct pst_block_file *file, struct arena *arena, const struct pst_page_node *node)
{
    struct span defects[LIMIT_DEFECTS];
    struct pst_property_reader reader = {file, arena, LIMIT_PROPERTY_BYTES, defects, 0};
    struct pst_property_context context = {0};
    struct pst_node_subs subs;
    if (!node)
        return context.bag;
    pst_node_subs(file, arena, node->sub, &subs);
    pst_property_read(&reader, node->data, &subs, &context);
    return context.bag;
}

static struct span text_of(struct arena *arena, const struct mapi_bag *bag, uint16_t id)
{
    const struct mapi_property *property = mapi_find(bag, id);
    if (!property)
        return SPAN_NONE;
    struct span value = span_slice(property->value, 0, LIMIT_FIELD_BYTES);
    struct charset_result result = property->type == MAPI_UNICODE ? charset_from_utf16le(arena, value)
                                                                   : charset_from_codepage(arena, value, 0);
    return result.text;
}

size_t pst_folder_find(const struct pst_folders *folders, uint32_t nid)
{
    size_t low = 0, high = folders->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (folders->list[middle].nid < nid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < folders->count && folders->list[low].nid == nid ? low : SIZE_MAX;
}

/* Path and inherited flags; the way up is bounded, so parents in a circle end as orphans. */
static void place_find(struct arena *arena, const struct pst_folders *folders, struct pst_folder *folder)
{
    const struct pst_folder *way[LIMIT_FOLDER_DEPTH];
    size_t depth = 0;
    const struct pst_folder *at = folder;
    while (at && at->nid != PST_NODE_ROOT_FOLDER && depth < LIMIT_FOLDER_DEPTH) {
        way[depth++] = at;
        size_t parent = pst_folder_find(folders, at->parent);
        at = parent == SIZE_MAX ? NULL : &folders->list[parent];
    }
    bool orphan = !at || at->nid != PST_NODE_ROOT_FOLDER;
    if (orphan && at)
        depth = 1; /* a circle or too deep: only its own name tells something */
    folder->path = orphan ? SPAN_LITERAL(PST_FOLDER_ORPHANS) : SPAN_NONE;
    for (size_t i = depth; i > 0; i--) {
        folder->flags |= way[i - 1]->own_flags;
        folder->path = arena_printf(arena, "%.*s%s%.*s", SPAN_ARGS(folder->path), folder->path.size ? "/" : "",
                                    SPAN_ARGS(way[i - 1]->name));
    }
}

static void folder_name(struct pst_block_file *file, struct arena *arena, struct arena *scratch,
                        const struct pst_page_node *node, struct pst_folder *folder, store_note_function *note,
                        void *note_context)
{
    struct mapi_bag bag = bag_of(file, scratch, node);
    const struct mapi_property *content_count = mapi_find(&bag, ID_CONTENT_COUNT);
    folder->content_count = content_count ? pst_bytes_u32(content_count->value, 0) : 0;
    folder->name = arena_copy(arena, utf8_cut(text_of(scratch, &bag, ID_DISPLAY_NAME), 255));
    if (bag.count == 0 && node->nid != PST_NODE_ROOT_FOLDER) {
        folder->name = arena_printf(arena, "(folder %X)", node->nid);
        note(note_context, true, arena_printf(scratch, "the folder with node %X has no readable name", node->nid));
    }
}

static struct span owner_of(struct arena *arena, const struct mapi_bag *store)
{
    ARENA_LOCAL scratch = arena_open();
    struct address address = address_make(scratch, SPAN_NONE, text_of(scratch, store, ID_DISPLAY_NAME));
    return address.kind == ADDRESS_SMTP ? arena_copy(arena, address.addr) : SPAN_NONE;
}

void pst_folder_read_all(struct pst_block_file *file, struct arena *arena, store_note_function *note, void *note_context,
                         struct pst_folders *ret_folders)
{
    ARENA_LOCAL scratch = arena_open();
    const struct pst_index *index = pst_block_index(file);
    struct pst_folders folders = {0};
    for (size_t i = 0; i < index->node_count; i++)
        folders.count += pst_node_kind(index->nodes[i].nid) == PST_NODE_FOLDER;
    folders.list = arena_array(arena, folders.count, sizeof *folders.list);
    folders.count = 0;
    for (size_t i = 0; i < index->node_count; i++) {
        const struct pst_page_node *node = &index->nodes[i];
        if (pst_node_kind(node->nid) != PST_NODE_FOLDER)
            continue;
        struct pst_folder *folder = &folders.list[folders.count++];
        folder->nid = node->nid;
        folder->parent = node->parent;
        folder_name(file, arena, scratch, node, folder, note, note_context);
        arena_reset(scratch);
    }
    struct mapi_bag store = bag_of(file, scratch, pst_index_node(index, PST_NODE_STORE));
    struct mapi_bag root = bag_of(file, scratch, pst_index_node(index, PST_NODE_ROOT_FOLDER));
    pst_folder_role_set(&folders, &store, &root);
    folders.owner = owner_of(arena, &store);
    for (size_t i = 0; i < folders.count; i++)
        place_find(arena, &folders, &folders.list[i]);
    *ret_folders = folders;
}
