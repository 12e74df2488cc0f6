/* Stored and deflated members (PKWARE APPNOTE 4.4.5), their length and checksum compared with what the archive says. */
#include "store/zip/zip_stream.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <zlib.h>
#include "base/limits.h"

#define STORED 0
#define DEFLATED 8
#define LOCAL_USUAL 1024u
#define LOCAL_MOST (30u + 65535 + 65535)
#define CHUNK 65536u

struct stream {
    struct zip_archive *archive;
    const struct zip_entry *entry;
    uint64_t at, left;  /* packed bytes in the file */
    uint64_t given;     /* bytes unpacked */
    uLong crc;
    z_stream inflater;
    bool inflating, ended;
    char in[CHUNK]; /* last: it is not cleared for each of many small members */
};

const char *zip_stream_refused(const struct zip_entry *entry)
{
    if (entry->record.flags & ZIP_MASKED || zip_record_encrypted(&entry->record))
        return "is encrypted";
    if (entry->record.method != STORED && entry->record.method != DEFLATED)
        return "is packed by a method that cannot be read here";
    return NULL;
}

/* Of its names, which lie in no memory that stays, none is used. */
static bool read_local(struct zip_archive *archive, const struct zip_entry *entry, struct zip_record *ret_local)
{
    static const size_t sizes[] = {LOCAL_USUAL, LOCAL_MOST};
    bool found = false;
    BUF_LOCAL header = {0};
    for (size_t i = 0; i < 2 && !found; i++) {
        buf_clear(&header);
        buf_reserve(&header, sizes[i]);
        header.size = zip_archive_peek(archive, entry->record.offset, header.data, sizes[i]);
        found = zip_record_local(buf_span(&header), 0, ret_local);
    }
    if (found)
        ret_local->name = ret_local->extra = SPAN_NONE;
    return found;
}

/* The local header is looked at for its length, and for what the directory may hide. */
static enum outcome begin(struct stream *stream, struct zip_archive *archive, const struct zip_entry *entry, struct err *err)
{
    struct zip_record local;
    const char *refused = zip_stream_refused(entry);
    if (refused)
        return err_set(err, OUTCOME_DAMAGED, "%s", refused);
    memset(stream, 0, offsetof(struct stream, in));
    stream->archive = archive;
    stream->entry = entry;
    stream->left = entry->record.packed;
    stream->crc = crc32(0, NULL, 0);
    if (!read_local(archive, entry, &local))
        return err_set(err, OUTCOME_DAMAGED, "is not where the directory of the archive says");
    if (zip_record_encrypted(&local))
        return err_set(err, OUTCOME_DAMAGED, "is encrypted");
    stream->at = entry->record.offset + local.end;
    stream->inflating = entry->record.method == DEFLATED;
    if (stream->inflating && inflateInit2(&stream->inflater, -MAX_WBITS) != Z_OK)
        return err_set(err, OUTCOME_DAMAGED, "cannot be unpacked: no memory");
    return OUTCOME_OK;
}

static void finish(struct stream *stream)
{
    if (stream->inflating)
        inflateEnd(&stream->inflater);
}

static size_t take_packed(struct stream *stream, char *ret_bytes, size_t size)
{
    size_t want = stream->left < size ? (size_t)stream->left : size;
    size_t got = zip_archive_peek(stream->archive, stream->at, ret_bytes, want);
    stream->at += got;
    stream->left -= got;
    return got;
}

static enum outcome read_inflated(struct stream *stream, char *ret_bytes, size_t size, size_t *ret_size, struct err *err)
{
    z_stream *inflater = &stream->inflater;
    inflater->next_out = (Bytef *)ret_bytes;
    inflater->avail_out = (uInt)size;
    int status = Z_OK;
    while (status == Z_OK && inflater->avail_out > 0) {
        if (inflater->avail_in == 0) {
            inflater->next_in = (Bytef *)stream->in;
            inflater->avail_in = (uInt)take_packed(stream, stream->in, sizeof stream->in);
        }
        status = inflate(inflater, Z_NO_FLUSH);
    }
    *ret_size = size - inflater->avail_out;
    stream->ended = status == Z_STREAM_END;
    if (status == Z_BUF_ERROR)
        return err_set(err, OUTCOME_DAMAGED, "ends too soon");
    if (status != Z_OK && status != Z_STREAM_END)
        return err_set(err, OUTCOME_DAMAGED, "is damaged: its packed data make no sense");
    return OUTCOME_OK;
}

