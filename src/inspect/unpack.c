/* zlib, bzip2, liblzma and zstd behind one loop: a piece is unpacked, kept as far as wanted, counted and summed. */
#include "inspect/unpack.h"

#include <bzlib.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE 32768u
#define GZIP_WINDOW (MAX_WBITS + 16)
#define LZMA_HEADER 4 /* version and size of properties */
#define LZMA_PROPERTIES 5
#define ZSTD_WINDOW_LOG 26 /* 64 MiB */

enum step { STEP_MORE, STEP_END, STEP_STARVED, STEP_BROKEN };

/* What a method has left to read and may write now. */
struct flow {
    struct span in;
    char *out;
    size_t room;
};

struct method {
    bool (*open)(void *state, struct unpack_job *job); /* may take a header off job->packed */
    enum step (*step)(void *state, struct flow *flow);
    void (*close)(void *state);
};

union state {
    z_stream zlib;
    bz_stream bzip2;
    lzma_stream lzma;
    ZSTD_DStream *zstd;
};

static bool stored_open(void *state, struct unpack_job *job)
{
    (void)state, (void)job;
    return true;
}

static enum step stored_step(void *state, struct flow *flow)
{
    (void)state;
    size_t size = flow->in.size < flow->room ? flow->in.size : flow->room;
    if (size)
        memcpy(flow->out, flow->in.data, size);
    flow->in = span_slice(flow->in, size, SIZE_MAX);
    flow->room -= size;
    return flow->in.size ? STEP_MORE : STEP_END;
}

static void stored_close(void *state)
{
    (void)state;
}

static bool zlib_open(void *state, struct unpack_job *job)
{
    int window = job->method == UNPACK_DEFLATE ? -MAX_WBITS : job->method == UNPACK_GZIP ? GZIP_WINDOW : MAX_WBITS;
    return inflateInit2((z_stream *)state, window) == Z_OK;
}

static unsigned clipped(size_t size)
{
    return size < UINT32_MAX ? (unsigned)size : UINT32_MAX;
}

static enum step zlib_step(void *state, struct flow *flow)
{
    z_stream *stream = state;
    unsigned given = clipped(flow->in.size);
    stream->next_in = (Bytef *)(uintptr_t)flow->in.data;
    stream->avail_in = given;
    stream->next_out = (Bytef *)flow->out;
    stream->avail_out = (uInt)flow->room;
    int status = inflate(stream, Z_NO_FLUSH);
    flow->in = span_slice(flow->in, given - stream->avail_in, SIZE_MAX);
    flow->room = stream->avail_out;
    if (status == Z_STREAM_END)
        return STEP_END;
    return status == Z_OK ? STEP_MORE : status == Z_BUF_ERROR ? STEP_STARVED : STEP_BROKEN;
}

static void zlib_close(void *state)
{
    inflateEnd(state);
}

static bool bzip2_open(void *state, struct unpack_job *job)
{
    (void)job;
    return BZ2_bzDecompressInit(state, 0, 0) == BZ_OK;
}

static enum step bzip2_step(void *state, struct flow *flow)
{
    bz_stream *stream = state;
    unsigned given = clipped(flow->in.size);
    size_t room = flow->room;
    stream->next_in = (char *)(uintptr_t)flow->in.data;
    stream->avail_in = given;
    stream->next_out = flow->out;
    stream->avail_out = (unsigned)room;
    int status = BZ2_bzDecompress(stream);
    flow->in = span_slice(flow->in, given - stream->avail_in, SIZE_MAX);
    flow->room = stream->avail_out;
    if (status == BZ_STREAM_END)
        return STEP_END;
    if (status != BZ_OK)
        return STEP_BROKEN;
    return flow->room == room && stream->avail_in == 0 ? STEP_STARVED : STEP_MORE;
}

static void bzip2_close(void *state)
{
    BZ2_bzDecompressEnd(state);
}

