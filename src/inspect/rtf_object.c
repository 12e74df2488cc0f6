/* Finds \objdata, decodes its hex whatever is strewn into it, and looks at the object. */
#include "inspect/rtf_object.h"

#include "base/buf.h"
#include "inspect/le.h"
#include "inspect/ole_native.h"

#define CLASS_BYTES 64u
#define OLE_EMBEDDED 2u

static int hex(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Behind a backslash: a control word with its number and blank, \'xx, or one sign. */
static size_t control_size(struct span text)
{
    size_t at = 1;
    while (at < text.size && letter(text.data[at]))
        at++;
    if (at == 1)
        return at < text.size && text.data[at] == '\'' ? 4 : 2;
    while (at < text.size && (text.data[at] == '-' || (text.data[at] >= '0' && text.data[at] <= '9')))
        at++;
    return at + (at < text.size && text.data[at] == ' ');
}

/* Word reads only the hex digits of the group and of those within it; so does this. */
static void decode(struct buf *out, struct span text, size_t room)
{
    unsigned depth = 1;
    int high = -1;
    for (size_t at = 0; at < text.size && depth && out->size < room;) {
        char byte = text.data[at];
        int digit = hex(byte);
        depth = byte == '{' ? depth + 1 : byte == '}' ? depth - 1 : depth;
        at += byte == '\\' ? control_size(span_slice(text, at, SIZE_MAX)) : 1;
        if (byte == '\\' || digit < 0)
            continue;
        if (high >= 0)
            buf_add_byte(out, (char)(high << 4 | digit));
        high = high < 0 ? digit : -1;
    }
}

/* [MS-OLEDS] 2.2.4, 2.2.5: version, format, three strings with their lengths, and of an embedded object its data. */
static struct span native_data(struct span object, struct span *ret_class)
{
    size_t at = 8;
    uint32_t size = le_u32(object, at);
    *ret_class = span_slice(object, at + 4, size && size < CLASS_BYTES ? size - 1 : 0);
    for (int i = 0; i < 3; i++) {
        size = le_u32(object, at);
        if (size > object.size)
            return SPAN_NONE;
        at += 4 + (size_t)size;
    }
    return le_u32(object, 4) == OLE_EMBEDDED ? span_slice(object, at + 4, le_u32(object, at)) : SPAN_NONE;
}

static void object(struct inspection *inspection, struct inspected_file *file, struct span text, bool updates, unsigned number)
{
    BUF_LOCAL bytes = {0};
    struct span class_name;
    size_t room = inspection_room(inspection);
    decode(&bytes, text, room);
    if (bytes.size >= room)
        inspection_limit(inspection, "only the beginning of an object was read");
    inspection_spent(inspection, bytes.size);
    struct span data = native_data(buf_span(&bytes), &class_name);
    inspection_fact(inspection, file, ATTACHMENT_RTF_OBJECT,
                    arena_printf(inspection->arena, "%.*s%s", SPAN_ARGS(class_name), updates ? " (updates by itself)" : ""));
    struct ole_native native;
    if (ole_native_read(data, &native)) {
        native.bytes = arena_copy(inspection->arena, native.bytes);
        ole_native_enter(inspection, file, &native);
        return;
    }
    if (!data.size)
        return;
    struct span name = arena_printf(inspection->arena, "object %u", number);
    struct attachment_member *member = inspection_member(inspection, file, name, data.size, false);
    if (member)
        inspection_enter(inspection, file, member, arena_copy(inspection->arena, data));
}

void rtf_object_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct span word = SPAN_LITERAL("\\objdata");
    bool updates = span_find(file->bytes, SPAN_LITERAL("\\objupdate"), 0) != SIZE_MAX;
    unsigned count = 0;
    for (size_t at = span_find(file->bytes, word, 0); at != SIZE_MAX && !inspection_late(inspection);
         at = span_find(file->bytes, word, at + word.size)) {
        if (count++ == RTF_OBJECTS) {
            inspection_limit(inspection, "only the first objects are looked into");
            break;
        }
        object(inspection, file, span_slice(file->bytes, at + word.size, SIZE_MAX), updates, count);
    }
    inspection_clear(inspection, file);
}
