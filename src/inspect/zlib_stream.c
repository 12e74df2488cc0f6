/* zlib with a bound on its output. */
#include "inspect/zlib_stream.h"

#include <zlib.h>
#include "base/buf.h"

#define CHUNK 16384u

bool zlib_stream_open(struct inspection *inspection, struct span packed, struct span *ret_bytes)
{
    BUF_LOCAL out = {0};
    size_t room = inspection_room(inspection);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed.data, .avail_in = (uInt)(packed.size < UINT32_MAX ? packed.size : UINT32_MAX)};
    if (!room || inflateInit(&stream) != Z_OK)
        return false;
    for (int status = Z_OK; status == Z_OK && out.size < room;) {
        buf_reserve(&out, CHUNK);
        stream.next_out = (Bytef *)out.data + out.size;
        stream.avail_out = CHUNK;
        status = inflate(&stream, Z_NO_FLUSH);
        out.size += CHUNK - stream.avail_out;
    }
    inflateEnd(&stream);
    inspection_spent(inspection, out.size);
    if (out.size >= room)
        inspection_limit(inspection, "only the beginning of what is packed in this document was read");
    *ret_bytes = arena_copy(inspection->arena, buf_span(&out));
    return out.size > 0;
}
