/* Walks folders and asks the store drivers what each file is. */
#include "scan/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/limits.h"
#include "base/memory.h"
#include "base/span.h"
#include "scan/plan_ask.h"
#include "store/file_names.h"
#include "store/mail_file.h"
#include "store/store_eml.h"
#include "store/store_maildir.h"
#include "store/store_open.h"
#include "store/zip/store_zip.h"
#include "store/zip/zip_archive.h"

struct seen {
    dev_t device;
    ino_t inode;
    bool used;
};

struct walk {
    struct plan *plan;
    size_t stores_capacity, notes_capacity;
    struct seen *seen; /* files and directories that were met already: a hash table */
    size_t seen_count, seen_capacity;
    const char *root;  /* the given folder */
    size_t root_notes;
    uint64_t root_skipped;
    size_t root_first; /* index of the first store found below it */
};

static char *copy_of(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        abort();
    return copy;
}

static struct plan_store *add_store(struct walk *walk, const char *path, const char *format)
{
    struct plan *plan = walk->plan;
    plan->stores = memory_grown(plan->stores, plan->store_count, &walk->stores_capacity, sizeof *plan->stores);
    struct plan_store *store = &plan->stores[plan->store_count++];
    *store = (struct plan_store){.path = copy_of(path), .format = format};
    return store;
}

static void add_dead(struct walk *walk, const char *path, const char *reason)
{
    add_store(walk, path, "")->reason = copy_of(reason);
}

/* Notes wait with no store until the given folder's own row is known. */
static void add_note(struct walk *walk, bool incomplete, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add_note(struct walk *walk, bool incomplete, const char *format, ...)
{
    if (!incomplete && walk->root_notes >= LIMIT_PLAN_NOTES)
        return;
    struct plan *plan = walk->plan;
    plan->notes = memory_grown(plan->notes, plan->note_count, &walk->notes_capacity, sizeof *plan->notes);
    struct plan_note *note = &plan->notes[plan->note_count++];
    *note = (struct plan_note){.store = SIZE_MAX, .incomplete = incomplete};
    va_list args;
    va_start(args, format);
    if (vasprintf(&note->text, format, args) < 0)
        abort();
    va_end(args);
    walk->root_notes += !incomplete;
}

static size_t seen_slot(const struct seen *table, size_t capacity, const struct seen *key)
{
    size_t at = (size_t)(((uint64_t)key->inode * 0x9E3779B97F4A7C15u) ^ ((uint64_t)key->device << 7)) & (capacity - 1);
    while (table[at].used && (table[at].inode != key->inode || table[at].device != key->device))
        at = (at + 1) & (capacity - 1);
    return at;
}

static void grow_seen(struct walk *walk)
{
    if (walk->seen_count * 2 < walk->seen_capacity)
        return;
    size_t capacity = walk->seen_capacity ? walk->seen_capacity * 2 : 1024;
    struct seen *table = calloc(capacity, sizeof *table);
    if (!table)
        abort();
    for (size_t i = 0; i < walk->seen_capacity; i++)
        if (walk->seen[i].used)
            table[seen_slot(table, capacity, &walk->seen[i])] = walk->seen[i];
    free(walk->seen);
    walk->seen = table;
    walk->seen_capacity = capacity;
}

/* True when this file or directory was met before. */
static bool met_before(struct walk *walk, const struct stat *info)
{
    grow_seen(walk);
    struct seen key = {info->st_dev, info->st_ino, true};
    size_t at = seen_slot(walk->seen, walk->seen_capacity, &key);
    if (walk->seen[at].used)
        return true;
    walk->seen[at] = key;
    walk->seen_count++;
    return false;
}

int64_t plan_mtime(const struct stat *info)
{
    int64_t value;
    if (__builtin_mul_overflow((int64_t)info->st_mtim.tv_sec, INT64_C(1000000000), &value)
        || __builtin_add_overflow(value, (int64_t)info->st_mtim.tv_nsec, &value))
        return 0;
    return value < 0 ? 0 : value;
}

static void add_part(struct plan_store *store, const struct stat *info)
{
    if (S_ISREG(info->st_mode) && info->st_size > 0)
        store->size += (uint64_t)info->st_size;
    if (plan_mtime(info) > store->mtime)
        store->mtime = plan_mtime(info);
}

static void add_parts_of(struct plan_store *store, const char *directory)
{
    struct file_names names;
    struct stat info;
    if (stat(directory, &info) == 0)
        add_part(store, &info);
    if (file_names_read(directory, &names, NULL) != OUTCOME_OK)
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *path = file_names_join(directory, names.names[i]);
        if (stat(path, &info) == 0)
            add_part(store, &info);
        free(path);
    }
    file_names_free(&names);
}

