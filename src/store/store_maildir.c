/* Gives the mails of a Maildir folder by folder, sorted by the unique part of their file names. */
#include "store/store_maildir.h"

#include <inttypes.h>
#include <stdlib.h>
#include "base/buf.h"
#include "store/file_names.h"
#include "store/folder_role.h"
#include "store/imap_utf7.h"
#include "store/mail_file.h"

struct store_maildir {
    struct store base;
    char *path;
    struct file_names folders; /* directory names below path; the first is "" */
    size_t folder;             /* the one at work */
    bool listed;               /* mails holds the mails of the folder at work */
    struct file_names mails;   /* "cur/name" and "new/name" */
    size_t mail;               /* the next of them */
    uint64_t item;
    struct arena *arena;       /* of the folder at work: its name */
    struct arena *names;       /* of all that were listed */
    struct buf listed_folders; /* of struct store_folder */
    struct span folder_name;
    uint32_t folder_flags;
};

static bool has_part(const char *path, const char *name)
{
    char *part = file_names_join(path, name);
    bool there = file_names_directory(part);
    free(part);
    return there;
}

bool store_maildir_is(const char *path)
{
    return has_part(path, "cur") + has_part(path, "new") + has_part(path, "tmp") >= 2;
}

bool store_maildir_folder(const char *path, const char *name)
{
    if (name[0] != '.')
        return false;
    char *folder = file_names_join(path, name);
    bool is = has_part(folder, "cur") || has_part(folder, "new");
    free(folder);
    return is;
}

static int maildir_bid(const struct store_probe *probe)
{
    return probe->directory && store_maildir_is(probe->path) ? 90 : 0;
}

static void maildir_close(struct store *base)
{
    struct store_maildir *store = (struct store_maildir *)base;
    if (!store)
        return;
    file_names_free(&store->folders);
    file_names_free(&store->mails);
    arena_close(store->arena);
    arena_close(store->names);
    buf_free(&store->listed_folders);
    free(store->path);
    free(store);
}

/* Leaves of `names` only the folders of the Maildir, and puts the root before them. */
static void keep_folders(const char *path, struct file_names *names)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (store_maildir_folder(path, names->names[i]))
            names->names[kept++] = names->names[i];
        else
            free(names->names[i]);
    }
    names->names = reallocarray(names->names, kept + 1, sizeof *names->names);
    char *root = strdup("");
    if (!names->names || !root)
        abort();
    memmove(names->names + 1, names->names, kept * sizeof *names->names);
    names->names[0] = root;
    names->count = kept + 1;
}

/* A part that is not there is empty. */
static enum outcome add_files_of(const char *path, const char *part, struct file_names *files, size_t *capacity)
{
    struct file_names names;
    char *directory = file_names_join(path, part);
    enum outcome outcome = OUTCOME_OK;
    if (file_names_directory(directory) && (outcome = file_names_read(directory, &names, NULL)) == OUTCOME_OK) {
        for (size_t i = 0; i < names.count; i++)
            if (names.names[i][0] != '.')
                file_names_add(files, capacity, file_names_join(part, names.names[i]));
        files->cut |= names.cut;
        file_names_free(&names);
    }
    free(directory);
    return outcome;
}

enum outcome store_maildir_files(const char *path, struct file_names *ret_files)
{
    static const char *const parts[] = {"cur", "new"};
    struct file_names folders, files = {0};
    size_t capacity = 0;
    enum outcome outcome = file_names_read(path, &folders, NULL);
    if (outcome != OUTCOME_OK)
        return outcome;
    keep_folders(path, &folders);
    for (size_t i = 0; i < 2 * folders.count && outcome == OUTCOME_OK; i++) {
        const char *folder = folders.names[i / 2];
        char *part = *folder ? file_names_join(folder, parts[i % 2]) : strdup(parts[i % 2]);
        outcome = add_files_of(path, part, &files, &capacity);
        free(part);
    }
    file_names_free(&folders);
    file_names_sort(&files);
    if (outcome == OUTCOME_OK)
        *ret_files = files;
    else
        file_names_free(&files);
    return outcome;
}

