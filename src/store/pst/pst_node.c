/* Reads subnode trees: SLBLOCK (leaf) and SIBLOCK (one level above). */
#include "store/pst/pst_node.h"

#include <stdlib.h>
#include "base/limits.h"
#include "store/pst/pst_bytes.h"

#define SUBNODE_BLOCK 2

struct list {
    struct pst_page_node *nodes;
    size_t count, capacity;
    bool damaged;
};

static void list_reserve(struct arena *arena, struct list *list, size_t more)
{
    if (more <= list->capacity - list->count)
        return;
    list->capacity = list->count + more > list->capacity * 2 ? list->count + more : list->capacity * 2;
    struct pst_page_node *nodes = arena_array(arena, list->capacity, sizeof *nodes);
    if (list->count)
        memcpy(nodes, list->nodes, list->count * sizeof *nodes);
    list->nodes = nodes;
}

static void leaf_take(struct arena *arena, struct span block, size_t number, size_t count, struct list *list)
{
    size_t at = number == 8 ? 8 : 4;
    if (count > LIMIT_PST_SUBNODES - list->count) {
        count = LIMIT_PST_SUBNODES - list->count;
        list->damaged = true;
    }
    list_reserve(arena, list, count);
    for (size_t i = 0; i < count; i++, at += 3 * number) {
        if (!pst_bytes_inside(block, at, 3 * number)) {
            list->damaged = true;
            return;
        }
        list->nodes[list->count++] = (struct pst_page_node){
            .nid = pst_bytes_u32(block, at),
            .data = pst_bytes_number(block, at + number, number) & ~UINT64_C(1),
            .sub = pst_bytes_number(block, at + 2 * number, number) & ~UINT64_C(1),
        };
    }
}

static void block_take(struct pst_block_file *file, struct arena *arena, uint64_t bid, unsigned level_max,
                       struct list *list)
{
    struct span block;
    size_t number = pst_block_header(file)->layout == PST_LAYOUT_ANSI ? 4 : 8;
    if (!pst_block_read(file, arena, bid, &block) || pst_bytes_u8(block, 0) != SUBNODE_BLOCK
        || pst_bytes_u8(block, 1) > level_max) {
        list->damaged = true;
        return;
    }
    size_t count = pst_bytes_u16(block, 2);
    if (pst_bytes_u8(block, 1) == 0) {
        leaf_take(arena, block, number, count, list);
        return;
    }
    for (size_t i = 0, at = number == 8 ? 8 : 4; i < count; i++, at += 2 * number) {
        if (!pst_bytes_inside(block, at, 2 * number) || list->count == LIMIT_PST_SUBNODES) {
            list->damaged = true;
            return;
        }
        block_take(file, arena, pst_bytes_number(block, at + number, number), 0, list);
    }
}

static int compare(const void *left, const void *right)
{
    const struct pst_page_node *a = left, *b = right;
    if (a->nid != b->nid)
        return a->nid < b->nid ? -1 : 1;
    return a->data < b->data ? -1 : a->data > b->data;
}

void pst_node_subs(struct pst_block_file *file, struct arena *arena, uint64_t bid, struct pst_node_subs *ret_subs)
{
    struct list list = {0};
    if (bid)
        block_take(file, arena, bid, 1, &list);
    if (list.count > 1)
        qsort(list.nodes, list.count, sizeof *list.nodes, compare);
    *ret_subs = (struct pst_node_subs){list.nodes, list.count, list.damaged};
}

const struct pst_page_node *pst_node_sub(const struct pst_node_subs *subs, uint32_t nid)
{
    size_t low = 0, high = subs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (subs->nodes[middle].nid < nid)
            low = middle + 1;
        else
            high = middle;
    }
    return low < subs->count && subs->nodes[low].nid == nid ? &subs->nodes[low] : NULL;
}
