/* An open hash table of numbers over an array of texts. */
#include "base/intern.h"

#include <stdlib.h>
#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"

#define INTERN_FIRST 1024u

struct intern {
    struct arena *arena;
    struct span *texts;
    uint32_t count;
    uint32_t *slots; /* number + 1, 0 = free */
    uint32_t slot_count; /* a power of two, more than count */
};

struct intern *intern_open(void)
{
    struct intern *intern = memory_must(calloc(1, sizeof *intern));
    intern->arena = arena_open();
    intern->slot_count = INTERN_FIRST;
    intern->slots = memory_must(calloc(INTERN_FIRST, sizeof *intern->slots));
    intern->texts = memory_must(calloc(INTERN_FIRST / 2, sizeof *intern->texts));
    return intern;
}

void intern_close(struct intern *intern)
{
    if (!intern)
        return;
    arena_close(intern->arena);
    free(intern->slots);
    free(intern->texts);
    free(intern);
}

/* The slot that holds `text`, or the free one where it belongs. */
static uint32_t slot_of(const struct intern *intern, struct span text)
{
    uint32_t slot = (uint32_t)hash_xxh64(text) & (intern->slot_count - 1);
    while (intern->slots[slot] && !span_equal(intern->texts[intern->slots[slot] - 1], text))
        slot = (slot + 1) & (intern->slot_count - 1);
    return slot;
}

static void grow(struct intern *intern)
{
    if (intern->slot_count > UINT32_MAX / 2)
        abort();
    free(intern->slots);
    intern->slot_count *= 2;
    intern->slots = memory_must(calloc(intern->slot_count, sizeof *intern->slots));
    intern->texts = memory_must(realloc(intern->texts, intern->slot_count / 2 * sizeof *intern->texts));
    for (uint32_t i = 0; i < intern->count; i++)
        intern->slots[slot_of(intern, intern->texts[i])] = i + 1;
}

uint32_t intern_add(struct intern *intern, struct span text)
{
    uint32_t slot = slot_of(intern, text);
    if (intern->slots[slot])
        return intern->slots[slot] - 1;
    if (intern->count + 1 > intern->slot_count / 2) {
        grow(intern);
        slot = slot_of(intern, text);
    }
    intern->texts[intern->count] = arena_copy(intern->arena, text);
    intern->slots[slot] = ++intern->count;
    return intern->count - 1;
}

uint32_t intern_find(const struct intern *intern, struct span text)
{
    return intern->slots[slot_of(intern, text)] - 1; /* a free slot holds 0: INTERN_NONE */
}

struct span intern_text(const struct intern *intern, uint32_t number)
{
    return number < intern->count ? intern->texts[number] : SPAN_NONE;
}

uint32_t intern_count(const struct intern *intern)
{
    return intern->count;
}