static enum outcome maildir_open(const char *path, struct store **ret_store, struct err *err)
{
    struct file_names folders;
    enum outcome outcome = file_names_read(path, &folders, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    keep_folders(path, &folders);
    struct store_maildir *store = calloc(1, sizeof *store);
    char *copy = strdup(path);
    if (!store || !copy)
        abort();
    *store = (struct store_maildir){.base.driver = &store_maildir_driver, .path = copy, .folders = folders,
                                    .arena = arena_open(), .names = arena_open()};
    *ret_store = &store->base;
    return OUTCOME_OK;
}

/* ".INBOX.Sent Items" -> "INBOX/Sent Items"; the root is "INBOX". */
static void name_folder(struct store_maildir *store)
{
    const char *directory = store->folders.names[store->folder];
    arena_reset(store->arena);
    if (!*directory) {
        store->folder_name = SPAN_LITERAL("INBOX");
        store->folder_flags = folder_role(span_of(store->path));
        return;
    }
    char *name = arena_string(store->arena, span_of(directory + 1));
    for (char *at = name; *at; at++)
        if (*at == '.')
            *at = '/';
    store->folder_name = imap_utf7_decode(store->arena, span_of(name));
    store->folder_flags = folder_role(store->folder_name);
}

static const char *unique_part(const char *name)
{
    return name + 4; /* behind "cur/" or "new/" */
}

static int by_unique_part(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    int order = strcmp(unique_part(left), unique_part(right));
    return order ? order : strcmp(left, right);
}

static void add_mails(struct store_maildir *store, const char *part)
{
    char *folder = file_names_join(store->path, store->folders.names[store->folder]);
    char *path = file_names_join(folder, part);
    struct file_names names;
    struct err err;
    free(folder);
    if (file_names_read(path, &names, &err) != OUTCOME_OK) {
        /* copies of a Maildir often lack what was empty; a part that may not be listed hides mail */
        if (file_names_directory(path))
            store_say(&store->base, true, "folder %s: %s", path, err.text);
        free(path);
        return;
    }
    if (names.cut)
        store_say(&store->base, true, "folder %s has too many files: the first %zu were read", path, names.count);
    struct file_names *mails = &store->mails;
    mails->names = reallocarray(mails->names, mails->count + names.count + 1, sizeof *mails->names);
    if (!mails->names)
        abort();
    for (size_t i = 0; i < names.count; i++)
        if (names.names[i][0] != '.') /* by the Maildir format no mail: .keep, .nfs0001, .DS_Store */
            mails->names[mails->count++] = file_names_join(part, names.names[i]);
    file_names_free(&names);
    free(path);
}

static void count_folder(struct store_maildir *store)
{
    struct store_folder folder = {arena_copy(store->names, store->folder_name), store->mails.count};
    if (folder.expected == 0)
        return;
    buf_add(&store->listed_folders, (struct span){(const char *)&folder, sizeof folder});
    store->base.folders = (const struct store_folder *)(const void *)store->listed_folders.data;
    store->base.folder_count++;
}

static void list_folder(struct store_maildir *store)
{
    file_names_free(&store->mails);
    name_folder(store);
    add_mails(store, "cur");
    add_mails(store, "new");
    if (store->mails.count > 1)
        qsort(store->mails.names, store->mails.count, sizeof *store->mails.names, by_unique_part);
    store->base.counts.expected += store->mails.count;
    count_folder(store);
    store->mail = 0;
    store->listed = true;
}

/* The next mail's name below the folder, or NULL behind the last folder. */
static const char *take_mail(struct store_maildir *store)
{
    for (; store->folder < store->folders.count; store->folder++, store->listed = false) {
        if (!store->listed)
            list_folder(store);
        if (store->mail < store->mails.count)
            return store->mails.names[store->mail++];
    }
    return NULL;
}

/* File systems without colons use '!' or ';'. */
uint32_t store_maildir_flags(const char *name)
{
    uint32_t flags = 0;
    size_t size = strlen(name);
    for (size_t i = size; i >= 3; i--) {
        char before = name[i - 3];
        if (name[i - 1] != ',' || name[i - 2] != '2' || (before != ':' && before != '!' && before != ';'))
            continue;
        for (const char *flag = name + i; *flag; flag++)
            flags |= *flag == 'S' ? (uint32_t)MESSAGE_READ
                : *flag == 'R'    ? (uint32_t)MESSAGE_ANSWERED
                : *flag == 'T'    ? (uint32_t)MESSAGE_DELETED
                : *flag == 'D'    ? (uint32_t)MESSAGE_DRAFT
                                  : 0;
        break;
    }
    return flags;
}

static enum outcome maildir_next(struct store *base, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    struct store_maildir *store = (struct store_maildir *)base;
    const char *name = take_mail(store);
    if (!name)
        return OUTCOME_END;
    const char *folder = store->folders.names[store->folder];
    char *below = file_names_join(*folder ? folder : ".", name);
    char *path = file_names_join(store->path, below);
    *ret_item = (struct store_item){
        .where = {.folder = arena_copy(arena, store->folder_name), .item = store->item++,
                  .path = arena_copy(arena, span_of(*folder ? below : name))},
        .flags = store->folder_flags | store_maildir_flags(name)};
    struct mail_file file;
    enum outcome outcome = mail_file_read(arena, path, &file, err);
    free(below);
    free(path);
    if (outcome != OUTCOME_OK) {
        base->counts.failed++;
        return outcome;
    }
    if (file.cut) {
        ret_item->flags |= MESSAGE_CUT;
        store_say(base, true, "%.*s has %" PRIu64 " bytes: only the first %u were read", SPAN_ARGS(ret_item->where.path),
                  file.size, LIMIT_MESSAGE_BYTES);
    }
    ret_item->rfc5322 = file.rfc5322;
    base->counts.read++;
    return OUTCOME_OK;
}

static enum outcome maildir_seek(struct store *base, uint64_t item, struct err *err)
{
    struct store_maildir *store = (struct store_maildir *)base;
    (void)err;
    while (store->item < item && take_mail(store))
        store->item++;
    return OUTCOME_OK;
}

const struct store_driver store_maildir_driver = {"maildir",    maildir_bid,  maildir_open,
                                                  maildir_next, maildir_seek, maildir_close, .seeks_again = false};
