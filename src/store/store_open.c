/* The driver table, and the calls that go through it. */
#include "store/store_open.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include "store/mail_file.h"
#include "store/msg/store_msg.h"
#include "store/pst/store_pst.h"
#include "store/store_eml.h"
#include "store/store_maildir.h"
#include "store/store_mbox.h"

static const struct store_driver *const drivers[] = {
    &store_pst_driver,
    &store_msg_driver,
    &store_maildir_driver,
    &store_mbox_driver,
    &store_eml_driver,
};

static const struct store_driver *best_bid(const struct store_probe *probe)
{
    const struct store_driver *best = NULL;
    int best_bid = 0;
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++) {
        int bid = drivers[i]->bid(probe);
        if (bid > best_bid) {
            best = drivers[i];
            best_bid = bid;
        }
    }
    return best;
}

static enum outcome find_driver(const char *path, const struct store_driver **ret_driver, struct err *err)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return err_set(err, OUTCOME_DEAD, "cannot be opened: %s", strerror(errno));
    char bytes[STORE_PROBE_BYTES];
    struct store_probe probe = {.path = path, .directory = S_ISDIR(info.st_mode)};
    if (!probe.directory) {
        size_t size;
        if (mail_file_head(path, bytes, sizeof bytes, &size, &probe.size, err) != OUTCOME_OK)
            return OUTCOME_DEAD;
        if (size == 0)
            return err_set(err, OUTCOME_DEAD, "is an empty file");
        probe.head = (struct span){bytes, size};
    }
    const struct store_driver *driver = best_bid(&probe);
    if (!driver)
        return err_set(err, OUTCOME_DEAD, "is not a mail store");
    *ret_driver = driver;
    return OUTCOME_OK;
}

enum outcome store_open(const char *path, store_note_function *note, void *note_context, struct store **ret_store,
                        struct err *err)
{
    const struct store_driver *driver;
    enum outcome outcome = find_driver(path, &driver, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct store *store;
    outcome = driver->open(path, &store, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    store->note = note;
    store->note_context = note_context;
    *ret_store = store;
    return OUTCOME_OK;
}

enum outcome store_next(struct store *store, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    return store->driver->next(store, arena, ret_item, err);
}

enum outcome store_seek(struct store *store, uint64_t item, struct err *err)
{
    return store->driver->seek(store, item, err);
}

void store_close(struct store *store)
{
    if (store)
        store->driver->close(store);
}

const char *store_format(const char *path)
{
    const struct store_driver *driver;
    return find_driver(path, &driver, NULL) == OUTCOME_OK ? driver->name : NULL;
}

void store_say(struct store *store, bool incomplete, const char *format, ...)
{
    if (!store->note)
        return;
    char text[LIMIT_ERR_TEXT];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct err line;
    if (length < 0)
        return;
    err_set(&line, OUTCOME_OK, "%s", text); /* cut at a character, without control characters */
    store->note(store->note_context, incomplete, span_of(line.text));
}
