/* The growing list of hits. */
#include "judge/hit.h"

#include <stdlib.h>
#include "base/memory.h"

void hit_add(struct hit_list *list, const struct hit *hit)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 64;
        list->hits = memory_must(realloc(list->hits, list->capacity * sizeof *list->hits));
    }
    list->hits[list->count++] = *hit;
}
