/* The one member of a packed file is named as the file without its ending. */
#include "inspect/packed.h"

#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"
#include "inspect/unpack.h"

#define GZIP_EXTRA 4u
#define GZIP_NAME 8u

/* "a.tgz" and "a.tbz2" hold "a.tar". */
static struct span inner_name(struct arena *arena, struct span name)
{
    static const char *const tars[] = {".tgz", ".tbz", ".tbz2", ".txz", ".tzst"};
    for (size_t i = 0; i < sizeof tars / sizeof *tars; i++)
        if (span_ends_nocase(name, span_of(tars[i])))
            return arena_printf(arena, "%.*s.tar", (int)(name.size - strlen(tars[i])), name.data);
    size_t dot = name.size;
    while (dot && name.data[dot - 1] != '.')
        dot--;
    return dot > 1 ? span_slice(name, 0, dot - 1) : name;
}

/* RFC 1952, 2.3: the name is Latin-1 by the standard, UTF-8 or the charset of the sender in truth. */
static struct span gzip_name(struct arena *arena, struct span bytes)
{
    struct byte_reader reader = {.bytes = bytes};
    byte_reader_skip(&reader, 3);
    unsigned flags = byte_reader_u8(&reader);
    byte_reader_skip(&reader, 6);
    if (flags & GZIP_EXTRA)
        byte_reader_skip(&reader, byte_reader_u16(&reader));
    struct span name = flags & GZIP_NAME ? byte_reader_text(&reader) : SPAN_NONE;
    return reader.failed ? SPAN_NONE : charset_to_utf8(arena, name, SPAN_NONE).text;
}

/* RFC 1952, 2.3.1: the last four bytes tell the unpacked size. Only for what is too long to be unpacked. */
static uint64_t size_of(const struct inspected_file *file, enum unpack_method method, size_t unpacked, size_t room)
{
    if (method != UNPACK_GZIP || unpacked < room || file->size != file->bytes.size)
        return unpacked;
    struct byte_reader reader = {.bytes = file->bytes};
    byte_reader_seek(&reader, file->bytes.size - 4);
    uint64_t size = byte_reader_u32(&reader);
    return size > unpacked ? size : unpacked;
}

static void inspect_as(struct inspection *inspection, struct inspected_file *file, enum unpack_method method, struct span name)
{
    struct span bytes;
    bool ended;
    size_t room = inspection_room(inspection);
    inspection_clear(inspection, file);
    if (!room)
        return;
    if (!unpack_to_end(inspection->arena, method, file->bytes, room, &bytes, &ended)) {
        inspection_limit(inspection, "the file cannot be unpacked");
        return;
    }
    struct archive_listed entry = {.name = name.size ? name : inner_name(inspection->arena, file->name),
                                  .size = size_of(file, method, bytes.size, room), .packed = file->bytes.size};
    struct attachment_member *member = archive_add(inspection, file, &entry);
    if (!ended)
        inspection_limit(inspection, "only the beginning of the packed file was unpacked");
    if (member)
        archive_enter(inspection, file, member, bytes);
}

void packed_inspect_gzip(struct inspection *inspection, struct inspected_file *file)
{
    inspect_as(inspection, file, UNPACK_GZIP, gzip_name(inspection->arena, file->bytes));
}

void packed_inspect_bzip2(struct inspection *inspection, struct inspected_file *file)
{
    inspect_as(inspection, file, UNPACK_BZIP2, SPAN_NONE);
}

void packed_inspect_xz(struct inspection *inspection, struct inspected_file *file)
{
    inspect_as(inspection, file, UNPACK_XZ, SPAN_NONE);
}

void packed_inspect_zstd(struct inspection *inspection, struct inspected_file *file)
{
    inspect_as(inspection, file, UNPACK_ZSTD, SPAN_NONE);
}
