/* Unpacks one mail at a time into memory and reads it as if it were a file. */
#include "store/zip/store_zip.h"

#include <inttypes.h>
#include <stdlib.h>
#include "base/memory.h"
#include "store/mail_file.h"
#include "store/store_eml.h"
#include "store/zip/zip_member.h"

struct store_zip {
    struct store base;
    struct zip_archive archive;
    struct scratch scratch;
    struct span folder;                /* in the archive's arena */
    const struct zip_entry **mails;    /* owned list */
    size_t capacity;
    uint64_t item;
};

static enum store_zip_holds holds(struct zip_archive *archive, const struct zip_entry *entry, struct scratch *scratch, unsigned level)
{
    const char *format;
    enum zip_member kind = zip_member_kind(archive, entry, scratch, &format, NULL);
    if (kind == ZIP_MEMBER_UNKNOWN)
        return STORE_ZIP_MAY_HOLD_MAIL;
    if (kind != ZIP_MEMBER_ARCHIVE)
        return kind == ZIP_MEMBER_NOTHING ? STORE_ZIP_NO_MAIL : STORE_ZIP_MAIL;
    if (level >= LIMIT_ZIP_DEPTH || zip_stream_unpack(archive, entry, LIMIT_ZIP_BID_BYTES, scratch, NULL) != OUTCOME_OK)
        return STORE_ZIP_MAY_HOLD_MAIL;
    return store_zip_search(scratch->path, level + 1);
}

static enum store_zip_holds search(struct zip_archive *archive, unsigned level)
{
    struct scratch scratch;
    if (zip_archive_is_document(archive))
        return STORE_ZIP_NO_MAIL;
    if (scratch_open(level, &scratch, NULL) != OUTCOME_OK)
        return STORE_ZIP_MAY_HOLD_MAIL;
    enum store_zip_holds most = archive->trouble ? STORE_ZIP_MAY_HOLD_MAIL : STORE_ZIP_NO_MAIL;
    for (size_t i = 0; i < archive->count && most < STORE_ZIP_MAIL; i++) {
        enum store_zip_holds one = holds(archive, &archive->entries[i], &scratch, level);
        most = one > most ? one : most;
        if (archive->unpacked > LIMIT_ZIP_BID_BYTES && most < STORE_ZIP_MAIL) {
            most = STORE_ZIP_MAY_HOLD_MAIL;
            break;
        }
    }
    scratch_close(&scratch);
    return most;
}

enum store_zip_holds store_zip_search(const char *path, unsigned level)
{
    struct zip_archive archive;
    if (zip_archive_open(path, &archive, NULL) != OUTCOME_OK)
        return STORE_ZIP_NO_MAIL;
    enum store_zip_holds found = search(&archive, level);
    zip_archive_close(&archive);
    return found;
}

static int zip_bid(const struct store_probe *probe)
{
    static const int bids[] = {[STORE_ZIP_NO_MAIL] = 0, [STORE_ZIP_MAY_HOLD_MAIL] = 15, [STORE_ZIP_MAIL] = 90};
    if (probe->directory || !zip_archive_magic(probe->head) || zip_archive_starts_document(probe->head))
        return 0;
    return bids[store_zip_search(probe->path, 0)];
}

static void zip_close(struct store *base)
{
    struct store_zip *store = (struct store_zip *)base;
    if (!store)
        return;
    scratch_close(&store->scratch);
    zip_archive_close(&store->archive);
    free(store->mails);
    free(store);
}

static void list_mails(struct store_zip *store)
{
    size_t count = 0;
    for (size_t i = 0; i < store->archive.count; i++) {
        const struct zip_entry *entry = &store->archive.entries[i];
        const char *format;
        if (!span_equal(zip_member_folder(entry->name), store->folder)
            || zip_member_kind(&store->archive, entry, &store->scratch, &format, NULL) != ZIP_MEMBER_MAIL)
            continue;
        store->mails = memory_grown(store->mails, count, &store->capacity, sizeof *store->mails);
        store->mails[count++] = entry;
    }
    store->base.counts.expected = count;
}

enum outcome store_zip_open(const char *path, const char *folder, unsigned level, struct store **ret_store, struct err *err)
{
    struct zip_archive archive;
    struct scratch scratch;
    enum outcome outcome = zip_archive_open(path, &archive, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    outcome = scratch_open(level, &scratch, err);
    if (outcome != OUTCOME_OK) {
        zip_archive_close(&archive);
        return outcome;
    }
    struct store_zip *store = memory_must(calloc(1, sizeof *store));
    *store = (struct store_zip){.base.driver = &store_zip_driver, .archive = archive, .scratch = scratch,
                                .folder = arena_copy(archive.arena, span_of(folder))};
    list_mails(store);
    *ret_store = &store->base;
    return OUTCOME_OK;
}

static enum outcome open_root(const char *path, struct store **ret_store, struct err *err)
{
    return store_zip_open(path, "", 0, ret_store, err);
}

/* The name below the folder. */
static struct span below(const struct store_zip *store, struct span name)
{
    return store->folder.size ? span_slice(name, store->folder.size + 1, name.size) : name;
}

static enum outcome read_mail(struct store_zip *store, const struct zip_entry *entry, struct arena *arena, struct store_item *item,
                              struct err *err)
{
    struct mail_file file;
    enum outcome outcome = zip_stream_unpack(&store->archive, entry, LIMIT_MSG_BYTES, &store->scratch, err);
    if (outcome == OUTCOME_OK)
        outcome = store_eml_file(arena, store->scratch.path, item, &file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (file.cut) {
        item->flags |= MESSAGE_CUT;
        store_say(&store->base, true, "%.*s: the mail has %" PRIu64 " bytes: only the first %u were read", SPAN_ARGS(entry->name),
                  file.size, LIMIT_MESSAGE_BYTES);
    }
    if (item->mapi && mapi_incomplete(item->mapi))
        store_say(&store->base, true, "%.*s: parts of the message could not be read", SPAN_ARGS(entry->name));
    return OUTCOME_OK;
}

static enum outcome zip_next(struct store *base, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    struct store_zip *store = (struct store_zip *)base;
    if (store->item >= base->counts.expected)
        return OUTCOME_END;
    const struct zip_entry *entry = store->mails[store->item];
    struct store_item item = {
        .where = {.item = store->item, .path = arena_copy(arena, below(store, entry->name))},
        .flags = zip_member_flags(arena, entry->name)};
    store->item++;
    enum outcome outcome = read_mail(store, entry, arena, &item, err);
    *ret_item = (struct store_item){.where = item.where, .flags = item.flags};
    if (outcome == OUTCOME_OK) {
        *ret_item = item;
        base->counts.read++;
    } else if (outcome == OUTCOME_DAMAGED) {
        base->counts.failed++;
    }
    return outcome;
}

static enum outcome zip_seek(struct store *base, uint64_t item, struct err *err)
{
    struct store_zip *store = (struct store_zip *)base;
    (void)err;
    store->item = item < base->counts.expected ? item : base->counts.expected;
    return OUTCOME_OK;
}

const struct store_driver store_zip_driver = {"zip", zip_bid, open_root, zip_next, zip_seek, zip_close,
                                              .seeks_again = true};
