/* Counts what a store gives and decides how it goes on. */
#include "scan/scan_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "scan/worker_frame.h"

static char *string_of(struct span text)
{
    char *copy = malloc(text.size + 1);
    if (!copy)
        abort();
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

static void set_reason(struct scan_store *store, struct span reason)
{
    free(store->reason);
    store->reason = string_of(reason);
    store->row.reason = span_of(store->reason);
}

static void set_owner(struct scan_store *store, struct span owner)
{
    free(store->owner);
    store->owner = string_of(owner);
    store->row.owner = span_of(store->owner);
}

static void finish(struct scan_store *store, enum case_store_state state, struct span reason)
{
    set_reason(store, reason);
    store->row.state = state;
    store->finished = true;
    store->position = store->plan->size;
}

static void go_on_from(struct scan_store *store, const struct case_store *old)
{
    store->row.expected = old->expected;
    store->row.read = old->read;
    store->row.failed = old->failed;
    store->row.skipped = store->skipped_before = old->skipped;
    store->row.next_item = old->next_item;
    set_owner(store, old->owner);
}

void scan_store_begin(struct scan_store *store, const struct plan_store *plan, const struct case_store *old)
{
    *store = (struct scan_store){
        .plan = plan,
        .row = {.path = span_of(plan->path), .format = span_of(plan->format), .size = plan->size, .mtime = plan->mtime},
        .stop = UINT64_MAX,
        .crashed_at = UINT64_MAX,
        .crashed_next = UINT64_MAX,
    };
    bool same = old && old->size == plan->size && old->mtime == plan->mtime && span_equal(old->format, store->row.format);
    if (plan->reason) {
        finish(store, CASE_STORE_DEAD, span_of(plan->reason));
    } else if (!strcmp(plan->format, PLAN_FOLDER)) {
        store->row.expected = store->row.skipped = plan->skipped;
        finish(store, CASE_STORE_DONE, SPAN_NONE);
    } else if (same && old->state == CASE_STORE_DONE) {
        go_on_from(store, old);
        memcpy(store->row.sha256, old->sha256, sizeof old->sha256);
        finish(store, CASE_STORE_DONE, SPAN_NONE);
    } else if (same && old->state == CASE_STORE_UNFINISHED) {
        go_on_from(store, old);
    }
}

void scan_store_free(struct scan_store *store)
{
    free(store->owner);
    free(store->reason);
}

enum outcome scan_store_save(struct scan_store *store, struct case_file *file, struct err *err)
{
    return case_write_store(file, &store->row, &store->row.id, err);
}

struct worker_task scan_store_task(const struct scan_store *store)
{
    return (struct worker_task){
        .path = store->plan->path,
        .directory = store->plan->directory,
        .size = store->plan->size,
        .start = store->row.next_item,
        .stop = store->stop,
        .careful = store->careful,
    };
}

/* Items must come in order, and none that this worker was not asked for. */
static bool item_fits(const struct scan_store *store, uint64_t item)
{
    return item >= store->row.next_item && item < store->stop && item < UINT64_MAX - 1;
}

static void item_done(struct scan_store *store, const struct worker_frame *frame)
{
    store->row.next_item = frame->record.where.item + 1;
    store->position = frame->position < store->plan->size ? frame->position : store->plan->size;
    store->crashes = 0;
    if (store->row.expected < store->row.next_item)
        store->row.expected = store->row.next_item;
}

/* Of folders each mail is a file of its own: what is gone has failed, what is new comes with the next scan. */
static bool has_changed(const struct scan_store *store)
{
    struct stat info;
    const struct plan_store *plan = store->plan;
    if (plan->directory)
        return false;
    return stat(plan->archive ? plan->archive : plan->path, &info) != 0 || plan_mtime(&info) != plan->mtime
        || (!plan->archive && (uint64_t)info.st_size != plan->size);
}

static enum outcome take_end(struct scan_store *store, struct case_file *file, const struct worker_frame *frame, struct err *err)
{
    store->ended = true;
    store->row.skipped = store->skipped_before + frame->skipped;
    if (frame->expected > store->row.expected)
        store->row.expected = frame->expected;
    if (frame->owner.size > 0)
        set_owner(store, frame->owner);
    if (frame->flag) {
        finish(store, CASE_STORE_DEAD, frame->text);
    } else if (store->stop == UINT64_MAX) {
        memcpy(store->row.sha256, frame->sha256, sizeof frame->sha256);
        finish(store, CASE_STORE_DONE, SPAN_NONE);
    } else {
        store->skipped_before = store->row.skipped;
    }
    if (!store->finished || !has_changed(store))
        return OUTCOME_OK;
    return case_write_note(file, store->row.id, true, SPAN_LITERAL("changed while it was read: scan again"), err);
}

static enum outcome take(struct scan_store *store, struct case_file *file, const struct worker_frame *frame, struct err *err)
{
    const struct record *record = &frame->record;
    enum outcome outcome;
    switch (frame->kind) {
    case WORKER_FRAME_RECORD:
        if (!item_fits(store, record->where.item))
            break;
        store->row.read++;
        item_done(store, frame);
        return case_write_message(file, store->row.id, &record->where, &record->message, &record->fingerprints,
                                  record->embedded, err);
    case WORKER_FRAME_FAILED:
        if (!item_fits(store, record->where.item))
            break;
        store->row.failed++;
        item_done(store, frame);
        return case_write_failed(file, store->row.id, &record->where, frame->text, err);
    case WORKER_FRAME_NOTE:
        return case_write_note(file, store->row.id, frame->flag, frame->text, err);
    case WORKER_FRAME_FOLDER:
        return case_write_folder(file, store->row.id, frame->text, frame->expected, err);
    case WORKER_FRAME_END:
        return take_end(store, file, frame, err);
    case WORKER_FRAME_EVIDENCE:
    case WORKER_FRAME_OPENED:
        break;
    }
    outcome = err_set(err, OUTCOME_DAMAGED, "worker sent what it was not asked for");
    return outcome;
}

enum outcome scan_store_frame(struct scan_store *store, struct case_file *file, struct arena *arena, struct span payload,
                              struct err *err)
{
    struct worker_frame frame;
    uint64_t most;
    if (__builtin_mul_overflow(store->plan->size, LIMIT_OUTPUT_FACTOR, &most) || __builtin_add_overflow(most, LIMIT_OUTPUT_BYTES, &most))
        most = UINT64_MAX;
    store->output += payload.size;
    if (store->output > most)
        return err_set(err, OUTCOME_DAMAGED, "worker sent more than its store can hold");
    if (store->ended || !worker_frame_read(payload, arena, &frame))
        return err_set(err, OUTCOME_DAMAGED, "worker sent what is no record");
    enum outcome outcome = take(store, file, &frame, err);
    return outcome == OUTCOME_OK || outcome == OUTCOME_DAMAGED ? outcome : OUTCOME_FAULT;
}

/* The item at work is lost: it counts as failed, and the next worker starts behind it. */
static enum outcome lose_item(struct scan_store *store, struct case_file *file, const char *why, struct err *err)
{
    struct occurrence where = {.item = store->row.next_item};
    store->row.failed++;
    store->row.next_item++;
    if (store->row.expected < store->row.next_item)
        store->row.expected = store->row.next_item;
    store->stop = UINT64_MAX;
    store->crashed_at = store->crashed_next = UINT64_MAX;
    if (++store->crashes >= LIMIT_CRASHES) {
        char reason[256];
        snprintf(reason, sizeof reason, "given up after %u items in a row: %s", store->crashes, why);
        finish(store, CASE_STORE_DEAD, span_of(reason));
    }
    return case_write_failed(file, store->row.id, &where, span_of(why), err);
}

enum outcome scan_store_worker_gone(struct scan_store *store, struct case_file *file, const struct scan_slot_end *end,
                                    struct err *err)
{
    bool ended = store->ended;
    store->ended = false;
    if (store->finished)
        return OUTCOME_OK;
    if (ended) {
        /* the items before a slow one are read: now the slow one is left out */
        store->row.next_item = store->stop;
        return lose_item(store, file, "it took too long", err);
    }
    const char *why = end->why[0] ? end->why : "worker stopped without a word";
    uint64_t item = end->item;
    if (!end->reading) {
        char reason[256];
        snprintf(reason, sizeof reason, "cannot be opened: %s", why);
        finish(store, CASE_STORE_DEAD, span_of(reason));
        return OUTCOME_OK;
    }
    if (end->late && item > store->row.next_item) {
        store->stop = item;
        return OUTCOME_OK;
    }
    /* what was read but not yet sent is read again, one by one; only who dies twice at one item loses it */
    if (!end->late && store->crashed_at != item && store->crashed_next != store->row.next_item) {
        store->crashed_at = item;
        store->crashed_next = store->row.next_item;
        store->careful = item;
        return OUTCOME_OK;
    }
    if (store->crashed_at == item && item > store->row.next_item)
        store->row.next_item = item;
    return lose_item(store, file, why, err);
}
