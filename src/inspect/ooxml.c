/* Reads the content types, the projects that they name, and the relationships that lead outside. */
#include "inspect/ooxml.h"

#include "base/buf.h"
#include "base/limits.h"
#include "inspect/vba.h"
#include "inspect/xml_tag.h"
#include "inspect/yara_look.h"
#include "inspect/zip_read.h"

struct document {
    struct inspection *inspection;
    struct inspected_file *file;
    const struct attachment_member *members;
    size_t count;
    unsigned projects;
    bool vba, sheets;
};

/* A part as the bytes of a member, taken from the budget of the mail. */
static bool part(struct document *document, struct span name, struct span *ret_bytes)
{
    struct inspection *inspection = document->inspection;
    if (!inspection_room(inspection) || inspection_late(inspection)
        || !zip_read(inspection->arena, document->file->bytes, name, ret_bytes))
        return false;
    inspection_spent(inspection, ret_bytes->size);
    if (ret_bytes->size >= LIMIT_MEMBER_BYTES)
        inspection_limit(inspection, "only the beginning of a large part was read");
    return true;
}

/* A part that is no member of its own in the report: rules of the user are asked here. */
static bool text_part(struct document *document, struct span name, struct span *ret_bytes)
{
    struct inspection *inspection = document->inspection;
    const struct inspected_file *file = document->file;
    struct inspected_file within = {.name = name, .where = name};
    if (!part(document, name, ret_bytes))
        return false;
    if (inspection->options->yara && file->where.size)
        within.where = arena_printf(inspection->arena, "%.*s/%.*s", SPAN_ARGS(file->where), SPAN_ARGS(name));
    yara_look(inspection, &within, *ret_bytes);
    return true;
}

static bool contains(struct span text, const char *word)
{
    return span_find_nocase(text, span_of(word), 0) != SIZE_MAX;
}

/* A part that is declared and missing or no project is nothing that runs. */
static void project(struct document *document, struct span name)
{
    struct span bytes;
    if (document->projects++ >= OOXML_PROJECTS)
        inspection_limit(document->inspection, "only the first macro projects are read");
    else if (part(document, name, &bytes))
        document->vba |= vba_inspect_bytes(document->inspection, document->file, bytes);
}

static void projects_by_extension(struct document *document, struct span extension)
{
    for (size_t i = 0; i < document->count && extension.size; i++) {
        struct span name = document->members[i].name;
        size_t dot = name.size > extension.size ? name.size - extension.size - 1 : 0;
        if (document->projects > OOXML_PROJECTS)
            return;
        if (name.size > extension.size && name.data[dot] == '.' && span_ends_nocase(name, extension) && contains(name, "vba"))
            project(document, name);
    }
}

static struct span without_slash(struct span name)
{
    return span_starts(name, SPAN_LITERAL("/")) ? span_slice(name, 1, SIZE_MAX) : name;
}

static void content_types(struct document *document, struct span types)
{
    struct span rest = types, tag;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&rest, SPAN_LITERAL("Override"), &tag); i++) {
        struct span type = xml_tag_value(tag, SPAN_LITERAL("ContentType"));
        if (contains(type, "vnd.ms-office.vbaproject"))
            project(document, without_slash(xml_tag_value(tag, SPAN_LITERAL("PartName"))));
        document->sheets |= contains(type, "macrosheet");
    }
    rest = types;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&rest, SPAN_LITERAL("Default"), &tag); i++)
        if (contains(xml_tag_value(tag, SPAN_LITERAL("ContentType")), "vnd.ms-office.vbaproject"))
            projects_by_extension(document, xml_tag_value(tag, SPAN_LITERAL("Extension")));
}

static bool outside(struct span tag)
{
    return span_equal_nocase(xml_tag_value(tag, SPAN_LITERAL("TargetMode")), SPAN_LITERAL("External"));
}

/* Templates and linked objects that lie on this computer or beside the document are everyday. */
static bool elsewhere(struct span target)
{
    return contains(target, "://") ? !span_starts_nocase(target, SPAN_LITERAL("file:///")) || contains(target, "file:///\\\\")
                                   : span_starts(target, SPAN_LITERAL("\\\\"));
}

static void relations(struct document *document, struct span list)
{
    struct span tag;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&list, SPAN_LITERAL("Relationship"), &tag); i++) {
        struct span type = xml_tag_value(tag, SPAN_LITERAL("Type")), target = xml_tag_value(tag, SPAN_LITERAL("Target"));
        if (!outside(tag) || !elsewhere(target))
            continue;
        if (contains(type, "/attachedTemplate"))
            inspection_fact(document->inspection, document->file, ATTACHMENT_REMOTE_TEMPLATE, target);
        else if (contains(type, "/oleObject") || contains(type, "/frame") || contains(type, "/subDocument"))
            inspection_fact(document->inspection, document->file, ATTACHMENT_EXTERNAL_OBJECT, target);
    }
}

/* The lists of the parts that carry text: those of templates, documents and slides. */
static void all_relations(struct document *document)
{
    unsigned read = 0;
    struct span list;
    for (size_t i = 0; i < document->count && read < OOXML_RELATIONS; i++) {
        struct span name = document->members[i].name;
        if (!span_ends_nocase(name, SPAN_LITERAL(".rels")) || contains(name, "drawing") || contains(name, "slideLayout")
            || contains(name, "theme") || !text_part(document, name, &list))
            continue;
        read++;
        relations(document, list);
    }
}

