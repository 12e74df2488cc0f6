/* BTree-on-heap (MS-PST 2.3.2): the records of a property context or of a table's row index, in order. */
#ifndef REPLYTRACE_PST_BTREE_H
#define REPLYTRACE_PST_BTREE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/pst/pst_heap.h"

struct pst_btree {
    const struct span *leaves; /* each a whole number of records */
    size_t leaf_count;
    size_t key_bytes, record_bytes; /* a record is its key and its value */
    size_t record_count;
    bool damaged;              /* part of the tree leads nowhere */
};

/* The tree whose header has this heap id; false when there is no such header. In the arena; borrows the heap's bytes. */
bool pst_btree_read(struct arena *arena, const struct pst_heap *heap, uint32_t header, struct pst_btree *ret_tree);

#endif
