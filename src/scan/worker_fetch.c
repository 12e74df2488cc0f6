/* Goes to the places of wanted mails and proves by their keys that they are still the same mails. */
#include "scan/worker_fetch.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "case/fingerprint.h"
#include "decode/decode_item.h"
#include "inspect/inspect.h"
#include "scan/mapi_dump.h"
#include "store/file_names.h"
#include "store/file_window.h"
#include "store/store_eml.h"
#include "store/store_open.h"
#include "store/zip/zip_place.h"

#define STEPS_INSTEAD_OF_SEEK 16 /* items that are read over rather than opening the store again */

struct fetch {
    const char *path;    /* of the store, or of what was unpacked of it */
    struct store *store; /* of formats without files or offsets */
    uint64_t at;         /* its next item */
};

/* The bytes of an mbox between two "From " lines, without the first of them and without the blank line before the second. */
static struct span mbox_mail(struct span raw)
{
    size_t line = span_find_byte(raw, '\n', 0);
    raw = line == SIZE_MAX ? SPAN_NONE : span_slice(raw, line + 1, raw.size);
    if (raw.size >= 2 && raw.data[raw.size - 1] == '\n' && raw.data[raw.size - 2] == '\n')
        raw.size--;
    else if (raw.size >= 4 && !memcmp(raw.data + raw.size - 4, "\r\n\r\n", 4))
        raw.size -= 2;
    return raw;
}

static enum outcome fetch_range(const char *path, const struct worker_wanted *wanted, struct arena *arena,
                                struct span *ret_raw)
{
    struct file_window window;
    enum outcome outcome = file_window_open(path, &window, NULL);
    if (outcome != OUTCOME_OK)
        return outcome;
    size_t size = wanted->length < LIMIT_RECORD_BYTES ? (size_t)wanted->length : LIMIT_RECORD_BYTES;
    char *bytes = arena_alloc(arena, size);
    size_t done = 0, got;
    while (done < size && (got = file_window_peek(&window, wanted->offset + done, bytes + done, size - done)) > 0)
        done += got;
    file_window_close(&window);
    *ret_raw = mbox_mail((struct span){bytes, done});
    return OUTCOME_OK;
}

static enum outcome fetch_file(const struct fetch *fetch, const struct worker_wanted *wanted, struct arena *arena,
                               struct store_item *ret_item)
{
    struct mail_file file;
    char *path = file_names_join(fetch->path, wanted->path);
    enum outcome outcome = store_eml_file(arena, path, ret_item, &file, NULL);
    free(path);
    return outcome;
}

static enum outcome go_to(struct fetch *fetch, uint64_t item)
{
    if (fetch->store && fetch->at <= item && item - fetch->at < STEPS_INSTEAD_OF_SEEK)
        return OUTCOME_OK;
    if (fetch->store && fetch->store->driver->seeks_again) {
        fetch->at = item;
        return store_seek(fetch->store, item, NULL);
    }
    store_close(fetch->store);
    fetch->store = NULL;
    enum outcome outcome = store_open(fetch->path, NULL, NULL, &fetch->store, NULL);
    fetch->at = item;
    return outcome == OUTCOME_OK ? store_seek(fetch->store, item, NULL) : outcome;
}

static enum outcome fetch_item(struct fetch *fetch, const struct worker_wanted *wanted, struct arena *arena,
                               struct store_item *ret_item)
{
    enum outcome outcome = go_to(fetch, wanted->item);
    while (outcome == OUTCOME_OK) {
        outcome = store_next(fetch->store, arena, ret_item, NULL);
        if (outcome != OUTCOME_OK && outcome != OUTCOME_DAMAGED)
            return outcome;
        fetch->at = ret_item->where.item + 1;
        if (ret_item->where.item >= wanted->item)
            return ret_item->where.item == wanted->item ? outcome : OUTCOME_END;
        arena_reset(arena);
        outcome = OUTCOME_OK;
    }
    return outcome;
}