static void add_maildir_folder(struct plan_store *store, const char *folder)
{
    static const char *const parts[] = {"cur", "new"};
    for (size_t i = 0; i < 2; i++) {
        char *part = file_names_join(folder, parts[i]);
        if (file_names_directory(part))
            add_parts_of(store, part);
        free(part);
    }
}

static void visit(struct walk *walk, const char *path, unsigned depth, bool given);

/* The Maildir, and what lies in it that is none of its own folders. */
static void visit_maildir(struct walk *walk, const char *path, unsigned depth)
{
    size_t index = walk->plan->store_count;
    struct file_names names;
    add_store(walk, path, "maildir")->directory = true;
    add_maildir_folder(&walk->plan->stores[index], path);
    if (file_names_read(path, &names, NULL) != OUTCOME_OK)
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *below = file_names_join(path, names.names[i]);
        const char *name = names.names[i];
        bool own = !strcmp(name, "cur") || !strcmp(name, "new") || !strcmp(name, "tmp");
        if (store_maildir_folder(path, name))
            add_maildir_folder(&walk->plan->stores[index], below);
        else if (!own && file_names_directory(below))
            visit(walk, below, depth + 1, false);
        free(below);
    }
    file_names_free(&names);
}

/* A file that holds no mail, as `why` says. */
static void leave_out(struct walk *walk, const char *path, const struct stat *info, bool given, const char *why)
{
    if (given || info->st_size == 0 || strcmp(why, "is not a mail store") != 0) {
        add_dead(walk, path, why);
    } else if (store_named_like(span_of(path))) {
        add_dead(walk, path, "is named like a mail store, but its content is none that can be read");
    } else {
        walk->root_skipped++;
        add_note(walk, false, "left out: %s is not a mail store", path);
    }
}

static void visit_strange_file(struct walk *walk, const char *path, const struct stat *info, bool given)
{
    struct store *store;
    struct err err;
    if (!S_ISREG(info->st_mode)) {
        if (given)
            add_dead(walk, path, "is neither a file nor a folder");
        return;
    }
    /* opening it again tells why no driver wanted it */
    if (store_open(path, NULL, NULL, &store, &err) == OUTCOME_OK) {
        store_close(store);
        err_set(&err, OUTCOME_DEAD, "is not a mail store");
    }
    leave_out(walk, path, info, given, err.text);
}

/* The archive, and every store in it. */
static void add_archive(struct walk *walk, const char *path, const struct stat *info, const struct plan_zip *found)
{
    struct plan *plan = walk->plan;
    size_t first = plan->store_count;
    add_part(add_store(walk, path, store_zip_driver.name), info);
    for (size_t i = 0; i < found->store_count; i++) {
        struct plan_store *store = add_store(walk, found->stores[i].path, found->stores[i].format);
        store->archive = copy_of(path);
        store->size = found->stores[i].size;
        store->mtime = plan_mtime(info);
    }
    for (size_t i = 0; i < found->note_count; i++) {
        plan->notes = memory_grown(plan->notes, plan->note_count, &walk->notes_capacity, sizeof *plan->notes);
        plan->notes[plan->note_count++] = (struct plan_note){.store = first, .incomplete = found->notes[i].incomplete,
                                                             .text = copy_of(found->notes[i].text)};
    }
}

/* No bid looks into it here, where no cage is. */
static void visit_archive(struct walk *walk, const char *path, const struct stat *info, bool given)
{
    struct plan_ask answer;
    plan_ask(path, &answer);
    if (answer.trouble)
        add_dead(walk, path, answer.trouble);
    else if (answer.mail)
        add_archive(walk, path, info, &answer.plan);
    else
        leave_out(walk, path, info, given, "is not a mail store");
    plan_ask_free(&answer);
}

/* Office files and the like, which begin with the same bytes, need no process: a driver knows them by their first name. */
static bool is_archive(const char *path)
{
    char head[STORE_PROBE_BYTES];
    size_t size;
    uint64_t whole;
    if (mail_file_head(path, head, sizeof head, &size, &whole, NULL) != OUTCOME_OK)
        return false;
    struct span first = {head, size};
    return zip_archive_magic(first) && !zip_archive_starts_document(first);
}

/* Gives true when the file is a mail of its own that belongs to its folder's store. */
static bool visit_file(struct walk *walk, const char *path, const struct stat *info, bool given)
{
    if (S_ISREG(info->st_mode) && is_archive(path)) {
        visit_archive(walk, path, info, given);
        return false;
    }
    const char *format = S_ISREG(info->st_mode) ? store_format(path) : NULL;
    if (!format) {
        visit_strange_file(walk, path, info, given);
        return false;
    }
    /* a worker cannot leave its folder: what a link leads to is a store of its own */
    if (!given && store_eml_format(format) && !file_names_link(path))
        return true;
    add_part(add_store(walk, path, format), info);
    return false;
}

