/* Decodes in bounded steps, so that a huge part never needs memory for more than is kept. */
#include "decode/mime_coding.h"

#include <gmime/gmime.h>

#define STEP_BYTES ((size_t)48 * 1024)

/* Where decoded bytes go: kept while there is room, digested always. */
struct sink {
    char *kept;
    size_t limit;
    struct hash_sha256_stream *digest;
    struct mime_coding_result *result;
};

struct base64 {
    uint32_t bits;
    unsigned letters; /* in `bits`: 0 to 3 */
};

enum mime_coding mime_coding_of(struct span value)
{
    value = span_trim(value);
    if (span_starts_nocase(value, SPAN_LITERAL("base64")))
        return MIME_CODING_BASE64;
    if (span_starts_nocase(value, SPAN_LITERAL("quoted-printable")))
        return MIME_CODING_QUOTED;
    if (span_starts_nocase(value, SPAN_LITERAL("x-uu")) || span_starts_nocase(value, SPAN_LITERAL("uuencode")))
        return MIME_CODING_UUENCODE;
    return MIME_CODING_NONE;
}

static void emit(struct sink *sink, struct span bytes)
{
    struct mime_coding_result *result = sink->result;
    size_t room = sink->limit - result->bytes.size;
    size_t keep = bytes.size < room ? bytes.size : room;
    if (keep)
        memcpy(sink->kept + result->bytes.size, bytes.data, keep);
    result->bytes.size += keep;
    result->size += bytes.size;
    if (sink->digest)
        hash_sha256_add(sink->digest, bytes);
}

/* RFC 4648 4; -1 for everything that is no letter of it. */
static int base64_value(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + 52;
    return letter == '+' ? 62 : letter == '/' ? 63 : -1;
}

/* Ends a group of four before its time; a single letter is less than a byte and is dropped. */
static size_t base64_flush(struct base64 *state, char *out)
{
    size_t size = 0;
    uint32_t bits = state->bits << (state->letters == 2 ? 4 : 6);
    if (state->letters == 2)
        out[size++] = (char)(bits >> 8);
    if (state->letters == 3) {
        out[size++] = (char)(bits >> 16);
        out[size++] = (char)(bits >> 8);
    }
    *state = (struct base64){0};
    return size;
}

/* `out` has room for as many bytes as `text` has, and 2. */
static size_t base64_step(struct base64 *state, const int8_t values[256], struct span text, char *out)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        int value = values[(unsigned char)text.data[i]];
        if (value >= 0) {
            state->bits = state->bits << 6 | (uint32_t)value;
            if (++state->letters == 4) {
                out[size++] = (char)(state->bits >> 16);
                out[size++] = (char)(state->bits >> 8);
                out[size++] = (char)state->bits;
                *state = (struct base64){0};
            }
        } else if (text.data[i] == '=' && state->letters) {
            size += base64_flush(state, out + size);
        }
    }
    return size;
}

static void base64_table(int8_t ret_values[256])
{
    for (int byte = 0; byte < 256; byte++)
        ret_values[byte] = (int8_t)base64_value((char)byte);
}

static void decode_base64(struct sink *sink, struct span encoded)
{
    char out[STEP_BYTES + 2];
    int8_t values[256];
    struct base64 state = {0};
    base64_table(values);
    for (size_t at = 0; at < encoded.size; at += STEP_BYTES)
        emit(sink, (struct span){out, base64_step(&state, values, span_slice(encoded, at, STEP_BYTES), out)});
    emit(sink, (struct span){out, base64_flush(&state, out)});
}

static void decode_quoted(struct sink *sink, struct span encoded)
{
    char out[STEP_BYTES + 64];
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    for (size_t at = 0; at < encoded.size; at += STEP_BYTES) {
        struct span piece = span_slice(encoded, at, STEP_BYTES);
        emit(sink, (struct span){out, g_mime_encoding_step(&state, piece.data, piece.size, out)});
    }
}

static uint32_t uu_bits(struct span line, size_t at)
{
    return at < line.size ? ((uint32_t)(unsigned char)line.data[at] - 32) & 63 : 0;
}

/* One line: its first letter counts the bytes that the others hold, four letters for three. */
static void uu_line(struct sink *sink, struct span line)
{
    char out[3 * 21 + 3];
    size_t count = uu_bits(line, 0), size = 0;
    for (size_t at = 1; size < count; at += 4) {
        uint32_t bits = uu_bits(line, at) << 18 | uu_bits(line, at + 1) << 12 | uu_bits(line, at + 2) << 6 | uu_bits(line, at + 3);
        out[size++] = (char)(bits >> 16);
        out[size++] = (char)(bits >> 8);
        out[size++] = (char)bits;
    }
    emit(sink, (struct span){out, count});
}

static void decode_uu(struct sink *sink, struct span encoded)
{
    struct span line;
    while (span_take_line(&encoded, &line)) {
        if (span_equal(line, SPAN_LITERAL("end")))
            return;
        if (line.size && !span_starts(line, SPAN_LITERAL("begin ")))
            uu_line(sink, line);
    }
}

static void plain(struct span bytes, size_t limit, bool digest, struct mime_coding_result *result)
{
    result->bytes = span_slice(bytes, 0, limit);
    result->size = bytes.size;
    if (digest)
        hash_sha256(bytes, result->sha256);
}

static void decode(struct arena *arena, struct span encoded, enum mime_coding coding, size_t limit, bool digest,
                   struct mime_coding_result *result)
{
    struct sink sink = {
        .limit = encoded.size < limit ? encoded.size : limit,
        .digest = digest ? hash_sha256_open() : NULL,
        .result = result,
    };
    sink.kept = arena_alloc(arena, sink.limit + 1);
    result->bytes.data = sink.kept;
    if (coding == MIME_CODING_BASE64)
        decode_base64(&sink, encoded);
    else if (coding == MIME_CODING_QUOTED)
        decode_quoted(&sink, encoded);
    else
        decode_uu(&sink, encoded);
    if (sink.digest)
        hash_sha256_close(sink.digest, result->sha256);
}

void mime_coding_decode(struct arena *arena, struct span encoded, enum mime_coding coding, size_t limit, bool digest,
                        struct mime_coding_result *ret_result)
{
    struct mime_coding_result result = {0};
    if (coding == MIME_CODING_NONE)
        plain(encoded, limit, digest, &result);
    else
        decode(arena, encoded, coding, limit, digest, &result);
    *ret_result = result;
}

struct span mime_coding_base64(struct arena *arena, struct span text)
{
    if (!text.size)
        return SPAN_NONE;
    struct base64 state = {0};
    int8_t values[256];
    base64_table(values);
    char *bytes = arena_alloc(arena, text.size + 2);
    size_t size = base64_step(&state, values, text, bytes);
    size += base64_flush(&state, bytes + size);
    return (struct span){bytes, size};
}

static int nibble(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

int mime_coding_hex(struct span digits)
{
    if (digits.size < 2)
        return -1;
    int high = nibble(digits.data[0]), low = nibble(digits.data[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}
