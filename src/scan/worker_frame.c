/* Writes and reads the frames between worker and parent. */
#include "scan/worker_frame.h"

#include "base/limits.h"
#include "scan/record_codec.h"

static void other_fields(struct record_codec *codec, struct worker_frame *frame)
{
    switch (frame->kind) {
    case WORKER_FRAME_RECORD:
    case WORKER_FRAME_FAILED:
        record_codec_u64(codec, &frame->position);
        record_codec_text(codec, &frame->text);
        break;
    case WORKER_FRAME_NOTE:
        record_codec_bool(codec, &frame->flag);
        record_codec_text(codec, &frame->text);
        break;
    case WORKER_FRAME_FOLDER:
        record_codec_text(codec, &frame->text);
        record_codec_u64(codec, &frame->expected);
        break;
    case WORKER_FRAME_END:
        record_codec_bool(codec, &frame->flag);
        record_codec_text(codec, &frame->text);
        record_codec_u64(codec, &frame->expected);
        record_codec_u64(codec, &frame->skipped);
        record_codec_text(codec, &frame->owner);
        record_codec_fixed(codec, frame->sha256, sizeof frame->sha256);
        break;
    case WORKER_FRAME_EVIDENCE:
        record_codec_text(codec, &frame->text);
        record_codec_u64(codec, &frame->wanted);
        record_codec_bytes(codec, &frame->raw);
        break;
    case WORKER_FRAME_OPENED:
        record_codec_u64(codec, &frame->wanted);
        break;
    }
}

static bool has_record(enum worker_frame_kind kind)
{
    return kind == WORKER_FRAME_RECORD || kind == WORKER_FRAME_OPENED;
}

static void kind_field(struct record_codec *codec, struct worker_frame *frame)
{
    unsigned kind = frame->kind;
    record_codec_choice(codec, WORKER_FRAME_OPENED, &kind);
    frame->kind = (enum worker_frame_kind)kind;
}

bool worker_frame_write(struct buf *out, const struct worker_frame *frame)
{
    size_t start = out->size;
    struct worker_frame copy = *frame;
    struct record_codec codec = {.out = out};
    uint32_t size = 0;
    record_codec_u32(&codec, &size);
    kind_field(&codec, &copy);
    other_fields(&codec, &copy);
    if (has_record(copy.kind))
        record_write(out, &copy.record);
    else if (copy.kind == WORKER_FRAME_FAILED)
        record_where(&codec, &copy.record.where);
    if (out->size - start - WORKER_FRAME_HEAD > LIMIT_RECORD_BYTES) {
        out->size = start;
        return false;
    }
    size = (uint32_t)(out->size - start - WORKER_FRAME_HEAD);
    for (size_t i = 0; i < WORKER_FRAME_HEAD; i++)
        out->data[start + i] = (char)(size >> (8 * i) & 0xff);
    return true;
}

uint32_t worker_frame_size(const char *head)
{
    uint32_t size = 0;
    for (size_t i = 0; i < WORKER_FRAME_HEAD; i++)
        size |= (uint32_t)(unsigned char)head[i] << (8 * i);
    return size;
}

bool worker_frame_read(struct span payload, struct arena *arena, struct worker_frame *ret_frame)
{
    struct worker_frame frame = {0};
    struct record_codec codec = {.in = payload, .arena = arena};
    kind_field(&codec, &frame);
    other_fields(&codec, &frame);
    if (!codec.failed && has_record(frame.kind)) {
        if (!record_read(codec.in, arena, &frame.record))
            return false;
    } else {
        if (frame.kind == WORKER_FRAME_FAILED)
            record_where(&codec, &frame.record.where);
        if (codec.failed || codec.in.size > 0)
            return false;
    }
    *ret_frame = frame;
    return true;
}
