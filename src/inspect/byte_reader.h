/* Reads numbers and runs of bytes from the front of hostile bytes; one test at the end tells whether all were there. */
#ifndef REPLYTRACE_BYTE_READER_H
#define REPLYTRACE_BYTE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

/* Start with {.bytes = ...}. What is not there reads as 0 or as nothing, and sets `failed` for good. */
struct byte_reader {
    struct span bytes;
    size_t at;      /* never more than bytes.size */
    bool failed;
};

/* Little-endian. */
unsigned byte_reader_u8(struct byte_reader *reader);
unsigned byte_reader_u16(struct byte_reader *reader);
uint32_t byte_reader_u32(struct byte_reader *reader);
uint64_t byte_reader_u64(struct byte_reader *reader);

/* The next `size` bytes, or none of them. */
struct span byte_reader_take(struct byte_reader *reader, uint64_t size);
void byte_reader_skip(struct byte_reader *reader, uint64_t size);
/* To a place counted from the beginning. */
void byte_reader_seek(struct byte_reader *reader, uint64_t at);
/* Up to a NUL, which is taken too. */
struct span byte_reader_text(struct byte_reader *reader);
size_t byte_reader_left(const struct byte_reader *reader);

#endif
