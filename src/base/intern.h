/* Strings that occur often, each kept once and named by a number. */
#ifndef REPLYTRACE_INTERN_H
#define REPLYTRACE_INTERN_H

#include <stdint.h>
#include "base/span.h"

#define INTERN_NONE UINT32_MAX

struct intern;

struct intern *intern_open(void);
void intern_close(struct intern *intern); /* NULL is fine */
static inline void intern_cleanup(struct intern **intern)
{
    intern_close(*intern);
}

/* The number of `text`, a new one (counted up from 0) when it is new. An empty text is a text. */
uint32_t intern_add(struct intern *intern, struct span text);
/* The number of `text`, or INTERN_NONE. */
uint32_t intern_find(const struct intern *intern, struct span text);
/* Lives until intern_close; SPAN_NONE for INTERN_NONE. */
struct span intern_text(const struct intern *intern, uint32_t number);
uint32_t intern_count(const struct intern *intern);

#endif
