/* Kinds of documents that are ZIP archives. */
#include "inspect/zip_kind.h"

#include <stdint.h>

static bool holds(const struct attachment_member *members, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(members[i].name, span_of(name)))
            return true;
    return false;
}

static bool holds_below(const struct attachment_member *members, size_t count, const char *folder)
{
    for (size_t i = 0; i < count; i++)
        if (span_starts_nocase(members[i].name, span_of(folder)))
            return true;
    return false;
}

static const char *office(const struct attachment_member *members, size_t count)
{
    bool macro = false;
    for (size_t i = 0; i < count && !macro; i++)
        macro = span_ends_nocase(members[i].name, SPAN_LITERAL("vbaproject.bin"));
    if (holds_below(members, count, "word/"))
        return macro ? "docm" : "docx";
    if (holds(members, count, "xl/workbook.bin"))
        return "xlsb";
    if (holds_below(members, count, "xl/"))
        return macro ? "xlsm" : "xlsx";
    if (holds_below(members, count, "ppt/"))
        return macro ? "pptm" : "pptx";
    if (holds_below(members, count, "visio/"))
        return macro ? "vsdm" : "vsdx";
    return holds(members, count, "AppxManifest.xml") ? "msix" : "zip";
}

const char *zip_kind(const struct attachment_member *members, size_t count)
{
    if (holds(members, count, "[Content_Types].xml"))
        return office(members, count);
    if (holds(members, count, "mimetype") && holds(members, count, "META-INF/manifest.xml"))
        return "odf";
    return holds(members, count, "META-INF/MANIFEST.MF") ? "jar" : "zip";
}
