/* Streams and folders of 7z, read without trust in any count. */
#include "inspect/sevenzip_header.h"

#define CIPHERS 0x06u        /* first byte of the ids of ciphers */

uint64_t sevenzip_number(struct byte_reader *reader)
{
    unsigned first = byte_reader_u8(reader), mask = 0x80;
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++, mask >>= 1) {
        if (!(first & mask))
            return value | (uint64_t)(first & (mask - 1)) << (8 * i);
        value |= (uint64_t)byte_reader_u8(reader) << (8 * i);
    }
    return value;
}

/* Takes the next property when it is `wanted`. */
static bool property(struct byte_reader *reader, enum sevenzip_property wanted)
{
    struct byte_reader ahead = *reader;
    if (sevenzip_number(&ahead) != wanted || ahead.failed)
        return false;
    *reader = ahead;
    return true;
}

static void expect(struct byte_reader *reader, enum sevenzip_property wanted)
{
    if (!property(reader, wanted))
        reader->failed = true;
}

/* A list of checksums, each perhaps not given. */
struct checksums {
    bool all;
    struct span bits;
    struct byte_reader values;
};

static bool given(const struct checksums *list, uint64_t at)
{
    return list->all || (at / 8 < list->bits.size && ((unsigned char)list->bits.data[at / 8] >> (7 - at % 8) & 1));
}

static struct checksums read_checksums(struct byte_reader *reader, uint64_t count)
{
    struct checksums list = {.all = byte_reader_u8(reader)};
    list.bits = byte_reader_take(reader, list.all ? 0 : count / 8 + (count % 8 > 0));
    if (reader->failed || (list.all && count > byte_reader_left(reader) / 4)) {
        reader->failed = true;
        return (struct checksums){0};
    }
    uint64_t values = list.all ? count : 0;
    for (uint64_t i = 0; !list.all && i < count; i++)
        values += given(&list, i);
    list.values.bytes = byte_reader_take(reader, values * 4);
    return list;
}

/* The next one, number `at`. */
static struct sevenzip_checksum take_checksum(struct checksums *list, uint64_t at)
{
    struct sevenzip_checksum checksum = {.known = given(list, at) && byte_reader_left(&list->values) >= 4};
    if (checksum.known)
        checksum.crc = byte_reader_u32(&list->values);
    return checksum;
}

static void read_pack(struct arena *arena, struct byte_reader *reader, struct sevenzip_streams *streams)
{
    streams->pack_at = sevenzip_number(reader);
    uint64_t count = sevenzip_number(reader);
    if (property(reader, SEVENZIP_SIZE)) {
        streams->pack_sizes = arena_array(arena, count < SEVENZIP_FOLDERS ? (size_t)count : SEVENZIP_FOLDERS, sizeof(uint64_t));
        for (uint64_t i = 0; i < count && !reader->failed; i++) {
            uint64_t size = sevenzip_number(reader);
            if (i < SEVENZIP_FOLDERS && !reader->failed)
                streams->pack_sizes[streams->pack_count++] = size;
        }
    }
    if (property(reader, SEVENZIP_CRC))
        read_checksums(reader, count);
    expect(reader, SEVENZIP_END);
}

struct counts {
    uint64_t in, out;
    bool simple; /* one stream in and one out, every coder */
};

static void read_coder(struct byte_reader *reader, struct sevenzip_coder *ret_coder, struct counts *counts)
{
    unsigned flags = byte_reader_u8(reader);
    struct span id = byte_reader_take(reader, flags & 15);
    struct sevenzip_coder coder = {0};
    for (size_t i = 0; i < id.size; i++)
        coder.id = coder.id << 8 | (unsigned char)id.data[i];
    uint64_t in = 1, out = 1;
    if (flags & 0x10) {
        in = sevenzip_number(reader);
        out = sevenzip_number(reader);
        counts->simple &= in == 1 && out == 1;
    }
    if (flags & 0x20)
        coder.properties = byte_reader_take(reader, sevenzip_number(reader));
    if (in > SEVENZIP_CODER_STREAMS || out > SEVENZIP_CODER_STREAMS)
        reader->failed = true;
    counts->in += in;
    counts->out += out;
    *ret_coder = coder;
}

