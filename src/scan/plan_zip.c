/* Sorts the members of archives into folders of mails, stores, and what is left out. */
#include "scan/plan_zip.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/limits.h"
#include "base/memory.h"
#include "store/store_open.h"
#include "store/zip/store_zip.h"
#include "store/zip/zip_member.h"

/* The folder of one mail. */
struct mail {
    struct span folder;
    uint64_t size;
};

struct list {
    struct plan_zip plan;
    uint64_t left_out, unknown; /* members, named or not */
    uint64_t declared, most;    /* bytes unpacked of all stores, and their bound */
};

/* One archive at work. */
struct archive_walk {
    struct list *list;
    const char *path;           /* as a store's path begins, */
    const char *inner;          /* and what of it stands behind the outermost archive: "" or "more.zip/" */
    struct zip_archive archive;
    struct scratch scratch;
    unsigned level;
    struct mail *mails;
    size_t mail_count, mail_capacity;
};

static void note(struct list *list, bool incomplete, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void note(struct list *list, bool incomplete, const char *format, ...)
{
    struct plan_zip *plan = &list->plan;
    plan->notes = memory_grown(plan->notes, plan->note_count, &plan->note_capacity, sizeof *plan->notes);
    struct plan_zip_note *note = &plan->notes[plan->note_count++];
    va_list args;
    note->incomplete = incomplete;
    va_start(args, format);
    if (vasprintf(&note->text, format, args) < 0)
        abort();
    va_end(args);
}

static void leave_out(struct archive_walk *walk, struct span name)
{
    if (walk->list->left_out++ < LIMIT_PLAN_NOTES)
        note(walk->list, false, "left out: %s%.*s is not a mail store", walk->inner, SPAN_ARGS(name));
}

static void unknown(struct archive_walk *walk, struct span name, const char *why)
{
    if (walk->list->unknown++ < LIMIT_PLAN_NOTES)
        note(walk->list, true, "%s%.*s was not read: it %s", walk->inner, SPAN_ARGS(name), why);
}

/* False when the bound of what the archive may hold is reached. */
static bool add_store(struct archive_walk *walk, struct span name, const char *format, uint64_t size)
{
    struct list *list = walk->list;
    struct plan_zip *plan = &list->plan;
    if (size == UINT64_MAX)
        size = walk->archive.size;
    if (plan->store_count == LIMIT_ZIP_STORES || size > list->most - list->declared)
        return false;
    list->declared += size;
    plan->stores = memory_grown(plan->stores, plan->store_count, &plan->store_capacity, sizeof *plan->stores);
    struct plan_zip_store *store = &plan->stores[plan->store_count++];
    *store = (struct plan_zip_store){.format = format, .size = size};
    if (asprintf(&store->path, "%s/%.*s", walk->path, SPAN_ARGS(name)) < 0)
        abort();
    return true;
}

static void list_archive(struct list *list, const char *path, const char *inner, const char *file, unsigned level);

/* An archive without mail is left out like any other file. */
static void nested(struct archive_walk *walk, const struct zip_entry *entry)
{
    struct err err;
    if (walk->level >= LIMIT_ZIP_DEPTH) {
        unknown(walk, entry->name, "is an archive within an archive within an archive: unpack it first");
        return;
    }
    if (zip_archive_find(&walk->archive, entry->name) != entry || zip_archive_has_folder(&walk->archive, entry->name)) {
        unknown(walk, entry->name, "has the name of another member");
        return;
    }
    enum outcome outcome = zip_stream_unpack(&walk->archive, entry, scratch_most(), &walk->scratch, &err);
    if (outcome != OUTCOME_OK) {
        unknown(walk, entry->name, err.text);
        return;
    }
    if (store_zip_search(walk->scratch.path, walk->level + 1) == STORE_ZIP_NO_MAIL) {
        leave_out(walk, entry->name);
        return;
    }
    char *path, *inner;
    if (!add_store(walk, entry->name, store_zip_driver.name, entry->record.size)) {
        unknown(walk, entry->name, "is more than the archive may hold: limit reached");
        return;
    }
    if (asprintf(&path, "%s/%.*s", walk->path, SPAN_ARGS(entry->name)) < 0
        || asprintf(&inner, "%s%.*s/", walk->inner, SPAN_ARGS(entry->name)) < 0)
        abort();
    list_archive(walk->list, path, inner, walk->scratch.path, walk->level + 1);
    free(path);
    free(inner);
}

static void add_mail(struct archive_walk *walk, const struct zip_entry *entry)
{
    walk->mails = memory_grown(walk->mails, walk->mail_count, &walk->mail_capacity, sizeof *walk->mails);
    walk->mails[walk->mail_count++] = (struct mail){zip_member_folder(entry->name), entry->record.size};
}

static void look_at(struct archive_walk *walk, const struct zip_entry *entry)
{
    struct err err;
    const char *format;
    switch (zip_member_kind(&walk->archive, entry, &walk->scratch, &format, &err)) {
    case ZIP_MEMBER_NOTHING:
        leave_out(walk, entry->name);
        break;
    case ZIP_MEMBER_MAIL:
        add_mail(walk, entry);
        break;
    case ZIP_MEMBER_STORE:
        if (zip_archive_find(&walk->archive, entry->name) != entry)
            unknown(walk, entry->name, "has the name of another member");
        else if (!add_store(walk, entry->name, format, entry->record.size))
            unknown(walk, entry->name, "is more than the archive may hold: limit reached");
        break;
    case ZIP_MEMBER_ARCHIVE:
        nested(walk, entry);
        break;
    case ZIP_MEMBER_UNKNOWN:
        unknown(walk, entry->name, err.text);
        break;
    }
}

static int by_folder(const void *a, const void *b)
{
    return span_compare(((const struct mail *)a)->folder, ((const struct mail *)b)->folder);
}

/* The mails of the root belong to the archive's own row. */
static void add_folders(struct archive_walk *walk)
{
    if (walk->mail_count > 0)
        qsort(walk->mails, walk->mail_count, sizeof *walk->mails, by_folder);
    for (size_t from = 0, to; from < walk->mail_count; from = to) {
        uint64_t size = 0;
        for (to = from; to < walk->mail_count && by_folder(&walk->mails[from], &walk->mails[to]) == 0; to++)
            if (__builtin_add_overflow(size, walk->mails[to].size, &size))
                size = UINT64_MAX - 1;
        struct span folder = walk->mails[from].folder;
        if (zip_archive_find(&walk->archive, folder))
            unknown(walk, folder, "is a folder with the name of a member");
        else if (folder.size > 0 && !add_store(walk, folder, store_zip_driver.name, size))
            unknown(walk, folder, "is more than the archive may hold: limit reached");
    }
}

static void walk_members(struct archive_walk *walk)
{
    if (walk->archive.trouble)
        note(walk->list, true, "%s%s%s", walk->inner, *walk->inner ? ": " : "", walk->archive.trouble);
    for (size_t i = 0; i < walk->archive.count; i++)
        look_at(walk, &walk->archive.entries[i]);
    add_folders(walk);
    free(walk->mails);
}

static void list_archive(struct list *list, const char *path, const char *inner, const char *file, unsigned level)
{
    struct archive_walk walk = {.list = list, .path = path, .inner = inner, .level = level};
    struct err err;
    enum outcome outcome = zip_archive_open(file, &walk.archive, &err);
    if (outcome == OUTCOME_OK) {
        outcome = scratch_open(level, &walk.scratch, &err);
        if (outcome == OUTCOME_OK) {
            if (level == 0 && (__builtin_mul_overflow(walk.archive.size, (uint64_t)LIMIT_ZIP_FACTOR, &list->most)
                               || __builtin_add_overflow(list->most, (uint64_t)LIMIT_ZIP_BYTES, &list->most)))
                list->most = UINT64_MAX;
            walk_members(&walk);
            scratch_close(&walk.scratch);
        }
        zip_archive_close(&walk.archive);
    }
    if (outcome != OUTCOME_OK)
        note(list, true, "%s%s%s", inner, *inner ? ": " : "", err.text);
}

void plan_zip_list(const char *path, struct plan_zip *ret_plan)
{
    struct list list = {0};
    list_archive(&list, path, "", path, 0);
    if (list.left_out > LIMIT_PLAN_NOTES)
        note(&list, false, "left out: %" PRIu64 " members in all that are no mail stores", list.left_out);
    if (list.unknown > LIMIT_PLAN_NOTES)
        note(&list, true, "%" PRIu64 " members in all were not read", list.unknown);
    *ret_plan = list.plan;
}

void plan_zip_free(struct plan_zip *plan)
{
    for (size_t i = 0; i < plan->store_count; i++)
        free(plan->stores[i].path);
    for (size_t i = 0; i < plan->note_count; i++)
        free(plan->notes[i].text);
    free(plan->stores);
    free(plan->notes);
    *plan = (struct plan_zip){0};
}
