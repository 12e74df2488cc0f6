/* How many messages each folder of a PST should give. */
#ifndef REPLYTRACE_PST_COUNT_H
#define REPLYTRACE_PST_COUNT_H

#include <stddef.h>
#include "base/arena.h"
#include "store/pst/pst_walk.h"
#include "store/store.h"

/* Under the names that pst_walk_path() gives, sorted; lost messages count where they were; folders without messages are left out. All
   lives in `arena`. */
void pst_count_folders(const struct pst_walk *walk, struct arena *arena, const struct store_folder **ret_folders,
                       size_t *ret_count);

#endif
