/* Reads one store item by item and sends each as a record. */
#include "scan/worker.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/limits.h"
#include "case/fingerprint.h"
#include "decode/decode_item.h"
#include "inspect/inspect.h"
#include "scan/isolate.h"
#include "scan/mail_passwords.h"
#include "scan/manifest.h"
#include "scan/worker_fetch.h"
#include "scan/worker_pipe.h"
#include "store/store_maildir.h"
#include "store/store_open.h"
#include "store/zip/zip_place.h"

#define DEFECTS_NAMED 3
#define CPU_SECONDS_AT_LEAST 600
#define BYTES_A_CPU_SECOND (512u * 1024) /* far below what any sound store needs */

struct job {
    const struct worker_task *task;
    struct worker_state *state;
    struct worker_pipe pipe;
    struct arena *arena;
    struct store *store;
    struct mail_passwords *passwords;
    struct dsn_words *words;
    uint64_t cut;   /* mails that were read only in part */
};

static void send_note(void *context, bool incomplete, struct span text)
{
    struct worker_pipe *pipe = context;
    worker_pipe_put(pipe, &(struct worker_frame){.kind = WORKER_FRAME_NOTE, .flag = incomplete, .text = text});
}

static uint64_t position(const struct job *job, const struct occurrence *where)
{
    const struct store_counts *counts = &job->store->counts;
    if (where->length > 0)
        return where->offset + where->length;
    double share = counts->expected > 0 ? (double)(where->item + 1) / (double)counts->expected : 0;
    return (uint64_t)((double)job->task->size * (share > 1 ? 1 : share));
}

static void send_failed(struct job *job, const struct occurrence *where, const char *reason)
{
    struct worker_frame frame = {.kind = WORKER_FRAME_FAILED, .position = position(job, where), .record.where = *where,
                                 .text = span_of(reason)};
    worker_pipe_put(&job->pipe, &frame);
}

static void embedded_fingerprints(struct arena *arena, const struct message *message, struct fingerprint_set *sets,
                                  size_t *count)
{
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct message *embedded = message->attachments[i].embedded;
        if (!embedded)
            continue;
        fingerprint_make(arena, embedded, &sets[(*count)++]);
        embedded_fingerprints(arena, embedded, sets, count);
    }
}

static void make_record(struct job *job, struct record *record)
{
    struct arena *arena = job->arena;
    struct inspection_options options = mail_passwords_begin(job->passwords, arena, &record->message);
    options.yara = job->task->yara;
    inspect_message(arena, &options, &record->message);
    fingerprint_make(arena, &record->message, &record->fingerprints);
    size_t count = record_embedded(&record->message);
    struct fingerprint_set *sets = arena_array(arena, count, sizeof *sets);
    embedded_fingerprints(arena, &record->message, sets, &record->embedded_count);
    record->embedded = sets;
}

/* The mail, or the first one within it, that reached a limit. */
static const struct message *cut_message(const struct message *message)
{
    const struct message *found = message->flags & MESSAGE_CUT ? message : NULL;
    for (size_t i = 0; !found && i < message->attachment_count; i++)
        if (message->attachments[i].embedded)
            found = cut_message(message->attachments[i].embedded);
    return found;
}

/* What was not read of a mail must not pass as read. */
static void note_cut(struct job *job, const struct record *record)
{
    const struct message *message = cut_message(&record->message);
    BUF_LOCAL text = {0};
    if (!message || ++job->cut > LIMIT_CUT_NOTES)
        return;
    buf_printf(&text, "item %" PRIu64, record->where.item);
    if (record->where.path.size > 0)
        buf_printf(&text, " (%.*s)", SPAN_ARGS(record->where.path));
    buf_printf(&text, " was read only in part");
    for (size_t i = 0; i < message->defect_count && i < DEFECTS_NAMED; i++)
        buf_printf(&text, "%s %.*s", i ? ";" : ":", SPAN_ARGS(message->defects[i]));
    send_note(&job->pipe, true, buf_span(&text));
}

static void read_item(struct job *job, const struct store_item *item)
{
    struct err err;
    struct worker_frame frame = {.kind = WORKER_FRAME_RECORD, .record.where = item->where};
    if (decode_item(job->arena, item, job->words, &frame.record.message, &err) != OUTCOME_OK) {
        send_failed(job, &item->where, err.text);
        return;
    }
    make_record(job, &frame.record);
    frame.position = position(job, &item->where);
    if (frame.record.embedded_count > RECORD_EMBEDDED)
        send_failed(job, &item->where, "holds too many other mails");
    else if (!worker_pipe_put(&job->pipe, &frame))
        send_failed(job, &item->where, "its facts are too many for one record");
    else
        note_cut(job, &frame.record);
}

