/* Reads the folders and files of a cabinet ([MS-CAB] 2). */
#include "inspect/cab.h"

#include <zlib.h>
#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"
#include "inspect/unpack_library.h"

#define FLAG_PREVIOUS 1u
#define FLAG_NEXT 2u
#define FLAG_RESERVED 4u
#define NAME_UTF8 0x80u
#define TYPE_STORED 0u
#define TYPE_MSZIP 1u
#define TYPE_LZX 3u
#define BLOCK_BYTES 32768u /* one block of data unpacks to this at most, and goes back so far */
#define FOLDERS 16u        /* of one cabinet that are unpacked */

struct cabinet {
    struct span bytes;
    unsigned folder_count, file_count;
    uint32_t files_at;
    size_t folders_at;
    unsigned folder_reserve, data_reserve;
};

/* What was unpacked of each folder, at its first file. */
struct folder {
    bool tried;
    bool left; /* its files are for libarchive */
    struct span bytes;
};

static bool read_cabinet(struct span bytes, struct cabinet *ret_cabinet)
{
    struct byte_reader reader = {.bytes = bytes};
    struct cabinet cabinet = {.bytes = bytes};
    byte_reader_seek(&reader, 16);
    cabinet.files_at = byte_reader_u32(&reader);
    byte_reader_skip(&reader, 6);
    cabinet.folder_count = byte_reader_u16(&reader);
    cabinet.file_count = byte_reader_u16(&reader);
    unsigned flags = byte_reader_u16(&reader);
    byte_reader_skip(&reader, 4);
    if (flags & FLAG_RESERVED) {
        unsigned reserve = byte_reader_u16(&reader);
        cabinet.folder_reserve = byte_reader_u8(&reader);
        cabinet.data_reserve = byte_reader_u8(&reader);
        byte_reader_skip(&reader, reserve);
    }
    unsigned names = (flags & FLAG_PREVIOUS ? 2u : 0u) + (flags & FLAG_NEXT ? 2u : 0u);
    for (unsigned i = 0; i < names; i++)
        byte_reader_text(&reader);
    cabinet.folders_at = reader.at;
    *ret_cabinet = cabinet;
    return !reader.failed && cabinet.files_at < bytes.size;
}

/* One block of MSZIP: "CK" and a deflate stream that goes on with the bytes of the block before as its dictionary. */
static bool unpack_block(z_stream *stream, struct span packed, size_t size, struct buf *out)
{
    size_t back = out->size < BLOCK_BYTES ? out->size : BLOCK_BYTES;
    if (!span_starts(packed, SPAN_LITERAL("CK")) || size > BLOCK_BYTES || inflateReset(stream) != Z_OK)
        return false;
    buf_reserve(out, size);
    if (back && inflateSetDictionary(stream, (const Bytef *)out->data + out->size - back, (uInt)back) != Z_OK)
        return false;
    stream->next_in = (Bytef *)(uintptr_t)packed.data + 2;
    stream->avail_in = (uInt)packed.size - 2;
    stream->next_out = (Bytef *)out->data + out->size;
    stream->avail_out = (uInt)size;
    int status = inflate(stream, Z_FINISH);
    out->size += size - stream->avail_out;
    return status == Z_STREAM_END;
}

static void unpack_blocks(const struct cabinet *cabinet, struct byte_reader *reader, unsigned count, unsigned type, size_t room, struct buf *out)
{
    z_stream stream = {0};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return;
    for (unsigned i = 0; i < count && out->size < room; i++) {
        byte_reader_skip(reader, 4); /* checksum */
        unsigned packed = byte_reader_u16(reader), size = byte_reader_u16(reader);
        byte_reader_skip(reader, cabinet->data_reserve);
        struct span data = byte_reader_take(reader, packed);
        if (reader->failed)
            break;
        if (type == TYPE_STORED)
            buf_add(out, data);
        else if (!unpack_block(&stream, data, size, out))
            break;
    }
    inflateEnd(&stream);
}

static void unpack_folder(struct inspection *inspection, const struct cabinet *cabinet, unsigned number, struct folder *folder)
{
    struct byte_reader reader = {.bytes = cabinet->bytes};
    BUF_LOCAL out = {0};
    byte_reader_seek(&reader, cabinet->folders_at + (uint64_t)number * (8 + cabinet->folder_reserve));
    uint32_t at = byte_reader_u32(&reader);
    unsigned count = byte_reader_u16(&reader), type = byte_reader_u16(&reader) & 15;
    byte_reader_seek(&reader, at);
    size_t room = inspection_room(inspection);
    folder->tried = true;
    if (type == TYPE_LZX)
        folder->left = true;
    else if (type > TYPE_MSZIP)
        inspection_limit(inspection, "members that are damaged or packed by a rare method were not unpacked");
    else if (room && !reader.failed)
        unpack_blocks(cabinet, &reader, count, type, room, &out);
    folder->bytes = arena_copy(inspection->arena, buf_span(&out));
    inspection_spent(inspection, out.size);
}

static void enter(struct inspection *inspection, const struct inspected_file *file, const struct folder *folder, struct attachment_member *member,
                  uint32_t at, uint32_t size)
{
    if (at >= folder->bytes.size && size)
        inspection_limit(inspection, "only the beginning of what is packed together was unpacked");
    else if (folder->bytes.size)
        inspection_enter(inspection, file, member, span_slice(folder->bytes, at, size));
}

/* One file of the list. False when the archive is to be left. */
static bool list_file(struct inspection *inspection, const struct inspected_file *file, const struct cabinet *cabinet, struct byte_reader *reader,
                      struct folder folders[FOLDERS], struct unpack_library *library)
{
    struct archive_listed entry = {.size = byte_reader_u32(reader)};
    uint32_t at = byte_reader_u32(reader);
    unsigned number = byte_reader_u16(reader);
    byte_reader_skip(reader, 4);
    unsigned attributes = byte_reader_u16(reader);
    struct span name = byte_reader_text(reader);
    if (reader->failed) {
        inspection_limit(inspection, "a header of the archive is damaged");
        return false;
    }
    entry.name = attributes & NAME_UTF8 ? utf8_repair(inspection->arena, name) : charset_to_utf8(inspection->arena, name, SPAN_NONE).text;
    struct attachment_member *member = archive_add(inspection, file, &entry);
    if (!member || inspection_late(inspection))
        return false;
    bool here = number < cabinet->folder_count && number < FOLDERS;
    if (here && !folders[number].tried)
        unpack_folder(inspection, cabinet, number, &folders[number]);
    unpack_library_note(library, inspection, &entry, member, here && folders[number].left);
    if (!here)
        inspection_limit(inspection, "files that begin or end in another cabinet were not unpacked");
    else if (!folders[number].left)
        enter(inspection, file, &folders[number], member, at, (uint32_t)entry.size);
    return true;
}

void cab_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct cabinet cabinet;
    struct folder folders[FOLDERS] = {{false, false, SPAN_NONE}};
    struct unpack_library library = {.solid = true};
    if (!read_cabinet(file->bytes, &cabinet)) {
        inspection_limit(inspection, "the header of the archive is damaged");
        return;
    }
    inspection_clear(inspection, file);
    struct byte_reader reader = {.bytes = file->bytes, .at = cabinet.files_at};
    unsigned i = 0;
    while (i < cabinet.file_count && list_file(inspection, file, &cabinet, &reader, folders, &library))
        i++;
    unpack_library_run(&library, inspection, file, UNPACK_LIBRARY_CAB);
}
