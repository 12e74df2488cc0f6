/* A borrowed run of bytes with its length: how all text and data travel through the program. */
#ifndef REPLYTRACE_SPAN_H
#define REPLYTRACE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Not owned, not NUL-terminated; data may be NULL when size is 0. */
struct span {
    const char *data;
    size_t size;
};

#define SPAN_LITERAL(text) ((struct span){(text), sizeof(text) - 1})
#define SPAN_NONE ((struct span){NULL, 0})

/* For printf("%.*s"): the size cut to INT_MAX. */
#define SPAN_ARGS(s) ((int)((s).size > 0x7fffffff ? 0x7fffffff : (s).size)), ((s).data ? (s).data : "")

static inline struct span span_of(const char *text)
{
    return text ? (struct span){text, strlen(text)} : SPAN_NONE;
}

/* What is asked of each line and field stands here as inline functions: most answers are found before a call would be made. */

static inline bool span_equal(struct span a, struct span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool span_starts(struct span text, struct span prefix)
{
    return prefix.size <= text.size && (prefix.size == 0 || memcmp(text.data, prefix.data, prefix.size) == 0);
}

/* Whether `size` bytes are the same but for the case of ASCII letters. */
bool span_same_nocase(const char *a, const char *b, size_t size);

/* The two cases of a letter differ in one bit: other first bytes need no further look. */
static inline bool span_may_be_same(const char *a, const char *b, size_t size)
{
    return size == 0 || ((a[0] ^ b[0]) & ~0x20) == 0;
}

/* ASCII letters only, as in all functions named so. */
static inline bool span_equal_nocase(struct span a, struct span b)
{
    return a.size == b.size && span_may_be_same(a.data, b.data, a.size) && span_same_nocase(a.data, b.data, a.size);
}

static inline bool span_starts_nocase(struct span text, struct span prefix)
{
    return prefix.size <= text.size && span_may_be_same(text.data, prefix.data, prefix.size)
        && span_same_nocase(text.data, prefix.data, prefix.size);
}

bool span_ends_nocase(struct span text, struct span suffix);   /* ASCII letters only */
int span_compare(struct span a, struct span b);                /* by bytes, as memcmp; shorter first */

/* Position of the first `needle` at or after `from`, or SIZE_MAX. An empty needle is never found. */
size_t span_find(struct span text, struct span needle, size_t from);
size_t span_find_nocase(struct span text, struct span needle, size_t from); /* ASCII letters only */
static inline size_t span_find_byte(struct span text, char byte, size_t from)
{
    if (from >= text.size)
        return SIZE_MAX;
    const char *found = (const char *)memchr(text.data + from, byte, text.size - from);
    return found ? (size_t)(found - text.data) : SIZE_MAX;
}

/* The part from `from` of at most `size` bytes; what lies outside `text` is left out, never read. */
static inline struct span span_slice(struct span text, size_t from, size_t size)
{
    if (from >= text.size)
        return SPAN_NONE;
    size_t left = text.size - from;
    return (struct span){text.data + from, size < left ? size : left};
}

/* Without ASCII blanks (space, tab, CR, LF, VT, FF) at both ends. */
struct span span_trim(struct span text);

/* Takes the first line off *rest: without its LF, CRLF or lone CR. False when *rest is empty. */
bool span_take_line(struct span *rest, struct span *ret_line);

#endif
