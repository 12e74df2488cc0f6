/* zlib with a bound on its output. */
#include "inspect/zlib_stream.h"

#include "inspect/unpack.h"

bool zlib_stream_open(struct inspection *inspection, struct span packed, struct span *ret_bytes)
{
    size_t room = inspection_room(inspection);
    struct span bytes;
    if (!room || !unpack(inspection->arena, UNPACK_ZLIB, packed, room, &bytes))
        return false;
    inspection_spent(inspection, bytes.size);
    if (bytes.size >= room)
        inspection_limit(inspection, "only the beginning of what is packed in this document was read");
    *ret_bytes = bytes;
    return bytes.size > 0;
}
