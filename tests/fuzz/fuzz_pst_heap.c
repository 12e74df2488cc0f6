/* A heap of a PST with the tree in it, in one or two blocks; then the same bytes as a page of each layout. */
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "store/pst/pst_btree.h"
#include "store/pst/pst_heap.h"
#include "store/pst/pst_page.h"

static void page_try(enum pst_layout layout, struct span bytes)
{
    struct pst_page page;
    if (!pst_page_parse(layout, bytes, &page))
        return;
    for (size_t i = 0; i < page.count; i++)
        if (page.level)
            pst_page_child(layout, &page, i);
        else if (page.type == PST_PAGE_NODES)
            pst_page_node(layout, &page, i);
        else
            pst_page_block(layout, &page, i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span bytes = {(const char *)data, size};
    size_t ends[2] = {size / 2, size};
    struct pst_block_data blocks = {.bytes = bytes, .ends = size % 2 ? ends : ends + 1, .block_count = size % 2 ? 2 : 1};
    for (enum pst_layout layout = PST_LAYOUT_ANSI; layout <= PST_LAYOUT_UNICODE_4K; layout++) {
        struct pst_heap heap;
        struct pst_btree tree;
        page_try(layout, bytes);
        if (!pst_heap_open(&blocks, layout, &heap))
            continue;
        pst_btree_read(arena, &heap, heap.root, &tree);
        for (uint32_t hid = 0; hid < 1u << 12; hid += 32)
            if (pst_heap_piece(&heap, hid).size > size)
                abort();
    }
    return 0;
}
