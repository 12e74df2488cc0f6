/* Little-endian numbers out of a run of hostile bytes: what lies outside reads as 0. */
#ifndef REPLYTRACE_PST_BYTES_H
#define REPLYTRACE_PST_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

static inline bool pst_bytes_inside(struct span bytes, size_t at, size_t size)
{
    return at <= bytes.size && size <= bytes.size - at;
}

/* `size` bytes, at most 8, as an unsigned number. */
static inline uint64_t pst_bytes_number(struct span bytes, size_t at, size_t size)
{
    uint64_t value = 0;
    if (size > 8 || !pst_bytes_inside(bytes, at, size))
        return 0;
    for (size_t i = size; i > 0; i--)
        value = value << 8 | (unsigned char)bytes.data[at + i - 1];
    return value;
}

static inline uint8_t pst_bytes_u8(struct span bytes, size_t at)
{
    return (uint8_t)pst_bytes_number(bytes, at, 1);
}

static inline uint16_t pst_bytes_u16(struct span bytes, size_t at)
{
    return (uint16_t)pst_bytes_number(bytes, at, 2);
}

static inline uint32_t pst_bytes_u32(struct span bytes, size_t at)
{
    return (uint32_t)pst_bytes_number(bytes, at, 4);
}

static inline uint64_t pst_bytes_u64(struct span bytes, size_t at)
{
    return pst_bytes_number(bytes, at, 8);
}

#endif
