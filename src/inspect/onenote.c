/* Finds file data by its GUID, whatever the lists of the section say. */
#include "inspect/onenote.h"

#include "inspect/le.h"
#include "inspect/sniff.h"

/* [MS-ONESTORE] 2.6.13, FileDataStoreObject: GUID, length, 12 bytes, data. */
#define FILE_DATA SPAN_LITERAL("\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac")
#define LENGTH_AT 16u
#define DATA_AT 36u

static bool picture(struct span bytes)
{
    static const char *const types[] = {"png", "jpeg", "gif", "bmp", "tiff", "webp", "ico", "wmf"};
    struct span type = span_of(sniff_type(bytes));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (span_equal(type, span_of(types[i])))
            return true;
    return le_u32(bytes, 0) == 1 && span_equal(span_slice(bytes, 40, 4), SPAN_LITERAL(" EMF"));
}

static void payload(struct inspection *inspection, struct inspected_file *file, struct span bytes, unsigned number)
{
    if (!bytes.size || picture(bytes))
        return;
    struct span type = span_of(sniff_type(bytes));
    inspection_fact(inspection, file, ATTACHMENT_ONENOTE_PAYLOAD, type);
    struct span name = arena_printf(inspection->arena, "file %u", number);
    struct attachment_member *member = inspection_member(inspection, file, name, bytes.size, false);
    if (member)
        inspection_enter(inspection, file, member, bytes);
}

void onenote_inspect(struct inspection *inspection, struct inspected_file *file)
{
    unsigned count = 0;
    size_t at = span_find(file->bytes, FILE_DATA, 0);
    while (at != SIZE_MAX && !inspection_late(inspection)) {
        uint64_t length = le_u64(file->bytes, at + LENGTH_AT);
        if (count++ == ONENOTE_FILES) {
            inspection_limit(inspection, "only the first files of this section are looked into");
            return;
        }
        struct span bytes = span_slice(file->bytes, at + DATA_AT, length < file->bytes.size ? (size_t)length : 0);
        payload(inspection, file, bytes, count);
        at = span_find(file->bytes, FILE_DATA, at + LENGTH_AT + bytes.size);
    }
}