/* The header of ZIP is turned into that of a .lzma file, which the decoder takes. */
static bool lzma_open(void *state, struct unpack_job *job)
{
    uint8_t header[LZMA_PROPERTIES + 8], none;
    lzma_stream *stream = state;
    struct span properties = span_slice(job->packed, LZMA_HEADER, LZMA_PROPERTIES);
    if (properties.size < LZMA_PROPERTIES || job->packed.data[2] != LZMA_PROPERTIES || job->packed.data[3] != 0
        || lzma_alone_decoder(stream, UNPACK_MEMORY) != LZMA_OK)
        return false;
    memcpy(header, properties.data, LZMA_PROPERTIES);
    for (size_t i = 0; i < 8; i++)
        header[LZMA_PROPERTIES + i] = (uint8_t)(job->size >> (8 * i));
    stream->next_in = header;
    stream->avail_in = sizeof header;
    stream->next_out = &none;
    stream->avail_out = 1; /* with none it reads nothing; the header alone writes nothing */
    lzma_ret status = lzma_code(stream, LZMA_RUN);
    job->packed = span_slice(job->packed, LZMA_HEADER + LZMA_PROPERTIES, SIZE_MAX);
    if ((status == LZMA_OK || status == LZMA_BUF_ERROR) && stream->avail_in == 0)
        return true;
    lzma_end(stream);
    return false;
}

static bool xz_open(void *state, struct unpack_job *job)
{
    (void)job;
    return lzma_stream_decoder(state, UNPACK_MEMORY, 0) == LZMA_OK;
}

static bool filters_open(void *state, struct unpack_job *job)
{
    uint64_t memory = lzma_raw_decoder_memusage(job->filters);
    return memory != UINT64_MAX && memory <= UNPACK_MEMORY && lzma_raw_decoder(state, job->filters) == LZMA_OK;
}

static enum step lzma_step(void *state, struct flow *flow)
{
    lzma_stream *stream = state;
    stream->next_in = (const uint8_t *)flow->in.data;
    stream->avail_in = flow->in.size;
    stream->next_out = (uint8_t *)flow->out;
    stream->avail_out = flow->room;
    lzma_ret status = lzma_code(stream, LZMA_RUN);
    flow->in = span_slice(flow->in, flow->in.size - stream->avail_in, SIZE_MAX);
    flow->room = stream->avail_out;
    if (status == LZMA_STREAM_END)
        return STEP_END;
    return status == LZMA_OK ? STEP_MORE : status == LZMA_BUF_ERROR ? STEP_STARVED : STEP_BROKEN;
}

static void lzma_close(void *state)
{
    lzma_end(state);
}

