/* Which RAR it is, and what both have in common. */
#include "inspect/rar.h"

#define SIGNATURE SPAN_LITERAL("Rar!\x1a\x07")

void rar_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct span rest = span_slice(file->bytes, SIGNATURE.size, SIZE_MAX);
    if (span_starts(rest, SPAN_LITERAL("\0")))
        rar4_blocks(inspection, file, span_slice(rest, 1, SIZE_MAX));
    else if (span_starts(rest, SPAN_LITERAL("\1\0")))
        rar5_blocks(inspection, file, span_slice(rest, 2, SIZE_MAX));
    else
        inspection_limit(inspection, "this version of RAR is not known");
}

bool rar_entry(struct inspection *inspection, const struct inspected_file *file, const struct archive_entry *entry, bool stored, struct span data)
{
    struct attachment_member *member = archive_add(inspection, file, entry);
    if (!member || inspection_late(inspection))
        return false;
    if (entry->folder || entry->encrypted)
        return true;
    size_t room = inspection_room(inspection);
    if (!stored)
        inspection_limit(inspection, "packed members of RAR archives are listed, not unpacked");
    else if (room)
        archive_enter(inspection, file, member, span_slice(data, 0, room));
    return true;
}
