/* The lists that an index is made of, and the search for leaf pages all over a file whose trees are broken. */
#ifndef REPLYTRACE_PST_INDEX_REPAIR_H
#define REPLYTRACE_PST_INDEX_REPAIR_H

#include <stddef.h>
#include <stdint.h>
#include "store/pst/pst_index.h"
#include "store/pst/pst_page.h"

#define PST_INDEX_RANK_TREE UINT64_MAX /* found by walking the tree; pages found by searching rank by their own id */

struct pst_index_ranked_block {
    struct pst_page_block block;
    uint64_t rank;
};

struct pst_index_ranked_node {
    struct pst_page_node node;
    uint64_t rank;
};

/* Start with {0}. */
struct pst_index_lists {
    struct pst_index_ranked_block *blocks;
    size_t block_count, block_capacity;
    struct pst_index_ranked_node *nodes;
    size_t node_count, node_capacity;
};

/* The entries of a leaf page. */
void pst_index_lists_add(struct pst_index_lists *lists, enum pst_layout layout, const struct pst_page *page, uint64_t rank);

/* By id; of equal ids the one of the highest rank stays. */
void pst_index_lists_sort(struct pst_index_lists *lists);

/* Moves the lists into an index and frees them; nodes_found and blocks_found are set. */
void pst_index_lists_take(struct pst_index_lists *lists, struct pst_index *ret_index);

/* Adds the leaf pages with a right checksum at every place of the file where a page can lie; of the blocks only those whose
   trailer (MS-PST 2.2.2.8.1) carries their id. Old pages lie about too, so deleted items can come back. */
void pst_index_repair(int fd, uint64_t file_size, enum pst_layout layout, struct pst_index_lists *lists);

#endif
