/* Unpacks the LZ77 variant of MS-OXRTFCP 2.2. */
#include "decode/rtf_lzfu.h"

#include <stdint.h>
#include <zlib.h>

#define HEADER_BYTES 16
#define KIND_LZFU 0x75465A4Cu
#define KIND_MELA 0x414C454Du
#define WINDOW_BYTES 4096u
#define RUN_LEAST 2u

/* What the window holds before the first byte (MS-OXRTFCP 2.1.2.1). */
static const char WINDOW_START[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    "MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
    "\\tab\\tx";

struct unpack {
    char window[WINDOW_BYTES];
    size_t write;  /* position in the window */
    char *out;
    size_t size, room;
    bool full; /* more would have come */
};

static uint32_t number(struct span bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 4; i > 0; i--)
        value = value << 8 | (unsigned char)bytes.data[at + i - 1];
    return value;
}

static bool put(struct unpack *unpack, char byte)
{
    if (unpack->size == unpack->room) {
        unpack->full = true;
        return false;
    }
    unpack->out[unpack->size++] = byte;
    unpack->window[unpack->write] = byte;
    unpack->write = (unpack->write + 1) % WINDOW_BYTES;
    return true;
}

/* False when there is no room left. */
static bool put_run(struct unpack *unpack, size_t offset, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!put(unpack, unpack->window[(offset + i) % WINDOW_BYTES]))
            return false;
    return true;
}

/* True when the end mark was met. */
static bool unpack_all(struct unpack *unpack, struct span data)
{
    size_t at = 0;
    while (at < data.size) {
        unsigned flags = (unsigned char)data.data[at++];
        for (unsigned bit = 0; bit < 8 && at < data.size; bit++) {
            if (!(flags & 1u << bit)) {
                if (!put(unpack, data.data[at++]))
                    return false;
                continue;
            }
            if (data.size - at < 2)
                return false;
            unsigned token = (unsigned)(unsigned char)data.data[at] << 8 | (unsigned char)data.data[at + 1];
            at += 2;
            if (token >> 4 == unpack->write)
                return true;
            if (!put_run(unpack, token >> 4, (token & 0xf) + RUN_LEAST))
                return false;
        }
    }
    return false;
}

/* The CRC of MS-OXRTFCP 2.1.3.2: that of zlib without its two inversions. */
static uint32_t checksum(struct span bytes)
{
    return (uint32_t)crc32_z(0xffffffffu, (const Bytef *)bytes.data, bytes.size) ^ 0xffffffffu;
}

static void lzfu_read(struct arena *arena, struct span data, uint32_t raw_size, uint32_t wanted, size_t limit, struct rtf_lzfu_result *result)
{
    /* the size it claims is not believed: 18 bytes can come from each token of 2 and its flag, and what comes beyond the claim is text too */
    size_t most = data.size < SIZE_MAX / 16 ? data.size * 9 : SIZE_MAX;
    struct unpack unpack = {.write = sizeof WINDOW_START - 1, .room = most < limit ? most : limit};
    unpack.out = arena_alloc(arena, unpack.room);
    memcpy(unpack.window, WINDOW_START, sizeof WINDOW_START - 1);
    bool ended = unpack_all(&unpack, data);
    result->rtf = (struct span){unpack.out, unpack.size};
    result->cut = unpack.full && unpack.size == limit;
    result->damaged = checksum(data) != wanted || unpack.size > raw_size || (!ended && !result->cut && unpack.size < raw_size);
}

bool rtf_lzfu_read(struct arena *arena, struct span packed, size_t limit, struct rtf_lzfu_result *ret_result)
{
    struct rtf_lzfu_result result = {0};
    if (packed.size < HEADER_BYTES)
        return false;
    uint32_t packed_size = number(packed, 0), raw_size = number(packed, 4), kind = number(packed, 8);
    struct span data = span_slice(packed, HEADER_BYTES, packed.size);
    if (kind == KIND_MELA) {
        result.rtf = span_slice(data, 0, raw_size < limit ? raw_size : limit);
        result.damaged = data.size < raw_size;
        result.cut = raw_size > limit && data.size > limit;
    } else if (kind == KIND_LZFU) {
        lzfu_read(arena, span_slice(data, 0, packed_size > 12 ? packed_size - 12u : data.size), raw_size, number(packed, 12), limit, &result);
    } else {
        return false;
    }
    *ret_result = result;
    return true;
}
