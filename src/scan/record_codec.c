/* Puts and takes the primitive fields of records. */
#include "scan/record_codec.h"

#include <endian.h>
#include <string.h>
#include "base/utf8.h"

static void fail(struct record_codec *codec)
{
    codec->failed = true;
    codec->in = SPAN_NONE;
}

void record_codec_fixed(struct record_codec *codec, void *bytes, size_t size)
{
    if (codec->out) {
        buf_add(codec->out, (struct span){bytes, size});
        return;
    }
    if (codec->in.size < size) {
        fail(codec);
        memset(bytes, 0, size);
        return;
    }
    memcpy(bytes, codec->in.data, size);
    codec->in = (struct span){codec->in.data + size, codec->in.size - size};
}

static uint64_t unsigned_field(struct record_codec *codec, uint64_t value, size_t size)
{
    uint64_t little = codec->out ? htole64(value) : 0; /* its first bytes are the lowest */
    record_codec_fixed(codec, &little, size);
    return codec->out ? value : le64toh(little);
}

void record_codec_u8(struct record_codec *codec, uint8_t *value)
{
    *value = (uint8_t)unsigned_field(codec, *value, 1);
}

void record_codec_u32(struct record_codec *codec, uint32_t *value)
{
    *value = (uint32_t)unsigned_field(codec, *value, 4);
}

void record_codec_u64(struct record_codec *codec, uint64_t *value)
{
    *value = unsigned_field(codec, *value, 8);
}

void record_codec_i64(struct record_codec *codec, int64_t *value)
{
    *value = (int64_t)unsigned_field(codec, (uint64_t)*value, 8);
}

void record_codec_choice(struct record_codec *codec, unsigned last, unsigned *value)
{
    uint64_t got = unsigned_field(codec, *value, 1);
    if (got > last) {
        fail(codec);
        got = 0;
    }
    *value = (unsigned)got;
}

void record_codec_bool(struct record_codec *codec, bool *value)
{
    unsigned choice = *value;
    record_codec_choice(codec, 1, &choice);
    *value = choice != 0;
}

void record_codec_bytes(struct record_codec *codec, struct span *bytes)
{
    uint32_t size = bytes->size > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes->size;
    record_codec_u32(codec, &size);
    if (codec->out) {
        buf_add(codec->out, span_slice(*bytes, 0, size));
        return;
    }
    if (size > codec->in.size)
        fail(codec);
    *bytes = span_slice(codec->in, 0, size);
    codec->in = span_slice(codec->in, bytes->size, codec->in.size);
}

void record_codec_text(struct record_codec *codec, struct span *text)
{
    record_codec_bytes(codec, text);
    if (!codec->out)
        *text = utf8_repair(codec->arena, *text);
}

void *record_codec_array(struct record_codec *codec, const void *array, size_t *count, size_t size, size_t least,
                         size_t limit)
{
    uint32_t number = *count > limit ? (uint32_t)limit : (uint32_t)*count;
    record_codec_u32(codec, &number);
    if (!codec->out && (number > limit || number > codec->in.size / least)) {
        fail(codec);
        number = 0;
    }
    *count = number;
    if (codec->out)
        return (void *)(uintptr_t)array;
    return number ? arena_array(codec->arena, number, size) : NULL;
}
