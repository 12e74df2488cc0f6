/* Plans the walk over all messages of a PST before the first one is read. */
#include "store/pst/pst_walk.h"

#include <stdlib.h>
#include "base/limits.h"
#include "store/pst/pst_table.h"

#define MESSAGE_BYTES_LEAST 64 /* one block */

struct plan {
    struct pst_block_file *file;
    struct pst_walk *walk;
    store_note_function *note;
    void *note_context;
    struct pst_walk_item *items;
    size_t count, capacity;
    bool *table_broken; /* for each folder */
};

static void item_add(struct plan *plan, struct pst_walk_item item)
{
    if (plan->count == plan->capacity) {
        plan->capacity = plan->capacity ? plan->capacity * 2 : 1024;
        struct pst_walk_item *more = realloc(plan->items, plan->capacity * sizeof *more);
        if (!more)
            abort();
        plan->items = more;
    }
    plan->items[plan->count++] = item;
}

static struct span title(struct arena *scratch, const struct pst_folder *folder)
{
    if (folder->path.size == 0)
        return SPAN_LITERAL("the root folder");
    return arena_printf(scratch, "folder \"%.*s\"", SPAN_ARGS(folder->path));
}

/* The row ids of one of a folder's tables; false where the folder has none or it cannot be read at all. */
static bool table_of(struct plan *plan, struct arena *scratch, const struct pst_folder *folder, unsigned kind,
                     struct pst_table *ret_table)
{
    const struct pst_page_node *node =
        pst_index_node(pst_block_index(plan->file), (folder->nid & ~UINT32_C(0x1f)) | kind);
    struct span defects[LIMIT_DEFECTS];
    struct pst_property_reader reader = {plan->file, scratch, LIMIT_PROPERTY_BYTES, defects, 0};
    struct pst_table table;
    struct pst_node_subs subs;
    if (!node)
        return false;
    pst_node_subs(plan->file, scratch, node->sub, &subs);
    bool readable = pst_table_read(&reader, node->data, &subs, &table), broken = !readable || table.damaged;
    plan->table_broken[folder - plan->walk->folders.list] |= broken && kind == PST_NODE_CONTENTS_TABLE;
    if (broken)
        plan->note(plan->note_context, true,
                   arena_printf(scratch, "the %s of %.*s cannot be read%s",
                                kind == PST_NODE_CONTENTS_TABLE ? "contents table" : "list of subfolders",
                                SPAN_ARGS(title(scratch, folder)), readable ? " in full" : ""));
    if (readable)
        *ret_table = table;
    return readable;
}

static void folder_list(struct plan *plan, struct arena *scratch, uint32_t position)
{
    const struct pst_folder *folder = &plan->walk->folders.list[position];
    struct pst_table table;
    if (table_of(plan, scratch, folder, PST_NODE_CONTENTS_TABLE, &table))
        for (size_t i = 0; i < table.row_count; i++)
            if (pst_node_kind(table.rows[i].id) == PST_NODE_MESSAGE)
                item_add(plan, (struct pst_walk_item){table.rows[i].id, position, true, false});
    arena_reset(scratch);
    if (table_of(plan, scratch, folder, PST_NODE_HIERARCHY_TABLE, &table))
        for (size_t i = 0; i < table.row_count; i++)
            if (pst_node_kind(table.rows[i].id) == PST_NODE_FOLDER
                && pst_folder_find(&plan->walk->folders, table.rows[i].id) == SIZE_MAX)
                plan->note(plan->note_context, true,
                           arena_printf(scratch, "a folder within \"%.*s\" is missing (node %X)", SPAN_ARGS(folder->path),
                                        table.rows[i].id));
    arena_reset(scratch);
}

static void nodes_list(struct plan *plan)
{
    const struct pst_index *index = pst_block_index(plan->file);
    for (size_t i = 0; i < index->node_count; i++) {
        if (pst_node_kind(index->nodes[i].nid) != PST_NODE_MESSAGE)
            continue;
        size_t folder = pst_folder_find(&plan->walk->folders, index->nodes[i].parent);
        item_add(plan, (struct pst_walk_item){index->nodes[i].nid, folder == SIZE_MAX ? UINT32_MAX : (uint32_t)folder,
                                              false, true});
    }
}

/* By nid; of one nid what the node tree says comes first. */
static int compare_nids(const void *left, const void *right)
{
    const struct pst_walk_item *a = left, *b = right;
    if (a->nid != b->nid)
        return a->nid < b->nid ? -1 : 1;
    if (a->present != b->present)
        return a->present ? -1 : 1;
    return a->folder < b->folder ? -1 : a->folder > b->folder;
}

