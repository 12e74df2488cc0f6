/* One page of the node or block tree of a PST (MS-PST 2.2.2.7.7), read from the file with every number checked. */
#ifndef REPLYTRACE_PST_PAGE_H
#define REPLYTRACE_PST_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"
#include "store/pst/pst_header.h"

#define PST_PAGE_BYTES_MAX 4096

enum pst_page_type { PST_PAGE_BLOCKS = 0x80, PST_PAGE_NODES = 0x81 };

struct pst_page {
    enum pst_page_type type;
    uint8_t level;        /* 0 = leaf */
    uint64_t bid;         /* the page's own id: the higher, the newer */
    bool crc_right;
    size_t count;         /* entries that lie within the page */
    size_t entry_bytes;
    struct span entries;  /* count * entry_bytes */
};

/* A leaf entry of the block tree. */
struct pst_page_block {
    uint64_t bid;      /* lowest bit cleared */
    uint64_t offset;   /* bytes into the file */
    uint32_t size;     /* bytes in the file, without trailer */
    uint32_t inflated; /* bytes when unpacked; = size where not packed */
};

/* A leaf entry of the node tree. */
struct pst_page_node {
    uint32_t nid;
    uint32_t parent; /* nid of the folder it lies in; 0 = none */
    uint64_t data;   /* block id of its data */
    uint64_t sub;    /* block id of its subnode tree; 0 = none */
};

size_t pst_page_bytes(enum pst_layout layout);

/* The CRC of MS-PST 5.3, of pages and blocks: that of zlib without its two inversions. */
uint32_t pst_page_crc(struct span bytes);

/* `bytes` has pst_page_bytes(). False when it is no page of either tree, or its numbers do not fit. `bytes` is borrowed. */
bool pst_page_parse(enum pst_layout layout, struct span bytes, struct pst_page *ret_page);

/* Entry `i` < count of a page of the right type and level. */
struct pst_page_reference pst_page_child(enum pst_layout layout, const struct pst_page *page, size_t i);
struct pst_page_block pst_page_block(enum pst_layout layout, const struct pst_page *page, size_t i);
struct pst_page_node pst_page_node(enum pst_layout layout, const struct pst_page *page, size_t i);

#endif
