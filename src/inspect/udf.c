/* Walks the folders of a UDF image without trust in any place. */
#include "inspect/udf.h"

#include "base/buf.h"
#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/byte_reader.h"

#define SECTOR 2048u
#define ANCHOR_SECTOR 256u
#define DESCRIPTORS 64u       /* of a sequence that are read */
#define FIRST_DESCRIPTOR 16u
#define LENGTH_BITS 0x3fffffffu /* of an extent; the two above tell whether it is written */
#define IDENTIFIER_BYTES 38u  /* of a file identifier without its name */

enum tag { TAG_ANCHOR = 2, TAG_PARTITION = 5, TAG_VOLUME = 6, TAG_END = 8, TAG_FILE_SET = 256, TAG_IDENTIFIER = 257, TAG_FILE = 261,
           TAG_FILE_EXTENDED = 266 };
#define CHARACTERISTIC_FOLDER 2u
#define CHARACTERISTIC_DELETED 4u
#define CHARACTERISTIC_PARENT 8u

struct folder {
    struct span name; /* path with a slash behind it; empty = the root */
    uint32_t block;   /* of its file entry */
    unsigned depth;
};

struct walk {
    struct inspection *inspection;
    const struct inspected_file *file;
    uint64_t partition; /* its first byte */
    struct folder folders[UDF_FOLDERS];
    size_t folder_count;
    unsigned records;
    size_t files;
    bool damaged;
};

/* A file as its entry describes it. */
struct node {
    uint64_t size;
    unsigned allocation;  /* 0 short, 1 long extents; 3 the data stands in place of them */
    struct span extents;
};

static struct byte_reader at_byte(struct span bytes, uint64_t at)
{
    return (struct byte_reader){.bytes = at < bytes.size ? span_slice(bytes, (size_t)at, SIZE_MAX) : SPAN_NONE};
}

static struct byte_reader at_block(const struct walk *walk, uint32_t block)
{
    return at_byte(walk->file->bytes, walk->partition + (uint64_t)block * SECTOR);
}

static unsigned tag_of(const struct byte_reader *reader)
{
    struct byte_reader copy = {.bytes = reader->bytes};
    return byte_reader_u16(&copy);
}

bool udf_found(struct span bytes)
{
    for (size_t i = FIRST_DESCRIPTOR; i < FIRST_DESCRIPTOR + DESCRIPTORS; i++)
        if (span_equal(span_slice(bytes, i * SECTOR + 1, 4), SPAN_LITERAL("NSR0")))
            return true;
    return false;
}

static uint32_t u32_at(const struct byte_reader *reader, uint64_t at)
{
    struct byte_reader copy = {.bytes = reader->bytes};
    byte_reader_seek(&copy, at);
    return byte_reader_u32(&copy);
}

/* The volume's sequence tells where the partition begins and which block of it has the file set. Only one plain partition is followed. */
static bool find_file_set(struct walk *walk, uint32_t *ret_block)
{
    struct byte_reader anchor = at_byte(walk->file->bytes, (uint64_t)ANCHOR_SECTOR * SECTOR);
    bool partition = false, volume = false;
    if (tag_of(&anchor) != TAG_ANCHOR)
        return false;
    uint64_t at = (uint64_t)u32_at(&anchor, 20) * SECTOR;
    for (unsigned i = 0; i < DESCRIPTORS; i++, at += SECTOR) {
        struct byte_reader descriptor = at_byte(walk->file->bytes, at);
        unsigned tag = tag_of(&descriptor);
        if (tag == TAG_PARTITION) {
            walk->partition = (uint64_t)u32_at(&descriptor, 188) * SECTOR;
            partition = true;
        } else if (tag == TAG_VOLUME) {
            *ret_block = u32_at(&descriptor, 252);
            volume = u32_at(&descriptor, 212) == SECTOR && u32_at(&descriptor, 268) == 1 && (u32_at(&descriptor, 440) & 0xff) == 1;
        } else if (tag == TAG_END || tag == 0) {
            break;
        }
    }
    return partition && volume;
}

static bool read_node(const struct walk *walk, uint32_t block, struct node *ret_node)
{
    struct byte_reader entry = at_block(walk, block);
    unsigned tag = tag_of(&entry);
    if (tag != TAG_FILE && tag != TAG_FILE_EXTENDED)
        return false;
    byte_reader_seek(&entry, 34);
    struct node node = {.allocation = byte_reader_u16(&entry) & 7};
    byte_reader_seek(&entry, 56);
    node.size = byte_reader_u64(&entry);
    byte_reader_seek(&entry, tag == TAG_FILE ? 168 : 208);
    uint32_t attributes = byte_reader_u32(&entry), extents = byte_reader_u32(&entry);
    byte_reader_skip(&entry, attributes);
    node.extents = byte_reader_take(&entry, extents);
    *ret_node = node;
    return !entry.failed;
}

/* The first `room` bytes; what was never written reads as zeros. */
static void read_data(const struct walk *walk, const struct node *node, size_t room, struct buf *out)
{
    struct byte_reader extents = {.bytes = node->extents};
    if (node->size < room)
        room = (size_t)node->size;
    if (node->allocation == 3)
        buf_add(out, span_slice(node->extents, 0, room));
    for (unsigned i = 0; i < UDF_EXTENTS && node->allocation < 2 && out->size < room; i++) {
        uint32_t word = byte_reader_u32(&extents), block = byte_reader_u32(&extents);
        if (node->allocation == 1)
            byte_reader_skip(&extents, 8);
        uint32_t size = word & LENGTH_BITS;
        if (extents.failed || !size || word >> 30 == 3)
            return;
        struct byte_reader data = at_block(walk, block);
        struct span part = span_slice(data.bytes, 0, size < room - out->size ? size : room - out->size);
        if (word >> 30)
            return;
        buf_add(out, part);
        if (part.size < size)
            return;
    }
}

