/* Finds the end record from behind, follows zip64, and tells how far the archive was shifted. */
#include "base/zip_directory.h"

#include "base/limits.h"
#include "base/zip_record.h"

#define END_BYTES 22
#define END64_BYTES 56
#define LOCATOR_BYTES 20
#define IN_ZIP64 0xffffffffu
#define COUNT_IN_ZIP64 0xffffu
#define WINDOW 4096u

struct claim {
    uint64_t size, offset, count;
    uint64_t behind; /* where the directory should end: the position of the first end record */
};

static bool peek_all(const struct zip_source *source, uint64_t at, char *ret_bytes, size_t size)
{
    return at < source->size && source->size - at >= size && source->peek(source->context, at, ret_bytes, size) == size;
}

static bool read_zip64(const struct zip_source *source, uint64_t end, struct claim *claim)
{
    char locator[LOCATOR_BYTES], bytes[END64_BYTES];
    if (end < LOCATOR_BYTES || !peek_all(source, end - LOCATOR_BYTES, locator, sizeof locator)
        || memcmp(locator, "PK\x06\x07", 4) != 0)
        return false;
    uint64_t said = zip_record_u64((struct span){locator, sizeof locator}, 8);
    uint64_t direct = end - LOCATOR_BYTES >= END64_BYTES ? end - LOCATOR_BYTES - END64_BYTES : 0;
    uint64_t places[] = {said, direct};
    for (size_t i = 0; i < 2; i++) {
        struct span record = {bytes, sizeof bytes};
        if (places[i] >= end || !peek_all(source, places[i], bytes, sizeof bytes) || !span_starts(record, SPAN_LITERAL("PK\x06\x06")))
            continue;
        *claim = (struct claim){zip_record_u64(record, 40), zip_record_u64(record, 48), zip_record_u64(record, 32),
            places[i]};
        return true;
    }
    return false;
}

static bool central_at(const struct zip_source *source, uint64_t at)
{
    char bytes[4];
    return peek_all(source, at, bytes, sizeof bytes) && span_equal((struct span){bytes, sizeof bytes}, ZIP_CENTRAL);
}

/* The directory should end where the end record starts; what its stated offset lacks to that is the shift. */
static bool locate(const struct zip_source *source, const struct claim *claim, struct zip_directory *ret_directory)
{
    struct zip_directory directory = {.end = claim->behind, .count = claim->count};
    if (claim->size <= claim->behind && central_at(source, claim->behind - claim->size)) {
        directory.start = claim->behind - claim->size;
        directory.shift = directory.start >= claim->offset ? directory.start - claim->offset : 0;
    } else if (claim->offset < claim->behind && central_at(source, claim->offset)) {
        directory.start = claim->offset;
    } else if (claim->count == 0 && claim->size == 0) {
        directory.start = directory.end;
    } else {
        return false;
    }
    *ret_directory = directory;
    return true;
}

static bool read_end(const struct zip_source *source, struct span tail, size_t at, struct zip_directory *ret_directory)
{
    struct span record = span_slice(tail, at, END_BYTES);
    if (record.size < END_BYTES || !span_starts(record, SPAN_LITERAL("PK\x05\x06")))
        return false;
    uint64_t behind = source->size - tail.size + at;
    struct claim claim = {zip_record_u32(record, 12), zip_record_u32(record, 16), zip_record_u16(record, 10), behind};
    struct claim large;
    bool asks = claim.size == IN_ZIP64 || claim.offset == IN_ZIP64 || claim.count == COUNT_IN_ZIP64;
    if (asks && read_zip64(source, behind, &large) && locate(source, &large, ret_directory))
        return true;
    return locate(source, &claim, ret_directory);
}

bool zip_directory_find(const struct zip_source *source, struct span tail, struct zip_directory *ret_directory)
{
    for (size_t left = tail.size; left;) {
        size_t from = left > WINDOW ? left - WINDOW : 0; /* sanitizers look at all that memrchr is given, for each P anew */
        const char *sign = memrchr(tail.data + from, 'P', left - from);
        left = sign ? (size_t)(sign - tail.data) : from;
        if (sign && read_end(source, tail, left, ret_directory))
            return true;
    }
    return false;
}

static size_t peek_memory(const void *context, uint64_t at, char *ret_bytes, size_t size)
{
    struct span part = span_slice(*(const struct span *)context, (size_t)at, size);
    if (part.size)
        memcpy(ret_bytes, part.data, part.size);
    return part.size;
}

bool zip_directory_find_in(struct span content, struct zip_directory *ret_directory)
{
    struct zip_source source = {&content, content.size, peek_memory};
    size_t least = content.size > LIMIT_ZIP_TAIL ? content.size - LIMIT_ZIP_TAIL : 0;
    return zip_directory_find(&source, span_slice(content, least, LIMIT_ZIP_TAIL), ret_directory);
}
