/* The addresses under collection: each once, whatever its spelling, with the names that stood beside it. */
#ifndef REPLYTRACE_EXPOSED_ROWS_H
#define REPLYTRACE_EXPOSED_ROWS_H

#include "notify/exposed.h"

struct exposed_rows {
    struct arena *arena;
    struct intern *keys;          /* number = row */
    struct exposed_address *list; /* malloc'ed; moves */
    size_t capacity;
};

void exposed_rows_open(struct exposed_rows *rows, struct arena *arena);
void exposed_rows_close(struct exposed_rows *rows); /* but for the list */
uint32_t exposed_rows_count(const struct exposed_rows *rows);

/* The row of an address, made where missing; INTERN_NONE where there is none. `"taro"@aoba.example` is
   taro@aoba.example (RFC 5321 4.1.2). */
uint32_t exposed_rows_of(struct exposed_rows *rows, const struct address *address);
uint32_t exposed_rows_find(const struct exposed_rows *rows, struct span addr);

/* Counts a display name; one that is empty or repeats the address is none. */
void exposed_rows_name(struct exposed_rows *rows, uint32_t row, struct span name);
/* Widens first and last. */
void exposed_rows_seen(struct exposed_address *row, int64_t date);

#endif
