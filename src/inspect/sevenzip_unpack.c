/* The coders of 7z that our libraries know. */
#include "inspect/sevenzip_header.h"

#include <stdlib.h>
#include "inspect/le.h"
#include "inspect/unpack.h"

static const struct {
    uint64_t id;
    lzma_vli filter;
} filters_known[] = {
    {0x030101, LZMA_FILTER_LZMA1}, {0x21, LZMA_FILTER_LZMA2}, {0x03, LZMA_FILTER_DELTA}, {0x03030103, LZMA_FILTER_X86},
    {0x03030205, LZMA_FILTER_POWERPC}, {0x03030401, LZMA_FILTER_IA64}, {0x03030501, LZMA_FILTER_ARM}, {0x03030701, LZMA_FILTER_ARMTHUMB},
    {0x03030805, LZMA_FILTER_SPARC},
};

static const struct {
    uint64_t id;
    enum unpack_method method;
} methods_known[] = {{0x00, UNPACK_STORED}, {0x040108, UNPACK_DEFLATE}, {0x040202, UNPACK_BZIP2}, {0x04f71101, UNPACK_ZSTD}};

enum coder { CODER_LZMA2 = 0x21, CODER_LZMA = 0x030101, CODER_PPMD = 0x030401 };

/* Bytes that a coder asks for, as its properties say. */
static uint64_t memory(const struct sevenzip_coder *coder)
{
    unsigned bits = coder->properties.size ? (unsigned char)coder->properties.data[0] : 0;
    switch (coder->id) {
    case CODER_PPMD:
    case CODER_LZMA:
        return le_u32(coder->properties, 1);
    case CODER_LZMA2:
        return bits >= 40 ? UINT32_MAX : (uint64_t)(2 | (bits & 1)) << (bits / 2 + 11);
    default:
        return 0;
    }
}

static bool find_filter(const struct sevenzip_coder *coder, lzma_filter *ret_filter)
{
    for (size_t i = 0; i < sizeof filters_known / sizeof *filters_known; i++) {
        if (filters_known[i].id != coder->id)
            continue;
        ret_filter->id = filters_known[i].filter;
        return lzma_properties_decode(ret_filter, NULL, (const uint8_t *)coder->properties.data, coder->properties.size) == LZMA_OK;
    }
    return false;
}

static bool unpack_chain(struct arena *arena, const struct sevenzip_folder *folder, struct span packed, size_t room, struct span *ret_bytes)
{
    lzma_filter filters[LZMA_FILTERS_MAX + 1] = {{0}};
    unsigned count = 0;
    bool known = folder->coder_count <= LZMA_FILTERS_MAX;
    for (; known && count < folder->coder_count; count++)
        known = find_filter(&folder->coders[folder->order[count]], &filters[count]);
    filters[count].id = LZMA_VLI_UNKNOWN;
    bool unpacked = known && unpack_filters(arena, filters, packed, room, ret_bytes);
    for (unsigned i = 0; i < count; i++)
        free(filters[i].options);
    return unpacked;
}

static bool is_filter(uint64_t id)
{
    for (size_t i = 0; i < sizeof filters_known / sizeof *filters_known; i++)
        if (filters_known[i].id == id)
            return true;
    return false;
}

static bool is_method(uint64_t id)
{
    for (size_t i = 0; i < sizeof methods_known / sizeof *methods_known; i++)
        if (methods_known[i].id == id)
            return true;
    return false;
}

bool sevenzip_needs_library(const struct sevenzip_folder *folder)
{
    bool ours = folder->chain && folder->coder_count <= LZMA_FILTERS_MAX;
    for (unsigned i = 0; i < folder->coder_count; i++) {
        ours &= is_filter(folder->coders[i].id) || (folder->coder_count == 1 && is_method(folder->coders[i].id));
        if (memory(&folder->coders[i]) > UNPACK_MEMORY)
            return false;
    }
    return !ours && !folder->encrypted;
}

bool sevenzip_packed(struct span archive, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder, struct span *ret_packed)
{
    uint64_t at = SEVENZIP_SIGNATURE_BYTES;
    if (!folder->chain || folder->first_pack >= streams->pack_count || __builtin_add_overflow(at, streams->pack_at, &at))
        return false;
    for (uint64_t i = 0; i < folder->first_pack; i++)
        if (__builtin_add_overflow(at, streams->pack_sizes[i], &at))
            return false;
    uint64_t size = streams->pack_sizes[folder->first_pack];
    if (at >= archive.size)
        return false;
    *ret_packed = span_slice(archive, (size_t)at, size < archive.size ? (size_t)size : archive.size);
    return true;
}

bool sevenzip_unpack_bytes(struct arena *arena, const struct sevenzip_folder *folder, struct span packed, size_t room, struct span *ret_bytes)
{
    if (folder->size < room)
        room = (size_t)folder->size;
    for (size_t i = 0; folder->coder_count == 1 && i < sizeof methods_known / sizeof *methods_known; i++)
        if (methods_known[i].id == folder->coders[0].id)
            return unpack(arena, methods_known[i].method, packed, room, ret_bytes);
    return unpack_chain(arena, folder, packed, room, ret_bytes);
}

bool sevenzip_unpack(struct arena *arena, struct span archive, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder,
                     size_t room, struct span *ret_bytes)
{
    struct span packed;
    return sevenzip_packed(archive, streams, folder, &packed) && sevenzip_unpack_bytes(arena, folder, packed, room, ret_bytes);
}
