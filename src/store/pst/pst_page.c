/* Reads one page of the node or block tree. */
#include "store/pst/pst_page.h"

#include <zlib.h>
#include "store/pst/pst_bytes.h"

#define LEVELS_MAX 8

/* Where the three layouts keep a page's fields, and how long its entries are at least. */
struct offsets {
    size_t page_bytes, count, count_bytes, entry_bytes, level, trailer, crc, bid, number;
    size_t least_index, least_block, least_node;
};

static const struct offsets OFFSETS[] = {
    [PST_LAYOUT_ANSI] = {512, 496, 1, 498, 499, 500, 508, 504, 4, 12, 12, 16},
    [PST_LAYOUT_UNICODE] = {512, 488, 1, 490, 491, 496, 500, 504, 8, 24, 24, 32},
    [PST_LAYOUT_UNICODE_4K] = {4096, 4056, 2, 4060, 4061, 4072, 4076, 4080, 8, 24, 24, 32},
};

size_t pst_page_bytes(enum pst_layout layout)
{
    return OFFSETS[layout].page_bytes;
}

uint32_t pst_page_crc(struct span bytes)
{
    return (uint32_t)crc32(0xffffffffu, (const Bytef *)bytes.data, (uInt)bytes.size) ^ 0xffffffffu;
}

bool pst_page_parse(enum pst_layout layout, struct span bytes, struct pst_page *ret_page)
{
    const struct offsets *at = &OFFSETS[layout];
    if (bytes.size < at->page_bytes)
        return false;
    uint8_t type = pst_bytes_u8(bytes, at->trailer);
    if ((type != PST_PAGE_BLOCKS && type != PST_PAGE_NODES) || type != pst_bytes_u8(bytes, at->trailer + 1))
        return false;
    struct pst_page page = {
        .type = type,
        .level = pst_bytes_u8(bytes, at->level),
        .bid = pst_bytes_number(bytes, at->bid, at->number),
        .count = (size_t)pst_bytes_number(bytes, at->count, at->count_bytes),
        .entry_bytes = pst_bytes_u8(bytes, at->entry_bytes),
    };
    size_t least = page.level ? at->least_index : type == PST_PAGE_NODES ? at->least_node : at->least_block;
    if (page.level >= LEVELS_MAX || page.entry_bytes < least || page.count > at->count / page.entry_bytes)
        return false;
    page.crc_right = pst_page_crc(span_slice(bytes, 0, at->trailer)) == pst_bytes_u32(bytes, at->crc);
    page.entries = span_slice(bytes, 0, page.count * page.entry_bytes);
    *ret_page = page;
    return true;
}

static struct span entry(const struct pst_page *page, size_t i)
{
    return span_slice(page->entries, i * page->entry_bytes, page->entry_bytes);
}

struct pst_page_reference pst_page_child(enum pst_layout layout, const struct pst_page *page, size_t i)
{
    size_t number = OFFSETS[layout].number;
    return (struct pst_page_reference){
        pst_bytes_number(entry(page, i), number, number),
        pst_bytes_number(entry(page, i), 2 * number, number),
    };
}

struct pst_page_block pst_page_block(enum pst_layout layout, const struct pst_page *page, size_t i)
{
    struct span bytes = entry(page, i);
    size_t number = OFFSETS[layout].number;
    struct pst_page_block block = {
        .bid = pst_bytes_number(bytes, 0, number) & ~UINT64_C(1),
        .offset = pst_bytes_number(bytes, number, number),
        .size = pst_bytes_u16(bytes, 2 * number),
    };
    block.inflated = layout == PST_LAYOUT_UNICODE_4K ? pst_bytes_u16(bytes, 2 * number + 2) : block.size;
    return block;
}

struct pst_page_node pst_page_node(enum pst_layout layout, const struct pst_page *page, size_t i)
{
    struct span bytes = entry(page, i);
    size_t number = OFFSETS[layout].number;
    return (struct pst_page_node){
        .nid = pst_bytes_u32(bytes, 0),
        .data = pst_bytes_number(bytes, number, number) & ~UINT64_C(1),
        .sub = pst_bytes_number(bytes, 2 * number, number) & ~UINT64_C(1),
        .parent = pst_bytes_u32(bytes, 3 * number),
    };
}
