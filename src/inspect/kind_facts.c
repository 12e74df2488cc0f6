/* Facts from type and name. */
#include "inspect/kind_facts.h"

#include "inspect/byte_reader.h"
#include "inspect/file_kind.h"
#include "inspect/sniff.h"

#define DOS_HEADER 64 /* bytes of the header of a program of DOS or Windows */
#define SECTOR 512

static void tell(struct inspection *inspection, const struct inspected_file *file, enum attachment_fact_kind kind, struct span detail)
{
    size_t told = 0;
    for (size_t i = 0; i < inspection->attachment->fact_count; i++)
        told += inspection->facts[i].kind == kind;
    if (told < KIND_FACTS_KEPT)
        inspection_fact(inspection, file, kind, detail);
}

static void tell_kind(struct inspection *inspection, const struct inspected_file *file, enum file_kind kind, struct span detail)
{
    switch (kind) {
    case FILE_KIND_PROGRAM:
        tell(inspection, file, ATTACHMENT_PROGRAM, detail);
        break;
    case FILE_KIND_SCRIPT:
        tell(inspection, file, ATTACHMENT_SCRIPT, detail);
        break;
    case FILE_KIND_SHORTCUT:
        tell(inspection, file, ATTACHMENT_SHORTCUT, detail);
        break;
    case FILE_KIND_DISK:
        tell(inspection, file, ATTACHMENT_DISK_IMAGE, detail);
        break;
    default:
        break;
    }
}

/* Its reader tells whether it runs a command; one to a folder is none. */
static bool read_shortcut(const struct inspected_file *file, enum file_kind kind)
{
    return kind == FILE_KIND_SHORTCUT && span_equal(span_of(sniff_type(file->bytes)), SPAN_LITERAL("lnk"));
}

void kind_facts_of_name(struct inspection *inspection, const struct inspected_file *file)
{
    struct span extension = file_kind_extension(file->name);
    enum file_kind kind = file_kind_of_extension(extension);
    if (!read_shortcut(file, kind))
        tell_kind(inspection, file, kind, extension);
}

/* "MZ" alone also begins texts and noise: the header of Windows must follow where the one of DOS says, or that of DOS make sense. */
static bool only_looks_like_program(const struct inspected_file *file)
{
    if (!span_equal(file->type, SPAN_LITERAL("pe")))
        return false;
    struct byte_reader reader = {.bytes = span_slice(file->bytes, 0, DOS_HEADER)};
    byte_reader_seek(&reader, 2);
    unsigned last = byte_reader_u16(&reader), pages = byte_reader_u16(&reader);
    byte_reader_skip(&reader, 2);
    unsigned header = byte_reader_u16(&reader);
    bool dos = last <= SECTOR && pages && header >= 2;
    byte_reader_seek(&reader, DOS_HEADER - 4);
    struct span windows = span_slice(file->bytes, byte_reader_u32(&reader), 4);
    bool new = span_equal(windows, SPAN_LITERAL("PE\0\0")) || span_starts(windows, SPAN_LITERAL("NE")) || span_starts(windows, SPAN_LITERAL("LE"));
    return reader.failed || (!dos && !new);
}

/* A volume of FAT or NTFS without a table of partitions, or a fixed VHD, which has its sign at the end only. */
static bool raw_disk(const struct inspected_file *file)
{
    struct span bytes = file->bytes;
    if (bytes.size < SECTOR)
        return false;
    if (file->size == bytes.size && span_starts(span_slice(bytes, bytes.size - SECTOR, 8), SPAN_LITERAL("conectix")))
        return true;
    bool boots = span_starts(span_slice(bytes, SECTOR - 2, 2), SPAN_LITERAL("\x55\xaa"));
    return boots && (span_equal(span_slice(bytes, 3, 8), SPAN_LITERAL("NTFS    ")) || span_equal(span_slice(bytes, 3, 8), SPAN_LITERAL("EXFAT   "))
                     || span_equal(span_slice(bytes, 54, 3), SPAN_LITERAL("FAT")) || span_equal(span_slice(bytes, 82, 5), SPAN_LITERAL("FAT32")));
}

void kind_facts_of_type(struct inspection *inspection, const struct inspected_file *file)
{
    if (only_looks_like_program(file))
        return;
    struct span extension = file_kind_extension(file->name);
    enum file_kind found = file_kind_of_type(file->type), promised = file_kind_of_extension(extension);
    if (found == FILE_KIND_NONE && raw_disk(file))
        found = FILE_KIND_DISK;
    if (!read_shortcut(file, found))
        tell_kind(inspection, file, found, file->type);
    if (!file_kind_fits(promised, found))
        tell(inspection, file, ATTACHMENT_TYPE_MISMATCH,
             arena_printf(inspection->arena, ".%.*s is %.*s", SPAN_ARGS(extension), SPAN_ARGS(file->type)));
}
