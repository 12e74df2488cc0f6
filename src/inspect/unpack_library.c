/* Goes through an archive with libarchive, beside the list that our own reader made, within the bounds of the inspection. */
#include "inspect/unpack_library.h"

#include <archive.h>
#include <archive_entry.h>
#include <malloc.h>
#include <stdlib.h>
#include "base/buf.h"
#include "inspect/name_facts.h"

#define CHUNK 65536u
#define ROOM_FIRST 16u
#define ALL_ZERO 0xff /* M_PERTURB: what is allocated has the bits that are not in it */

void unpack_library_note(struct unpack_library *library, struct inspection *inspection, const struct archive_listed *entry,
                         const struct attachment_member *member, bool wanted)
{
    if (wanted && archive_padded(entry)) {
        inspection_limit(inspection, "members that are blown up with filler were not unpacked");
        wanted = false;
    }
    if (library->count == library->room) {
        size_t room = library->room ? 2 * library->room : ROOM_FIRST;
        struct unpack_library_entry *entries = arena_array(inspection->arena, room, sizeof *entries);
        if (library->count)
            memcpy(entries, library->entries, library->count * sizeof *entries);
        library->entries = entries;
        library->room = room;
    }
    library->entries[library->count++] = (struct unpack_library_entry){(size_t)(member - inspection->members), wanted};
    library->wanted += wanted;
}

/* libarchive holds the entry that we listed at this place. Names of other charsets are not compared. */
static bool same(struct archive_entry *entry, const struct attachment_member *member)
{
    const char *name = archive_entry_pathname_utf8(entry);
    struct span ours = name_last_part(member->name), theirs = name_last_part(span_of(name));
    for (size_t i = 0; name && i < ours.size; i++)
        if ((unsigned char)ours.data[i] >= 0x80)
            name = NULL;
    return (!name || !theirs.size || span_equal(ours, theirs)) && (!archive_entry_size_is_set(entry) || archive_entry_size(entry) == (la_int64_t)member->size);
}

struct run {
    struct inspection *inspection;
    const struct inspected_file *file;
    struct archive *archive;
    uint64_t passed;
};

/* Up to `room` bytes of the entry at hand. *ret_ended: those are all. False where the stream is damaged or not read by libarchive. */
static bool take(struct run *run, size_t room, struct buf *out, bool *ret_ended)
{
    *ret_ended = false;
    while (out->size < room && !inspection_late(run->inspection)) {
        size_t left = room - out->size;
        buf_reserve(out, left < CHUNK ? left : CHUNK);
        la_ssize_t got = archive_read_data(run->archive, out->data + out->size, left < CHUNK ? left : CHUNK);
        if (got < 0)
            return false;
        if (got == 0) {
            *ret_ended = true;
            return true;
        }
        out->size += (size_t)got;
    }
    return true;
}

/* Unpacks what is left of an entry and forgets it. False when that is too much. */
static bool pass(struct run *run)
{
    BUF_LOCAL scratch = {0};
    bool ended = false;
    while (!ended && run->passed < UNPACK_LIBRARY_PASSED && !inspection_late(run->inspection)) {
        buf_clear(&scratch);
        if (!take(run, CHUNK, &scratch, &ended))
            return false;
        run->passed += scratch.size;
    }
    return ended;
}

/* False when the archive is to be left. A stream that breaks off gives what came before. */
static bool read_entry(struct run *run, size_t member, bool solid)
{
    BUF_LOCAL bytes = {0};
    bool ended;
    size_t room = inspection_room(run->inspection);
    if (!room)
        return false;
    bool sound = take(run, room, &bytes, &ended);
    if (sound || bytes.size)
        archive_enter(run->inspection, run->file, &run->inspection->members[member], arena_copy(run->inspection->arena, buf_span(&bytes)));
    return sound && (ended || !solid || pass(run));
}

/* False when something wanted was not unpacked. */
static bool go(struct run *run, struct unpack_library *library)
{
    struct archive_entry *entry;
    for (size_t i = 0; i < library->count && library->wanted && !inspection_late(run->inspection); i++) {
        const struct unpack_library_entry *noted = &library->entries[i];
        int status = archive_read_next_header(run->archive, &entry);
        if ((status != ARCHIVE_OK && status != ARCHIVE_WARN) || !same(entry, &run->inspection->members[noted->member]))
            return false;
        library->wanted -= noted->wanted;
        if (noted->wanted ? !read_entry(run, noted->member, library->solid) : library->solid && !pass(run))
            return false;
    }
    return library->wanted == 0;
}

static int support(struct archive *archive, enum unpack_library_format format)
{
    switch (format) {
    case UNPACK_LIBRARY_RAR4: return archive_read_support_format_rar(archive);
    case UNPACK_LIBRARY_RAR5: return archive_read_support_format_rar5(archive);
    case UNPACK_LIBRARY_7Z: return archive_read_support_format_7zip(archive);
    case UNPACK_LIBRARY_CAB: return archive_read_support_format_cab(archive);
    }
    abort();
}

void unpack_library_run(struct unpack_library *library, struct inspection *inspection, const struct inspected_file *file,
                        enum unpack_library_format format)
{
    if (!library->wanted || inspection_late(inspection))
        return;
    /* A hostile stream of LZX goes back to what was never written. The report must not tell old bytes, nor others each time. The other
       readers empty their windows themselves. */
    if (format == UNPACK_LIBRARY_CAB)
        mallopt(M_PERTURB, ALL_ZERO);
    struct run run = {.inspection = inspection, .file = file, .archive = archive_read_new()};
    if (!run.archive)
        abort();
    bool done = support(run.archive, format) >= ARCHIVE_WARN
        && archive_read_open_memory(run.archive, file->bytes.data, file->bytes.size) == ARCHIVE_OK && go(&run, library);
    archive_read_free(run.archive);
    mallopt(M_PERTURB, 0);
    if (!done)
        inspection_limit(inspection, "members that are damaged or packed by a rare method were not unpacked");
}
