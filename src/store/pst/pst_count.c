/* Counts the planned messages of a PST folder by folder. */
#include "store/pst/pst_count.h"

#include <stdlib.h>

static int by_name(const void *left, const void *right)
{
    const struct store_folder *a = left, *b = right;
    return span_compare(a->name, b->name);
}

/* Items come folder by folder, so each run of one folder is one entry or two: those that its table lists, and the others. */
static size_t count_items(const struct pst_walk *walk, struct arena *arena, struct store_folder *folders)
{
    size_t count = 0;
    for (size_t i = 0, end; i < walk->item_count; i = end) {
        const struct pst_walk_item *unlisted = NULL, *listed = NULL;
        uint64_t unlisted_count = 0;
        for (end = i; end < walk->item_count && walk->items[end].folder == walk->items[i].folder; end++) {
            if (walk->items[end].listed)
                listed = &walk->items[end];
            else
                unlisted = &walk->items[end];
            unlisted_count += !walk->items[end].listed;
        }
        if (listed)
            folders[count++] = (struct store_folder){pst_walk_path(walk, listed, arena), end - i - unlisted_count};
        if (unlisted)
            folders[count++] = (struct store_folder){pst_walk_path(walk, unlisted, arena), unlisted_count};
    }
    return count;
}

/* Several folders may bear one name. */
static size_t merge(struct store_folder *folders, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(folders, count, sizeof *folders, by_name);
    for (size_t i = 0; i < count; i++) {
        if (kept && span_equal(folders[kept - 1].name, folders[i].name))
            folders[kept - 1].expected += folders[i].expected;
        else
            folders[kept++] = folders[i];
    }
    return kept;
}

void pst_count_folders(const struct pst_walk *walk, struct arena *arena, const struct store_folder **ret_folders,
                       size_t *ret_count)
{
    /* two entries for each folder that has items, the items without a folder among them, and one for each that lost some */
    struct store_folder *folders = arena_array(arena, 3 * walk->folders.count + 2, sizeof *folders);
    size_t count = count_items(walk, arena, folders);
    for (size_t i = 0; i < walk->folders.count; i++)
        if (walk->folders.list[i].lost)
            folders[count++] = (struct store_folder){walk->folders.list[i].path, walk->folders.list[i].lost};
    *ret_count = merge(folders, count);
    *ret_folders = folders;
}
