/* Which RAR it is, and what both have in common. */
#include "inspect/rar.h"

#define SIGNATURE SPAN_LITERAL("Rar!\x1a\x07")

void rar_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct rar rar = {.inspection = inspection, .file = file};
    struct span rest = span_slice(file->bytes, SIGNATURE.size, SIZE_MAX);
    if (span_starts(rest, SPAN_LITERAL("\0"))) {
        rar4_blocks(&rar, span_slice(rest, 1, SIZE_MAX));
        unpack_library_run(&rar.library, inspection, file, UNPACK_LIBRARY_RAR4);
    } else if (span_starts(rest, SPAN_LITERAL("\1\0"))) {
        rar5_blocks(&rar, span_slice(rest, 2, SIZE_MAX));
        unpack_library_run(&rar.library, inspection, file, UNPACK_LIBRARY_RAR5);
    } else {
        inspection_limit(inspection, "this version of RAR is not known");
    }
}

bool rar_entry(struct rar *rar, const struct archive_listed *entry, bool stored, struct span data)
{
    struct attachment_member *member = archive_add(rar->inspection, rar->file, entry);
    if (!member || inspection_late(rar->inspection))
        return false;
    bool plain = !entry->folder && !entry->encrypted;
    unpack_library_note(&rar->library, rar->inspection, entry, member, plain && !stored);
    size_t room = plain && stored ? inspection_room(rar->inspection) : 0;
    if (room)
        archive_enter(rar->inspection, rar->file, member, span_slice(data, 0, room));
    return true;
}
