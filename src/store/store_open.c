/* The driver table, and the calls that go through it. */
#include "store/store_open.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/memory.h"
#include "store/mail_file.h"
#include "store/msg/store_msg.h"
#include "store/pst/store_pst.h"
#include "store/store_eml.h"
#include "store/store_maildir.h"
#include "store/store_mbox.h"
#include "store/zip/store_zip.h"
#include "store/zip/zip_archive.h"
#include "store/zip/zip_place.h"

static const struct store_driver *const drivers[] = {
    &store_pst_driver,
    &store_msg_driver,
    &store_maildir_driver,
    &store_mbox_driver,
    &store_eml_driver,
    &store_zip_driver,
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

static enum outcome probe_path(const char *path, char bytes[STORE_PROBE_BYTES], struct store_probe *ret_probe, struct err *err)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return err_set(err, OUTCOME_DEAD, "cannot be opened: %s", strerror(errno));
    struct store_probe probe = {.path = path, .directory = S_ISDIR(info.st_mode)};
    if (!probe.directory) {
        size_t size;
        if (mail_file_head(path, bytes, STORE_PROBE_BYTES, &size, &probe.size, err) != OUTCOME_OK)
            return OUTCOME_DEAD;
        if (size == 0)
            return err_set(err, OUTCOME_DEAD, "is an empty file");
        probe.head = (struct span){bytes, size};
    }
    *ret_probe = probe;
    return OUTCOME_OK;
}

/* An archive within an archive needs no bid, which would unpack into the memory that it lies in: who names it knows what it is. */
static enum outcome find_driver(const struct zip_place *place, const struct store_driver **ret_driver, struct err *err)
{
    char bytes[STORE_PROBE_BYTES];
    struct store_probe probe;
    enum outcome outcome = probe_path(place->path, bytes, &probe, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    const struct store_driver *driver = place->inside && zip_archive_magic(probe.head) ? &store_zip_driver : best_bid(&probe);
    if (!driver)
        return err_set(err, OUTCOME_DEAD, "is not a mail store");
    *ret_driver = driver;
    return OUTCOME_OK;
}

static enum outcome open_place(const struct zip_place *place, struct store **ret_store, struct err *err)
{
    const struct store_driver *driver;
    enum outcome outcome = find_driver(place, &driver, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (driver == &store_zip_driver)
        return store_zip_open(place->path, place->folder ? place->folder : "", place->level, ret_store, err);
    return driver->open(place->path, ret_store, err);
}

enum outcome store_open(const char *path, store_note_function *note, void *note_context, struct store **ret_store,
                        struct err *err)
{
    struct zip_place place;
    struct store *store;
    enum outcome outcome = zip_place_open(path, &place, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    outcome = open_place(&place, &store, err);
    if (outcome != OUTCOME_OK) {
        struct err why;
        if (err && place.damage.text[0]) {
            why = *err;
            err_set(err, outcome, "%s (unpacked in part: it %s)", why.text, place.damage.text);
        }
        zip_place_close(&place);
        return outcome;
    }
    store->note = note;
    store->note_context = note_context;
    if (place.damage.text[0])
        store_say(store, true, "it was unpacked in part: it %s", place.damage.text);
    if (place.inside) {
        store->place = memory_must(malloc(sizeof place));
        *store->place = place;
    } else {
        zip_place_close(&place);
    }
    *ret_store = store;
    return OUTCOME_OK;
}

enum outcome store_next(struct store *store, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    enum outcome outcome = store->driver->next(store, arena, ret_item, err);
    if (outcome == OUTCOME_OK && store->place)
        ret_item->flags |= store->place->flags;
    return outcome;
}

enum outcome store_seek(struct store *store, uint64_t item, struct err *err)
{
    return store->driver->seek(store, item, err);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    struct zip_place *place = store->place;
    store->driver->close(store);
    if (place)
        zip_place_close(place);
    free(place);
}

const char *store_format(const char *path)
{
    const struct store_driver *driver = NULL;
    struct zip_place place;
    if (zip_place_open(path, &place, NULL) != OUTCOME_OK)
        return NULL;
    bool found = find_driver(&place, &driver, NULL) == OUTCOME_OK;
    zip_place_close(&place);
    return found ? driver->name : NULL;
}

const char *store_bid(const struct store_probe *probe)
{
    const struct store_driver *driver = best_bid(probe);
    return driver ? driver->name : NULL;
}

const char *store_named(struct span name)
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (span_equal(name, span_of(drivers[i]->name)))
            return drivers[i]->name;
    return NULL;
}

bool store_named_like(struct span path)
{
    static const struct span endings[] = {SPAN_LITERAL(".pst"), SPAN_LITERAL(".ost"),  SPAN_LITERAL(".mbox"),
                                          SPAN_LITERAL(".mbx"), SPAN_LITERAL(".eml"),  SPAN_LITERAL(".msg"),
                                          SPAN_LITERAL(".oft"), SPAN_LITERAL(".emlx"), SPAN_LITERAL(".olm")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_ends_nocase(path, endings[i]))
            return true;
    return false;
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
