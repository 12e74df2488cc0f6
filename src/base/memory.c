/* Allocation that succeeds or ends the program. */
#include "base/memory.h"

#include <stdlib.h>

#define CAPACITY_FIRST 32

void *memory_must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

void *memory_grown(void *array, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity)
        return array;
    size_t wanted;
    if (__builtin_mul_overflow(*capacity, 2u, &wanted))
        abort();
    wanted = wanted ? wanted : CAPACITY_FIRST;
    array = memory_must(reallocarray(array, wanted, item_bytes));
    *capacity = wanted;
    return array;
}
