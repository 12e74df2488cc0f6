/* Finds VBA projects and reads the source of their modules. */
#include "inspect/vba.h"

#include "base/limits.h"
#include "inspect/le.h"
#include "inspect/vba_container.h"
#include "inspect/vba_words.h"
#include "inspect/yara_look.h"

#define DIR_BYTES (256u * 1024) /* of a project's directory that are read */
#define DIR_RECORDS 20000

enum dir_record { /* [MS-OVBA] 2.3.4.2 */
    DIR_VERSION = 0x0009,
    DIR_STREAM_NAME = 0x001a,
    DIR_MODULE_OFFSET = 0x0031,
    DIR_STREAM_NAME_UNICODE = 0x0032,
};

/* Where in the stream of a module its source begins, as the project's directory says; SIZE_MAX where it says nothing. */
static size_t offset_of(struct arena *arena, struct span dir, struct span module)
{
    bool named = false;
    size_t at = 0;
    for (size_t i = 0; i < DIR_RECORDS && at + 6 <= dir.size; i++) {
        unsigned id = le_u16(dir, at);
        size_t size = le_u32(dir, at + 2);
        struct span data = span_slice(dir, at + 6, size);
        if (id == DIR_STREAM_NAME)
            named = span_equal_nocase(data, module);
        else if (id == DIR_STREAM_NAME_UNICODE)
            named = named || span_equal_nocase(cfb_text(arena, data), module);
        else if (id == DIR_MODULE_OFFSET && named)
            return le_u32(data, 0);
        at += 6 + (id == DIR_VERSION ? 6 : size); /* its size is a lie of the standard */
    }
    return SIZE_MAX;
}

/* Streams of a project's storage that are no module: dir, _VBA_PROJECT, __SRP_0 and the like. */
static bool module(const struct cfb_entry *entry)
{
    return entry->kind == CFB_STREAM && !span_equal_nocase(entry->name, SPAN_LITERAL("dir"))
        && !span_equal_nocase(entry->name, SPAN_LITERAL("_VBA_PROJECT")) && !span_starts_nocase(entry->name, SPAN_LITERAL("__SRP_"));
}

struct project {
    const struct inspected_file *file;
    struct span dir;       /* decompressed; empty where it cannot be */
    bool sources, hollow;  /* some module has source; some has compiled code and no source */
    struct vba_deeds deeds;
};

#define HOLLOW_BYTES 200u /* a module of compiled code alone has more than the header of an empty one */

static void keep(struct arena *arena, struct span word, struct span *first)
{
    if (word.size && !first->size)
        *first = arena_copy(arena, word);
}

/* Modules may all lie in the same sectors, so what one takes is given back before the next. */
static void read_module(struct inspection *inspection, const struct cfb *cfb, uint32_t entry, struct project *project)
{
    ARENA_LOCAL scratch = arena_open();
    struct vba_deeds deeds = {0};
    struct span stream = cfb_read(scratch, cfb, entry, LIMIT_MEMBER_BYTES), source;
    size_t at = offset_of(scratch, project->dir, cfb->entries[entry].name);
    if (at == SIZE_MAX || !vba_container_open(scratch, stream, at, VBA_SOURCE_BYTES, &source)) {
        size_t begin = vba_container_find(stream, 0);
        if (begin == SIZE_MAX || !vba_container_open(scratch, stream, begin, VBA_SOURCE_BYTES, &source)) {
            project->hollow |= at != SIZE_MAX && at > HOLLOW_BYTES && stream.size >= at;
            return;
        }
    }
    project->sources = true;
    vba_words_read(source, &deeds);
    yara_look(inspection, project->file, source);
    keep(inspection->arena, deeds.starts, &project->deeds.starts);
    keep(inspection->arena, deeds.writes, &project->deeds.writes);
    keep(inspection->arena, deeds.executes, &project->deeds.executes);
}

static void read_project(struct inspection *inspection, const struct cfb *cfb, uint32_t storage, struct project *project)
{
    struct span dir = cfb_read(inspection->arena, cfb, cfb_find(cfb, storage, SPAN_LITERAL("dir")), LIMIT_MEMBER_BYTES);
    if (!vba_container_open(inspection->arena, dir, 0, DIR_BYTES, &project->dir))
        project->dir = SPAN_NONE;
    unsigned modules = 0;
    for (uint32_t i = 0; i < cfb->count && !inspection_late(inspection); i++) {
        if (cfb->entries[i].parent != storage || !module(&cfb->entries[i]))
            continue;
        if (modules++ == VBA_MODULES) {
            inspection_limit(inspection, "only the first modules of a macro project are read");
            break;
        }
        read_module(inspection, cfb, i, project);
    }
}

static void tell(struct inspection *inspection, const struct inspected_file *file, const struct project *project)
{
    const struct vba_deeds *deeds = &project->deeds;
    inspection_macros(inspection, ATTACHMENT_MACROS_VBA);
    if (project->hollow && !project->sources)
        inspection_fact(inspection, file, ATTACHMENT_MACRO_PCODE_ONLY, SPAN_NONE);
    if (deeds->starts.size)
        inspection_fact(inspection, file, ATTACHMENT_MACRO_AUTO_START, deeds->starts);
    struct span deed = deeds->executes.size ? deeds->executes : deeds->writes;
    if (deeds->starts.size && deed.size)
        inspection_fact(inspection, file, ATTACHMENT_MACRO_SUSPICIOUS,
                        arena_printf(inspection->arena, "%.*s, %.*s", SPAN_ARGS(deeds->starts), SPAN_ARGS(deed)));
}

bool vba_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb)
{
    bool found = false;
    unsigned projects = 0;
    for (uint32_t at = cfb_find_anywhere(cfb, SPAN_LITERAL("dir"), 0); at != CFB_NONE && !inspection_late(inspection);
         at = cfb_find_anywhere(cfb, SPAN_LITERAL("dir"), at + 1)) {
        if (projects++ == VBA_PROJECTS) {
            inspection_limit(inspection, "only the first macro projects are read");
            break;
        }
        uint32_t storage = cfb->entries[at].parent;
        struct project project = {.file = file};
        if (cfb->entries[at].kind != CFB_STREAM || cfb_find(cfb, storage, SPAN_LITERAL("_VBA_PROJECT")) == CFB_NONE)
            continue;
        read_project(inspection, cfb, storage, &project);
        if (!project.dir.size && !project.sources && !project.hollow)
            continue;
        tell(inspection, file, &project);
        found = true;
    }
    return found;
}

bool vba_inspect_bytes(struct inspection *inspection, const struct inspected_file *file, struct span bytes)
{
    struct cfb cfb;
    return cfb_open(inspection->arena, bytes, &cfb) && vba_inspect(inspection, file, &cfb);
}
