/* Knows scripts by their extension when their bytes are text, and without one by what only a script says. */
#include "inspect/script.h"

#include "inspect/active_mime.h"
#include "inspect/biff.h"
#include "inspect/le.h"
#include "inspect/zip_inspect.h"

#define SEEN 4096u /* bytes that decide whether it is text */

static const struct {
    const char *extension, *type;
} scripts[] = {
    {".js", "js"},   {".jse", "js"},  {".vbs", "vbs"}, {".vbe", "vbs"}, {".wsf", "wsf"}, {".wsh", "wsf"}, {".wsc", "wsf"}, {".sct", "wsf"},
    {".hta", "hta"}, {".ps1", "ps1"}, {".bat", "bat"}, {".cmd", "bat"}, {".psm1", "ps1"},
};

/* Words that tell a script whatever it is called; each pair must stand in it. */
static const struct {
    const char *one, *two, *type;
} words[] = {
    {"wscript.shell", "createobject", "vbs"},
    {"wscript.shell", "activexobject", "js"},
    {"<job", "<script", "wsf"},
    {"<hta:application", "<", "hta"},
    {"powershell", "-encodedcommand", "bat"},
    {"frombase64string", "invoke-expression", "ps1"},
    {"@echo off", "powershell", "bat"},
};

static bool text(struct span bytes)
{
    bool wide = span_starts(bytes, SPAN_LITERAL("\xff\xfe"));
    bytes = span_slice(bytes, 0, SEEN);
    return bytes.size > 0 && (wide || span_find_byte(bytes, '\0', 0) == SIZE_MAX);
}

static const char *by_name(struct span name)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (span_ends_nocase(name, span_of(scripts[i].extension)))
            return scripts[i].type;
    return NULL;
}

static const char *by_words(struct span bytes)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find_nocase(bytes, span_of(words[i].one), 0) != SIZE_MAX && span_find_nocase(bytes, span_of(words[i].two), 0) != SIZE_MAX)
            return words[i].type;
    return NULL;
}

/* [MS-SYLK]-like: ID;P first; formulas in E, macros in NN records that are named Auto_open. */
static void symbolic_link(struct inspection *inspection, struct inspected_file *file)
{
    file->type = SPAN_LITERAL("slk");
    inspection_clear(inspection, file);
    if (span_find_nocase(file->bytes, SPAN_LITERAL("NN;NAuto_open"), 0) != SIZE_MAX) {
        inspection_macros(inspection, ATTACHMENT_MACROS_XLM);
        inspection_fact(inspection, file, ATTACHMENT_MACRO_AUTO_START, SPAN_LITERAL("Auto_open"));
    } else if (span_find(file->bytes, SPAN_LITERAL("O;E"), 0) != SIZE_MAX) { /* the sheet is a macro sheet */
        inspection_macros(inspection, ATTACHMENT_MACROS_XLM);
    }
}

/* Excel 2 to 4 wrote its records without a compound file around them. */
static bool old_sheet(struct span bytes)
{
    unsigned record = le_u16(bytes, 0), type = le_u16(bytes, 6);
    return (record == 0x009 || record == 0x209 || record == 0x409) && le_u16(bytes, 2) >= 4 && le_u16(bytes, 2) <= 16
        && (type == 0x10 || type == 0x20 || type == 0x40);
}

void script_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct span bytes = file->bytes, head = span_slice(bytes, 0, 64u * 1024);
    const char *type = NULL;
    if (span_starts(bytes, SPAN_LITERAL("ID;P"))) {
        symbolic_link(inspection, file);
        return;
    }
    if (active_mime(bytes)) {
        file->type = SPAN_LITERAL("activemime");
        active_mime_inspect(inspection, file, bytes);
        return;
    }
    if (old_sheet(bytes)) {
        file->type = SPAN_LITERAL("xls");
        biff_inspect(inspection, file, bytes);
        return;
    }
    if (span_equal(file->type, SPAN_LITERAL("xml")) && !by_name(file->name) && !by_words(head)) {
        active_mime_page(inspection, file);
        return;
    }
    if (text(bytes)) {
        type = by_name(file->name);
        type = type ? type : by_words(head);
    }
    if (type) {
        file->type = span_of(type);
        if (!span_ends_nocase(file->name, SPAN_LITERAL(".txt"))) /* that shows it and runs nothing */
            inspection_fact(inspection, file, ATTACHMENT_SCRIPT, file->type);
        return;
    }
    zip_inspect_end(inspection, file);
}
