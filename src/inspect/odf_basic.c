/* Finds scripts by the folders in which office programs keep them, and those that are bound to opening. */
#include "inspect/odf_basic.h"

#include "inspect/zip_read.h"

static bool module(struct span name)
{
    if (span_starts(name, SPAN_LITERAL("Scripts/")))
        return span_ends_nocase(name, SPAN_LITERAL(".py")) || span_ends_nocase(name, SPAN_LITERAL(".js"))
            || span_ends_nocase(name, SPAN_LITERAL(".bsh"));
    return span_starts(name, SPAN_LITERAL("Basic/")) && span_ends_nocase(name, SPAN_LITERAL(".xml"))
        && !span_ends_nocase(name, SPAN_LITERAL("script-lb.xml")) && !span_ends_nocase(name, SPAN_LITERAL("script-lc.xml"));
}

void odf_basic_inspect(struct inspection *inspection, struct inspected_file *file, const struct attachment_member *members, size_t count)
{
    struct span content;
    bool found = false;
    for (size_t i = 0; i < count && !found; i++)
        found = module(members[i].name);
    if (!found)
        return;
    inspection_macros(inspection, ATTACHMENT_MACROS_VBA);
    if (!zip_read(inspection->arena, file->bytes, SPAN_LITERAL("content.xml"), &content))
        return;
    inspection_spent(inspection, content.size);
    if (span_find(content, SPAN_LITERAL("\"dom:load\""), 0) != SIZE_MAX || span_find(content, SPAN_LITERAL("\"office:start-app\""), 0) != SIZE_MAX)
        inspection_fact(inspection, file, ATTACHMENT_MACRO_AUTO_START, SPAN_LITERAL("dom:load"));
}