static enum outcome fetch_one(struct fetch *fetch, const char *format, const struct worker_wanted *wanted, struct arena *arena,
                              struct store_item *ret_item)
{
    if (!strcmp(format, "mbox"))
        return fetch_range(fetch->path, wanted, arena, &ret_item->rfc5322);
    if (!strcmp(format, "maildir") || store_eml_format(format))
        return fetch_file(fetch, wanted, arena, ret_item);
    return fetch_item(fetch, wanted, arena, ret_item);
}

/* The mail or one within it has the key. */
static bool has_key(struct arena *arena, const struct message *message, const uint8_t *key)
{
    struct fingerprint_set set;
    fingerprint_make(arena, message, &set);
    if (!memcmp(set.key, key, HASH_KEY_BYTES))
        return true;
    for (size_t i = 0; i < message->attachment_count; i++)
        if (message->attachments[i].embedded && has_key(arena, message->attachments[i].embedded, key))
            return true;
    return false;
}

static void send(struct worker_pipe *pipe, struct arena *arena, const struct store_item *item, uint64_t index)
{
    BUF_LOCAL dump = {0};
    struct worker_frame frame = {.kind = WORKER_FRAME_EVIDENCE, .wanted = index, .text = SPAN_LITERAL("rfc822"),
                                 .raw = item->rfc5322};
    if (item->mapi) {
        mapi_dump(&dump, arena, item->mapi);
        frame.text = SPAN_LITERAL("mapi");
        frame.raw = buf_span(&dump);
    }
    worker_pipe_put(pipe, &frame);
    worker_pipe_send(pipe, true); /* what is sent is not lost when the next one takes the worker down */
}

/* Attachments of attached mails are left out: their mails are rows of their own. */
static void send_opened(struct worker_pipe *pipe, struct arena *arena, const struct worker_task *task, struct message *message, uint64_t index)
{
    const struct worker_wanted *wanted = &task->wanted[index];
    struct inspection_options options = {.passwords = wanted->passwords, .password_count = wanted->password_count, .yara = task->yara};
    struct worker_frame frame = {.kind = WORKER_FRAME_OPENED, .wanted = index};
    for (size_t i = 0; i < message->attachment_count; i++)
        ((struct attachment *)(uintptr_t)&message->attachments[i])->embedded = NULL;
    inspect_message(arena, &options, message);
    frame.record.message = *message;
    worker_pipe_put(pipe, &frame);
    worker_pipe_send(pipe, true);
}

static void fetch_all(const struct worker_task *task, struct fetch *fetch, const char *format, struct worker_pipe *pipe,
                      struct worker_state *state)
{
    ARENA_LOCAL arena = arena_open();
    __attribute__((cleanup(dsn_words_cleanup))) struct dsn_words *words = dsn_words_open();
    for (size_t i = 0; i < task->wanted_count; i++) {
        struct store_item item = {0};
        struct message message;
        atomic_store(&state->item, i);
        atomic_store(&state->phase, WORKER_READING);
        bool found = fetch_one(fetch, format, &task->wanted[i], arena, &item) == OUTCOME_OK
            && decode_item(arena, &item, words, &message, NULL) == OUTCOME_OK && has_key(arena, &message, task->wanted[i].key);
        if (found && task->wanted[i].passwords)
            send_opened(pipe, arena, task, &message, i);
        else if (found)
            send(pipe, arena, &item, i);
        arena_reset(arena);
    }
}

void worker_fetch(const struct worker_task *task, struct worker_pipe *pipe, struct worker_state *state)
{
    struct fetch fetch = {.path = task->path};
    struct zip_place *place = NULL;
    if (store_open(task->path, NULL, NULL, &fetch.store, NULL) == OUTCOME_OK) {
        /* what was unpacked outlives the store: it may be opened again */
        place = fetch.store->place;
        fetch.store->place = NULL;
        if (place)
            fetch.path = place->path;
        fetch_all(task, &fetch, fetch.store->driver->name, pipe, state);
    }
    store_close(fetch.store);
    if (place)
        zip_place_close(place);
    free(place);
    worker_pipe_put(pipe, &(struct worker_frame){.kind = WORKER_FRAME_END});
    worker_pipe_send(pipe, true);
}