/* The sheet of a workbook that a relationship leads to. */
static void hidden_sheet(struct document *document, struct span workbook, struct span id)
{
    struct span tag;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&workbook, SPAN_LITERAL("sheet"), &tag); i++) {
        struct span state = xml_tag_value(tag, SPAN_LITERAL("state"));
        if (span_equal(xml_tag_value(tag, SPAN_LITERAL("r:id")), id) && contains(state, "hidden"))
            inspection_fact(document->inspection, document->file, ATTACHMENT_MACRO_SHEET_HIDDEN, state);
    }
}

static void macro_sheets(struct document *document)
{
    struct span list, workbook, tag;
    inspection_macros(document->inspection, ATTACHMENT_MACROS_XLM);
    if (!text_part(document, SPAN_LITERAL("xl/workbook.xml"), &workbook) || !text_part(document, SPAN_LITERAL("xl/_rels/workbook.xml.rels"), &list))
        return;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&list, SPAN_LITERAL("Relationship"), &tag); i++)
        if (contains(xml_tag_value(tag, SPAN_LITERAL("Type")), "macrosheet"))
            hidden_sheet(document, workbook, xml_tag_value(tag, SPAN_LITERAL("Id")));
    for (struct span rest = workbook; xml_tag_take(&rest, SPAN_LITERAL("definedName"), &tag);)
        if (contains(xml_tag_value(tag, SPAN_LITERAL("name")), "auto_open"))
            inspection_fact(document->inspection, document->file, ATTACHMENT_MACRO_AUTO_START, SPAN_LITERAL("Auto_Open"));
}

/* Services of the office itself and of programs that feed prices are everyday; a command interpreter is not. */
static bool runs(struct span text)
{
    static const char *const programs[] = {"cmd", "powershell", "mshta", "rundll32", "regsvr32", "wscript", "cscript", "bitsadmin", "certutil", ".exe"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (contains(text, programs[i]))
            return true;
    return false;
}

/* Word cuts the text of one field into several runs. */
static void dde_fields(struct document *document, struct span text)
{
    BUF_LOCAL field = {0};
    struct span rest = text, tag;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&rest, SPAN_LITERAL("instrText"), &tag); i++)
        buf_add(&field, span_slice(rest, 0, span_find_byte(rest, '<', 0)));
    size_t at = span_find_nocase(buf_span(&field), SPAN_LITERAL("DDE"), 0);
    struct span command = at == SIZE_MAX ? SPAN_NONE : span_slice(buf_span(&field), at, INSPECTION_DETAIL_BYTES);
    if (runs(command))
        inspection_fact(document->inspection, document->file, ATTACHMENT_DDE, command);
}

static void dde_links(struct document *document, struct span link)
{
    struct span tag;
    for (size_t i = 0; i < OOXML_PARTS && xml_tag_take(&link, SPAN_LITERAL("ddeLink"), &tag); i++) {
        struct span service = xml_tag_value(tag, SPAN_LITERAL("ddeService")), topic = xml_tag_value(tag, SPAN_LITERAL("ddeTopic"));
        if (runs(service) || runs(topic))
            inspection_fact(document->inspection, document->file, ATTACHMENT_DDE,
                            arena_printf(document->inspection->arena, "%.*s %.*s", SPAN_ARGS(service), SPAN_ARGS(topic)));
    }
}

static void dde(struct document *document)
{
    struct span text;
    unsigned links = 0;
    if (span_equal(document->file->type, SPAN_LITERAL("docx")) && text_part(document, SPAN_LITERAL("word/document.xml"), &text)
        && span_find(text, SPAN_LITERAL("instrText"), 0) != SIZE_MAX)
        dde_fields(document, text);
    for (size_t i = 0; i < document->count && links < OOXML_RELATIONS; i++)
        if (contains(document->members[i].name, "externalLinks/externalLink") && text_part(document, document->members[i].name, &text)) {
            links++;
            dde_links(document, text);
        }
}

void ooxml_inspect(struct inspection *inspection, struct inspected_file *file, const struct attachment_member *members, size_t count)
{
    static const char *const with_macros[][2] = {{"docx", "docm"}, {"xlsx", "xlsm"}, {"pptx", "pptm"}};
    struct document document = {.inspection = inspection, .file = file, .members = members, .count = count};
    struct span types;
    if (!text_part(&document, SPAN_LITERAL("[Content_Types].xml"), &types)) {
        inspection_limit(inspection, "the list of parts of this document cannot be read");
        inspection_macros(inspection, ATTACHMENT_MACROS_UNKNOWN);
        return;
    }
    content_types(&document, types);
    if (document.sheets)
        macro_sheets(&document);
    all_relations(&document);
    dde(&document);
    for (size_t i = 0; i < sizeof with_macros / sizeof *with_macros; i++)
        if (document.vba && span_equal(file->type, span_of(with_macros[i][0])))
            file->type = span_of(with_macros[i][1]);
}
