/* Finds the archive in a program: ZIP by its end, RAR, 7z and cabinets by a beginning that fits together. */
#include "inspect/self_extract.h"

#include <zlib.h>
#include "base/zip_record.h"
#include "inspect/cab.h"
#include "inspect/rar.h"
#include "inspect/sevenzip.h"
#include "inspect/zip_inspect.h"

static uint32_t checksum(struct span bytes)
{
    return (uint32_t)crc32(0, (const Bytef *)bytes.data, (uInt)bytes.size);
}

/* The unpacker of RAR has the signature among its own data: there a header with its checksum must follow. */
static bool begins_rar(struct span bytes)
{
    if (span_starts(span_slice(bytes, 6, 2), SPAN_LITERAL("\1\0"))) {
        struct span header = span_slice(bytes, 12, SIZE_MAX);
        size_t size = header.size && !(header.data[0] & 0x80) ? (size_t)header.data[0] + 1 : 0;
        return size && size <= header.size && zip_record_u32(bytes, 8) == checksum(span_slice(header, 0, size));
    }
    struct span header = span_slice(bytes, 9, SIZE_MAX);
    if (header.size < 5 || bytes.data[6] != '\0')
        return false;
    size_t size = zip_record_u16(header, 3);
    return size >= 7 && size - 2 <= header.size && zip_record_u16(bytes, 7) == (checksum(span_slice(header, 0, size - 2)) & 0xffff);
}

static bool begins_7z(struct span bytes)
{
    return bytes.size >= 32 && zip_record_u32(bytes, 8) == checksum(span_slice(bytes, 12, 20));
}

static bool begins_cab(struct span bytes)
{
    return bytes.size >= 36 && zip_record_u32(bytes, 8) <= bytes.size && bytes.data[24] == 3 && bytes.data[25] == 1;
}

static const struct {
    const char *sign;
    size_t size;
    bool (*begins)(struct span bytes);
    void (*inspect)(struct inspection *inspection, struct inspected_file *file);
} archives[] = {
    {"Rar!\x1a\x07", 6, begins_rar, rar_inspect},
    {"7z\xbc\xaf\x27\x1c", 6, begins_7z, sevenzip_inspect},
    {"MSCF\0\0\0\0", 8, begins_cab, cab_inspect},
};

void self_extract_inspect(struct inspection *inspection, struct inspected_file *file)
{
    zip_inspect_end(inspection, file);
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++) {
        struct span sign = {archives[i].sign, archives[i].size};
        size_t at = span_find(file->bytes, sign, 1);
        for (unsigned tries = 0; at != SIZE_MAX && tries < SELF_EXTRACT_TRIES; tries++, at = span_find(file->bytes, sign, at + 1)) {
            struct inspected_file archive = *file;
            archive.bytes = span_slice(file->bytes, at, SIZE_MAX);
            if (!archives[i].begins(archive.bytes))
                continue;
            archives[i].inspect(inspection, &archive);
            return;
        }
    }
}
