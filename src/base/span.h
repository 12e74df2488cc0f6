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

bool span_equal(struct span a, struct span b);
bool span_equal_nocase(struct span a, struct span b);          /* ASCII letters only */
bool span_starts(struct span text, struct span prefix);
bool span_starts_nocase(struct span text, struct span prefix); /* ASCII letters only */
bool span_ends_nocase(struct span text, struct span suffix);   /* ASCII letters only */
int span_compare(struct span a, struct span b);                /* by bytes, as memcmp; shorter first */

/* Position of the first `needle` at or after `from`, or SIZE_MAX. An empty needle is never found. */
size_t span_find(struct span text, struct span needle, size_t from);
size_t span_find_nocase(struct span text, struct span needle, size_t from); /* ASCII letters only */
size_t span_find_byte(struct span text, char byte, size_t from);

/* The part from `from` of at most `size` bytes; what lies outside `text` is left out, never read. */
struct span span_slice(struct span text, size_t from, size_t size);

/* Without ASCII blanks (space, tab, CR, LF, VT, FF) at both ends. */
struct span span_trim(struct span text);

/* Takes the first line off *rest: without its LF, CRLF or lone CR. False when *rest is empty. */
bool span_take_line(struct span *rest, struct span *ret_line);

#endif
