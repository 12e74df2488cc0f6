/* Walks the header of a 7z archive and reads its files. */
#include "inspect/sevenzip.h"

#include "base/charset.h"
#include "inspect/archive.h"
#include "inspect/open_sevenzip.h"
#include "inspect/sevenzip_header.h"
#include "inspect/unpack_library.h"

#define HEADER_ROUNDS 4   /* headers packed within headers; 7-Zip packs once */
#define FILE_PROPERTIES 64 /* of one archive that are read */

struct file_list {
    uint64_t count;
    struct span names;  /* UTF-16LE, each ended by a NUL; empty when none are kept */
    struct span empty;  /* one bit a file: it has no stream */
    struct span nothing; /* one bit for each without a stream: a file, not a folder */
};

static void read_files(struct byte_reader *reader, struct file_list *ret_list)
{
    struct file_list list = {.count = sevenzip_number(reader)};
    for (unsigned i = 0; i < FILE_PROPERTIES && !reader->failed; i++) {
        uint64_t type = sevenzip_number(reader);
        if (type == SEVENZIP_END)
            break;
        struct span data = byte_reader_take(reader, sevenzip_number(reader));
        if (type == SEVENZIP_NAMES)
            list.names = span_slice(data, 1, SIZE_MAX);
        else if (type == SEVENZIP_EMPTY_STREAM)
            list.empty = data;
        else if (type == SEVENZIP_EMPTY_FILE)
            list.nothing = data;
    }
    *ret_list = list;
}

static bool bit(struct span bits, uint64_t at)
{
    return at / 8 < bits.size && ((unsigned char)bits.data[at / 8] >> (7 - at % 8) & 1);
}

static struct span take_name(struct arena *arena, struct span *names)
{
    size_t end = 0;
    while (end + 1 < names->size && (names->data[end] || names->data[end + 1]))
        end += 2;
    struct span name = span_slice(*names, 0, end);
    *names = span_slice(*names, end + 2, SIZE_MAX);
    return charset_from_utf16le(arena, name).text;
}

/* The folder at hand, unpacked when its first file is asked for. */
struct place {
    size_t folder;
    uint64_t stream; /* files of it that were passed */
    uint64_t at;     /* their bytes */
    bool tried;
    struct span bytes;
};

struct walk {
    struct inspection *inspection;
    struct arena *scratch; /* for the header: it ends with this archive */
    const struct inspected_file *file;
    const struct sevenzip_streams *streams;
    struct place place;
    struct unpack_library library; /* files in folders that our own reader does not unpack */
    struct sevenzip_opener *opener; /* and in those that are encrypted */
};

/* `first`: size of its first file. */
static void unpack_folder(struct walk *walk, const struct sevenzip_folder *folder, uint64_t first)
{
    struct place *place = &walk->place;
    size_t room = inspection_room(walk->inspection);
    place->tried = true;
    if (!room)
        return;
    if (folder->encrypted)
        sevenzip_open(walk->opener, walk->streams, folder, first, room, &place->bytes);
    else if (!sevenzip_unpack(walk->inspection->arena, walk->file->bytes, walk->streams, folder, room, &place->bytes))
        inspection_limit(walk->inspection, "members that are damaged or packed by a rare method were not unpacked");
    inspection_spent(walk->inspection, place->bytes.size);
}

static void enter(struct walk *walk, struct attachment_member *member, uint64_t size)
{
    struct place *place = &walk->place;
    if (!place->tried)
        unpack_folder(walk, &walk->streams->folders[place->folder], size);
    if (!place->bytes.size)
        return;
    if (place->at >= place->bytes.size) {
        inspection_limit(walk->inspection, "only the beginning of what is packed together was unpacked");
        return;
    }
    struct span rest = span_slice(place->bytes, (size_t)place->at, SIZE_MAX);
    inspection_enter(walk->inspection, walk->file, member, span_slice(rest, 0, size < rest.size ? (size_t)size : rest.size));
}

/* On to the next file that has a stream. */
static void pass(struct walk *walk, uint64_t size)
{
    struct place *place = &walk->place;
    place->at += size;
    place->stream++;
    while (place->folder < walk->streams->folder_count && place->stream >= walk->streams->folders[place->folder].stream_count)
        *place = (struct place){.folder = place->folder + 1};
}

/* One packed size can be told of a folder with one file only. */
static uint64_t packed_size(const struct walk *walk)
{
    const struct sevenzip_folder *folder = &walk->streams->folders[walk->place.folder];
    bool known = folder->stream_count == 1 && folder->first_pack < walk->streams->pack_count;
    return known ? walk->streams->pack_sizes[folder->first_pack] : 0;
}

