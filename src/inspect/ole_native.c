/* Reads what the Packager wrote and enters it. */
#include "inspect/ole_native.h"

#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"
#include "inspect/name_facts.h"

#define STREAM SPAN_LITERAL("\1Ole10Native")
#define SIZE_BYTES 4u      /* before it in a stream */
#define PACKAGE 2u         /* type of a file; 3 is a command line */
#define EMBEDDED 3u

bool ole_native_read(struct span bytes, struct ole_native *ret_native)
{
    struct byte_reader reader = {.bytes = bytes};
    unsigned type = byte_reader_u16(&reader);
    struct span label = byte_reader_text(&reader);
    byte_reader_text(&reader); /* where the file came from */
    byte_reader_skip(&reader, 2);
    unsigned kind = byte_reader_u16(&reader);
    byte_reader_skip(&reader, byte_reader_u32(&reader)); /* where it is unpacked to */
    uint32_t size = byte_reader_u32(&reader);
    if (reader.failed || type != PACKAGE || kind != EMBEDDED || label.size > OLE_NATIVE_NAME)
        return false;
    *ret_native = (struct ole_native){.name = label, .bytes = span_slice(bytes, reader.at, size), .size = size};
    byte_reader_skip(&reader, size);
    byte_reader_skip(&reader, 2 * (uint64_t)byte_reader_u32(&reader)); /* where it is unpacked to, again */
    struct span wide = byte_reader_take(&reader, 2 * (uint64_t)byte_reader_u32(&reader));
    if (!reader.failed && wide.size <= OLE_NATIVE_NAME)
        ret_native->wide = wide;
    return true;
}

void ole_native_enter(struct inspection *inspection, const struct inspected_file *file, const struct ole_native *native)
{
    struct charset_result text = native->wide.size ? charset_from_utf16le(inspection->arena, native->wide)
                                                   : charset_to_utf8(inspection->arena, native->name, SPAN_NONE);
    struct span name = name_last_part(text.text);
    struct archive_listed entry = {.name = name.size ? name : SPAN_LITERAL("object"), .size = native->size};
    struct attachment_member *member = archive_add(inspection, file, &entry);
    if (member)
        archive_enter(inspection, file, member, native->bytes);
}

void ole_native_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb)
{
    unsigned count = 0;
    for (uint32_t at = cfb_find_anywhere(cfb, STREAM, 0); at != CFB_NONE && !inspection_late(inspection); at = cfb_find_anywhere(cfb, STREAM, at + 1)) {
        struct ole_native native;
        inspection_fact(inspection, file, ATTACHMENT_EMBEDDED_OBJECT, SPAN_NONE);
        if (count++ == OLE_NATIVE_OBJECTS) {
            inspection_limit(inspection, "only the first objects are looked into");
            return;
        }
        size_t room = inspection_room(inspection);
        if (room && ole_native_read(span_slice(cfb_read(inspection->arena, cfb, at, room), SIZE_BYTES, SIZE_MAX), &native))
            ole_native_enter(inspection, file, &native);
    }
}
