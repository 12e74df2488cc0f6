/* Reads the trailers of blocks. */
#include "store/pst/pst_trailer.h"

#include <unistd.h>
#include "store/pst/pst_bytes.h"

#define BLOCK_BYTES_MAX (65535 + 512 + 24) /* sizes have 16 bits */

/* Where the three layouts keep the fields of a trailer; unit: what blocks are padded to, trailer included. */
struct offsets {
    size_t bytes, unit, crc, bid, number;
};

static const struct offsets OFFSETS[] = {
    [PST_LAYOUT_ANSI] = {12, 64, 8, 4, 4},
    [PST_LAYOUT_UNICODE] = {16, 64, 4, 8, 8},
    [PST_LAYOUT_UNICODE_4K] = {24, 512, 4, 8, 8},
};

#define INFLATED_4K 18

static bool read_at(int fd, uint64_t at, char *bytes, size_t size)
{
    return at <= INT64_MAX - size && pread(fd, bytes, size, (off_t)at) == (ssize_t)size;
}

static size_t padded(const struct offsets *at, const struct pst_page_block *block)
{
    return (block->size + at->bytes + at->unit - 1) / at->unit * at->unit;
}

static bool id_right(const struct offsets *at, struct span trailer, const struct pst_page_block *block)
{
    return (pst_bytes_number(trailer, at->bid, at->number) & ~UINT64_C(1)) == block->bid;
}

bool pst_trailer_has_id(int fd, enum pst_layout layout, const struct pst_page_block *block)
{
    const struct offsets *at = &OFFSETS[layout];
    char bytes[24];
    uint64_t end;
    if (__builtin_add_overflow(block->offset, padded(at, block), &end) || !read_at(fd, end - at->bytes, bytes, at->bytes))
        return false;
    return id_right(at, (struct span){bytes, at->bytes}, block);
}

bool pst_trailer_seals(int fd, enum pst_layout layout, const struct pst_page_block *block)
{
    const struct offsets *at = &OFFSETS[layout];
    char bytes[BLOCK_BYTES_MAX];
    size_t size = padded(at, block);
    if (size > sizeof bytes || !read_at(fd, block->offset, bytes, size))
        return false;
    struct span trailer = {bytes + size - at->bytes, at->bytes};
    return id_right(at, trailer, block) && pst_bytes_u16(trailer, 0) == block->size
        && (layout != PST_LAYOUT_UNICODE_4K || pst_bytes_u16(trailer, INFLATED_4K) == block->inflated)
        && pst_bytes_u32(trailer, at->crc) == pst_page_crc((struct span){bytes, block->size});
}
