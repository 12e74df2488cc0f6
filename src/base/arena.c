/* Memory that is given out piece by piece from blocks and taken back at once. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK ((size_t)64 * 1024)
#define ARENA_ALIGN ((size_t)16)

struct block {
    struct block *next;
    size_t size; /* of the bytes behind this header */
    size_t used;
    _Alignas(16) unsigned char bytes[];
};

struct arena {
    struct block *blocks; /* the newest, which is filled first */
    size_t used;
};

static struct block *block_new(size_t size, struct block *next)
{
    struct block *block = size > SIZE_MAX - sizeof *block ? NULL : malloc(sizeof *block + size);
    if (!block)
        abort();
    block->next = next;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_open(void)
{
    struct arena *arena = malloc(sizeof *arena);
    if (!arena)
        abort();
    arena->blocks = block_new(ARENA_BLOCK, NULL);
    arena->used = 0;
    return arena;
}

/* Frees all blocks but one of the standard size. */
static void blocks_trim(struct arena *arena)
{
    struct block *kept = NULL;
    for (struct block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        if (!kept && block->size == ARENA_BLOCK)
            kept = block;
        else
            free(block);
    }
    if (!kept)
        kept = block_new(ARENA_BLOCK, NULL);
    kept->next = NULL;
    kept->used = 0;
    arena->blocks = kept;
}

void arena_reset(struct arena *arena)
{
    blocks_trim(arena);
    arena->used = 0;
}

void arena_close(struct arena *arena)
{
    if (!arena)
        return;
    blocks_trim(arena);
    free(arena->blocks);
    free(arena);
}

/* Not zeroed. */
static void *take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ARENA_ALIGN)
        abort();
    size_t rounded = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    struct block *block = arena->blocks;
    if (rounded > block->size - block->used) {
        if (rounded > ARENA_BLOCK / 4) { /* a block of its own, behind the one being filled */
            block->next = block_new(rounded, block->next);
            block = block->next;
        } else {
            block = arena->blocks = block_new(ARENA_BLOCK, block);
        }
    }
    void *start = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return start;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *start = take(arena, size);
    memset(start, 0, size);
    return start;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        abort();
    return arena_alloc(arena, bytes);
}

struct span arena_copy(struct arena *arena, struct span bytes)
{
    if (bytes.size == SIZE_MAX)
        abort();
    char *copy = take(arena, bytes.size + 1);
    if (bytes.size)
        memcpy(copy, bytes.data, bytes.size);
    copy[bytes.size] = '\0';
    return (struct span){copy, bytes.size};
}

char *arena_string(struct arena *arena, struct span bytes)
{
    return (char *)arena_copy(arena, bytes).data;
}

struct span arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        length = 0;
    char *text = take(arena, (size_t)length + 1);
    text[0] = '\0';
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return (struct span){text, (size_t)length};
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