static void list_files(struct walk *walk, struct file_list *list)
{
    const struct sevenzip_streams *streams = walk->streams;
    uint64_t empty = 0;
    size_t stream = 0;
    walk->place.stream = UINT64_MAX;
    pass(walk, 0); /* over folders without files */
    for (uint64_t i = 0; i < list->count && !inspection_late(walk->inspection); i++) {
        struct archive_listed entry = {.name = take_name(walk->scratch, &list->names)};
        bool has_stream = !bit(list->empty, i) && walk->place.folder < streams->folder_count && stream < streams->size_count;
        if (has_stream) {
            entry.size = streams->sizes[stream++];
            entry.packed = packed_size(walk);
            entry.encrypted = streams->folders[walk->place.folder].encrypted;
        } else if (bit(list->empty, i)) {
            entry.folder = !bit(list->nothing, empty++);
        }
        struct attachment_member *member = archive_add(walk->inspection, walk->file, &entry);
        if (!member)
            return;
        bool left = has_stream && sevenzip_needs_library(&streams->folders[walk->place.folder]);
        unpack_library_note(&walk->library, walk->inspection, &entry, member, left);
        if (has_stream && !left)
            enter(walk, member, entry.size);
        if (has_stream)
            pass(walk, entry.size);
    }
}

static void tell_encrypted(struct inspection *inspection, const struct inspected_file *file, const struct sevenzip_streams *streams)
{
    if (streams->aes)
        inspection_encrypted(inspection, file, "AES-256");
    else
        inspection_shut(inspection, file, "7z cipher");
}

/* A packed header is a header whose streams hold the next. False when there is none that can be read. */
static bool unpack_header(struct sevenzip_opener *opener, struct arena *scratch, struct inspected_file *file, struct byte_reader *reader)
{
    struct inspection *inspection = opener->inspection;
    struct sevenzip_streams streams;
    struct span header;
    sevenzip_read_streams(scratch, reader, &streams);
    size_t room = inspection_room(inspection);
    if (streams.encrypted) {
        tell_encrypted(inspection, file, &streams);
        inspection_fact(inspection, file, ATTACHMENT_ENCRYPTED_NAMES, SPAN_NONE);
        if (!room || !streams.folder_count || !sevenzip_open(opener, &streams, &streams.folders[0], 0, room, &header))
            return false;
    } else if (!room || !streams.folder_count || !sevenzip_unpack(scratch, file->bytes, &streams, &streams.folders[0], room, &header)) {
        inspection_limit(inspection, "the header of the archive cannot be unpacked");
        return false;
    }
    inspection_spent(inspection, header.size);
    *reader = (struct byte_reader){.bytes = header};
    return true;
}

/* The type behind them. */
static uint64_t skip_properties(struct byte_reader *reader)
{
    for (unsigned i = 0; i < FILE_PROPERTIES && sevenzip_number(reader) != SEVENZIP_END && !reader->failed; i++)
        byte_reader_skip(reader, sevenzip_number(reader));
    return sevenzip_number(reader);
}

static void read_header(struct sevenzip_opener *opener, struct arena *scratch, struct inspected_file *file, struct byte_reader *reader)
{
    struct inspection *inspection = opener->inspection;
    struct sevenzip_streams streams = {0};
    struct file_list list = {0};
    uint64_t type = sevenzip_number(reader);
    if (type == SEVENZIP_ARCHIVE_PROPERTIES)
        type = skip_properties(reader);
    if (type == SEVENZIP_STREAMS) {
        sevenzip_read_streams(scratch, reader, &streams);
        type = reader->failed ? SEVENZIP_END : sevenzip_number(reader);
    }
    if (streams.encrypted)
        tell_encrypted(inspection, file, &streams);
    if (streams.too_many)
        inspection_limit(inspection, "the archive has too many parts to list them");
    if (type == SEVENZIP_FILES)
        read_files(reader, &list);
    if (reader->failed)
        inspection_limit(inspection, "the header of the archive is damaged");
    else
        inspection_clear(inspection, file);
    struct walk walk = {.inspection = inspection, .scratch = scratch, .file = file, .streams = &streams, .library.solid = true, .opener = opener};
    list_files(&walk, &list);
    unpack_library_run(&walk.library, inspection, file, UNPACK_LIBRARY_7Z);
}

void sevenzip_inspect(struct inspection *inspection, struct inspected_file *file)
{
    ARENA_LOCAL scratch = arena_open();
    struct sevenzip_opener *opener = arena_alloc(scratch, sizeof *opener);
    opener->inspection = inspection;
    opener->file = file;
    struct byte_reader start = {.bytes = file->bytes};
    byte_reader_seek(&start, 12);
    uint64_t at = byte_reader_u64(&start), size = byte_reader_u64(&start);
    if (!size && !start.failed) { /* an archive without files has no header */
        inspection_clear(inspection, file);
        return;
    }
    struct byte_reader reader = {.bytes = file->bytes};
    byte_reader_seek(&reader, SEVENZIP_SIGNATURE_BYTES);
    byte_reader_skip(&reader, at);
    reader.bytes = byte_reader_take(&reader, size);
    reader.at = 0;
    for (unsigned round = 0; round < HEADER_ROUNDS && !start.failed && !reader.failed; round++) {
        uint64_t type = sevenzip_number(&reader);
        if (type == SEVENZIP_HEADER) {
            read_header(opener, scratch, file, &reader);
            return;
        }
        if (type != SEVENZIP_ENCODED)
            break;
        if (!unpack_header(opener, scratch, file, &reader))
            return;
    }
    inspection_limit(inspection, "the header of the archive is damaged");
}