/* Files first, so that a folder's own mails come before those of its sub-folders. */
static void visit_files(struct walk *walk, const char *path, const struct file_names *names)
{
    struct plan_store mails = {0};
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        char *below = file_names_join(path, names->names[i]);
        struct stat info;
        if (stat(below, &info) != 0)
            add_note(walk, true, "%s cannot be looked at: %s", below, strerror(errno));
        else if (!S_ISDIR(info.st_mode) && met_before(walk, &info))
            add_note(walk, false, "left out: %s was met before under another name", below);
        else if (!S_ISDIR(info.st_mode) && visit_file(walk, below, &info, false)) {
            add_part(&mails, &info);
            count++;
        }
        free(below);
    }
    if (count == 0)
        return;
    const char *format = store_format(path); /* which of the formats of mail files the folder is */
    struct plan_store *store = add_store(walk, path, format && store_eml_format(format) ? format : "eml");
    store->directory = true;
    store->size = mails.size;
    store->mtime = mails.mtime;
    struct stat info;
    if (stat(path, &info) == 0)
        add_part(store, &info);
}

static void visit_directory(struct walk *walk, const char *path, unsigned depth)
{
    struct file_names names;
    struct err err;
    if (depth > LIMIT_PATH_DEPTH) {
        add_note(walk, true, "%s lies too deep and was not entered", path);
        return;
    }
    if (store_maildir_is(path)) {
        visit_maildir(walk, path, depth);
        return;
    }
    if (file_names_read(path, &names, &err) != OUTCOME_OK) {
        add_dead(walk, path, err.text);
        return;
    }
    if (names.cut)
        add_note(walk, true, "%s has too many files: the first %zu were looked at", path, names.count);
    visit_files(walk, path, &names);
    for (size_t i = 0; i < names.count; i++) {
        char *below = file_names_join(path, names.names[i]);
        if (file_names_directory(below))
            visit(walk, below, depth + 1, false);
        free(below);
    }
    file_names_free(&names);
}

static void visit(struct walk *walk, const char *path, unsigned depth, bool given)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        char *reason;
        if (asprintf(&reason, "cannot be opened: %s", strerror(errno)) < 0)
            abort();
        add_dead(walk, path, reason);
        free(reason);
    } else if (met_before(walk, &info)) {
        return;
    } else if (S_ISDIR(info.st_mode)) {
        visit_directory(walk, path, depth);
    } else {
        visit_file(walk, path, &info, given);
    }
}

/* The row that notes about the given folder belong to: its own store where it is one, else a row for the folder. */
static size_t root_row(struct walk *walk)
{
    struct plan *plan = walk->plan;
    for (size_t i = walk->root_first; i < plan->store_count; i++)
        if (!strcmp(plan->stores[i].path, walk->root))
            return i;
    struct plan_store *row = add_store(walk, walk->root, PLAN_FOLDER);
    row->directory = true;
    row->skipped = walk->root_skipped;
    return plan->store_count - 1;
}

static void visit_root(struct walk *walk, const char *path)
{
    struct plan *plan = walk->plan;
    size_t first_note = plan->note_count;
    walk->root = path;
    walk->root_first = plan->store_count;
    walk->root_notes = 0;
    walk->root_skipped = 0;
    size_t seen = walk->seen_count;
    visit(walk, path, 0, true);
    if (plan->store_count == walk->root_first && walk->seen_count > seen && file_names_directory(path))
        add_note(walk, true, "no mail store was found in it");
    if (walk->root_notes >= LIMIT_PLAN_NOTES) {
        walk->root_notes = 0;
        add_note(walk, false, "left out: %llu files in all that are no mail stores", (unsigned long long)walk->root_skipped);
    }
    if (plan->note_count == first_note)
        return;
    bool waiting = false;
    for (size_t i = first_note; i < plan->note_count; i++)
        waiting |= plan->notes[i].store == SIZE_MAX;
    if (!waiting)
        return;
    size_t row = root_row(walk);
    for (size_t i = first_note; i < plan->note_count; i++)
        if (plan->notes[i].store == SIZE_MAX)
            plan->notes[i].store = row;
}

void plan_make(const char *const *paths, size_t path_count, struct plan *ret_plan)
{
    struct plan plan = {0};
    struct walk walk = {.plan = &plan};
    for (size_t i = 0; i < path_count; i++) {
        char *path = copy_of(paths[i]);
        size_t size = strlen(path);
        while (size > 1 && path[size - 1] == '/')
            path[--size] = '\0';
        visit_root(&walk, path);
        free(path);
    }
    free(walk.seen);
    *ret_plan = plan;
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->store_count; i++) {
        free(plan->stores[i].path);
        free(plan->stores[i].archive);
        free(plan->stores[i].reason);
    }
    for (size_t i = 0; i < plan->note_count; i++)
        free(plan->notes[i].text);
    free(plan->stores);
    free(plan->notes);
    *plan = (struct plan){0};
}
