/* Counters by pair of numbers: a growing hash table, for match.c. */
#ifndef REPLYTRACE_MATCH_TABLE_H
#define REPLYTRACE_MATCH_TABLE_H

#include "judge/match.h"

struct match_table {
    struct match_count *slots; /* mail == UINT32_MAX: free */
    size_t size;               /* a power of two, or 0 */
    size_t used;
};

/* The counter of this pair, created with zeros; valid until the next call. */
struct match_count *match_table_at(struct match_table *table, uint32_t mail, uint32_t other);
/* Moves everything into a sorted list and empties the table. `ranks`: by `other`, what orders equal counts; NULL = its number. */
void match_table_list(struct match_table *table, uint32_t mail_count, const uint32_t *ranks, struct match_list *ret_list);
void match_table_free(struct match_table *table);
void match_table_free_list(struct match_list *list);

#endif
