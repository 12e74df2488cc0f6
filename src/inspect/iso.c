/* Walks the directories of ISO 9660 (ECMA-119) without trust in any place. */
#include "inspect/iso.h"

#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"
#include "inspect/udf.h"

#define SECTOR 2048u
#define FIRST_DESCRIPTOR 16u
#define DESCRIPTORS 64u     /* that are looked at */
#define ROOT_AT 156u        /* of the root's record in a descriptor */
#define RECORD_BYTES 33u
#define FLAG_FOLDER 2u

struct folder {
    struct span name; /* path with a slash behind it; empty = the root */
    uint64_t at, size;
    unsigned depth;
};

struct walk {
    struct inspection *inspection;
    const struct inspected_file *file;
    bool joliet;
    struct folder folders[ISO_FOLDERS];
    size_t folder_count;
    unsigned records;
};

struct record {
    uint64_t at, size;
    unsigned flags;
    struct span name;
};

static bool read_record(struct span bytes, struct record *ret_record)
{
    struct byte_reader reader = {.bytes = bytes};
    unsigned size = byte_reader_u8(&reader), extended = byte_reader_u8(&reader);
    reader.bytes = span_slice(bytes, 0, size);
    uint64_t at = ((uint64_t)byte_reader_u32(&reader) + extended) * SECTOR;
    byte_reader_skip(&reader, 4); /* the same, big-endian */
    struct record record = {.at = at, .size = byte_reader_u32(&reader)};
    byte_reader_skip(&reader, 11); /* size again, time */
    record.flags = byte_reader_u8(&reader);
    byte_reader_skip(&reader, 6);
    record.name = byte_reader_take(&reader, byte_reader_u8(&reader));
    *ret_record = record;
    return !reader.failed;
}

/* Joliet: UCS-2, big-endian. Else what stands behind ";", the version, is no part of it. */
static struct span name_of(struct walk *walk, const struct folder *folder, struct span name)
{
    struct arena *arena = walk->inspection->arena;
    struct span text = walk->joliet ? charset_to_utf8(arena, name, SPAN_LITERAL("utf-16be")).text : charset_to_utf8(arena, name, SPAN_NONE).text;
    size_t version = span_find_byte(text, ';', 0);
    text = span_slice(text, 0, version);
    if (!walk->joliet && text.size && text.data[text.size - 1] == '.')
        text.size--;
    return arena_printf(arena, "%.*s%.*s", SPAN_ARGS(folder->name), SPAN_ARGS(text));
}

static void add_folder(struct walk *walk, const struct folder *outer, struct span name, const struct record *record)
{
    for (size_t i = 0; i < walk->folder_count; i++)
        if (walk->folders[i].at == record->at)
            return; /* it leads back */
    if (walk->folder_count == ISO_FOLDERS || outer->depth == ISO_DEPTH) {
        inspection_limit(walk->inspection, "not every folder of the image was read");
        return;
    }
    struct span path = arena_printf(walk->inspection->arena, "%.*s/", SPAN_ARGS(name));
    walk->folders[walk->folder_count++] = (struct folder){path, record->at, record->size, outer->depth + 1};
}

/* False when the image is to be left. */
static bool list_record(struct walk *walk, const struct folder *folder, const struct record *record)
{
    struct inspection *inspection = walk->inspection;
    if (record->name.size <= 1 && (!record->name.size || (unsigned char)record->name.data[0] <= 1))
        return true; /* the folder itself and the one above */
    struct span name = name_of(walk, folder, record->name), bytes = walk->file->bytes;
    if (record->flags & FLAG_FOLDER) {
        add_folder(walk, folder, name, record);
        return true;
    }
    struct archive_listed entry = {.name = name, .size = record->size};
    struct attachment_member *member = archive_add(inspection, walk->file, &entry);
    if (!member || inspection_late(inspection))
        return false;
    size_t room = inspection_room(inspection);
    if (record->at >= bytes.size)
        inspection_limit(inspection, "files of the image lie behind its end");
    else if (room)
        archive_enter(inspection, walk->file, member, span_slice(span_slice(bytes, (size_t)record->at, (size_t)record->size), 0, room));
    return true;
}

static bool walk_folder(struct walk *walk, const struct folder *folder)
{
    uint64_t size = walk->file->bytes.size, end;
    if (__builtin_add_overflow(folder->at, folder->size, &end) || end > size) {
        inspection_limit(walk->inspection, "files of the image lie behind its end");
        end = size;
    }
    for (uint64_t at = folder->at; at < end && walk->records < ISO_RECORDS; walk->records++) {
        unsigned length = (unsigned char)walk->file->bytes.data[at];
        struct record record;
        if (!length) { /* no record crosses a sector */
            at = (at / SECTOR + 1) * SECTOR;
            continue;
        }
        if (!read_record(span_slice(walk->file->bytes, (size_t)at, (size_t)(end - at)), &record)) {
            inspection_limit(walk->inspection, "a folder of the image is damaged");
            return true;
        }
        if (!list_record(walk, folder, &record))
            return false;
        at += length;
    }
    return true;
}

/* Joliet says so by an escape sequence in a supplementary descriptor. */
static bool find_root(struct span bytes, struct record *ret_root, bool *ret_joliet)
{
    bool found = false;
    for (size_t i = FIRST_DESCRIPTOR; i < FIRST_DESCRIPTOR + DESCRIPTORS; i++) {
        struct span descriptor = span_slice(bytes, i * SECTOR, SECTOR);
        if (descriptor.size < SECTOR || !span_equal(span_slice(descriptor, 1, 5), SPAN_LITERAL("CD001")))
            break;
        bool joliet = descriptor.data[0] == 2 && span_starts(span_slice(descriptor, 88, 3), SPAN_LITERAL("%/"));
        bool primary = descriptor.data[0] == 1 && !found;
        if ((joliet || primary) && read_record(span_slice(descriptor, ROOT_AT, SIZE_MAX), ret_root)) {
            found = true;
            *ret_joliet = joliet;
            if (joliet)
                break;
        }
    }
    return found;
}

static void walk_image(struct walk *walk)
{
    struct record root;
    if (!find_root(walk->file->bytes, &root, &walk->joliet)) {
        inspection_limit(walk->inspection, "the directory of the image cannot be read");
        return;
    }
    walk->folders[walk->folder_count++] = (struct folder){.at = root.at, .size = root.size};
    for (size_t i = 0; i < walk->folder_count; i++)
        if (!walk_folder(walk, &walk->folders[i]))
            return;
    if (walk->records == ISO_RECORDS)
        inspection_limit(walk->inspection, "not every folder of the image was read");
}

/* Where an image has UDF, too, that is what Windows shows: its folders are read instead. */
void iso_inspect(struct inspection *inspection, struct inspected_file *file)
{
    ARENA_LOCAL scratch = arena_open();
    struct walk *walk = arena_alloc(scratch, sizeof *walk);
    *walk = (struct walk){.inspection = inspection, .file = file};
    inspection_clear(inspection, file);
    if (udf_found(file->bytes) && udf_inspect(inspection, file))
        return;
    walk_image(walk);
}
