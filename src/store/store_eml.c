/* Gives a single mail file, or the mail files of one folder, .eml and .msg alike, in the order of their names. */
#include "store/store_eml.h"

#include <inttypes.h>
#include <stdlib.h>
#include "store/file_names.h"
#include "store/folder_role.h"
#include "store/mail_file.h"
#include "store/mail_sniff.h"
#include "store/msg/msg_file.h"
#include "store/msg/store_msg.h"
#include "store/store_open.h"

struct store_eml {
    struct store base;
    char *path;
    bool folder;
    struct file_names names; /* of a folder: its mail files */
    uint64_t item;
    uint32_t place_flags;
};

bool store_eml_format(const char *format)
{
    return !strcmp(format, store_eml_driver.name) || !strcmp(format, store_msg_driver.name);
}

/* The format of a mail file; else NULL. What a link leads to lies elsewhere. */
static const char *file_format(const char *path)
{
    const char *format = file_names_directory(path) || file_names_link(path) ? NULL : store_format(path);
    return format && store_eml_format(format) ? format : NULL;
}

/* Leaves of `names` only what is a mail file. */
static void keep_mails(const char *path, struct file_names *names)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++) {
        char *file = file_names_join(path, names->names[i]);
        if (file_format(file))
            names->names[kept++] = names->names[i];
        else
            free(names->names[i]);
        free(file);
    }
    names->count = kept;
}

enum outcome store_eml_files(const char *path, struct file_names *ret_files)
{
    enum outcome outcome = file_names_read(path, ret_files, NULL);
    if (outcome == OUTCOME_OK)
        keep_mails(path, ret_files);
    return outcome;
}

bool store_eml_folder(const char *path, const char *format)
{
    struct file_names names;
    if (file_names_read(path, &names, NULL) != OUTCOME_OK)
        return false;
    bool found = false;
    for (size_t i = 0; i < names.count && !found; i++) {
        char *file = file_names_join(path, names.names[i]);
        const char *is = file_format(file);
        found = is && !strcmp(is, format);
        free(file);
    }
    file_names_free(&names);
    return found;
}

static int eml_bid(const struct store_probe *probe)
{
    if (probe->directory)
        return store_eml_folder(probe->path, store_eml_driver.name) ? 20 : 0;
    return mail_sniff_is_mail(probe->head) ? 50 : 0;
}

void store_eml_close(struct store *base)
{
    struct store_eml *store = (struct store_eml *)base;
    if (!store)
        return;
    file_names_free(&store->names);
    free(store->path);
    free(store);
}

/* The folder a mail file lies in tells what it is for. */
static uint32_t place_flags(const char *path, bool folder)
{
    const char *slash = strrchr(path, '/');
    if (folder)
        return folder_role(span_of(path));
    return slash ? folder_role((struct span){path, (size_t)(slash - path)}) : 0;
}

enum outcome store_eml_open(const struct store_driver *driver, const char *path, struct store **ret_store, struct err *err)
{
    struct file_names names = {0};
    bool folder = file_names_directory(path);
    if (folder) {
        enum outcome outcome = file_names_read(path, &names, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        keep_mails(path, &names);
    }
    struct store_eml *store = calloc(1, sizeof *store);
    char *copy = strdup(path);
    if (!store || !copy)
        abort();
    *store = (struct store_eml){.base = {.driver = driver, .counts.expected = folder ? names.count : 1},
                                .path = copy, .folder = folder, .names = names, .place_flags = place_flags(path, folder)};
    *ret_store = &store->base;
    return OUTCOME_OK;
}

static enum outcome eml_open(const char *path, struct store **ret_store, struct err *err)
{
    return store_eml_open(&store_eml_driver, path, ret_store, err);
}

static void note_cut(struct store *base, const char *name, const struct mail_file *file, struct store_item *item)
{
    item->flags |= MESSAGE_CUT;
    store_say(base, true, "%s%sthe mail has %" PRIu64 " bytes: only the first %u were read", name, *name ? ": " : "", file->size,
              LIMIT_MESSAGE_BYTES);
}

enum outcome store_eml_file(struct arena *arena, const char *path, struct store_item *item, struct mail_file *ret_file,
                            struct err *err)
{
    struct mail_file file = {0};
    char head[STORE_PROBE_BYTES];
    size_t size;
    enum outcome outcome = mail_file_head(path, head, sizeof head, &size, &file.size, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (msg_file_is(path, (struct span){head, size}))
        outcome = msg_file_read(arena, path, &item->mapi, err);
    else
        outcome = mail_file_read(arena, path, &file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    item->rfc5322 = file.rfc5322;
    item->flags |= file.flags;
    *ret_file = file;
    return OUTCOME_OK;
}

enum outcome store_eml_next(struct store *base, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    struct store_eml *store = (struct store_eml *)base;
    if (store->item >= base->counts.expected)
        return OUTCOME_END;
    const char *name = store->folder ? store->names.names[store->item] : "";
    *ret_item = (struct store_item){.where = {.item = store->item++, .path = arena_copy(arena, span_of(name))},
                                    .flags = store->place_flags};
    char *path = file_names_join(store->path, name);
    struct mail_file file;
    enum outcome outcome = store_eml_file(arena, path, ret_item, &file, err);
    free(path);
    if (outcome != OUTCOME_OK) {
        base->counts.failed++;
        return outcome;
    }
    if (file.cut)
        note_cut(base, name, &file, ret_item);
    if (ret_item->mapi && mapi_incomplete(ret_item->mapi))
        store_say(base, true, "%s%sparts of the message could not be read", name, *name ? ": " : "");
    base->counts.read++;
    return OUTCOME_OK;
}

enum outcome store_eml_seek(struct store *base, uint64_t item, struct err *err)
{
    struct store_eml *store = (struct store_eml *)base;
    (void)err;
    store->item = item < base->counts.expected ? item : base->counts.expected;
    return OUTCOME_OK;
}

const struct store_driver store_eml_driver = {"eml", eml_bid, eml_open, store_eml_next, store_eml_seek, store_eml_close,
                                              .seeks_again = true};