struct bind {
    uint64_t in, out;
};

/* From the coder whose stream nobody takes, along the streams that it takes. */
static void order_chain(struct sevenzip_folder *folder, const struct bind *binds, size_t bind_count)
{
    unsigned at = folder->main_out;
    for (unsigned i = 0; i < folder->coder_count; i++) {
        folder->order[i] = at;
        for (size_t k = 0; k < bind_count; k++)
            if (binds[k].in == folder->order[i])
                at = (unsigned)binds[k].out;
    }
}

static void read_binds(struct byte_reader *reader, struct sevenzip_folder *folder, const struct counts *counts, uint64_t *packed)
{
    struct bind binds[SEVENZIP_CODERS * SEVENZIP_CODER_STREAMS];
    bool taken[SEVENZIP_CODERS * SEVENZIP_CODER_STREAMS] = {false};
    size_t bind_count = counts->out ? (size_t)counts->out - 1 : 0;
    for (size_t i = 0; i < bind_count; i++) {
        binds[i].in = sevenzip_number(reader);
        binds[i].out = sevenzip_number(reader);
        if (binds[i].in >= counts->in || binds[i].out >= counts->out)
            reader->failed = true;
        if (reader->failed)
            return;
        taken[binds[i].out] = true;
    }
    while (folder->main_out + 1 < counts->out && taken[folder->main_out])
        folder->main_out++;
    *packed = counts->in > bind_count ? counts->in - bind_count : 0;
    for (uint64_t i = 0; *packed > 1 && i < *packed; i++)
        sevenzip_number(reader);
    folder->chain = counts->simple;
    if (folder->chain)
        order_chain(folder, binds, bind_count);
}

static void read_folder(struct byte_reader *reader, struct sevenzip_folder *ret_folder, uint64_t *packed)
{
    struct sevenzip_folder folder = {.stream_count = 1};
    struct counts counts = {.simple = true};
    uint64_t coders = sevenzip_number(reader);
    if (coders == 0 || coders > SEVENZIP_CODERS)
        reader->failed = true;
    for (uint64_t i = 0; i < coders && !reader->failed; i++)
        read_coder(reader, &folder.coders[folder.coder_count++], &counts);
    if (reader->failed)
        return;
    folder.out_count = (unsigned)counts.out;
    read_binds(reader, &folder, &counts, packed);
    *ret_folder = folder;
}

static void note_ciphers(struct sevenzip_streams *streams, struct sevenzip_folder *folder)
{
    for (unsigned i = 0; i < folder->coder_count; i++) {
        uint64_t id = folder->coders[i].id, first = id;
        while (first > 0xff)
            first >>= 8;
        folder->encrypted |= first == CIPHERS;
        streams->aes |= id == SEVENZIP_AES;
    }
    streams->encrypted |= folder->encrypted;
}

/* Sizes of what the coders of all folders give, the last property that counts here. */
static void read_folder_sizes(struct byte_reader *reader, struct sevenzip_streams *streams)
{
    expect(reader, SEVENZIP_UNPACK_SIZE);
    for (size_t i = 0; i < streams->folder_count; i++) {
        struct sevenzip_folder *folder = &streams->folders[i];
        for (unsigned k = 0; k < folder->out_count; k++) {
            uint64_t size = sevenzip_number(reader);
            if (k == folder->main_out)
                folder->size = size;
        }
    }
    if (property(reader, SEVENZIP_CRC)) {
        struct checksums list = read_checksums(reader, streams->folder_count);
        for (size_t i = 0; i < streams->folder_count && !reader->failed; i++)
            streams->folders[i].checksum = take_checksum(&list, i);
    }
    expect(reader, SEVENZIP_END);
}

