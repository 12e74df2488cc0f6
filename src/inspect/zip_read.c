/* Finds a member by the central directory and inflates it with zlib. */
#include "inspect/zip_read.h"

#include <zlib.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/zip_directory.h"
#include "base/zip_record.h"

#define STORED 0
#define DEFLATED 8
#define CHUNK 16384u

static bool find(struct span content, struct span name, struct zip_record *ret_record, struct span *ret_packed)
{
    struct zip_directory directory;
    if (!zip_directory_find_in(content, &directory))
        return false;
    struct zip_record record, local;
    size_t at = directory.start;
    for (size_t i = 0; i < LIMIT_ZIP_RECORDS && at < directory.end; i++, at = record.end) {
        if (!zip_record_central(content, at, &record))
            return false;
        if (!span_equal_nocase(record.name, name))
            continue;
        uint64_t offset;
        if (__builtin_add_overflow(record.offset, directory.shift, &offset) || offset >= content.size
            || !zip_record_local(content, (size_t)offset, &local))
            return false;
        *ret_packed = span_slice(content, local.end, record.packed < content.size ? (size_t)record.packed : content.size);
        *ret_record = record;
        return true;
    }
    return false;
}

static void inflate_into(struct buf *out, struct span packed)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.data, .avail_in = (uInt)packed.size};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return;
    int status = Z_OK;
    while (status == Z_OK && out->size < LIMIT_MEMBER_BYTES) {
        buf_reserve(out, CHUNK);
        stream.next_out = (Bytef *)out->data + out->size;
        stream.avail_out = CHUNK;
        status = inflate(&stream, Z_NO_FLUSH);
        out->size += CHUNK - stream.avail_out;
    }
    inflateEnd(&stream);
}

bool zip_read(struct arena *arena, struct span content, struct span name, struct span *ret_bytes)
{
    struct zip_record record;
    struct span packed;
    if (!find(content, name, &record, &packed) || zip_record_encrypted(&record))
        return false;
    packed = span_slice(packed, 0, LIMIT_MEMBER_BYTES);
    if (record.method == STORED) {
        *ret_bytes = packed;
        return true;
    }
    if (record.method != DEFLATED)
        return false;
    BUF_LOCAL out = {0};
    inflate_into(&out, packed);
    *ret_bytes = arena_copy(arena, buf_span(&out));
    return true;
}
