/* The decoder of -lh4- to -lh7-: blocks of symbols, each block with its own three Huffman codes. */
#include "inspect/lzh_unpack.h"

#include <stdlib.h>
#include "base/buf.h"

#define CODE_BITS_MOST 16
#define SYMBOLS 510         /* 256 bytes, and lengths of 3 to 256 */
#define LENGTH_SYMBOLS 19   /* of the code that the code of symbols is packed with */
#define PLACE_SYMBOLS 17
#define MATCH_LEAST 3

/* Canonical: by length, then by symbol. */
struct code {
    uint16_t counts[CODE_BITS_MOST + 1];
    uint16_t symbols[SYMBOLS];
    uint16_t single; /* the only symbol, which takes no bits; SYMBOLS = there are more */
};

struct bits {
    struct span bytes;
    size_t at;       /* in bits */
    bool ended;
};

struct decoder {
    struct bits bits;
    struct code lengths, symbols, places;
    unsigned place_symbols, place_bits; /* by the method */
};

static unsigned take(struct bits *bits, unsigned count)
{
    unsigned value = 0;
    for (; count; count--, bits->at++) {
        size_t byte = bits->at / 8;
        if (byte >= bits->bytes.size) {
            bits->ended = true;
            return 0;
        }
        value = value << 1 | ((unsigned char)bits->bytes.data[byte] >> (7 - bits->at % 8) & 1);
    }
    return value;
}

static void build(struct code *code, const uint8_t *lengths, unsigned count)
{
    *code = (struct code){.single = SYMBOLS};
    uint16_t next[CODE_BITS_MOST + 2] = {0};
    for (unsigned i = 0; i < count; i++)
        code->counts[lengths[i]]++;
    code->counts[0] = 0;
    for (unsigned i = 1; i <= CODE_BITS_MOST; i++)
        next[i + 1] = (uint16_t)(next[i] + code->counts[i]);
    for (unsigned i = 0; i < count; i++)
        if (lengths[i])
            code->symbols[next[lengths[i]]++] = (uint16_t)i;
}

static unsigned decode(struct bits *bits, const struct code *code)
{
    if (code->single < SYMBOLS)
        return code->single;
    unsigned value = 0, first = 0, index = 0;
    for (unsigned length = 1; length <= CODE_BITS_MOST; length++) {
        value = value << 1 | take(bits, 1);
        unsigned count = code->counts[length];
        if (value >= first && value - first < count)
            return code->symbols[index + value - first];
        index += count;
        first = (first + count) << 1;
    }
    bits->ended = true;
    return 0;
}

/* A length of up to 6 in three bits, more by ones behind them. */
static uint8_t take_length(struct bits *bits)
{
    unsigned length = take(bits, 3);
    if (length == 7)
        while (length < CODE_BITS_MOST && take(bits, 1))
            length++;
    return (uint8_t)length;
}

static void read_single(struct bits *bits, struct code *code, unsigned width, unsigned most)
{
    unsigned symbol = take(bits, width);
    *code = (struct code){.single = (uint16_t)(symbol < most ? symbol : 0)};
}

/* The code of lengths (gap_at 3) or of places (none). */
static void read_small(struct bits *bits, struct code *code, unsigned most, unsigned width, unsigned gap_at)
{
    uint8_t lengths[LENGTH_SYMBOLS] = {0};
    unsigned count = take(bits, width);
    if (!count) {
        read_single(bits, code, width, most);
        return;
    }
    for (unsigned i = 0; i < count && i < most;) {
        lengths[i++] = take_length(bits);
        if (i == gap_at)
            i += take(bits, 2);
    }
    build(code, lengths, most);
}

static void read_symbols(struct decoder *decoder)
{
    struct bits *bits = &decoder->bits;
    uint8_t lengths[SYMBOLS] = {0};
    unsigned count = take(bits, 9);
    if (!count) {
        read_single(bits, &decoder->symbols, 9, SYMBOLS);
        return;
    }
    for (unsigned i = 0; i < count && i < SYMBOLS && !bits->ended;) {
        unsigned symbol = decode(bits, &decoder->lengths);
        if (symbol > 2)
            lengths[i++] = (uint8_t)(symbol - 2);
        else
            i += symbol == 0 ? 1 : symbol == 1 ? take(bits, 4) + 3 : take(bits, 9) + 20;
    }
    build(&decoder->symbols, lengths, SYMBOLS);
}

/* Places before the beginning are blanks. */
static void copy_match(struct buf *out, unsigned length, size_t back, size_t size)
{
    for (unsigned i = 0; i < length && out->size < size; i++)
        buf_add_byte(out, back < out->size ? out->data[out->size - 1 - back] : ' ');
}

static void decode_block(struct decoder *decoder, struct buf *out, size_t size)
{
    struct bits *bits = &decoder->bits;
    unsigned count = take(bits, 16);
    read_small(bits, &decoder->lengths, LENGTH_SYMBOLS, 5, 3);
    read_symbols(decoder);
    read_small(bits, &decoder->places, decoder->place_symbols, decoder->place_bits, 0);
    for (; count && !bits->ended && out->size < size; count--) {
        unsigned symbol = decode(bits, &decoder->symbols);
        if (bits->ended)
            return;
        if (symbol < 256) {
            buf_add_byte(out, (char)symbol);
            continue;
        }
        unsigned place = decode(bits, &decoder->places);
        size_t back = place > 1 ? ((size_t)1 << (place - 1)) + take(bits, place - 1) : place;
        if (!bits->ended)
            copy_match(out, symbol - 256 + MATCH_LEAST, back, size);
    }
}

static bool unpack_huffman(struct arena *arena, unsigned place_symbols, unsigned place_bits, struct span packed, size_t size, struct span *ret_bytes)
{
    struct decoder decoder = {.bits = {.bytes = packed}, .place_symbols = place_symbols, .place_bits = place_bits};
    BUF_LOCAL out = {0};
    while (!decoder.bits.ended && out.size < size)
        decode_block(&decoder, &out, size);
    *ret_bytes = arena_copy(arena, buf_span(&out));
    return out.size || !size;
}

bool lzh_unpack(struct arena *arena, struct span method, struct span packed, size_t size, struct span *ret_bytes)
{
    static const struct {
        const char *method;
        unsigned place_symbols, place_bits;
    } known[] = {{"-lh4-", 14, 4}, {"-lh5-", 14, 4}, {"-lh6-", 16, 5}, {"-lh7-", PLACE_SYMBOLS, 5}};
    if (span_equal(method, SPAN_LITERAL("-lh0-")) || span_equal(method, SPAN_LITERAL("-lz4-"))) {
        *ret_bytes = span_slice(packed, 0, size);
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_equal(method, span_of(known[i].method)))
            return unpack_huffman(arena, known[i].place_symbols, known[i].place_bits, packed, size, ret_bytes);
    return false;
}
