/* Little-endian numbers in bytes without trust: what lies outside reads as 0. */
#ifndef REPLYTRACE_LE_H
#define REPLYTRACE_LE_H

#include <stdint.h>
#include "base/span.h"

static inline uint8_t le_u8(struct span bytes, size_t at)
{
    return at < bytes.size ? (uint8_t)bytes.data[at] : 0;
}

static inline uint16_t le_u16(struct span bytes, size_t at)
{
    if (bytes.size < 2 || at > bytes.size - 2)
        return 0;
    return (uint16_t)(le_u8(bytes, at) | le_u8(bytes, at + 1) << 8);
}

static inline uint32_t le_u32(struct span bytes, size_t at)
{
    if (bytes.size < 4 || at > bytes.size - 4)
        return 0;
    return (uint32_t)le_u16(bytes, at) | (uint32_t)le_u16(bytes, at + 2) << 16;
}

static inline uint64_t le_u64(struct span bytes, size_t at)
{
    if (bytes.size < 8 || at > bytes.size - 8)
        return 0;
    return (uint64_t)le_u32(bytes, at) | (uint64_t)le_u32(bytes, at + 4) << 32;
}

#endif
