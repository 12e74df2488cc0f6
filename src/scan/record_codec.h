/* Numbers and bytes on their way through a pipe: one description of a record writes it and reads it back. */
#ifndef REPLYTRACE_RECORD_CODEC_H
#define REPLYTRACE_RECORD_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* Writing: `out` is set. Reading: `in` is what is left, and every byte of it is hostile; after the first impossible value
   `failed` is set and every further field reads as zero. Integers are little-endian. */
struct record_codec {
    struct buf *out;
    struct span in;
    struct arena *arena; /* reading: arrays and repaired text live here, other text stays in the bytes read */
    bool failed;
};

void record_codec_u8(struct record_codec *codec, uint8_t *value);
void record_codec_u32(struct record_codec *codec, uint32_t *value);
void record_codec_u64(struct record_codec *codec, uint64_t *value);
void record_codec_i64(struct record_codec *codec, int64_t *value);
void record_codec_bool(struct record_codec *codec, bool *value); /* other than 0 and 1 fails */
/* An enumeration from 0 to `last`. */
void record_codec_choice(struct record_codec *codec, unsigned last, unsigned *value);
/* Exactly `size` bytes. */
void record_codec_fixed(struct record_codec *codec, void *bytes, size_t size);
/* Any bytes. */
void record_codec_bytes(struct record_codec *codec, struct span *bytes);
/* UTF-8: what is read is repaired where it is not. */
void record_codec_text(struct record_codec *codec, struct span *text);

/* The elements of an array of `*count`, at most `limit`, each of at least `least` bytes in the record. Writing: `array` itself (the
   caller only reads it). Reading: fresh zeroed memory of *count elements of `size` bytes. */
void *record_codec_array(struct record_codec *codec, const void *array, size_t *count, size_t size, size_t least,
                         size_t limit);

#endif
