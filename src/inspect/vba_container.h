/* The compression of VBA ([MS-OVBA] 2.4.1): a container of chunks of 4,096 bytes each. */
#ifndef REPLYTRACE_VBA_CONTAINER_H
#define REPLYTRACE_VBA_CONTAINER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The first `limit` bytes of the container at `at`. False when none begins there or its first chunk gives nothing; one that breaks off
   gives what came before. */
bool vba_container_open(struct arena *arena, struct span bytes, size_t at, size_t limit, struct span *ret_bytes);

/* Where a container of module source begins ("Attribute" is its first word, packed or not), at or after `from`; SIZE_MAX when nowhere. */
size_t vba_container_find(struct span bytes, size_t from);

#endif
