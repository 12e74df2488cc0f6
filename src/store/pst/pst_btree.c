/* Walks a BTree-on-heap. */
#include "store/pst/pst_btree.h"

#include "store/pst/pst_bytes.h"

#define BTREE_TYPE 0xB5
#define LEVELS_MAX 8
#define CHILD_BYTES 4

struct walk {
    struct arena *arena;
    const struct pst_heap *heap;
    struct pst_btree *tree;
    struct span *leaves;
    size_t capacity;
    size_t bytes_left; /* a tree's pieces are disjoint: together they cannot be larger than the heap */
};

static void leaf_add(struct walk *walk, struct span leaf)
{
    struct pst_btree *tree = walk->tree;
    if (leaf.size % tree->record_bytes)
        tree->damaged = true;
    if (tree->leaf_count == walk->capacity) {
        walk->capacity = walk->capacity ? walk->capacity * 2 : 16;
        struct span *leaves = arena_array(walk->arena, walk->capacity, sizeof *leaves);
        if (tree->leaf_count)
            memcpy(leaves, walk->leaves, tree->leaf_count * sizeof *leaves);
        tree->leaves = walk->leaves = leaves;
    }
    size_t records = leaf.size / tree->record_bytes;
    walk->leaves[tree->leaf_count++] = span_slice(leaf, 0, records * tree->record_bytes);
    tree->record_count += records;
}

static void level_walk(struct walk *walk, uint32_t hid, unsigned level)
{
    struct span piece = pst_heap_piece(walk->heap, hid);
    size_t entry = walk->tree->key_bytes + CHILD_BYTES;
    if (!piece.data || piece.size > walk->bytes_left || (piece.size == 0 && level > 0)) {
        walk->tree->damaged = true;
        return;
    }
    walk->bytes_left -= piece.size;
    if (level == 0) {
        leaf_add(walk, piece);
        return;
    }
    for (size_t at = 0; at + entry <= piece.size; at += entry)
        level_walk(walk, pst_bytes_u32(piece, at + walk->tree->key_bytes), level - 1);
}

bool pst_btree_read(struct arena *arena, const struct pst_heap *heap, uint32_t header, struct pst_btree *ret_tree)
{
    struct span head = pst_heap_piece(heap, header);
    struct pst_btree tree = {.key_bytes = pst_bytes_u8(head, 1)};
    tree.record_bytes = tree.key_bytes + pst_bytes_u8(head, 2);
    unsigned levels = pst_bytes_u8(head, 3);
    uint32_t root = pst_bytes_u32(head, 4);
    if (!pst_bytes_inside(head, 0, 8) || pst_bytes_u8(head, 0) != BTREE_TYPE || tree.key_bytes == 0 || levels > LEVELS_MAX)
        return false;
    struct walk walk = {arena, heap, &tree, NULL, 0, heap->data.bytes.size};
    if (root)
        level_walk(&walk, root, levels);
    *ret_tree = tree;
    return true;
}
