/* The driver for PST and OST files (MS-PST): ANSI, Unicode and the 4K pages of OST 2013. */
#ifndef REPLYTRACE_STORE_PST_H
#define REPLYTRACE_STORE_PST_H

#include "store/store.h"

/* where.item: position in the order of folder path and node id; where.offset: node id. */
extern const struct store_driver store_pst_driver;

#endif
