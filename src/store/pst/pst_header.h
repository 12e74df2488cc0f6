/* The header of a PST or OST file (MS-PST 2.2.2.6): which layout, where the two trees begin, how it is encrypted. */
#ifndef REPLYTRACE_PST_HEADER_H
#define REPLYTRACE_PST_HEADER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/span.h"

#define PST_HEADER_BYTES 564 /* of the longer, Unicode, header */

enum pst_layout {
    PST_LAYOUT_ANSI,       /* wVer 14, 15: 32-bit numbers, pages of 512 bytes */
    PST_LAYOUT_UNICODE,    /* wVer 23: 64-bit numbers, pages of 512 bytes */
    PST_LAYOUT_UNICODE_4K, /* wVer 36 (OST of Outlook 2013): pages of 4096 bytes, blocks packed by zlib */
};

/* BREF: the id of a page and its byte offset in the file. */
struct pst_page_reference {
    uint64_t bid;
    uint64_t offset;
};

struct pst_header {
    enum pst_layout layout;
    bool offline;                   /* OST: magic client "SO" */
    uint8_t encryption;             /* 0 none, 1 compressible, 2 high, 16 Windows Information Protection (unreadable) */
    uint64_t file_size;             /* bytes the file says it has */
    struct pst_page_reference nodes;  /* root page of the node tree (NBT) */
    struct pst_page_reference blocks; /* root page of the block tree (BBT) */
};

/* True for "!BDN" with a client and version that this program reads. */
bool pst_header_is(struct span head);

/* DEAD when it is no such header or an encryption nobody can read. */
enum outcome pst_header_read(struct span head, struct pst_header *ret_header, struct err *err);

#endif
