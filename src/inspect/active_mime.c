/* Unpacks ActiveMime parts and looks at the project in them. */
#include "inspect/active_mime.h"

#include "inspect/html_smuggle.h"
#include "inspect/le.h"
#include "inspect/zlib_stream.h"
#include "inspect/vba.h"

#define MAGIC SPAN_LITERAL("ActiveMime")
#define MAGIC_BASE64 SPAN_LITERAL("QWN0aXZlTWlt") /* its first nine letters */
#define PACKED_AT 0x32u
#define SEARCHED 256u /* bytes behind the magic in which the packed project begins */

bool active_mime(struct span bytes)
{
    return span_starts(bytes, MAGIC);
}

void active_mime_inspect(struct inspection *inspection, const struct inspected_file *file, struct span bytes)
{
    struct span project;
    inspection_fact(inspection, file, ATTACHMENT_ACTIVE_MIME, SPAN_NONE);
    bool open = zlib_stream_open(inspection, span_slice(bytes, PACKED_AT, SIZE_MAX), &project);
    for (size_t at = PACKED_AT; !open && at < SEARCHED && at + 2 < bytes.size; at++) /* the header grew in some versions */
        if (bytes.data[at] == 'x' && le_u16(bytes, at) != 0)
            open = zlib_stream_open(inspection, span_slice(bytes, at, SIZE_MAX), &project);
    if (!open)
        inspection_macros(inspection, ATTACHMENT_MACROS_UNKNOWN);
    else if (!vba_inspect_bytes(inspection, file, project))
        inspection_macros(inspection, ATTACHMENT_MACROS_VBA); /* it is kept for nothing else */
}

static int digit(char byte)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = byte ? strchr(digits, byte) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Base64 up to the end of its part; blanks and line ends are passed over. */
static struct span decode(struct arena *arena, struct span text)
{
    char *out = arena_alloc(arena, text.size / 4 * 3 + 3);
    size_t size = 0;
    unsigned bits = 0, count = 0;
    for (size_t at = 0; at < text.size; at++) {
        int value = digit(text.data[at]);
        if (value < 0 && text.data[at] != '\r' && text.data[at] != '\n' && text.data[at] != ' ')
            break;
        if (value < 0)
            continue;
        bits = bits << 6 | (unsigned)value;
        if (++count % 4 == 0) {
            out[size++] = (char)(bits >> 16);
            out[size++] = (char)(bits >> 8);
            out[size++] = (char)bits;
        }
    }
    return (struct span){out, size};
}

void active_mime_page(struct inspection *inspection, struct inspected_file *file)
{
    unsigned parts = 0;
    for (size_t at = span_find(file->bytes, MAGIC_BASE64, 0); at != SIZE_MAX && parts < ACTIVE_MIME_PARTS && !inspection_late(inspection);
         at = span_find(file->bytes, MAGIC_BASE64, at + MAGIC_BASE64.size), parts++) {
        size_t room = inspection_room(inspection);
        struct span bytes = decode(inspection->arena, span_slice(file->bytes, at, room / 3 * 4));
        inspection_spent(inspection, bytes.size);
        if (active_mime(bytes))
            active_mime_inspect(inspection, file, bytes);
    }
    html_smuggle_inspect(inspection, file);
}