static void read_unpack(struct arena *arena, struct byte_reader *reader, struct sevenzip_streams *streams)
{
    expect(reader, SEVENZIP_FOLDER);
    uint64_t count = sevenzip_number(reader), first_pack = 0;
    if (byte_reader_u8(reader)) /* kept elsewhere: nobody writes so */
        reader->failed = true;
    size_t kept = count < SEVENZIP_FOLDERS ? (size_t)count : SEVENZIP_FOLDERS;
    if (kept > byte_reader_left(reader))
        reader->failed = true;
    if (reader->failed)
        return;
    streams->folders = arena_array(arena, kept, sizeof *streams->folders);
    for (uint64_t i = 0; i < count && !reader->failed; i++) {
        struct sevenzip_folder folder = {0};
        uint64_t packed = 0;
        read_folder(reader, &folder, &packed);
        if (reader->failed)
            return;
        note_ciphers(streams, &folder);
        folder.first_pack = first_pack;
        first_pack += packed;
        if (streams->folder_count < kept)
            streams->folders[streams->folder_count++] = folder;
    }
    streams->too_many = count > kept;
    if (streams->too_many)
        reader->failed = true;
    else
        read_folder_sizes(reader, streams);
}

static void add_size(struct sevenzip_streams *streams, uint64_t size)
{
    if (streams->size_count < LIMIT_ARCHIVE_ENTRIES)
        streams->sizes[streams->size_count++] = size;
}

static void read_stream_counts(struct byte_reader *reader, struct sevenzip_streams *streams)
{
    for (size_t i = 0; i < streams->folder_count && !reader->failed; i++)
        streams->folders[i].stream_count = sevenzip_number(reader);
}

/* How long the files are that a folder holds; the last takes what is left. */
static void read_file_sizes(struct byte_reader *reader, struct sevenzip_streams *streams, bool told)
{
    for (size_t i = 0; i < streams->folder_count && !reader->failed; i++) {
        const struct sevenzip_folder *folder = &streams->folders[i];
        uint64_t left = folder->size;
        for (uint64_t k = 0; told && k + 1 < folder->stream_count && !reader->failed; k++) {
            uint64_t size = sevenzip_number(reader);
            left -= size < left ? size : left;
            add_size(streams, size);
        }
        if (folder->stream_count)
            add_size(streams, left);
    }
}

static uint64_t checksums_missing(const struct sevenzip_streams *streams)
{
    uint64_t missing = 0;
    for (size_t i = 0; i < streams->folder_count; i++) {
        const struct sevenzip_folder *folder = &streams->folders[i];
        if ((folder->stream_count != 1 || !folder->checksum.known) && __builtin_add_overflow(missing, folder->stream_count, &missing))
            return UINT64_MAX;
    }
    return missing;
}

/* Of each folder that has none itself that of its first file: that proves a password. */
static void first_checksums(struct sevenzip_streams *streams, struct checksums *list)
{
    uint64_t at = 0;
    for (size_t i = 0; i < streams->folder_count; i++) {
        struct sevenzip_folder *folder = &streams->folders[i];
        if (folder->stream_count == 1 && folder->checksum.known)
            continue;
        for (uint64_t k = 0; k < folder->stream_count && byte_reader_left(&list->values); k++, at++) {
            struct sevenzip_checksum checksum = take_checksum(list, at);
            if (k == 0)
                folder->first_checksum = checksum;
        }
    }
}

static void read_substreams(struct byte_reader *reader, struct sevenzip_streams *streams)
{
    if (property(reader, SEVENZIP_STREAM_COUNT))
        read_stream_counts(reader, streams);
    read_file_sizes(reader, streams, property(reader, SEVENZIP_SIZE));
    if (property(reader, SEVENZIP_CRC)) {
        struct checksums list = read_checksums(reader, checksums_missing(streams));
        if (!reader->failed)
            first_checksums(streams, &list);
    }
    expect(reader, SEVENZIP_END);
}

void sevenzip_read_streams(struct arena *arena, struct byte_reader *reader, struct sevenzip_streams *ret_streams)
{
    struct sevenzip_streams streams = {.sizes = arena_array(arena, LIMIT_ARCHIVE_ENTRIES, sizeof(uint64_t))};
    if (property(reader, SEVENZIP_PACK))
        read_pack(arena, reader, &streams);
    if (!reader->failed && property(reader, SEVENZIP_UNPACK))
        read_unpack(arena, reader, &streams);
    if (!reader->failed && property(reader, SEVENZIP_SUBSTREAMS))
        read_substreams(reader, &streams);
    else if (!reader->failed)
        read_file_sizes(reader, &streams, false);
    expect(reader, SEVENZIP_END);
    *ret_streams = streams;
}
