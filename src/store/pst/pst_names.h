/* The name map of a PST (MS-PST 2.4.7). */
#ifndef REPLYTRACE_PST_NAMES_H
#define REPLYTRACE_PST_NAMES_H

#include "base/arena.h"
#include "store/mapi_names.h"
#include "store/pst/pst_block.h"

/* Empty where the store has no map or it cannot be read: then its contacts have no addresses, and nothing else is missing. */
void pst_names_read(struct pst_block_file *file, struct arena *arena, struct mapi_names *ret_names);

#endif
