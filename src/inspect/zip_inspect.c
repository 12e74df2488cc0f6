/* Lists a ZIP archive and names what it is used as. */
#include "inspect/zip_inspect.h"

#include <stdint.h>
#include "base/zip_directory.h"
#include "inspect/archive.h"
#include "inspect/odf_basic.h"
#include "inspect/ooxml.h"
#include "inspect/open_zip.h"
#include "inspect/zip.h"
#include "inspect/zip_kind.h"
#include "inspect/zip_read.h"

/* ODF encrypts its members by itself, says so in its manifest (ODF 1.3 part 2, 4.4) and leaves the flags of ZIP clear.
   True when it does. */
static bool odf(struct inspection *inspection, struct inspected_file *file)
{
    struct span manifest;
    if (!zip_read(inspection->arena, file->bytes, SPAN_LITERAL("META-INF/manifest.xml"), &manifest))
        return false;
    bool encrypted = span_find(manifest, SPAN_LITERAL("encryption-data"), 0) != SIZE_MAX;
    if (encrypted)
        inspection_shut(inspection, file, "ODF");
    else
        inspection_clear(inspection, file);
    return encrypted;
}

/* Every document of Office since 2007 lists its parts so (ECMA-376 part 2, 10.1.2.2). */
static bool office(const struct zip_listing *listing)
{
    for (size_t i = 0; i < listing->member_count; i++)
        if (span_equal_nocase(listing->members[i].name, SPAN_LITERAL("[Content_Types].xml")))
            return true;
    return false;
}

/* Which members are read. */
enum parts {
    PARTS_ALL,
    PARTS_OTHER, /* of a document: those that its own reader does not look at */
    PARTS_NONE,  /* the members are encrypted, though their headers do not say so */
};

/* Parts of documents that their own readers look at, and pictures: nothing in them runs. */
static bool plain_part(struct span name)
{
    static const char *const ends[] = {".xml", ".rels", ".vml", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".class", "/"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends_nocase(name, span_of(ends[i])))
            return true;
    return false;
}

static void read_entry(struct inspection *inspection, const struct inspected_file *file, struct attachment_member *member,
                       const struct zip_entry *entry)
{
    struct span bytes;
    size_t room = inspection_room(inspection);
    if (!room || inspection_late(inspection))
        return;
    if (zip_unpack(inspection->arena, entry->record.method, entry->packed, room, &bytes))
        archive_enter(inspection, file, member, bytes);
    else if (entry->record.size)
        inspection_limit(inspection, "members that are damaged or packed by a rare method were not unpacked");
}

static void open_entry(struct zip_opener *opener, struct attachment_member *member, const struct zip_entry *entry)
{
    struct span bytes;
    if (zip_open_member(opener, &entry->record, entry->packed, &bytes) == ZIP_OPENED)
        inspection_enter(opener->inspection, opener->file, member, bytes);
}

static void list_entry(struct zip_opener *opener, const struct attachment_member *from, const struct zip_entry *entry, enum parts parts)
{
    bool folder = from->name.size && from->name.data[from->name.size - 1] == '/' && !from->size;
    struct archive_listed listed = {from->name, from->size, entry->record.packed, from->encrypted, folder};
    struct attachment_member *member = archive_add(opener->inspection, opener->file, &listed);
    if (!member || folder)
        return;
    if (from->encrypted)
        open_entry(opener, member, entry);
    else if (parts != PARTS_NONE && !(parts == PARTS_OTHER && plain_part(from->name)))
        read_entry(opener->inspection, opener->file, member, entry);
}

static void tell_signs(struct inspection *inspection, const struct inspected_file *file, const struct zip_listing *listing)
{
    if (listing->disagree)
        inspection_fact(inspection, file, ATTACHMENT_HEADERS_DISAGREE, SPAN_NONE);
    if (listing->hidden)
        inspection_fact(inspection, file, ATTACHMENT_HIDDEN_ENTRIES, SPAN_NONE);
    if (listing->overlap)
        inspection_fact(inspection, file, ATTACHMENT_OVERLAPPING_ENTRIES, SPAN_NONE);
    if (listing->masked)
        inspection_fact(inspection, file, ATTACHMENT_ENCRYPTED_NAMES, SPAN_NONE);
    if (listing->limits.size)
        inspection_limit(inspection, arena_string(inspection->arena, listing->limits));
}

static void list(struct inspection *inspection, struct inspected_file *file, const struct zip_listing *listing)
{
    if (!file->type.size || span_equal(file->type, SPAN_LITERAL("zip")))
        file->type = span_of(zip_kind(listing->members, listing->member_count));
    bool archive = span_equal(file->type, SPAN_LITERAL("zip")) || span_equal(file->type, SPAN_LITERAL("pe"));
    enum parts parts = archive ? PARTS_ALL : PARTS_OTHER;
    tell_signs(inspection, file, listing);
    if (listing->encrypted == ATTACHMENT_ENCRYPTED_YES)
        inspection_encrypted(inspection, file, listing->encryption.data);
    else if (span_equal(file->type, SPAN_LITERAL("odf")))
        parts = odf(inspection, file) ? PARTS_NONE : PARTS_OTHER;
    else
        inspection_clear(inspection, file);
    struct zip_opener *opener = arena_alloc(inspection->arena, sizeof *opener);
    zip_opener_begin(inspection, file, opener);
    for (size_t i = 0; i < listing->member_count && !inspection_late(inspection); i++)
        list_entry(opener, &listing->members[i], &listing->entries[i], parts);
    if (office(listing))
        ooxml_inspect(inspection, file, listing->members, listing->member_count);
    else if (span_equal(file->type, SPAN_LITERAL("odf")))
        odf_basic_inspect(inspection, file, listing->members, listing->member_count);
}

void zip_inspect(struct inspection *inspection, struct inspected_file *file)
{
    ARENA_LOCAL scratch = arena_open(); /* archives within archives must not pile up their lists */
    struct zip_listing listing;
    if (zip_list(scratch, file->bytes, &listing))
        list(inspection, file, &listing);
    else
        inspection_limit(inspection, "no header of this archive can be read");
}

void zip_inspect_end(struct inspection *inspection, struct inspected_file *file)
{
    struct zip_directory directory;
    if (zip_directory_find_in(file->bytes, &directory))
        zip_inspect(inspection, file);
}
