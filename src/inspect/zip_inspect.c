/* Lists a ZIP archive and names what it is used as. */
#include "inspect/zip_inspect.h"

#include <stdint.h>
#include "base/zip_directory.h"
#include "inspect/odf_basic.h"
#include "inspect/ooxml.h"
#include "inspect/open_zip.h"
#include "inspect/zip.h"
#include "inspect/zip_kind.h"
#include "inspect/zip_read.h"

/* ODF encrypts its members by itself, says so in its manifest (ODF 1.3 part 2, 4.4) and leaves the flags of ZIP clear. */
static void odf(struct inspection *inspection, struct inspected_file *file)
{
    struct span manifest;
    if (!zip_read(inspection->arena, file->bytes, SPAN_LITERAL("META-INF/manifest.xml"), &manifest))
        return;
    if (span_find(manifest, SPAN_LITERAL("encryption-data"), 0) != SIZE_MAX)
        inspection_encrypted(inspection, file, "ODF");
    else
        inspection_clear(inspection, file);
}

/* Every document of Office since 2007 lists its parts so (ECMA-376 part 2, 10.1.2.2). */
static bool office(const struct zip_listing *listing)
{
    for (size_t i = 0; i < listing->member_count; i++)
        if (span_equal_nocase(listing->members[i].name, SPAN_LITERAL("[Content_Types].xml")))
            return true;
    return false;
}

static void list(struct inspection *inspection, struct inspected_file *file, const struct zip_listing *listing)
{
    size_t first = inspection->attachment->member_count;
    bool named = file->type.size && !span_equal(file->type, SPAN_LITERAL("zip"));
    for (size_t i = 0; i < listing->member_count; i++) {
        const struct attachment_member *member = &listing->members[i];
        if (!inspection_member(inspection, file, member->name, member->size, member->encrypted))
            break;
    }
    if (listing->limits.size)
        inspection_limit(inspection, arena_string(inspection->arena, listing->limits));
    if (!named)
        file->type = span_of(zip_kind(listing->members, listing->member_count));
    if (listing->encrypted == ATTACHMENT_ENCRYPTED_YES)
        inspection_encrypted(inspection, file, listing->encryption.data);
    else if (span_equal(file->type, SPAN_LITERAL("odf")))
        odf(inspection, file);
    else
        inspection_clear(inspection, file);
    if (office(listing))
        ooxml_inspect(inspection, file, listing->members, listing->member_count);
    else if (span_equal(file->type, SPAN_LITERAL("odf")))
        odf_basic_inspect(inspection, file, listing->members, listing->member_count);
    if (listing->encrypted == ATTACHMENT_ENCRYPTED_YES)
        zip_open_listed(inspection, file, first);
}

void zip_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct zip_listing listing;
    if (zip_list(inspection->arena, file->bytes, &listing))
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
