/* zlib, bzip2, liblzma and zstd behind one function. */
#include "inspect/unpack.h"

#include <bzlib.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include "base/buf.h"

#define CHUNK 16384u
#define GZIP_WINDOW (MAX_WBITS + 16)
#define ZSTD_WINDOW_LOG 26 /* 64 MiB */
#define PACKED_MOST (1u << 30) /* attachments are far smaller; the libraries count in 32 bits */

/* Room for what comes next: a chunk, never past `room`. */
static size_t next_part(struct buf *out, size_t room)
{
    size_t part = room - out->size < CHUNK ? room - out->size : CHUNK;
    buf_reserve(out, part);
    return part;
}

static bool unpack_zlib(struct buf *out, struct span packed, size_t room, int window)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.data, .avail_in = (uInt)packed.size};
    if (inflateInit2(&stream, window) != Z_OK)
        return false;
    int status = Z_OK;
    while (status == Z_OK && out->size < room) {
        size_t part = next_part(out, room);
        stream.next_out = (Bytef *)out->data + out->size;
        stream.avail_out = (uInt)part;
        status = inflate(&stream, Z_NO_FLUSH);
        out->size += part - stream.avail_out;
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END;
}

static bool unpack_bzip2(struct buf *out, struct span packed, size_t room)
{
    bz_stream stream = {.next_in = (char *)(uintptr_t)packed.data, .avail_in = (unsigned)packed.size};
    if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK)
        return false;
    int status = BZ_OK;
    while (status == BZ_OK && out->size < room) {
        size_t part = next_part(out, room);
        stream.next_out = out->data + out->size;
        stream.avail_out = (unsigned)part;
        status = BZ2_bzDecompress(&stream);
        out->size += part - stream.avail_out;
        if (stream.avail_in == 0 && stream.avail_out == part)
            break; /* cut: bzip2 would ask for more for ever */
    }
    BZ2_bzDecompressEnd(&stream);
    return status == BZ_STREAM_END;
}

static bool run_lzma(struct buf *out, lzma_stream *stream, struct span packed, size_t room)
{
    stream->next_in = (const uint8_t *)packed.data;
    stream->avail_in = packed.size;
    lzma_ret status = LZMA_OK;
    while (status == LZMA_OK && out->size < room) {
        size_t part = next_part(out, room);
        stream->next_out = (uint8_t *)out->data + out->size;
        stream->avail_out = part;
        status = lzma_code(stream, LZMA_RUN);
        out->size += part - stream->avail_out;
        if (stream->avail_in == 0 && stream->avail_out == part)
            break;
    }
    lzma_end(stream);
    return status == LZMA_STREAM_END;
}

static bool unpack_lzma(struct buf *out, struct span packed, size_t room, bool xz)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    lzma_ret status = xz ? lzma_stream_decoder(&stream, UNPACK_MEMORY, 0) : lzma_alone_decoder(&stream, UNPACK_MEMORY);
    return status == LZMA_OK && run_lzma(out, &stream, packed, room);
}

static bool unpack_zstd(struct buf *out, struct span packed, size_t room)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (!context)
        return false;
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    size_t left = 1;
    ZSTD_inBuffer in = {packed.data, packed.size, 0};
    while (out->size < room) {
        ZSTD_outBuffer part = {.size = next_part(out, room)};
        part.dst = out->data + out->size;
        size_t before = in.pos;
        left = ZSTD_decompressStream(context, &part, &in);
        out->size += part.pos;
        if (ZSTD_isError(left) || (part.pos == 0 && in.pos == before) || (left == 0 && in.pos == in.size))
            break;
    }
    ZSTD_freeDCtx(context);
    return left == 0;
}

static bool keep(struct arena *arena, const struct buf *out, struct span packed, struct span *ret_bytes)
{
    if (out->size == 0 && packed.size > 0)
        return false;
    *ret_bytes = arena_copy(arena, buf_span(out));
    return true;
}

bool unpack(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes)
{
    bool ended;
    return unpack_to_end(arena, method, packed, room, ret_bytes, &ended);
}

bool unpack_to_end(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes, bool *ret_ended)
{
    bool ended = false;
    BUF_LOCAL out = {0};
    packed = span_slice(packed, 0, method == UNPACK_STORED ? room : PACKED_MOST);
    switch (method) {
    case UNPACK_STORED:
        *ret_bytes = packed;
        *ret_ended = true;
        return true;
    case UNPACK_DEFLATE:
    case UNPACK_GZIP:
        ended = unpack_zlib(&out, packed, room, method == UNPACK_GZIP ? GZIP_WINDOW : -MAX_WBITS);
        break;
    case UNPACK_BZIP2:
        ended = unpack_bzip2(&out, packed, room);
        break;
    case UNPACK_LZMA:
    case UNPACK_XZ:
        ended = unpack_lzma(&out, packed, room, method == UNPACK_XZ);
        break;
    case UNPACK_ZSTD:
        ended = unpack_zstd(&out, packed, room);
        break;
    }
    *ret_ended = ended;
    return keep(arena, &out, packed, ret_bytes);
}

bool unpack_filters(struct arena *arena, const lzma_filter *filters, struct span packed, size_t room, struct span *ret_bytes)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    BUF_LOCAL out = {0};
    uint64_t memory = lzma_raw_decoder_memusage(filters);
    if (memory == UINT64_MAX || memory > UNPACK_MEMORY || lzma_raw_decoder(&stream, filters) != LZMA_OK)
        return false;
    run_lzma(&out, &stream, packed, room);
    return keep(arena, &out, packed, ret_bytes);
}

bool unpack_lzma_with(struct arena *arena, struct span properties, struct span packed, size_t room, struct span *ret_bytes)
{
    lzma_filter filters[] = {{.id = LZMA_FILTER_LZMA1}, {.id = LZMA_VLI_UNKNOWN}};
    if (lzma_properties_decode(&filters[0], NULL, (const uint8_t *)properties.data, properties.size) != LZMA_OK)
        return false;
    bool unpacked = unpack_filters(arena, filters, packed, room, ret_bytes);
    free(filters[0].options);
    return unpacked;
}