/* One item for each nid. The parent in the node tree decides where it lies; the table where that names no folder. */
static void merge(struct plan *plan)
{
    size_t kept = 0;
    if (plan->count)
        qsort(plan->items, plan->count, sizeof *plan->items, compare_nids);
    for (size_t i = 0; i < plan->count; i++) {
        struct pst_walk_item *item = &plan->items[i], *last = kept ? &plan->items[kept - 1] : NULL;
        if (!last || last->nid != item->nid) {
            plan->items[kept++] = *item;
            continue;
        }
        last->listed |= item->listed;
        if (last->folder == UINT32_MAX)
            last->folder = item->folder;
    }
    plan->count = kept;
}

static int compare_places(const void *left, const void *right, void *context)
{
    const struct pst_walk_item *a = left, *b = right;
    const uint32_t *rank = context;
    uint32_t a_rank = a->folder == UINT32_MAX ? UINT32_MAX : rank[a->folder];
    uint32_t b_rank = b->folder == UINT32_MAX ? UINT32_MAX : rank[b->folder];
    if (a_rank != b_rank)
        return a_rank < b_rank ? -1 : 1;
    return a->nid < b->nid ? -1 : a->nid > b->nid;
}

static int compare_paths(const void *left, const void *right, void *context)
{
    const struct pst_folders *folders = context;
    const uint32_t *a = left, *b = right;
    int by_path = span_compare(folders->list[*a].path, folders->list[*b].path);
    return by_path ? by_path : *a < *b ? -1 : *a > *b;
}

static void items_sort(struct plan *plan)
{
    const struct pst_folders *folders = &plan->walk->folders;
    uint32_t *order = calloc(folders->count + 1, sizeof *order), *rank = calloc(folders->count + 1, sizeof *rank);
    if (!order || !rank)
        abort();
    for (size_t i = 0; i < folders->count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, folders->count, sizeof *order, compare_paths, (void *)folders);
    for (size_t i = 0; i < folders->count; i++)
        rank[order[i]] = (uint32_t)i;
    if (plan->count)
        qsort_r(plan->items, plan->count, sizeof *plan->items, compare_places, rank);
    free(order);
    free(rank);
}

/* What folders count beyond what was found, where lists or the trees are broken: else the count may just be old. A hostile count
   cannot claim more than the file could hold. */
static uint64_t lost_count(const struct plan *plan)
{
    struct pst_folders *folders = &plan->walk->folders;
    bool broken = pst_block_index(plan->file)->pages_bad > 0;
    uint64_t lost = 0, most = pst_block_file_size(plan->file) / MESSAGE_BYTES_LEAST;
    uint64_t *found = calloc(folders->count + 1, sizeof *found);
    if (!found)
        abort();
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].folder != UINT32_MAX)
            found[plan->items[i].folder]++;
    for (size_t i = 0; i < folders->count; i++) {
        struct pst_folder *folder = &folders->list[i];
        if ((broken || plan->table_broken[i]) && folder->content_count > found[i] && lost < most)
            folder->lost = folder->content_count - found[i] < most - lost ? folder->content_count - found[i] : most - lost;
        lost += folder->lost;
    }
    free(found);
    return lost;
}

void pst_walk_plan(struct pst_block_file *file, struct arena *arena, store_note_function *note, void *note_context,
                   struct pst_walk *ret_walk)
{
    ARENA_LOCAL scratch = arena_open();
    struct pst_walk walk = {0};
    struct plan plan = {.file = file, .walk = &walk, .note = note, .note_context = note_context};
    pst_folder_read_all(file, arena, note, note_context, &walk.folders);
    plan.table_broken = arena_array(arena, walk.folders.count, sizeof *plan.table_broken);
    for (size_t i = 0; i < walk.folders.count; i++)
        folder_list(&plan, scratch, (uint32_t)i);
    nodes_list(&plan);
    merge(&plan);
    items_sort(&plan);
    walk.lost = lost_count(&plan);
    walk.items = arena_array(arena, plan.count, sizeof *walk.items);
    walk.item_count = plan.count;
    for (size_t i = 0; i < plan.count; i++) {
        walk.items[i] = plan.items[i];
        walk.orphans += !plan.items[i].listed;
        walk.missing += !plan.items[i].present;
    }
    free(plan.items);
    *ret_walk = walk;
}

struct span pst_walk_path(const struct pst_walk *walk, const struct pst_walk_item *item, struct arena *arena)
{
    if (item->folder == UINT32_MAX)
        return SPAN_LITERAL(PST_FOLDER_ORPHANS);
    struct span path = walk->folders.list[item->folder].path;
    if (item->listed || span_starts(path, SPAN_LITERAL(PST_FOLDER_ORPHANS)))
        return path;
    return arena_printf(arena, PST_FOLDER_ORPHANS "/%.*s", SPAN_ARGS(path));
}
