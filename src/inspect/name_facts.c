/* Facts from the name alone. */
#include "inspect/name_facts.h"

#include "base/utf8.h"
#include "inspect/file_kind.h"

#define RTL_EMBEDDING 0x202Bu
#define LTR_OVERRIDE 0x202Du
#define RTL_OVERRIDE 0x202Eu
#define RTL_ISOLATE 0x2067u

struct span name_last_part(struct span path)
{
    size_t at = path.size;
    while (at && path.data[at - 1] != '/' && path.data[at - 1] != '\\')
        at--;
    return span_slice(path, at, SIZE_MAX);
}

/* An override turns any text; the other signs also stand in honest Arabic and Hebrew names and tell only before what runs. */
static bool turned(struct span name, bool runs)
{
    while (name.size) {
        uint32_t character = utf8_take(&name);
        if (character == LTR_OVERRIDE || character == RTL_OVERRIDE || (runs && (character == RTL_EMBEDDING || character == RTL_ISOLATE)))
            return true;
    }
    return false;
}

static bool blank(uint32_t character)
{
    return character == ' ' || character == '\t' || character == 0xa0 || (character >= 0x2000 && character <= 0x200b) || character == 0x2800
        || character == 0x3000;
}

/* Blanks in a row; where `runs`, anywhere before the ending, else only straight before its dot. */
static bool spaced(struct span name, struct span extension, bool runs)
{
    struct span stem = span_slice(name, 0, (size_t)(extension.data - name.data) - 1);
    size_t row = 0;
    while (stem.size) {
        row = blank(utf8_take(&stem)) ? row + 1 : 0;
        if (row >= NAME_FACTS_BLANKS && runs)
            return true;
    }
    return row >= NAME_FACTS_BLANKS;
}

/* The name without its ending and what pads it. */
static struct span stem_of(struct span name, struct span extension)
{
    struct span stem = span_slice(name, 0, (size_t)(extension.data - name.data) - 1);
    size_t end = 0;
    for (struct span rest = stem; rest.size;)
        if (!blank(utf8_take(&rest)))
            end = stem.size - rest.size;
    return span_slice(stem, 0, end);
}

/* "offer.pdf.exe": a harmless ending before one that runs; "offer.pdf.html": a document's ending before one that the browser opens. */
static bool doubled(struct span name, struct span extension, enum file_kind last)
{
    enum file_kind shown = file_kind_of_extension(file_kind_extension(stem_of(name, extension)));
    bool document = shown == FILE_KIND_OFFICE || shown == FILE_KIND_PDF;
    if (last == FILE_KIND_PAGE)
        return document;
    bool harmless = document || shown == FILE_KIND_PICTURE || shown == FILE_KIND_MEDIA || shown == FILE_KIND_TEXT;
    return harmless && (file_kind_runs(last) || last == FILE_KIND_DISK);
}

void name_facts(struct inspection *inspection, const struct inspected_file *file)
{
    struct span name = span_trim(file->name), extension = file_kind_extension(name);
    enum file_kind kind = file_kind_of_extension(extension);
    /* ".com" runs only where another ending stands before it: "offer.pdf.com" is no website. */
    if (kind == FILE_KIND_NONE && span_equal_nocase(extension, SPAN_LITERAL("com")))
        kind = FILE_KIND_PROGRAM;
    bool runs = file_kind_runs(kind);
    if (turned(name, runs))
        inspection_fact(inspection, file, ATTACHMENT_BIDI_NAME, utf8_visible(inspection->arena, name));
    if (!extension.size)
        return;
    if (spaced(name, extension, runs))
        inspection_fact(inspection, file, ATTACHMENT_SPACED_NAME, utf8_visible(inspection->arena, extension));
    if (doubled(name, extension, kind))
        inspection_fact(inspection, file, ATTACHMENT_DOUBLE_EXTENSION, utf8_visible(inspection->arena, name));
}