static bool zstd_open(void *state, struct unpack_job *job)
{
    ZSTD_DStream **stream = state;
    (void)job;
    *stream = ZSTD_createDStream();
    if (!*stream)
        return false;
    ZSTD_DCtx_setParameter(*stream, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    return true;
}

static enum step zstd_step(void *state, struct flow *flow)
{
    ZSTD_DStream **stream = state;
    ZSTD_inBuffer in = {flow->in.data, flow->in.size, 0};
    ZSTD_outBuffer out = {flow->out, flow->room, 0};
    size_t status = ZSTD_decompressStream(*stream, &out, &in);
    flow->in = span_slice(flow->in, in.pos, SIZE_MAX);
    flow->room -= out.pos;
    if (ZSTD_isError(status))
        return STEP_BROKEN;
    if (status == 0 && flow->in.size == 0)
        return STEP_END;
    return in.pos == 0 && out.pos == 0 ? STEP_STARVED : STEP_MORE;
}

static void zstd_close(void *state)
{
    ZSTD_freeDStream(*(ZSTD_DStream **)state);
}

static const struct method methods[] = {
    [UNPACK_STORED] = {stored_open, stored_step, stored_close}, [UNPACK_DEFLATE] = {zlib_open, zlib_step, zlib_close},
    [UNPACK_ZLIB] = {zlib_open, zlib_step, zlib_close},         [UNPACK_GZIP] = {zlib_open, zlib_step, zlib_close},
    [UNPACK_BZIP2] = {bzip2_open, bzip2_step, bzip2_close},     [UNPACK_LZMA] = {lzma_open, lzma_step, lzma_close},
    [UNPACK_XZ] = {xz_open, lzma_step, lzma_close},             [UNPACK_ZSTD] = {zstd_open, zstd_step, zstd_close},
    [UNPACK_FILTERS] = {filters_open, lzma_step, lzma_close},
};

/* One piece, to where it is kept as long as there is room. */
static enum step one_piece(const struct method *method, void *state, const struct unpack_job *job, struct flow *flow, struct unpack_result *unpacked)
{
    char passed[PIECE];
    size_t left = job->keep - unpacked->kept.size, part = left && left < PIECE ? left : PIECE;
    if (left)
        buf_reserve(&unpacked->kept, part);
    flow->out = left ? unpacked->kept.data + unpacked->kept.size : passed;
    flow->room = part;
    const char *piece = flow->out;
    enum step step = method->step(state, flow);
    size_t size = part - flow->room;
    if (job->sum)
        unpacked->crc = (uint32_t)crc32(unpacked->crc, (const Bytef *)piece, (uInt)size);
    unpacked->size += size;
    unpacked->kept.size += left ? size : 0;
    return step;
}

/* Every step reads or writes, so that it ends: with the bytes, or at job->check. */
static void run(const struct method *method, void *state, const struct unpack_job *job, struct unpack_result *unpacked)
{
    struct flow flow = {.in = job->packed};
    enum step step = STEP_MORE;
    while (step == STEP_MORE && unpacked->size < job->check) {
        size_t before = flow.in.size;
        uint64_t size = unpacked->size;
        step = one_piece(method, state, job, &flow, unpacked);
        if (step == STEP_MORE && unpacked->size == size && flow.in.size == before)
            step = STEP_STARVED;
    }
    unpacked->whole = step == STEP_END;
    unpacked->broken = step == STEP_BROKEN;
}

void unpack_run(const struct unpack_job *job, struct unpack_result *ret_unpacked)
{
    const struct method *method = &methods[job->method];
    struct unpack_job rest = *job;
    union state state;
    memset(&state, 0, sizeof state);
    *ret_unpacked = (struct unpack_result){0};
    if (method->open(&state, &rest)) {
        run(method, &state, &rest, ret_unpacked);
        method->close(&state);
    } else {
        ret_unpacked->broken = true;
    }
}

static bool unpack_kept(struct arena *arena, const struct unpack_job *job, struct span *ret_bytes, bool *ret_ended)
{
    struct unpack_result unpacked;
    unpack_run(job, &unpacked);
    bool any = unpacked.size || !job->packed.size;
    if (any)
        *ret_bytes = arena_copy(arena, buf_span(&unpacked.kept));
    *ret_ended = unpacked.whole;
    buf_free(&unpacked.kept);
    return any;
}

bool unpack_to_end(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes, bool *ret_ended)
{
    struct unpack_job job = {.method = method, .packed = packed, .size = UNPACK_SIZE_UNKNOWN, .keep = room, .check = room};
    if (method != UNPACK_STORED)
        return unpack_kept(arena, &job, ret_bytes, ret_ended);
    *ret_bytes = span_slice(packed, 0, room);
    *ret_ended = packed.size <= room;
    return true;
}

bool unpack(struct arena *arena, enum unpack_method method, struct span packed, size_t room, struct span *ret_bytes)
{
    bool ended;
    return unpack_to_end(arena, method, packed, room, ret_bytes, &ended);
}

bool unpack_filters(struct arena *arena, const lzma_filter *filters, struct span packed, size_t room, struct span *ret_bytes)
{
    struct unpack_job job = {.method = UNPACK_FILTERS, .packed = packed, .keep = room, .check = room, .filters = filters};
    bool ended;
    return unpack_kept(arena, &job, ret_bytes, &ended);
}
