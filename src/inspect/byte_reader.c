/* A cursor over bytes that stops for good where they end. */
#include "inspect/byte_reader.h"

static uint64_t number(struct byte_reader *reader, size_t size)
{
    struct span part = byte_reader_take(reader, size);
    uint64_t value = 0;
    for (size_t i = part.size; i-- > 0;)
        value = value << 8 | (unsigned char)part.data[i];
    return value;
}

unsigned byte_reader_u8(struct byte_reader *reader)
{
    return (unsigned)number(reader, 1);
}

unsigned byte_reader_u16(struct byte_reader *reader)
{
    return (unsigned)number(reader, 2);
}

uint32_t byte_reader_u32(struct byte_reader *reader)
{
    return (uint32_t)number(reader, 4);
}

uint64_t byte_reader_u64(struct byte_reader *reader)
{
    return number(reader, 8);
}

size_t byte_reader_left(const struct byte_reader *reader)
{
    return reader->bytes.size - reader->at;
}

struct span byte_reader_take(struct byte_reader *reader, uint64_t size)
{
    if (reader->failed || size > byte_reader_left(reader)) {
        reader->failed = true;
        return SPAN_NONE;
    }
    struct span part = {reader->bytes.data + reader->at, (size_t)size};
    reader->at += (size_t)size;
    return part;
}

void byte_reader_skip(struct byte_reader *reader, uint64_t size)
{
    byte_reader_take(reader, size);
}

void byte_reader_seek(struct byte_reader *reader, uint64_t at)
{
    if (at > reader->bytes.size)
        reader->failed = true;
    else
        reader->at = (size_t)at;
}

struct span byte_reader_text(struct byte_reader *reader)
{
    size_t end = span_find_byte(reader->bytes, '\0', reader->at);
    struct span text = byte_reader_take(reader, end == SIZE_MAX ? UINT64_MAX : end - reader->at);
    byte_reader_skip(reader, 1);
    return text;
}
