/* The walk over a ZIP archive: central directory, its local headers, and the gaps between them. */
#include "inspect/zip.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/zip_directory.h"
#include "base/zip_record.h"

#define CENTRAL_LEAST 46 /* bytes of the shortest central header */

enum note {
    NOTE_NO_DIRECTORY = 1 << 0,
    NOTE_DIRECTORY_CUT = 1 << 1,
    NOTE_LOCAL_MISSING = 1 << 2,
    NOTE_UNLISTED = 1 << 3,
    NOTE_UNREAD = 1 << 4,
};

static const char *const notes[] = {
    "the central directory is missing or damaged; local headers were read instead",
    "the central directory ends before its last entry",
    "entries of the central directory have no local header",
    "only the first entries are listed",
    "not every header was read: there are too many",
};

/* Bytes of the archive that belong to a listed entry. */
struct extent {
    uint64_t from, to;
};

struct walk {
    struct arena *arena;
    struct span content;
    struct attachment_member *members;
    struct zip_entry *entries;
    size_t member_count, room, record_count;
    const char *encryption;
    struct extent *extents;
    size_t extent_count;
    unsigned noted;
    bool disagree, hidden, overlap, masked;
};

static void make_room(struct walk *walk)
{
    if (walk->member_count < walk->room)
        return;
    size_t room = walk->room ? walk->room * 2 : 16;
    struct attachment_member *members = arena_array(walk->arena, room, sizeof *members);
    struct zip_entry *entries = arena_array(walk->arena, room, sizeof *entries);
    if (walk->member_count) {
        memcpy(members, walk->members, walk->member_count * sizeof *members);
        memcpy(entries, walk->entries, walk->member_count * sizeof *entries);
    }
    walk->members = members;
    walk->entries = entries;
    walk->room = room;
}

static void add_member(struct walk *walk, const struct zip_record *record, struct span packed, const char *encryption)
{
    walk->record_count++;
    if (*encryption && !*walk->encryption)
        walk->encryption = encryption;
    if (record->flags & ZIP_MASKED)
        walk->masked = true;
    if (walk->member_count == LIMIT_ARCHIVE_ENTRIES) {
        walk->noted |= NOTE_UNLISTED;
        return;
    }
    make_room(walk);
    walk->entries[walk->member_count] = (struct zip_entry){*record, packed};
    walk->members[walk->member_count++] =
        (struct attachment_member){.name = zip_record_name(walk->arena, record, SPAN_NONE), .size = record->size, .encrypted = *encryption != '\0'};
}

/* The local header decides too: readers that stream believe it, and a clean directory above it hides encryption. */
static void add_entry(struct walk *walk, const struct zip_record *central, uint64_t shift)
{
    struct zip_record local;
    const char *encryption = zip_record_encryption(central);
    uint64_t at;
    bool found = !__builtin_add_overflow(central->offset, shift, &at) && at < walk->content.size
        && zip_record_local(walk->content, (size_t)at, &local);
    if (!found) {
        walk->noted |= NOTE_LOCAL_MISSING;
        add_member(walk, central, SPAN_NONE, encryption);
        return;
    }
    if (zip_record_encrypted(&local) != zip_record_encrypted(central))
        walk->disagree = true;
    if (!*encryption)
        encryption = zip_record_encryption(&local);
    uint64_t packed = central->packed, left = walk->content.size - local.end;
    if (!(local.flags & ZIP_STREAMED) && local.packed < packed)
        packed = local.packed;
    walk->extents[walk->extent_count++] = (struct extent){at, local.end + (packed < left ? packed : left)};
    add_member(walk, central, span_slice(walk->content, local.end, central->packed < left ? (size_t)central->packed : (size_t)left), encryption);
}

