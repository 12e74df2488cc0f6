/* Walks the node tree and the block tree of a PST into sorted lists. */
#include "store/pst/pst_index.h"

#include <stdlib.h>
#include <unistd.h>
#include "base/limits.h"
#include "store/pst/pst_index_repair.h"

/* A tree walk: the pages seen are bounded by the pages that the file can hold, so a page that points back cannot hold us. */
struct walk {
    int fd;
    uint64_t file_size;
    enum pst_layout layout;
    uint64_t pages_left;
    uint64_t pages_bad;
    struct pst_index_lists *lists;
};

static bool page_read(const struct walk *walk, uint64_t offset, char *bytes, struct pst_page *ret_page)
{
    size_t size = pst_page_bytes(walk->layout);
    if (offset > walk->file_size || size > walk->file_size - offset)
        return false;
    if (pread(walk->fd, bytes, size, (off_t)offset) != (ssize_t)size)
        return false;
    return pst_page_parse(walk->layout, (struct span){bytes, size}, ret_page);
}

/* Walks the subtree below `root`, whose page must have `level` (any where it is negative). */
static void tree_walk(struct walk *walk, enum pst_page_type type, struct pst_page_reference root, int level, uint64_t *ret_bid)
{
    char bytes[PST_PAGE_BYTES_MAX];
    struct pst_page page;
    if (walk->pages_left == 0 || !page_read(walk, root.offset, bytes, &page) || page.type != type
        || (level >= 0 && page.level != level)) {
        walk->pages_bad++;
        return;
    }
    walk->pages_left--;
    if (!page.crc_right)
        walk->pages_bad++;
    *ret_bid = page.bid;
    if (page.level == 0) {
        pst_index_lists_add(walk->lists, walk->layout, &page, PST_INDEX_RANK_TREE);
        return;
    }
    for (size_t i = 0; i < page.count; i++) {
        uint64_t child;
        tree_walk(walk, type, pst_page_child(walk->layout, &page, i), page.level - 1, &child);
    }
}

/* A root older than the header names was left behind by an earlier tree: what it lists is out of date, the current root lies elsewhere or
   is gone. A newer one is the current tree of a store whose header was not written in time. */
static void check_roots(struct walk *walk, const struct pst_header *header, uint64_t nodes_bid, uint64_t blocks_bid)
{
    if (nodes_bid < header->nodes.bid) {
        walk->lists->node_count = 0;
        walk->pages_bad++;
    }
    if (blocks_bid < header->blocks.bid) {
        walk->lists->block_count = 0;
        walk->pages_bad++;
    }
}

enum outcome pst_index_read(int fd, uint64_t file_size, const struct pst_header *header, struct pst_index *ret_index,
                            struct err *err)
{
    struct pst_index index = {0};
    struct pst_index_lists lists = {0};
    struct walk walk = {fd, file_size, header->layout, file_size / pst_page_bytes(header->layout), 0, &lists};
    uint64_t nodes_bid = header->nodes.bid, blocks_bid = header->blocks.bid;
    tree_walk(&walk, PST_PAGE_NODES, header->nodes, -1, &nodes_bid);
    walk.pages_left = file_size / pst_page_bytes(header->layout);
    tree_walk(&walk, PST_PAGE_BLOCKS, header->blocks, -1, &blocks_bid);
    check_roots(&walk, header, nodes_bid, blocks_bid);
    index.root_stale = nodes_bid > header->nodes.bid || blocks_bid > header->blocks.bid;
    index.pages_bad = walk.pages_bad;
    pst_index_lists_sort(&lists);
    if (walk.pages_bad) {
        pst_index_repair(fd, file_size, header->layout, &lists);
        pst_index_lists_sort(&lists);
    }
    pst_index_lists_take(&lists, &index);
    if (index.node_count == 0) {
        pst_index_free(&index);
        return err_set(err, OUTCOME_DEAD, "no node of the store can be found: its node tree is missing or destroyed "
                       "(the file has %llu bytes, its header says %llu)",
                       (unsigned long long)file_size, (unsigned long long)header->file_size);
    }
    *ret_index = index;
    return OUTCOME_OK;
}

void pst_index_free(struct pst_index *index)
{
    free(index->blocks);
    free(index->nodes);
    *index = (struct pst_index){0};
}

const struct pst_page_block *pst_index_block(const struct pst_index *index, uint64_t bid)
{
    size_t low = 0, high = index->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->blocks[middle].bid == bid)
            return &index->blocks[middle];
        if (index->blocks[middle].bid < bid)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct pst_page_node *pst_index_node(const struct pst_index *index, uint32_t nid)
{
    size_t low = 0, high = index->node_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->nodes[middle].nid == nid)
            return &index->nodes[middle];
        if (index->nodes[middle].nid < nid)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
