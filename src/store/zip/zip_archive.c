/* Reads the central directory into memory; where there is none, walks from local header to local header. */
#include "store/zip/zip_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/zip_directory.h"

#define LOCAL_MOST (30u + 65535 + 65535) /* bytes of the longest local header */
#define NAMES_LOOKED_AT 65536u           /* bytes of names that tell the charset of all */

bool zip_archive_magic(struct span head)
{
    return span_starts(head, ZIP_LOCAL);
}

size_t zip_archive_peek(const struct zip_archive *archive, uint64_t at, char *ret_bytes, size_t size)
{
    size_t done = 0;
    while (done < size && at < archive->size) {
        ssize_t got = pread(archive->fd, ret_bytes + done, size - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

static size_t peek(const void *context, uint64_t at, char *ret_bytes, size_t size)
{
    return zip_archive_peek(context, at, ret_bytes, size);
}

static bool find_directory(struct zip_archive *archive, struct zip_directory *ret_directory)
{
    struct zip_source source = {archive, archive->size, peek};
    size_t size = archive->size < LIMIT_ZIP_TAIL ? (size_t)archive->size : LIMIT_ZIP_TAIL;
    BUF_LOCAL tail = {0};
    buf_reserve(&tail, size);
    tail.size = zip_archive_peek(archive, archive->size - size, tail.data, size);
    return tail.size == size && zip_directory_find(&source, buf_span(&tail), ret_directory);
}

struct list {
    struct zip_archive *archive;
    size_t capacity;
    struct zip_entry *entries; /* malloc'ed while it grows */
    size_t count;
};

/* Folders have no content, and their names end in a slash; what has content is looked at, whatever its name. */
static void add(struct list *list, const struct zip_record *record)
{
    size_t size = record->name.size;
    if (size > 0 && record->size == 0 && (record->name.data[size - 1] == '/' || record->name.data[size - 1] == '\\'))
        return;
    list->entries = memory_grown(list->entries, list->count, &list->capacity, sizeof *list->entries);
    list->entries[list->count++] = (struct zip_entry){.record = *record};
}

static void list_directory(struct list *list, const struct zip_directory *directory)
{
    struct zip_archive *archive = list->archive;
    uint64_t size = directory->end - directory->start;
    if (size > LIMIT_ZIP_DIRECTORY) {
        size = LIMIT_ZIP_DIRECTORY;
        archive->trouble = "its directory is too long: only the first members are listed";
    }
    char *bytes = arena_alloc(archive->arena, (size_t)size);
    struct span content = {bytes, zip_archive_peek(archive, directory->start, bytes, (size_t)size)};
    struct zip_record record;
    uint64_t seen = 0;
    for (size_t at = 0; at < content.size && zip_record_central(content, at, &record); at = record.end) {
        if (seen++ == LIMIT_ZIP_MEMBERS) {
            archive->trouble = "it has too many members: only the first are listed";
            break;
        }
        if (__builtin_add_overflow(record.offset, directory->shift, &record.offset))
            record.offset = UINT64_MAX;
        add(list, &record);
    }
    if (!archive->trouble && seen < directory->count)
        archive->trouble = "its directory ends before its last member";
}

/* Of a member whose size follows its data nobody knows where the next one starts. */
static void list_headers(struct list *list)
{
    struct zip_archive *archive = list->archive;
    archive->trouble = "it has no directory (cut off or damaged): members may be missing";
    BUF_LOCAL bytes = {0};
    buf_reserve(&bytes, LOCAL_MOST);
    uint64_t at = 0;
    for (size_t seen = 0; seen < LIMIT_ZIP_MEMBERS && at < archive->size; seen++) {
        struct zip_record record;
        bytes.size = zip_archive_peek(archive, at, bytes.data, LOCAL_MOST);
        if (!zip_record_local(buf_span(&bytes), 0, &record) || !zip_record_plausible(&record))
            break;
        bool streamed = record.flags & ZIP_STREAMED;
        uint64_t start = at + record.end, left = archive->size > start ? archive->size - start : 0;
        record.offset = at;
        if (streamed) {
            record.packed = left;
            record.size = UINT64_MAX;
        }
        record.name = arena_copy(archive->arena, record.name);
        record.extra = arena_copy(archive->arena, record.extra);
        add(list, &record);
        if (streamed || record.packed > left)
            break;
        at = start + record.packed;
    }
}

static bool plain(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

/* Old makers under Windows separate by backslashes; no name leads out of the archive. */
static struct span tidy(struct arena *arena, struct span name)
{
    char *text = arena_string(arena, name);
    if (span_find_byte(name, '/', 0) == SIZE_MAX)
        for (size_t i = 0; i < name.size; i++)
            text[i] = text[i] == '\\' ? '/' : text[i];
    for (size_t i = 0; i < name.size; i++)
        text[i] = text[i] == '\0' ? '?' : text[i];
    struct span result = {text, name.size};
    while (result.size > 0 && result.data[0] == '/')
        result = span_slice(result, 1, result.size);
    return result;
}

/* All names that do not say their charset share one: short names alone would be guessed worse. */
static void name_entries(struct zip_archive *archive)
{
    BUF_LOCAL like = {0};
    for (size_t i = 0; i < archive->count && like.size < NAMES_LOOKED_AT; i++) {
        const struct zip_record *record = &archive->entries[i].record;
        if (record->flags & ZIP_UTF8 || plain(record->name))
            continue;
        buf_add(&like, record->name);
        buf_add_byte(&like, '\n');
    }
    for (size_t i = 0; i < archive->count; i++) {
        struct zip_entry *entry = &archive->entries[i];
        struct span name = plain(entry->record.name) ? entry->record.name
                                                     : zip_record_name(archive->arena, &entry->record, buf_span(&like));
        entry->name = tidy(archive->arena, name);
    }
}

static void list_members(struct zip_archive *archive)
{
    struct list list = {.archive = archive};
    struct zip_directory directory;
    if (find_directory(archive, &directory))
        list_directory(&list, &directory);
    else
        list_headers(&list);
    archive->entries = list.entries;
    archive->count = list.count;
    name_entries(archive);
}

enum outcome zip_archive_open(const char *path, struct zip_archive *ret_archive, struct err *err)
{
    struct stat info;
    struct zip_archive archive = {.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
    if (archive.fd < 0)
        return err_set(err, OUTCOME_DEAD, "cannot be opened: %s", strerror(errno));
    if (fstat(archive.fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(archive.fd);
        return err_set(err, OUTCOME_DEAD, "is not a regular file");
    }
    archive.size = info.st_size > 0 ? (uint64_t)info.st_size : 0;
    archive.arena = arena_open();
    list_members(&archive);
    if (archive.count == 0 && archive.trouble) {
        zip_archive_close(&archive);
        return err_set(err, OUTCOME_DEAD, "is a ZIP archive whose members cannot be found");
    }
    *ret_archive = archive;
    return OUTCOME_OK;
}

void zip_archive_close(struct zip_archive *archive)
{
    if (archive->fd >= 0)
        close(archive->fd);
    free(archive->entries);
    arena_close(archive->arena);
    *archive = (struct zip_archive){.fd = -1};
}

static bool document_name(struct span name)
{
    return span_equal_nocase(name, SPAN_LITERAL("[Content_Types].xml")) || span_equal(name, SPAN_LITERAL("mimetype"))
        || span_equal_nocase(name, SPAN_LITERAL("META-INF/MANIFEST.MF"))
        || span_equal(name, SPAN_LITERAL("META-INF/manifest.xml"));
}

bool zip_archive_is_document(const struct zip_archive *archive)
{
    for (size_t i = 0; i < archive->count; i++)
        if (document_name(archive->entries[i].name))
            return true;
    return false;
}

bool zip_archive_starts_document(struct span head)
{
    struct zip_record record;
    return zip_record_local(head, 0, &record) && document_name(record.name);
}

static int by_name(const void *a, const void *b)
{
    const struct zip_entry *left = *(const struct zip_entry *const *)a, *right = *(const struct zip_entry *const *)b;
    int order = span_compare(left->name, right->name);
    return order ? order : left < right ? -1 : left > right;
}

/* The first position in by_name whose name is not before `name`. */
static size_t search(struct zip_archive *archive, struct span name)
{
    if (!archive->by_name && archive->count > 0) {
        archive->by_name = arena_array(archive->arena, archive->count, sizeof(const struct zip_entry *));
        for (size_t i = 0; i < archive->count; i++)
            archive->by_name[i] = &archive->entries[i];
        qsort(archive->by_name, archive->count, sizeof *archive->by_name, by_name);
    }
    size_t low = 0;
    for (size_t high = archive->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (span_compare(archive->by_name[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct zip_entry *zip_archive_find(struct zip_archive *archive, struct span name)
{
    size_t at = search(archive, name);
    return at < archive->count && span_equal(archive->by_name[at]->name, name) ? archive->by_name[at] : NULL;
}

bool zip_archive_has_folder(struct zip_archive *archive, struct span name)
{
    ARENA_LOCAL arena = arena_open();
    struct span folder = arena_printf(arena, "%.*s/", SPAN_ARGS(name));
    size_t at = search(archive, folder);
    return at < archive->count && span_starts(archive->by_name[at]->name, folder);
}