static enum outcome read_stored(struct stream *stream, char *ret_bytes, size_t size, size_t *ret_size, struct err *err)
{
    size_t want = stream->left < size ? (size_t)stream->left : size;
    *ret_size = take_packed(stream, ret_bytes, size);
    stream->ended = stream->left == 0;
    return *ret_size < want ? err_set(err, OUTCOME_DAMAGED, "ends too soon") : OUTCOME_OK;
}

/* Up to `size` bytes, at most UINT_MAX. With DAMAGED they are what came before the fault. */
static enum outcome take(struct stream *stream, char *ret_bytes, size_t size, size_t *ret_size, struct err *err)
{
    enum outcome outcome = stream->inflating ? read_inflated(stream, ret_bytes, size, ret_size, err)
                                             : read_stored(stream, ret_bytes, size, ret_size, err);
    stream->crc = crc32(stream->crc, (const Bytef *)ret_bytes, (uInt)*ret_size);
    stream->given += *ret_size;
    stream->archive->unpacked += *ret_size;
    return outcome;
}

/* Where the directory is missing, length and checksum of a streamed member are unknown. */
static enum outcome compare(const struct stream *stream, struct err *err)
{
    const struct zip_record *record = &stream->entry->record;
    if (record->size == UINT64_MAX)
        return OUTCOME_OK;
    if (stream->given != record->size)
        return err_set(err, OUTCOME_DAMAGED, "is damaged: it has %" PRIu64 " bytes, not the %" PRIu64 " that the archive says",
                       stream->given, record->size);
    if (stream->crc != record->crc)
        return err_set(err, OUTCOME_DAMAGED, "is damaged: its checksum is wrong");
    return OUTCOME_OK;
}

static bool too_much(uint64_t unpacked, uint64_t packed)
{
    uint64_t most;
    if (__builtin_mul_overflow(packed, (uint64_t)LIMIT_ZIP_FACTOR, &most) || __builtin_add_overflow(most, (uint64_t)LIMIT_ZIP_BYTES, &most))
        return false;
    return unpacked > most;
}

static enum outcome check_bounds(const struct stream *stream, uint64_t most, struct err *err)
{
    if (too_much(stream->archive->unpacked, stream->archive->size))
        return err_set(err, OUTCOME_DEAD, "the archive unpacks to more than %d times its size: limit reached", LIMIT_ZIP_FACTOR);
    if (stream->given > most || too_much(stream->given, stream->entry->record.packed))
        return err_set(err, OUTCOME_DAMAGED, "unpacks to more than %" PRIu64 " bytes or %d times its size: limit reached, unpack it first",
                       most, LIMIT_ZIP_FACTOR);
    return OUTCOME_OK;
}

static enum outcome pour(struct stream *stream, uint64_t most, struct scratch *scratch, struct err *err)
{
    char out[CHUNK];
    while (!stream->ended && stream->given <= stream->entry->record.size) {
        size_t got = 0;
        enum outcome outcome = take(stream, out, sizeof out, &got, err);
        enum outcome bounds = check_bounds(stream, most, outcome == OUTCOME_OK ? err : NULL);
        enum outcome kept = bounds == OUTCOME_OK ? scratch_add(scratch, (struct span){out, got}, outcome == OUTCOME_OK ? err : NULL) : bounds;
        if (outcome != OUTCOME_OK || kept != OUTCOME_OK)
            return outcome != OUTCOME_OK ? outcome : kept;
    }
    return compare(stream, err);
}

enum outcome zip_stream_head(struct zip_archive *archive, const struct zip_entry *entry, char *ret_bytes, size_t size, size_t *ret_size,
                             struct err *err)
{
    struct stream stream;
    *ret_size = 0;
    enum outcome outcome = begin(&stream, archive, entry, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    outcome = take(&stream, ret_bytes, size, ret_size, err);
    finish(&stream);
    return outcome == OUTCOME_OK && stream.ended ? compare(&stream, err) : outcome;
}

enum outcome zip_stream_unpack(struct zip_archive *archive, const struct zip_entry *entry, uint64_t most, struct scratch *scratch,
                               struct err *err)
{
    struct stream stream;
    scratch_empty(scratch);
    enum outcome outcome = begin(&stream, archive, entry, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    outcome = pour(&stream, most, scratch, err);
    finish(&stream);
    return outcome;
}
