/* One loop for all methods: a piece is unpacked, kept as far as wanted, counted and summed. */
#include "inspect/zip_method.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE 32768u
#define LZMA_HEADER 4      /* version and size of properties, APPNOTE 5.8.8 */
#define LZMA_PROPERTIES 5
#define ZSTD_WINDOW_LOG 26 /* ZIP_METHOD_MEMORY */

enum step { STEP_MORE, STEP_END, STEP_STARVED, STEP_BROKEN };

/* What a method has left to read and may write now. */
struct flow {
    struct span in;
    char *out;
    size_t room;
};

struct method {
    unsigned number;
    bool (*open)(void *state, struct zip_method_job *job); /* may take a header off job->packed */
    enum step (*step)(void *state, struct flow *flow);
    void (*close)(void *state);
};

union state {
    z_stream deflate;
    bz_stream bzip2;
    lzma_stream lzma;
    ZSTD_DStream *zstd;
};

static bool stored_open(void *state, struct zip_method_job *job)
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

static bool deflate_open(void *state, struct zip_method_job *job)
{
    (void)job;
    return inflateInit2((z_stream *)state, -MAX_WBITS) == Z_OK;
}

static unsigned clipped(size_t size)
{
    return size < UINT32_MAX ? (unsigned)size : UINT32_MAX;
}

static enum step deflate_step(void *state, struct flow *flow)
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

static void deflate_close(void *state)
{
    inflateEnd(state);
}

static bool bzip2_open(void *state, struct zip_method_job *job)
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
static bool lzma_open(void *state, struct zip_method_job *job)
{
    uint8_t header[LZMA_PROPERTIES + 8], none;
    lzma_stream *stream = state;
    struct span properties = span_slice(job->packed, LZMA_HEADER, LZMA_PROPERTIES);
    if (properties.size < LZMA_PROPERTIES || job->packed.data[2] != LZMA_PROPERTIES || job->packed.data[3] != 0
        || lzma_alone_decoder(stream, ZIP_METHOD_MEMORY) != LZMA_OK)
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

static bool xz_open(void *state, struct zip_method_job *job)
{
    (void)job;
    return lzma_stream_decoder(state, ZIP_METHOD_MEMORY, 0) == LZMA_OK;
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

static bool zstd_open(void *state, struct zip_method_job *job)
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
    {ZIP_METHOD_STORED, stored_open, stored_step, stored_close},
    {ZIP_METHOD_DEFLATED, deflate_open, deflate_step, deflate_close},
    {ZIP_METHOD_BZIP2, bzip2_open, bzip2_step, bzip2_close},
    {ZIP_METHOD_LZMA, lzma_open, lzma_step, lzma_close},
    {ZIP_METHOD_XZ, xz_open, lzma_step, lzma_close},
    {ZIP_METHOD_ZSTD, zstd_open, zstd_step, zstd_close},
    {ZIP_METHOD_ZSTD_OLD, zstd_open, zstd_step, zstd_close},
};

static const struct method *find(unsigned number)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (methods[i].number == number)
            return &methods[i];
    return NULL;
}

bool zip_method_knows(unsigned method)
{
    return find(method) != NULL;
}

static void take(const struct zip_method_job *job, struct span piece, struct zip_method_result *unpacked)
{
    unpacked->crc = (uint32_t)crc32(unpacked->crc, (const Bytef *)piece.data, (uInt)piece.size);
    unpacked->size += piece.size;
    if (unpacked->kept.size < job->keep)
        buf_add(&unpacked->kept, span_slice(piece, 0, job->keep - unpacked->kept.size));
}

/* Every step reads or writes, so that it ends: with the bytes, or at job->check. */
static void run(const struct method *method, void *state, const struct zip_method_job *job, struct zip_method_result *unpacked)
{
    char piece[PIECE];
    struct flow flow = {.in = job->packed};
    enum step step = STEP_MORE;
    while (step == STEP_MORE && unpacked->size < job->check) {
        size_t before = flow.in.size;
        flow.out = piece;
        flow.room = PIECE;
        step = method->step(state, &flow);
        take(job, (struct span){piece, PIECE - flow.room}, unpacked);
        if (step == STEP_MORE && flow.room == PIECE && flow.in.size == before)
            step = STEP_STARVED;
    }
    unpacked->whole = step == STEP_END;
    unpacked->broken = step == STEP_BROKEN;
}

bool zip_method_unpack(const struct zip_method_job *job, struct zip_method_result *ret_unpacked)
{
    const struct method *method = find(job->method);
    struct zip_method_job rest = *job;
    union state state;
    memset(&state, 0, sizeof state);
    *ret_unpacked = (struct zip_method_result){0};
    if (!method)
        return false;
    if (method->open(&state, &rest)) {
        run(method, &state, &rest, ret_unpacked);
        method->close(&state);
    } else {
        ret_unpacked->broken = true;
    }
    return true;
}
