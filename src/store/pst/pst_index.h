/* The two trees of a PST as sorted lists (MS-PST 2.2.2.7.7): every block and every node, walked by our own code, repaired where
   a page is broken by looking for leaf pages all over the file. */
#ifndef REPLYTRACE_PST_INDEX_H
#define REPLYTRACE_PST_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "store/pst/pst_header.h"
#include "store/pst/pst_page.h"

struct pst_index {
    struct pst_page_block *blocks; /* by bid, no bid twice */
    size_t block_count;
    struct pst_page_node *nodes;   /* by nid, no nid twice */
    size_t node_count;
    uint64_t pages_bad;            /* pages of the trees that could not be read, whose checksum is wrong, or roots that are out of date */
    uint64_t nodes_found;          /* nodes known only from pages that were found by the search */
    uint64_t blocks_found;
    bool root_stale;               /* the header's ids of the root pages are older than the pages there */
};

/* `fd` is borrowed; `file_size` is the real one. DEAD when not a single node is found. pst_index_free afterwards. */
enum outcome pst_index_read(int fd, uint64_t file_size, const struct pst_header *header, struct pst_index *ret_index,
                            struct err *err);
void pst_index_free(struct pst_index *index);

/* NULL when there is none. */
const struct pst_page_block *pst_index_block(const struct pst_index *index, uint64_t bid);
const struct pst_page_node *pst_index_node(const struct pst_index *index, uint32_t nid);

#endif
