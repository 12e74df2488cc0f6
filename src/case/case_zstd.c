/* zstd frames at a fast level. */
#include "case/case_zstd.h"

#include <stdlib.h>
#include <zstd.h>

/* Twice as quick as level 1 for a third more bytes. */
#define CASE_ZSTD_LEVEL (-3)

struct case_zstd {
    ZSTD_CCtx *packer;
    ZSTD_DCtx *unpacker; /* made at first use */
};

struct case_zstd *case_zstd_open(void)
{
    struct case_zstd *zstd = calloc(1, sizeof *zstd);
    if (!zstd)
        abort();
    return zstd;
}

void case_zstd_close(struct case_zstd *zstd)
{
    if (!zstd)
        return;
    ZSTD_freeCCtx(zstd->packer);
    ZSTD_freeDCtx(zstd->unpacker);
    free(zstd);
}

void case_zstd_pack(struct case_zstd *zstd, struct span bytes, struct buf *out)
{
    if (!zstd->packer && !(zstd->packer = ZSTD_createCCtx()))
        abort();
    buf_clear(out);
    buf_reserve(out, ZSTD_compressBound(bytes.size));
    size_t size = ZSTD_compressCCtx(zstd->packer, out->data, out->capacity, bytes.data, bytes.size, CASE_ZSTD_LEVEL);
    if (ZSTD_isError(size))
        abort();
    out->size = size;
}

bool case_zstd_unpack(struct case_zstd *zstd, struct span frame, size_t limit, struct arena *arena, struct span *ret_bytes)
{
    if (!zstd->unpacker && !(zstd->unpacker = ZSTD_createDCtx()))
        abort();
    unsigned long long size = ZSTD_getFrameContentSize(frame.data, frame.size);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > limit)
        return false;
    char *bytes = arena_alloc(arena, (size_t)size);
    if (ZSTD_decompressDCtx(zstd->unpacker, bytes, (size_t)size, frame.data, frame.size) != size)
        return false;
    *ret_bytes = (struct span){bytes, (size_t)size};
    return true;
}
