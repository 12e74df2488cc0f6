/* Plain memory for what outlives a message; where there is none left, the program aborts. */
#ifndef REPLYTRACE_MEMORY_H
#define REPLYTRACE_MEMORY_H

#include <stddef.h>

/* What malloc and its kin returned; never NULL. Ask for at least one byte. */
void *memory_must(void *memory);

/* The malloc'ed array (NULL with *capacity 0 at first), moved where needed so that element `count` has room. *capacity and
   item_bytes in elements and bytes. */
void *memory_grown(void *array, size_t count, size_t *capacity, size_t item_bytes);

#endif
