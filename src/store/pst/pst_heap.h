/* Heap-on-node (MS-PST 2.3.1): the small pieces that the data of a node is divided into, found by their heap id. */
#ifndef REPLYTRACE_PST_HEAP_H
#define REPLYTRACE_PST_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"
#include "store/pst/pst_block.h"

enum pst_heap_client { PST_HEAP_TABLE = 0x7C, PST_HEAP_PROPERTIES = 0xBC };

struct pst_heap {
    struct pst_block_data data; /* borrowed */
    bool wide;                  /* 4K layout: 14 bits of index and 13 of block in a heap id instead of 11 and 16 */
    uint8_t client;             /* enum pst_heap_client or another structure */
    uint32_t root;              /* heap id of the structure's head */
};

/* False when the data does not begin with a heap header. The heap borrows data.bytes. */
bool pst_heap_open(const struct pst_block_data *data, enum pst_layout layout, struct pst_heap *ret_heap);

/* The piece with this heap id; pieces can be empty. data is NULL for 0 and for ids that lead nowhere. */
struct span pst_heap_piece(const struct pst_heap *heap, uint32_t hid);

/* True for a heap id, false for the nid of a subnode: both share one field (HNID). */
static inline bool pst_heap_id(uint32_t hnid)
{
    return (hnid & 0x1f) == 0;
}

#endif
