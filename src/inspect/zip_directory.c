/* Finds the end record from behind, follows zip64, and tells how far the archive was shifted. */
#include "inspect/zip_directory.h"

#include "base/limits.h"
#include "inspect/zip_record.h"

#define END_BYTES 22
#define END64_BYTES 56
#define LOCATOR_BYTES 20
#define IN_ZIP64 0xffffffffu
#define COUNT_IN_ZIP64 0xffffu

struct claim {
    uint64_t size, offset, count;
    size_t behind; /* where the directory should end: the position of the first end record */
};

static bool read_zip64(struct span content, size_t end, struct claim *claim)
{
    if (end < LOCATOR_BYTES || !span_starts(span_slice(content, end - LOCATOR_BYTES, 4), SPAN_LITERAL("PK\x06\x07")))
        return false;
    uint64_t said = zip_record_u64(content, end - LOCATOR_BYTES + 8);
    size_t direct = end - LOCATOR_BYTES >= END64_BYTES ? end - LOCATOR_BYTES - END64_BYTES : 0;
    size_t places[] = {said < content.size ? (size_t)said : direct, direct};
    for (size_t i = 0; i < 2; i++) {
        struct span record = span_slice(content, places[i], END64_BYTES);
        if (record.size < END64_BYTES || !span_starts(record, SPAN_LITERAL("PK\x06\x06")))
            continue;
        *claim = (struct claim){zip_record_u64(record, 40), zip_record_u64(record, 48), zip_record_u64(record, 32),
            places[i]};
        return true;
    }
    return false;
}

static bool central_at(struct span content, uint64_t at)
{
    return at < content.size && span_starts(span_slice(content, (size_t)at, 4), ZIP_CENTRAL);
}

/* The directory should end where the end record starts; what its stated offset lacks to that is the shift. */
static bool locate(struct span content, const struct claim *claim, struct zip_directory *ret_directory)
{
    struct zip_directory directory = {.end = claim->behind, .count = claim->count};
    if (claim->size <= claim->behind && central_at(content, claim->behind - claim->size)) {
        directory.start = claim->behind - (size_t)claim->size;
        directory.shift = directory.start >= claim->offset ? directory.start - claim->offset : 0;
    } else if (claim->offset < claim->behind && central_at(content, claim->offset)) {
        directory.start = (size_t)claim->offset;
    } else if (claim->count == 0 && claim->size == 0) {
        directory.start = directory.end;
    } else {
        return false;
    }
    *ret_directory = directory;
    return true;
}

static bool read_end(struct span content, size_t at, struct zip_directory *ret_directory)
{
    struct span record = span_slice(content, at, END_BYTES);
    if (record.size < END_BYTES || !span_starts(record, SPAN_LITERAL("PK\x05\x06")))
        return false;
    struct claim claim = {zip_record_u32(record, 12), zip_record_u32(record, 16), zip_record_u16(record, 10), at};
    struct claim large;
    bool asks = claim.size == IN_ZIP64 || claim.offset == IN_ZIP64 || claim.count == COUNT_IN_ZIP64;
    if (asks && read_zip64(content, at, &large) && locate(content, &large, ret_directory))
        return true;
    return locate(content, &claim, ret_directory);
}

bool zip_directory_find(struct span content, struct zip_directory *ret_directory)
{
    size_t least = content.size > LIMIT_ZIP_TAIL ? content.size - LIMIT_ZIP_TAIL : 0;
    for (size_t at = content.size; at-- > least;)
        if (content.data[at] == 'P' && read_end(content, at, ret_directory))
            return true;
    return false;
}
