/* Decompresses containers chunk by chunk; every copy stays within its own chunk. */
#include "inspect/vba_container.h"

#include "base/buf.h"
#include "inspect/le.h"

#define SIGNATURE 1
#define CHUNK 4096u
#define CHUNK_HEADER 2u

/* [MS-OVBA] 2.4.1.3.19.1: how many bits of a copy token are its length depends on where in the chunk it stands. */
static bool copy_token(struct buf *out, size_t chunk, unsigned token)
{
    size_t done = out->size - chunk;
    unsigned bits = 4;
    while (bits < 12 && ((size_t)1 << bits) < done)
        bits++;
    size_t offset = (token >> (16 - bits)) + 1, length = (token & (0xffffu >> bits)) + 3;
    if (offset > done || length > CHUNK - done)
        return false;
    buf_reserve(out, length);
    for (size_t i = 0; i < length; i++)
        buf_add_byte(out, out->data[out->size - offset]);
    return true;
}

static bool open_chunk(struct buf *out, struct span packed)
{
    size_t chunk = out->size, at = 0;
    while (at < packed.size) {
        unsigned flags = le_u8(packed, at++);
        for (unsigned bit = 0; bit < 8 && at < packed.size; bit++) {
            if (!(flags >> bit & 1)) {
                if (out->size - chunk == CHUNK)
                    return false;
                buf_add_byte(out, packed.data[at++]);
            } else if (at + 2 > packed.size || !copy_token(out, chunk, le_u16(packed, at))) {
                return false;
            } else {
                at += 2;
            }
        }
    }
    return true;
}

bool vba_container_open(struct arena *arena, struct span bytes, size_t at, size_t limit, struct span *ret_bytes)
{
    BUF_LOCAL out = {0};
    if (le_u8(bytes, at++) != SIGNATURE)
        return false;
    while (at + CHUNK_HEADER <= bytes.size && out.size < limit) {
        unsigned header = le_u16(bytes, at);
        struct span packed = span_slice(bytes, at + CHUNK_HEADER, (header & 0xfff) + 1);
        if ((header >> 12 & 7) != 3)
            break;
        if (!(header >> 15))
            buf_add(&out, packed);
        else if (!open_chunk(&out, packed))
            break;
        at += CHUNK_HEADER + (header & 0xfff) + 1;
    }
    if (!out.size)
        return false;
    *ret_bytes = arena_copy(arena, span_slice(buf_span(&out), 0, limit));
    return true;
}

size_t vba_container_find(struct span bytes, size_t from)
{
    for (size_t at = from; (at = span_find(bytes, SPAN_LITERAL("ttribut"), at)) != SIZE_MAX; at++) {
        if (at >= 5 && bytes.data[at - 5] == SIGNATURE && (le_u16(bytes, at - 4) >> 12 & 7) == 3) /* signature, header, flags, A */
            return at - 5;
        if (at >= 4 && bytes.data[at - 4] == SIGNATURE && le_u16(bytes, at - 3) >> 12 == 3)
            return at - 4;
    }
    return SIZE_MAX;
}
