/* Lists of blocks and nodes under construction; finds leaf pages where the trees of a file are broken. */
#include "store/pst/pst_index_repair.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/memory.h"
#include "store/pst/pst_trailer.h"

#define CHUNK_BYTES ((size_t)1024 * 1024)

void pst_index_lists_add(struct pst_index_lists *lists, enum pst_layout layout, const struct pst_page *page, uint64_t rank)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->type == PST_PAGE_BLOCKS) {
            lists->blocks = memory_grown(lists->blocks, lists->block_count, &lists->block_capacity, sizeof *lists->blocks);
            lists->blocks[lists->block_count++] =
                (struct pst_index_ranked_block){pst_page_block(layout, page, i), rank};
        } else {
            lists->nodes = memory_grown(lists->nodes, lists->node_count, &lists->node_capacity, sizeof *lists->nodes);
            lists->nodes[lists->node_count++] = (struct pst_index_ranked_node){pst_page_node(layout, page, i), rank};
        }
    }
}

static int order(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_blocks(const void *left, const void *right)
{
    const struct pst_index_ranked_block *a = left, *b = right;
    int by_id = order(a->block.bid, b->block.bid);
    int by_rank = by_id ? by_id : order(b->rank, a->rank);
    return by_rank ? by_rank : order(a->block.offset, b->block.offset);
}

static int compare_nodes(const void *left, const void *right)
{
    const struct pst_index_ranked_node *a = left, *b = right;
    int by_id = order(a->node.nid, b->node.nid);
    int by_rank = by_id ? by_id : order(b->rank, a->rank);
    return by_rank ? by_rank : order(a->node.data, b->node.data);
}

void pst_index_lists_sort(struct pst_index_lists *lists)
{
    if (lists->block_count)
        qsort(lists->blocks, lists->block_count, sizeof *lists->blocks, compare_blocks);
    if (lists->node_count)
        qsort(lists->nodes, lists->node_count, sizeof *lists->nodes, compare_nodes);
    size_t kept = 0;
    for (size_t i = 0; i < lists->block_count; i++)
        if (kept == 0 || lists->blocks[i].block.bid != lists->blocks[kept - 1].block.bid)
            lists->blocks[kept++] = lists->blocks[i];
    lists->block_count = kept;
    kept = 0;
    for (size_t i = 0; i < lists->node_count; i++)
        if (kept == 0 || lists->nodes[i].node.nid != lists->nodes[kept - 1].node.nid)
            lists->nodes[kept++] = lists->nodes[i];
    lists->node_count = kept;
}

static void *array(size_t count, size_t item_bytes)
{
    void *items = calloc(count ? count : 1, item_bytes);
    if (!items)
        abort();
    return items;
}

void pst_index_lists_take(struct pst_index_lists *lists, struct pst_index *ret_index)
{
    ret_index->blocks = array(lists->block_count, sizeof *ret_index->blocks);
    ret_index->nodes = array(lists->node_count, sizeof *ret_index->nodes);
    ret_index->block_count = lists->block_count;
    ret_index->node_count = lists->node_count;
    ret_index->blocks_found = ret_index->nodes_found = 0;
    for (size_t i = 0; i < lists->block_count; i++) {
        ret_index->blocks[i] = lists->blocks[i].block;
        ret_index->blocks_found += lists->blocks[i].rank != PST_INDEX_RANK_TREE;
    }
    for (size_t i = 0; i < lists->node_count; i++) {
        ret_index->nodes[i] = lists->nodes[i].node;
        ret_index->nodes_found += lists->nodes[i].rank != PST_INDEX_RANK_TREE;
    }
    free(lists->blocks);
    free(lists->nodes);
    *lists = (struct pst_index_lists){0};
}

static void found_blocks_check(int fd, enum pst_layout layout, struct pst_index_lists *lists)
{
    size_t kept = 0;
    for (size_t i = 0; i < lists->block_count; i++)
        if (lists->blocks[i].rank == PST_INDEX_RANK_TREE || pst_trailer_has_id(fd, layout, &lists->blocks[i].block))
            lists->blocks[kept++] = lists->blocks[i];
    lists->block_count = kept;
}

void pst_index_repair(int fd, uint64_t file_size, enum pst_layout layout, struct pst_index_lists *lists)
{
    size_t page_bytes = pst_page_bytes(layout);
    char *chunk = array(CHUNK_BYTES, 1);
    for (uint64_t offset = 0; offset < file_size; offset += CHUNK_BYTES) {
        ssize_t got = pread(fd, chunk, CHUNK_BYTES, (off_t)offset);
        for (size_t at = 0; got > 0 && at + page_bytes <= (size_t)got; at += page_bytes) {
            struct pst_page page;
            if (pst_page_parse(layout, (struct span){chunk + at, page_bytes}, &page) && page.level == 0 && page.crc_right)
                pst_index_lists_add(lists, layout, &page, page.bid);
        }
    }
    free(chunk);
    found_blocks_check(fd, layout, lists);
}
