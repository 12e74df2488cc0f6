/* Walks the blocks of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"). */
#include "inspect/tar.h"

#include "base/charset.h"
#include "inspect/archive.h"

#define BLOCK 512u
#define NAME_BYTES 100
#define PREFIX_AT 345
#define PREFIX_BYTES 155

static struct span text(struct span block, size_t at, size_t size)
{
    struct span field = span_slice(block, at, size);
    return span_slice(field, 0, span_find_byte(field, '\0', 0));
}

/* Octal, or base 256 where the first bit is set. */
static uint64_t number(struct span field)
{
    uint64_t value = 0;
    if (field.size && (field.data[0] & 0x80)) {
        for (size_t i = field.size > 8 ? field.size - 8 : 0; i < field.size; i++)
            value = value << 8 | (unsigned char)field.data[i];
        return value;
    }
    for (size_t i = 0; i < field.size; i++)
        if (field.data[i] >= '0' && field.data[i] <= '7')
            value = value << 3 | (uint64_t)(field.data[i] - '0');
    return value;
}

/* "27 path=folder/name\n" among the records of a pax header. */
static struct span pax_path(struct span records)
{
    struct span line;
    while (span_take_line(&records, &line)) {
        size_t key = span_find_byte(line, ' ', 0);
        struct span record = key == SIZE_MAX ? SPAN_NONE : span_slice(line, key + 1, SIZE_MAX);
        if (span_starts(record, SPAN_LITERAL("path=")))
            return span_slice(record, 5, SIZE_MAX);
    }
    return SPAN_NONE;
}

static struct span name_of(struct arena *arena, struct span block, struct span longer)
{
    struct span name = text(block, 0, NAME_BYTES), prefix = text(block, PREFIX_AT, PREFIX_BYTES);
    if (longer.size)
        name = longer;
    else if (prefix.size && span_equal(span_slice(block, 257, 6), SPAN_LITERAL("ustar\0")))
        name = arena_printf(arena, "%.*s/%.*s", SPAN_ARGS(prefix), SPAN_ARGS(name));
    return charset_to_utf8(arena, name, SPAN_NONE).text;
}

/* False when the archive is to be left. */
static bool list_entry(struct inspection *inspection, const struct inspected_file *file, struct span name, uint64_t size, char type, struct span data)
{
    struct archive_listed entry = {.name = name, .size = size, .folder = type == '5'};
    struct attachment_member *member = archive_add(inspection, file, &entry);
    if (!member || inspection_late(inspection))
        return false;
    size_t room = inspection_room(inspection);
    if (room && (type == '0' || type == '\0' || type == '7'))
        archive_enter(inspection, file, member, span_slice(data, 0, room));
    return true;
}

void tar_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct span rest = file->bytes, longer = SPAN_NONE;
    inspection_clear(inspection, file);
    for (unsigned i = 0; i < TAR_HEADERS && rest.size >= BLOCK && rest.data[0]; i++) {
        struct span block = span_slice(rest, 0, BLOCK);
        uint64_t size = number(span_slice(block, 124, 12));
        char type = block.data[156];
        rest = span_slice(rest, BLOCK, SIZE_MAX);
        struct span data = span_slice(rest, 0, size < rest.size ? (size_t)size : rest.size);
        uint64_t padding = (BLOCK - size % BLOCK) % BLOCK;
        rest = size < rest.size ? span_slice(rest, (size_t)(size + padding), SIZE_MAX) : SPAN_NONE;
        if (type == 'x' || type == 'L') {
            longer = type == 'x' ? pax_path(data) : text(data, 0, SIZE_MAX);
        } else if (type != 'g' && type != 'K') {
            if (!list_entry(inspection, file, name_of(inspection->arena, block, longer), size, type, data))
                return;
            longer = SPAN_NONE;
        }
    }
    if (rest.size < BLOCK) /* a block of zeros is the end */
        inspection_limit(inspection, "the archive ends before its end");
}
