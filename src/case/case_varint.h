/* LEB128: numbers in the blobs of a case, 7 bits a byte, lowest first, the top bit says that more follow. */
#ifndef REPLYTRACE_CASE_VARINT_H
#define REPLYTRACE_CASE_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

#define CASE_VARINT_BYTES 10

/* Returns the count of bytes written. */
static inline size_t case_varint_put(uint64_t value, char ret_bytes[CASE_VARINT_BYTES])
{
    size_t count = 0;
    for (; value >= 0x80; value >>= 7)
        ret_bytes[count++] = (char)(0x80 | (value & 0x7f));
    ret_bytes[count++] = (char)value;
    return count;
}

/* Takes one number off *rest; false when it is cut off, longer than it need be, or does not fit 64 bits. */
static inline bool case_varint_take(struct span *rest, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (size_t i = 0; i < rest->size && i < CASE_VARINT_BYTES; i++) {
        uint64_t byte = (unsigned char)rest->data[i];
        if ((i == CASE_VARINT_BYTES - 1 && byte > 1) || (i > 0 && byte == 0))
            return false;
        value |= (byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            *rest = (struct span){rest->data + i + 1, rest->size - i - 1};
            *ret_value = value;
            return true;
        }
    }
    return false;
}

#endif