static void walk_directory(struct walk *walk, const struct zip_directory *directory)
{
    size_t at = directory->start;
    struct zip_record record;
    while (at < directory->end && walk->record_count < LIMIT_ZIP_RECORDS) {
        if (!zip_record_central(span_slice(walk->content, 0, directory->end), at, &record))
            break;
        add_entry(walk, &record, directory->shift);
        at = record.end;
    }
    if (walk->record_count == LIMIT_ZIP_RECORDS)
        walk->noted |= NOTE_UNREAD;
    else if (walk->record_count < directory->count)
        walk->noted |= NOTE_DIRECTORY_CUT;
}

static int by_start(const void *a, const void *b)
{
    uint64_t left = ((const struct extent *)a)->from, right = ((const struct extent *)b)->from;
    return left < right ? -1 : left > right;
}

/* Local headers between `from` and `to`, where the directory knows of none. */
static void walk_gap(struct walk *walk, uint64_t from, uint64_t to)
{
    struct span gap = span_slice(walk->content, 0, (size_t)to);
    size_t at = span_find(gap, ZIP_LOCAL, (size_t)from);
    while (at < gap.size) {
        struct zip_record record;
        size_t next = at + ZIP_LOCAL.size;
        if (walk->record_count >= LIMIT_ZIP_RECORDS) {
            walk->noted |= NOTE_UNREAD;
            return;
        }
        if (zip_record_local(gap, at, &record) && zip_record_plausible(&record)) {
            walk->hidden = true;
            bool sized = !(record.flags & ZIP_STREAMED) && record.packed <= gap.size - record.end;
            add_member(walk, &record, span_slice(gap, record.end, sized ? (size_t)record.packed : SIZE_MAX), zip_record_encryption(&record));
            next = record.end + (sized ? (size_t)record.packed : 0);
        }
        at = span_find(gap, ZIP_LOCAL, next);
    }
}

static void walk_gaps(struct walk *walk)
{
    uint64_t covered = 0;
    if (walk->extent_count)
        qsort(walk->extents, walk->extent_count, sizeof walk->extents[0], by_start);
    for (size_t i = 0; i < walk->extent_count; i++) {
        if (walk->extents[i].from > covered)
            walk_gap(walk, covered, walk->extents[i].from);
        else if (i && walk->extents[i].from < covered)
            walk->overlap = true;
        if (walk->extents[i].to > covered)
            covered = walk->extents[i].to;
    }
    walk_gap(walk, covered, walk->content.size);
}

static struct span sentence(struct arena *arena, unsigned noted)
{
    BUF_LOCAL out = {0};
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (!(noted & 1u << i))
            continue;
        if (out.size)
            buf_add(&out, SPAN_LITERAL("; "));
        buf_add(&out, span_of(notes[i]));
    }
    return out.size ? arena_copy(arena, buf_span(&out)) : SPAN_NONE;
}

bool zip_list(struct arena *arena, struct span content, struct zip_listing *ret_listing)
{
    struct zip_directory directory = {0};
    bool found = zip_directory_find_in(content, &directory);
    size_t most = (directory.end - directory.start) / CENTRAL_LEAST + 1;
    struct walk walk = {.arena = arena, .content = content, .encryption = "",
        .extents = arena_array(arena, most < LIMIT_ZIP_RECORDS ? most : LIMIT_ZIP_RECORDS, sizeof(struct extent))};
    if (found)
        walk_directory(&walk, &directory);
    walk_gaps(&walk);
    if (!found && walk.record_count == 0)
        return false;
    if (!found)
        walk.noted |= NOTE_NO_DIRECTORY;
    *ret_listing = (struct zip_listing){.members = walk.members, .entries = walk.entries, .member_count = walk.member_count,
        .disagree = walk.disagree, .hidden = found && walk.hidden, .overlap = walk.overlap, .masked = walk.masked,
        .encrypted = *walk.encryption ? ATTACHMENT_ENCRYPTED_YES : ATTACHMENT_ENCRYPTED_NO, .encryption = span_of(walk.encryption),
        .limits = sentence(arena, walk.noted)};
    return true;
}
