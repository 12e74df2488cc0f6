/* Keeps the workers busy and writes what they send into the case, store after store in the order of the plan: the case is the same
   however many workers read. What workers of later stores send meanwhile is held in memory, up to a bound. */
#include "scan/scan.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/limits.h"
#include "case/case_read.h"
#include "case/case_write.h"
#include "scan/isolate.h"
#include "scan/plan.h"
#include "scan/scan_slot.h"
#include "scan/scan_store.h"

#define WORKERS_DEFAULT 8
#define ITEM_SECONDS 30
#define OPEN_BYTES_A_SECOND (20u * 1024 * 1024) /* far below what opening or hashing needs */
#define COMMIT_SECONDS 4.5
#define COMMIT_MESSAGES 50000
#define COMMIT_STORE_SECONDS 1.0 /* stores that end sooner after a commit wait for the next */
#define PROGRESS_SECONDS 0.1
#define POLL_MILLISECONDS 100
#define HELD_BYTES (48u * 1024 * 1024) /* of records that wait for their turn, all workers together */
#define NO_STORE SIZE_MAX

struct scan {
    struct case_file *file;
    const struct scan_options *options;
    struct plan plan;
    struct scan_store *stores; /* one for each of the plan */
    size_t next;               /* the first store that was not begun */
    size_t head;               /* the first store that is not finished: its records are written, all others wait */
    struct scan_slot slots[LIMIT_WORKERS];
    size_t store_of[LIMIT_WORKERS]; /* NO_STORE: the slot is free */
    unsigned worker_count;
    struct arena *arena;
    double committed, shown;
    uint64_t uncommitted;      /* messages */
    unsigned missing;          /* enum isolate_missing: what a worker's cage lacked */
};

static bool interrupted(const struct scan *scan)
{
    return scan->options->interrupted && *scan->options->interrupted;
}

static void show_progress(struct scan *scan, const char *path, bool now)
{
    double clock = scan_slot_clock();
    if (!scan->options->progress || (!now && clock - scan->shown < PROGRESS_SECONDS))
        return;
    scan->shown = clock;
    struct scan_progress progress = {.stores_all = scan->plan.store_count, .path = path};
    for (size_t i = 0; i < scan->plan.store_count; i++) {
        const struct scan_store *store = &scan->stores[i];
        progress.bytes_all += store->plan->size;
        progress.bytes_done += store->position;
        progress.read += store->row.read;
        progress.failed += store->row.failed;
        progress.stores_done += store->finished;
    }
    scan->options->progress(scan->options->progress_context, &progress);
}

