/* Memory that is given out piece by piece and taken back at once: one arena per message. */
#ifndef REPLYTRACE_ARENA_H
#define REPLYTRACE_ARENA_H

#include <stddef.h>
#include "base/span.h"

struct arena;

/* Never NULL: out of memory aborts, here and in every function below. */
struct arena *arena_open(void);
void arena_close(struct arena *arena); /* NULL is fine */

/* Takes everything back, keeps one block for the next message. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned for any type, valid until arena_reset or arena_close. `size` may be 0. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc(count * size), with the product checked: an overflow aborts. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy; the bytes are followed by a NUL that does not count. */
struct span arena_copy(struct arena *arena, struct span bytes);
/* A NUL-terminated copy; embedded NULs are kept and will cut it for C functions. */
char *arena_string(struct arena *arena, struct span bytes);
struct span arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

/* Bytes given out since the last reset. */
size_t arena_used(const struct arena *arena);

static inline void arena_cleanup(struct arena **arena)
{
    arena_close(*arena);
}
#define ARENA_LOCAL __attribute__((cleanup(arena_cleanup))) struct arena *

#endif