/* Gives END or DEAD; err says why. */
static enum outcome read_items(struct job *job, struct err *err)
{
    const struct worker_task *task = job->task;
    for (uint64_t item = task->start; item < task->stop;) {
        struct store_item got = {0};
        atomic_store_explicit(&job->state->item, item, memory_order_relaxed);
        atomic_store_explicit(&job->state->phase, WORKER_READING, memory_order_relaxed);
        enum outcome outcome = store_next(job->store, job->arena, &got, err);
        if (outcome == OUTCOME_OK)
            read_item(job, &got);
        else if (outcome == OUTCOME_DAMAGED)
            send_failed(job, &got.where, err->text);
        else
            return outcome;
        worker_pipe_send(&job->pipe, item <= task->careful);
        /* the driver counts what it leaves out, too */
        item = got.where.item > item && got.where.item < UINT64_MAX ? got.where.item + 1 : item + 1;
        arena_reset(job->arena);
    }
    return OUTCOME_OK;
}

/* What was unpacked. Folders have none: the archive's own row has the digest of all. */
static void hash_member(const struct zip_place *place, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    if (!place->folder)
        manifest_file(place->path, ret_digest);
}

static void hash_store(struct job *job, uint8_t ret_digest[HASH_SHA256_BYTES])
{
    const char *path = job->task->path;
    atomic_store_explicit(&job->state->phase, WORKER_HASHING, memory_order_relaxed);
    if (job->task->directory)
        manifest_folder(path, store_maildir_is(path), ret_digest);
    else if (job->store->place)
        hash_member(job->store->place, ret_digest);
    else
        manifest_file(path, ret_digest);
}

static void send_end(struct job *job, enum outcome outcome, const struct err *err)
{
    struct worker_frame frame = {.kind = WORKER_FRAME_END, .flag = outcome == OUTCOME_DEAD || outcome == OUTCOME_FAULT};
    if (frame.flag)
        frame.text = span_of(err->text);
    if (job->store) {
        frame.expected = job->store->counts.expected;
        frame.skipped = job->store->counts.skipped;
        frame.owner = job->store->owner;
    }
    if (job->cut > LIMIT_CUT_NOTES) {
        BUF_LOCAL text = {0};
        buf_printf(&text, "%" PRIu64 " mails in all were read only in part", job->cut);
        send_note(&job->pipe, true, buf_span(&text));
    }
    for (size_t i = 0; job->store && i < job->store->folder_count; i++) {
        const struct store_folder *folder = &job->store->folders[i];
        worker_pipe_put(&job->pipe, &(struct worker_frame){.kind = WORKER_FRAME_FOLDER, .text = folder->name,
                                                           .expected = folder->expected});
    }
    if (outcome == OUTCOME_END) {
        worker_pipe_send(&job->pipe, true);
        hash_store(job, frame.sha256);
    }
    worker_pipe_put(&job->pipe, &frame);
    worker_pipe_send(&job->pipe, true);
}

static void read_store(struct job *job)
{
    const struct worker_task *task = job->task;
    struct err err;
    enum outcome outcome = store_open(task->path, send_note, &job->pipe, &job->store, &err);
    if (outcome == OUTCOME_OK && task->start > 0)
        outcome = store_seek(job->store, task->start, &err);
    if (outcome == OUTCOME_OK)
        outcome = read_items(job, &err);
    send_end(job, outcome, &err);
}

_Noreturn void worker_run(const struct worker_task *task, int fd, struct worker_state *state)
{
    struct isolate_cage cage = {
        .path = zip_place_file(task->path),
        .cpu_seconds = CPU_SECONDS_AT_LEAST + task->size / BYTES_A_CPU_SECOND,
        .parent = task->parent,
        .fd = fd,
    };
    atomic_store(&state->missing, isolate_enter(&cage));
    struct job job = {.task = task, .state = state, .pipe.fd = fd, .arena = arena_open(), .passwords = mail_passwords_open(),
                      .words = dsn_words_open()};
    atomic_store(&state->phase, WORKER_OPENING);
    if (task->wanted)
        worker_fetch(task, &job.pipe, state);
    else
        read_store(&job);
    _exit(0);
}