/* What stands is written: the rows of all stores at work say where the next scan would go on. */
static enum outcome commit(struct scan *scan, struct err *err)
{
    for (unsigned i = 0; i < LIMIT_WORKERS; i++)
        if (scan->store_of[i] != NO_STORE) {
            enum outcome outcome = scan_store_save(&scan->stores[scan->store_of[i]], scan->file, err);
            if (outcome != OUTCOME_OK)
                return OUTCOME_FAULT;
        }
    if (case_write_commit(scan->file, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    scan->committed = scan_slot_clock();
    scan->uncommitted = 0;
    return OUTCOME_OK;
}

static enum outcome commit_when_due(struct scan *scan, struct err *err)
{
    if (scan->uncommitted < COMMIT_MESSAGES && scan_slot_clock() - scan->committed < COMMIT_SECONDS)
        return OUTCOME_OK;
    return commit(scan, err);
}

static enum outcome start_worker(struct scan *scan, unsigned slot, struct err *err)
{
    struct worker_task task = scan_store_task(&scan->stores[scan->store_of[slot]]);
    task.parent = getpid();
    task.yara = scan->options->yara;
    return scan_slot_start(&scan->slots[slot], &task, err);
}

/* The row is written before its first mail, so that mails have a store to belong to. END: all stores are begun. */
static enum outcome begin_store(struct scan *scan, unsigned slot, struct err *err)
{
    while (scan->next < scan->plan.store_count) {
        size_t index = scan->next++;
        struct scan_store *store = &scan->stores[index];
        if (store->finished)
            continue;
        if (scan_store_save(store, scan->file, err) != OUTCOME_OK)
            return OUTCOME_FAULT;
        scan->store_of[slot] = index;
        return start_worker(scan, slot, err);
    }
    return OUTCOME_END;
}

static enum outcome end_store(struct scan *scan, unsigned slot, struct err *err)
{
    struct scan_store *store = &scan->stores[scan->store_of[slot]];
    scan->store_of[slot] = NO_STORE;
    scan_slot_free(&scan->slots[slot]);
    if (scan_store_save(store, scan->file, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    return scan_slot_clock() - scan->committed > COMMIT_STORE_SECONDS ? commit(scan, err) : OUTCOME_OK;
}

/* The store is finished, or gets its next worker. */
static enum outcome bury(struct scan *scan, unsigned slot, struct err *err)
{
    struct scan_store *store = &scan->stores[scan->store_of[slot]];
    if (scan_store_worker_gone(store, scan->file, &scan->slots[slot].end, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    return store->finished ? end_store(scan, slot, err) : start_worker(scan, slot, err);
}

static enum outcome take_frames(struct scan *scan, unsigned slot, struct err *err)
{
    struct scan_store *store = &scan->stores[scan->store_of[slot]];
    struct span payload;
    bool bad = scan->slots[slot].deaf;
    while (!bad && scan_slot_frame(&scan->slots[slot], &payload, &bad)) {
        enum outcome outcome = scan_store_frame(store, scan->file, scan->arena, payload, err);
        arena_reset(scan->arena);
        bad = outcome == OUTCOME_DAMAGED;
        scan->uncommitted++;
        show_progress(scan, store->plan->path, false);
        if (outcome != OUTCOME_FAULT)
            outcome = commit_when_due(scan, err);
        if (outcome == OUTCOME_FAULT)
            return outcome;
    }
    if (bad) {
        scan_slot_kill(&scan->slots[slot]);
        scan->slots[slot].deaf = true;
    }
    return OUTCOME_OK;
}

static unsigned slot_of(const struct scan *scan, size_t store)
{
    unsigned slot = 0;
    while (slot < LIMIT_WORKERS && scan->store_of[slot] != store)
        slot++;
    return slot;
}

/* Writes what has come of the store whose turn it is, and of those behind it as far as they are whole. */
static enum outcome advance(struct scan *scan, struct err *err)
{
    for (;;) {
        unsigned slot = LIMIT_WORKERS;
        /* a store that is finished keeps its slot until its worker is gone */
        for (; scan->head < scan->plan.store_count; scan->head++)
            if ((slot = slot_of(scan, scan->head)) < LIMIT_WORKERS || !scan->stores[scan->head].finished)
                break;
        if (slot == LIMIT_WORKERS || interrupted(scan))
            return OUTCOME_OK;
        enum outcome outcome = take_frames(scan, slot, err);
        if (outcome == OUTCOME_OK && scan->slots[slot].ended)
            outcome = bury(scan, slot, err);
        else
            return outcome;
        if (outcome != OUTCOME_OK || scan->store_of[slot] != NO_STORE)
            return outcome;
    }
}

static size_t held(const struct scan *scan)
{
    size_t bytes = 0;
    for (unsigned i = 0; i < LIMIT_WORKERS; i++)
        bytes += scan_slot_held(&scan->slots[i]);
    return bytes;
}

static unsigned running(const struct scan *scan)
{
    unsigned count = 0;
    for (unsigned i = 0; i < LIMIT_WORKERS; i++)
        count += scan->slots[i].pid != 0;
    return count;
}

/* Starts workers while there is room for them and for what they send. */
static enum outcome fill_slots(struct scan *scan, struct err *err)
{
    while (running(scan) < scan->worker_count && held(scan) < HELD_BYTES) {
        unsigned slot = slot_of(scan, NO_STORE);
        enum outcome outcome = slot < LIMIT_WORKERS ? begin_store(scan, slot, err) : OUTCOME_END;
        if (outcome != OUTCOME_OK)
            return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    }
    return OUTCOME_OK;
}

static void watch(struct scan *scan, unsigned slot)
{
    unsigned seconds = scan->options->item_seconds ? scan->options->item_seconds : ITEM_SECONDS;
    scan_slot_watch(&scan->slots[slot], seconds,
                    seconds + scan->stores[scan->store_of[slot]].plan->size / OPEN_BYTES_A_SECOND);
}

static void bury_process(struct scan *scan, unsigned slot)
{
    scan_slot_finish(&scan->slots[slot]);
    scan->missing |= scan->slots[slot].end.missing;
}

/* Takes what has come. Workers of later stores are not listened to while too much waits. */
static enum outcome wait_for_workers(struct scan *scan, struct err *err)
{
    struct pollfd polls[LIMIT_WORKERS];
    bool full = held(scan) >= HELD_BYTES;
    for (unsigned i = 0; i < LIMIT_WORKERS; i++) {
        bool listen = scan->slots[i].pid && (!full || scan->store_of[i] == scan->head);
        polls[i] = (struct pollfd){.fd = listen ? scan->slots[i].fd : -1, .events = POLLIN};
    }
    int ready = poll(polls, LIMIT_WORKERS, POLL_MILLISECONDS);
    if (ready < 0 && errno != EINTR)
        return err_set(err, OUTCOME_FAULT, "waiting for workers: %s", strerror(errno));
    for (unsigned i = 0; i < LIMIT_WORKERS; i++) {
        if (scan->slots[i].pid && polls[i].fd < 0)
            scan_slot_pause(&scan->slots[i]);
        else if (scan->slots[i].pid && ready > 0 && polls[i].revents && !scan_slot_read(&scan->slots[i]))
            bury_process(scan, i);
        else if (scan->slots[i].pid)
            watch(scan, i);
    }
    return OUTCOME_OK;
}

static enum outcome read_stores(struct scan *scan, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    scan->committed = scan_slot_clock();
    while (outcome == OUTCOME_OK) {
        outcome = advance(scan, err);
        if (outcome == OUTCOME_OK && scan->head == scan->plan.store_count)
            return OUTCOME_OK;
        if (outcome == OUTCOME_OK && interrupted(scan))
            return OUTCOME_END;
        if (outcome == OUTCOME_OK)
            outcome = fill_slots(scan, err);
        if (outcome == OUTCOME_OK)
            outcome = wait_for_workers(scan, err);
        if (outcome == OUTCOME_OK)
            outcome = commit_when_due(scan, err);
    }
    return outcome;
}

static void stop_workers(struct scan *scan)
{
    for (unsigned i = 0; i < LIMIT_WORKERS; i++) {
        if (scan->slots[i].pid) {
            scan_slot_kill(&scan->slots[i]);
            scan_slot_finish(&scan->slots[i]);
        }
        buf_free(&scan->slots[i].in);
    }
}

static const struct case_store *row_of(const struct case_store *rows, size_t count, const char *path)
{
    for (size_t low = 0, high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = span_compare(rows[middle].path, span_of(path));
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Sets up every store, and writes those at once that need no worker. */
static enum outcome set_up(struct scan *scan, struct err *err)
{
    const struct case_store *rows;
    size_t count;
    ARENA_LOCAL arena = arena_open();
    if (case_read_stores(scan->file, arena, &rows, &count, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    for (size_t i = 0; i < scan->plan.store_count; i++) {
        struct scan_store *store = &scan->stores[i];
        scan_store_begin(store, &scan->plan.stores[i], row_of(rows, count, scan->plan.stores[i].path));
        if (store->finished && scan_store_save(store, scan->file, err) != OUTCOME_OK)
            return OUTCOME_FAULT;
    }
    return OUTCOME_OK;
}

/* What the kernel could not give is kept with the case: it tells how far the reading was to be trusted. */
static enum outcome note_cage(struct scan *scan, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    if (scan->missing & ISOLATE_NO_FILES)
        outcome = case_write_note(scan->file, CASE_WHOLE_RUN, false, span_of("this system has no Landlock: the processes that "
                                  "read mail could have opened other files, too"), err);
    if (outcome == OUTCOME_OK && scan->missing & ISOLATE_NO_CALLS)
        outcome = case_write_note(scan->file, CASE_WHOLE_RUN, false, span_of("this system has no seccomp: the processes that "
                                  "read mail could have used every system call"), err);
    return outcome;
}

/* Notes of the plan come last: by now each store has its row. */
static enum outcome write_notes(struct scan *scan, struct err *err)
{
    if (note_cage(scan, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    for (size_t i = 0; i < scan->plan.note_count; i++) {
        const struct plan_note *note = &scan->plan.notes[i];
        int64_t id = scan->stores[note->store].row.id;
        if (id && case_write_note(scan->file, id, note->incomplete, span_of(note->text), err) != OUTCOME_OK)
            return OUTCOME_FAULT;
    }
    return OUTCOME_OK;
}

static enum outcome sum_up(struct scan *scan, struct scan_summary *ret_summary, struct err *err)
{
    const struct case_trouble *troubles;
    size_t count;
    ARENA_LOCAL arena = arena_open();
    if (case_read_troubles(scan->file, arena, &troubles, &count, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    struct scan_summary summary = {.stores = scan->plan.store_count, .complete = true};
    for (size_t i = 0; i < count; i++)
        summary.complete &= !troubles[i].failed && !troubles[i].incomplete;
    for (size_t i = 0; i < scan->plan.store_count; i++) {
        const struct case_store *row = &scan->stores[i].row;
        summary.expected += row->expected;
        summary.read += row->read;
        summary.failed += row->failed;
        summary.skipped += row->skipped;
        summary.complete &= row->state == CASE_STORE_DONE && row->failed == 0 && row->read + row->skipped >= row->expected;
    }
    *ret_summary = summary;
    return OUTCOME_OK;
}

static unsigned worker_count(const struct scan_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned count = options->workers;
    if (count == 0)
        count = cores < 1 ? 1 : cores > WORKERS_DEFAULT ? WORKERS_DEFAULT : (unsigned)cores;
    return count > LIMIT_WORKERS ? LIMIT_WORKERS : count;
}

static enum outcome run(struct scan *scan, struct scan_summary *ret_summary, struct err *err)
{
    enum outcome outcome = set_up(scan, err);
    if (outcome == OUTCOME_OK)
        outcome = read_stores(scan, err);
    bool stopped = outcome == OUTCOME_END;
    if (stopped)
        outcome = commit(scan, err);
    stop_workers(scan);
    if (outcome == OUTCOME_OK)
        outcome = write_notes(scan, err);
    if (outcome == OUTCOME_OK)
        outcome = commit(scan, err);
    if (outcome == OUTCOME_OK && !stopped)
        outcome = sum_up(scan, ret_summary, err);
    return outcome == OUTCOME_OK && stopped ? OUTCOME_END : outcome;
}

enum outcome scan_run(struct case_file *file, const struct scan_options *options, struct scan_summary *ret_summary,
                      struct err *err)
{
    struct scan *scan = calloc(1, sizeof *scan);
    if (!scan)
        abort();
    scan->file = file;
    scan->options = options;
    scan->worker_count = worker_count(options);
    for (unsigned i = 0; i < LIMIT_WORKERS; i++)
        scan->store_of[i] = NO_STORE;
    scan->arena = arena_open();
    plan_make(options->paths, options->path_count, &scan->plan);
    scan->stores = calloc(scan->plan.store_count + 1, sizeof *scan->stores);
    if (!scan->stores)
        abort();
    enum outcome outcome = run(scan, ret_summary, err);
    if (outcome == OUTCOME_OK)
        show_progress(scan, "", true);
    for (size_t i = 0; i < scan->plan.store_count; i++)
        scan_store_free(&scan->stores[i]);
    free(scan->stores);
    plan_free(&scan->plan);
    arena_close(scan->arena);
    free(scan);
    return outcome;
}