/* OSTA compressed Unicode: one byte or two a character. */
static struct span name_of(struct walk *walk, const struct folder *folder, struct span identifier)
{
    struct arena *arena = walk->inspection->arena;
    bool wide = identifier.size && identifier.data[0] == 16;
    struct span text = charset_to_utf8(arena, span_slice(identifier, 1, SIZE_MAX), wide ? SPAN_LITERAL("utf-16be") : SPAN_LITERAL("iso-8859-1")).text;
    return arena_printf(arena, "%.*s%.*s", SPAN_ARGS(folder->name), SPAN_ARGS(text));
}

static void add_folder(struct walk *walk, const struct folder *outer, struct span name, uint32_t block)
{
    for (size_t i = 0; i < walk->folder_count; i++)
        if (walk->folders[i].block == block)
            return; /* it leads back */
    if (walk->folder_count == UDF_FOLDERS || outer->depth == UDF_DEPTH) {
        inspection_limit(walk->inspection, "not every folder of the image was read");
        return;
    }
    struct span path = arena_printf(walk->inspection->arena, "%.*s/", SPAN_ARGS(name));
    walk->folders[walk->folder_count++] = (struct folder){path, block, outer->depth + 1};
}

/* False when the image is to be left. */
static bool list_file(struct walk *walk, struct span name, uint32_t block)
{
    struct inspection *inspection = walk->inspection;
    struct node node = {0};
    bool known = read_node(walk, block, &node);
    walk->files++;
    walk->damaged |= !known;
    struct archive_listed entry = {.name = name, .size = node.size};
    struct attachment_member *member = archive_add(inspection, walk->file, &entry);
    if (!member || inspection_late(inspection))
        return false;
    size_t room = inspection_room(inspection);
    BUF_LOCAL out = {0};
    if (known && room)
        read_data(walk, &node, room, &out);
    if (!known || (node.size && !out.size))
        inspection_limit(inspection, "files of the image lie behind its end");
    else if (room)
        archive_enter(inspection, walk->file, member, arena_copy(inspection->arena, buf_span(&out)));
    return true;
}

struct identifier {
    unsigned characteristics;
    uint32_t block;
    struct span name;
};

/* Padded to four bytes. */
static bool read_identifier(struct byte_reader *reader, struct identifier *ret_identifier)
{
    size_t start = reader->at;
    unsigned tag = byte_reader_u16(reader);
    byte_reader_skip(reader, 16);
    struct identifier identifier = {.characteristics = byte_reader_u8(reader)};
    unsigned name_size = byte_reader_u8(reader);
    byte_reader_skip(reader, 4);
    identifier.block = byte_reader_u32(reader);
    byte_reader_skip(reader, 8);
    byte_reader_skip(reader, byte_reader_u16(reader));
    identifier.name = byte_reader_take(reader, name_size);
    byte_reader_skip(reader, (4 - (reader->at - start) % 4) % 4);
    *ret_identifier = identifier;
    return tag == TAG_IDENTIFIER && !reader->failed;
}

static bool walk_folder(struct walk *walk, const struct folder *folder)
{
    struct node node;
    BUF_LOCAL data = {0};
    if (!read_node(walk, folder->block, &node)) {
        walk->damaged = true;
        inspection_limit(walk->inspection, "a folder of the image is damaged");
        return true;
    }
    read_data(walk, &node, UDF_FOLDER_BYTES, &data);
    if (data.size < node.size)
        inspection_limit(walk->inspection, "not every folder of the image was read");
    struct byte_reader reader = {.bytes = buf_span(&data)};
    for (; byte_reader_left(&reader) >= IDENTIFIER_BYTES && walk->records < UDF_RECORDS; walk->records++) {
        struct identifier found;
        if (!read_identifier(&reader, &found)) {
            walk->damaged = true;
            inspection_limit(walk->inspection, "a folder of the image is damaged");
            return true;
        }
        if (found.characteristics & (CHARACTERISTIC_DELETED | CHARACTERISTIC_PARENT))
            continue;
        struct span name = name_of(walk, folder, found.name);
        if (found.characteristics & CHARACTERISTIC_FOLDER)
            add_folder(walk, folder, name, found.block);
        else if (!list_file(walk, name, found.block))
            return false;
    }
    return true;
}

bool udf_inspect(struct inspection *inspection, struct inspected_file *file)
{
    ARENA_LOCAL scratch = arena_open();
    struct walk *walk = arena_alloc(scratch, sizeof *walk);
    uint32_t block = 0;
    *walk = (struct walk){.inspection = inspection, .file = file};
    inspection_clear(inspection, file);
    bool found = find_file_set(walk, &block);
    struct byte_reader set = found ? at_block(walk, block) : (struct byte_reader){0};
    if (!found || tag_of(&set) != TAG_FILE_SET) {
        inspection_limit(inspection, "the UDF folders of the image were not read");
        return false;
    }
    walk->folders[walk->folder_count++] = (struct folder){.block = u32_at(&set, 404)};
    for (size_t i = 0; i < walk->folder_count; i++)
        if (!walk_folder(walk, &walk->folders[i]))
            return true;
    if (walk->records == UDF_RECORDS)
        inspection_limit(inspection, "not every folder of the image was read");
    return walk->files && !walk->damaged;
}
