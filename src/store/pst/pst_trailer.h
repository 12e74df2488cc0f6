/* The trailer of a block (MS-PST 2.2.2.8.1): it closes the last unit of the block and says whose bytes these are. */
#ifndef REPLYTRACE_PST_TRAILER_H
#define REPLYTRACE_PST_TRAILER_H

#include <stdbool.h>
#include "store/pst/pst_page.h"

/* True where the trailer carries the block's id. */
bool pst_trailer_has_id(int fd, enum pst_layout layout, const struct pst_page_block *block);

/* True where the trailer carries the block's id, its size (4K layout: unpacked too) and the checksum of its bytes in the file. */
bool pst_trailer_seals(int fd, enum pst_layout layout, const struct pst_page_block *block);

#endif
