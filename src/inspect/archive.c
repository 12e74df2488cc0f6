/* Lists the entries of archives of any format. */
#include "inspect/archive.h"

#include "base/utf8.h"
#include "inspect/kind_facts.h"
#include "inspect/name_facts.h"

bool archive_padded(const struct archive_listed *entry)
{
    return entry->size > ARCHIVE_PADDED_BYTES && entry->packed && entry->size / entry->packed >= ARCHIVE_PADDED_RATIO;
}

struct attachment_member *archive_add(struct inspection *inspection, const struct inspected_file *outer, const struct archive_listed *entry)
{
    struct span name = arena_copy(inspection->arena, utf8_cut(entry->name, ARCHIVE_NAME_BYTES));
    struct attachment_member *member = inspection_member(inspection, outer, name, entry->size, entry->encrypted);
    if (!member || entry->folder)
        return member;
    struct inspected_file file = {.name = name_last_part(name), .where = member->name, .size = entry->size, .depth = outer->depth + 1};
    name_facts(inspection, &file);
    kind_facts_of_name(inspection, &file);
    if (archive_padded(entry))
        inspection_fact(inspection, &file, ATTACHMENT_PADDED,
                        arena_printf(inspection->arena, "%llu bytes from %llu", (unsigned long long)entry->size, (unsigned long long)entry->packed));
    return member;
}

void archive_enter(struct inspection *inspection, const struct inspected_file *outer, struct attachment_member *member, struct span bytes)
{
    inspection_spent(inspection, bytes.size);
    inspection_enter(inspection, outer, member, bytes);
}
