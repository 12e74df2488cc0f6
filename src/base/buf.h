/* Bytes that grow: a heap buffer for output and text under construction. */
#ifndef REPLYTRACE_BUF_H
#define REPLYTRACE_BUF_H

#include <stddef.h>
#include "base/span.h"

/* Start with {0}. data is NULL while empty; not NUL-terminated. */
struct buf {
    char *data;
    size_t size;
    size_t capacity;
};

void buf_free(struct buf *buf); /* back to {0} */
static inline void buf_clear(struct buf *buf)
{
    buf->size = 0;
}
/* Out of memory or an overflow aborts, here and below. */
void buf_grow(struct buf *buf, size_t more);
/* Room for `more` bytes after data + size. Inline with buf_add: fields come by the million and mostly fit. */
static inline void buf_reserve(struct buf *buf, size_t more)
{
    if (more > buf->capacity - buf->size)
        buf_grow(buf, more);
}
static inline void buf_add(struct buf *buf, struct span bytes)
{
    if (!bytes.size)
        return;
    buf_reserve(buf, bytes.size);
    memcpy(buf->data + buf->size, bytes.data, bytes.size);
    buf->size += bytes.size;
}
static inline void buf_add_byte(struct buf *buf, char byte)
{
    buf_reserve(buf, 1);
    buf->data[buf->size++] = byte;
}
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline struct span buf_span(const struct buf *buf)
{
    return (struct span){buf->data, buf->size};
}
#define BUF_LOCAL __attribute__((cleanup(buf_free))) struct buf

#endif
