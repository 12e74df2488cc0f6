/* Walks the headers of an LZH archive ("LHa for UNIX", header.doc.md). */
#include "inspect/lzh.h"

#include "base/charset.h"
#include "base/utf8.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"
#include "inspect/lzh_unpack.h"

#define LEVEL_AT 20u
#define EXTENSION_NAME 0x01u
#define EXTENSION_FOLDER 0x02u
#define EXTENSION_WIDE_NAME 0x44u
#define EXTENSION_WIDE_FOLDER 0x45u

struct header {
    struct span method;  /* "-lh5-" */
    struct span name, folder;
    bool wide;           /* both as UTF-16LE */
    uint64_t packed, size;
    uint64_t data, next; /* positions */
};

/* Extended headers, each with the size of the next at its end. `reader` stands on the size of the first; gives the bytes of all. */
static uint64_t read_extensions(struct byte_reader *reader, bool large, struct header *header)
{
    uint64_t total = 0, size = large ? byte_reader_u32(reader) : byte_reader_u16(reader), head = large ? 5 : 3;
    for (unsigned i = 0; i < LZH_EXTENSIONS && size >= head && !reader->failed; i++) {
        unsigned type = byte_reader_u8(reader);
        struct span data = byte_reader_take(reader, size - head);
        if (type == EXTENSION_NAME && !header->wide)
            header->name = data;
        else if (type == EXTENSION_FOLDER && !header->wide)
            header->folder = data;
        if (type == EXTENSION_WIDE_NAME || type == EXTENSION_WIDE_FOLDER) {
            if (!header->wide)
                header->name = header->folder = SPAN_NONE;
            header->wide = true;
            *(type == EXTENSION_WIDE_NAME ? &header->name : &header->folder) = data;
        }
        total += size;
        size = large ? byte_reader_u32(reader) : byte_reader_u16(reader);
    }
    return total;
}

/* Level 0 and 1: the size leaves out its own byte and the checksum; with level 1 the packed size counts the extended headers. */
static void read_old(struct byte_reader *reader, unsigned level, struct header *header)
{
    uint64_t base = (unsigned char)reader->bytes.data[0] + 2u;
    byte_reader_seek(reader, LEVEL_AT + 1);
    header->name = byte_reader_take(reader, byte_reader_u8(reader));
    header->data = base;
    header->next = base + header->packed;
    if (level == 0)
        return;
    byte_reader_seek(reader, base - 2);
    uint64_t extensions = read_extensions(reader, false, header);
    header->data += extensions;
    header->packed -= extensions < header->packed ? extensions : header->packed;
}

static void read_new(struct byte_reader *reader, unsigned level, struct header *header)
{
    uint64_t total;
    if (level == 2) {
        byte_reader_seek(reader, 0);
        total = byte_reader_u16(reader);
        byte_reader_seek(reader, 24);
    } else {
        byte_reader_seek(reader, 24);
        total = byte_reader_u32(reader);
    }
    read_extensions(reader, level == 3, header);
    header->data = total;
    header->next = total + header->packed;
    if (total <= LEVEL_AT)
        reader->failed = true;
}

/* False at the end of the archive and where no header can be read. */
static bool read_header(struct span bytes, struct header *ret_header)
{
    struct byte_reader reader = {.bytes = bytes};
    struct header header = {0};
    if (bytes.size <= LEVEL_AT || bytes.data[2] != '-' || bytes.data[6] != '-')
        return false;
    byte_reader_skip(&reader, 2);
    header.method = byte_reader_take(&reader, 5);
    header.packed = byte_reader_u32(&reader);
    header.size = byte_reader_u32(&reader);
    unsigned level = (unsigned char)bytes.data[LEVEL_AT];
    if (level > 3)
        return false;
    if (level <= 1)
        read_old(&reader, level, &header);
    else
        read_new(&reader, level, &header);
    *ret_header = header;
    return !reader.failed;
}

/* Names of level 0 may hold a NUL with what Amiga calls a comment behind it; 0xFF stands between folders. */
static struct span name_of(struct arena *arena, const struct header *header)
{
    char *copy = arena_alloc(arena, header->folder.size + header->name.size + 1);
    struct span parts[] = {header->folder, header->name};
    size_t size = 0, step = header->wide ? 2 : 1;
    for (size_t i = 0; i < 2; i++)
        for (size_t at = 0; at + step <= parts[i].size; at += step) {
            bool mark = (unsigned char)parts[i].data[at] == 0xff && (step == 1 || (unsigned char)parts[i].data[at + 1] == 0xff);
            copy[size] = mark ? '/' : parts[i].data[at];
            if (step == 2)
                copy[size + 1] = mark ? '\0' : parts[i].data[at + 1];
            size += step;
        }
    struct span whole = {copy, size};
    if (header->wide)
        return charset_from_utf16le(arena, whole).text;
    whole = span_slice(whole, 0, span_find_byte(whole, '\0', 0));
    return charset_to_utf8(arena, whole, utf8_valid(whole) ? SPAN_LITERAL("utf-8") : SPAN_LITERAL("shift_jis")).text; /* Japan's format */
}

/* False when the archive is to be left. */
static bool list_entry(struct inspection *inspection, const struct inspected_file *file, const struct header *header, struct span data)
{
    bool folder = span_equal(header->method, SPAN_LITERAL("-lhd-"));
    struct archive_listed entry = {.name = name_of(inspection->arena, header), .size = header->size, .packed = header->packed, .folder = folder};
    struct attachment_member *member = archive_add(inspection, file, &entry);
    struct span bytes;
    if (!member || inspection_late(inspection))
        return false;
    size_t room = inspection_room(inspection);
    if (folder || !room)
        return true;
    if (lzh_unpack(inspection->arena, header->method, data, header->size < room ? (size_t)header->size : room, &bytes))
        archive_enter(inspection, file, member, bytes);
    else
        inspection_limit(inspection, "members that are damaged or packed by a rare method were not unpacked");
    return true;
}

void lzh_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct span rest = file->bytes;
    struct header header;
    for (unsigned i = 0; i < LZH_HEADERS && rest.size && rest.data[0]; i++) {
        if (!read_header(rest, &header)) {
            inspection_limit(inspection, "a header of the archive is damaged");
            return;
        }
        inspection_clear(inspection, file);
        struct span data = header.data < rest.size ? span_slice(rest, (size_t)header.data, SIZE_MAX) : SPAN_NONE;
        if (!list_entry(inspection, file, &header, span_slice(data, 0, header.packed < data.size ? (size_t)header.packed : data.size)))
            return;
        rest = header.next < rest.size ? span_slice(rest, (size_t)header.next, SIZE_MAX) : SPAN_NONE;
    }
    if (!rest.size) /* a header of size 0 is the end */
        inspection_limit(inspection, "the archive ends before its end");
}
