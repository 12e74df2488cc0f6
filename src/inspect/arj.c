/* Walks the headers of an ARJ archive (technote.txt of UNARJ). */
#include "inspect/arj.h"

#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"

#define SIGNATURE 0xea60u
#define HEADER_LEAST 30u
#define FLAG_GARBLED 1u
#define METHOD_STORED 0u
#define TYPE_FOLDER 3u
#define TYPE_MAIN 2u

struct header {
    unsigned flags, method, type;
    uint32_t packed, size;
    struct span name;
};

/* False at the end of the archive (an empty header), and where none stands (reader->failed). */
static bool read_header(struct byte_reader *reader, struct header *ret_header)
{
    if (byte_reader_u16(reader) != SIGNATURE)
        reader->failed = true;
    unsigned size = byte_reader_u16(reader);
    if (reader->failed || !size)
        return false;
    struct byte_reader basic = {.bytes = byte_reader_take(reader, size)};
    unsigned first = byte_reader_u8(&basic);
    byte_reader_skip(&basic, 3); /* versions, system */
    struct header header = {.flags = byte_reader_u8(&basic)};
    header.method = byte_reader_u8(&basic);
    header.type = byte_reader_u8(&basic);
    byte_reader_skip(&basic, 5); /* reserved, time */
    header.packed = byte_reader_u32(&basic);
    header.size = byte_reader_u32(&basic);
    byte_reader_seek(&basic, first);
    header.name = byte_reader_text(&basic);
    byte_reader_skip(reader, 4); /* checksum */
    unsigned extension = byte_reader_u16(reader);
    for (unsigned i = 0; i < ARJ_EXTENSIONS && extension && !reader->failed; i++) {
        byte_reader_skip(reader, extension + 4u);
        extension = byte_reader_u16(reader);
    }
    if (basic.failed || first < HEADER_LEAST)
        reader->failed = true;
    *ret_header = header;
    return !reader->failed;
}

/* False when the archive is to be left. */
static bool list_entry(struct inspection *inspection, const struct inspected_file *file, const struct header *header, struct span data)
{
    bool garbled = header->flags & FLAG_GARBLED, folder = header->type == TYPE_FOLDER;
    if (garbled)
        inspection_shut(inspection, file, "ARJ");
    struct span name = charset_to_utf8(inspection->arena, header->name, SPAN_NONE).text;
    struct archive_listed entry = {name, header->size, header->packed, garbled, folder};
    struct attachment_member *member = archive_add(inspection, file, &entry);
    if (!member || inspection_late(inspection))
        return false;
    size_t room = inspection_room(inspection);
    if (garbled || folder || !room)
        return true;
    if (header->method == METHOD_STORED)
        archive_enter(inspection, file, member, span_slice(data, 0, room));
    else
        inspection_limit(inspection, "packed members of ARJ archives are listed, not unpacked");
    return true;
}

void arj_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct byte_reader reader = {.bytes = file->bytes};
    struct header header;
    if (!read_header(&reader, &header) || header.type != TYPE_MAIN)
        return; /* two bytes are a weak sign: it is something else */
    for (unsigned i = 0; i < ARJ_HEADERS && read_header(&reader, &header); i++) {
        uint64_t left = byte_reader_left(&reader);
        struct span data = byte_reader_take(&reader, header.packed < left ? header.packed : left);
        if (!list_entry(inspection, file, &header, data))
            return;
    }
    if (reader.failed)
        inspection_limit(inspection, "a header of the archive is damaged");
    inspection_clear(inspection, file);
}
