/* Finds pieces of a heap-on-node. */
#include "store/pst/pst_heap.h"

#include "store/pst/pst_bytes.h"

#define HEAP_SIGNATURE 0xEC

static struct span block_of(const struct pst_heap *heap, size_t block)
{
    if (block >= heap->data.block_count)
        return SPAN_NONE;
    size_t start = block ? heap->data.ends[block - 1] : 0;
    return start <= heap->data.ends[block] ? span_slice(heap->data.bytes, start, heap->data.ends[block] - start) : SPAN_NONE;
}

bool pst_heap_open(const struct pst_block_data *data, enum pst_layout layout, struct pst_heap *ret_heap)
{
    struct pst_heap heap = {*data, layout == PST_LAYOUT_UNICODE_4K, 0, 0};
    struct span first = block_of(&heap, 0);
    if (!pst_bytes_inside(first, 0, 12) || pst_bytes_u8(first, 2) != HEAP_SIGNATURE)
        return false;
    heap.client = pst_bytes_u8(first, 3);
    heap.root = pst_bytes_u32(first, 4);
    *ret_heap = heap;
    return true;
}

struct span pst_heap_piece(const struct pst_heap *heap, uint32_t hid)
{
    size_t index = heap->wide ? hid >> 5 & 0x3fff : hid >> 5 & 0x7ff;
    size_t block_number = heap->wide ? hid >> 19 : hid >> 16;
    struct span block = block_of(heap, block_number);
    if (index == 0 || !pst_heap_id(hid))
        return SPAN_NONE;
    size_t map = pst_bytes_u16(block, 0);
    size_t at = map + 4 + (index - 1) * 2;
    if (index > pst_bytes_u16(block, map) || !pst_bytes_inside(block, at, 4))
        return SPAN_NONE;
    size_t start = pst_bytes_u16(block, at), end = pst_bytes_u16(block, at + 2);
    return start <= end && end <= block.size ? (struct span){block.data + start, end - start} : SPAN_NONE;
}
