/* Finds a member by the central directory and unpacks it. */
#include "inspect/zip_read.h"

#include "base/limits.h"
#include "base/zip_directory.h"
#include "base/zip_record.h"
#include "inspect/zip_method.h"

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

bool zip_unpack(struct arena *arena, unsigned number, struct span packed, size_t room, struct span *ret_bytes)
{
    enum unpack_method method;
    return zip_method(number, &method) && unpack(arena, method, packed, room, ret_bytes);
}

bool zip_read(struct arena *arena, struct span content, struct span name, struct span *ret_bytes)
{
    struct zip_record record;
    struct span packed;
    if (!find(content, name, &record, &packed) || zip_record_encrypted(&record))
        return false;
    return zip_unpack(arena, record.method, packed, LIMIT_MEMBER_BYTES, ret_bytes);
}
