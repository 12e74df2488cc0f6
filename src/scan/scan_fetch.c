/* Serves wanted mails store by store: each from the first of its places where it still lies. */
#include "scan/scan_fetch.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"
#include "case/case_read.h"
#include "case/case_write.h"
#include "scan/scan_slot.h"
#include "store/zip/zip_place.h"

#define ITEM_SECONDS 30
#define OPEN_SECONDS 600
#define POLL_MILLISECONDS 100

/* One place where one wanted message lay. */
struct place {
    const char *store;
    struct worker_wanted wanted;
    size_t index; /* of the message */
};

struct gather {
    struct scan_fetch *fetch;
    struct arena *arena;
    struct place *places;
    size_t place_count, place_capacity;
};

static int by_place(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    int order = strcmp(left->store, right->store);
    if (order)
        return order;
    if (left->wanted.item != right->wanted.item)
        return left->wanted.item < right->wanted.item ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index;
}

static void add_place(struct gather *gather, size_t index, const uint8_t *key, const struct case_place *from)
{
    const struct scan_fetch_message *message = &gather->fetch->messages[index];
    if (gather->place_count == gather->place_capacity) {
        gather->place_capacity = gather->place_capacity ? gather->place_capacity * 2 : 64;
        gather->places = reallocarray(gather->places, gather->place_capacity, sizeof *gather->places);
        if (!gather->places)
            abort();
    }
    gather->places[gather->place_count++] = (struct place){
        .store = arena_string(gather->arena, from->store_path),
        .index = index,
        .wanted = {.item = from->where.item, .offset = from->where.offset, .length = from->where.length, .key = key,
                   .path = arena_string(gather->arena, from->where.path), .passwords = message->passwords,
                   .password_count = message->password_count},
    };
}

/* Every place of every message that is still to be fetched. */
static enum outcome list_places(struct gather *gather, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct case_file *file = gather->fetch->file;
    for (size_t i = 0; i < gather->fetch->message_count; i++) {
        struct case_message row;
        const struct case_place *places;
        size_t count;
        int64_t message = gather->fetch->messages[i].id;
        arena_reset(arena);
        if (gather->fetch->messages[i].done)
            continue;
        enum outcome outcome = case_read_message(file, message, arena, &row, err);
        if (outcome == OUTCOME_END)
            continue;
        if (outcome == OUTCOME_OK)
            outcome = case_read_places(file, message, arena, &places, &count, err);
        if (outcome != OUTCOME_OK)
            return OUTCOME_FAULT;
        struct span key = arena_copy(gather->arena, (struct span){(const char *)row.key, sizeof row.key});
        for (size_t k = 0; k < count; k++)
            add_place(gather, i, (const uint8_t *)key.data, &places[k]);
    }
    if (gather->place_count > 0)
        qsort(gather->places, gather->place_count, sizeof *gather->places, by_place);
    return OUTCOME_OK;
}

/* DAMAGED: the worker sent what it was not asked for. */
static enum outcome take(struct gather *gather, const struct place *places, size_t count, struct span payload,
                         struct arena *arena, struct err *err)
{
    struct scan_fetch *fetch = gather->fetch;
    struct worker_frame frame;
    if (!worker_frame_read(payload, arena, &frame))
        return OUTCOME_DAMAGED;
    if (frame.kind != fetch->kind)
        return OUTCOME_OK;
    if (frame.wanted >= count)
        return OUTCOME_DAMAGED;
    struct scan_fetch_message *message = &fetch->messages[places[frame.wanted].index];
    if (message->done)
        return OUTCOME_OK;
    message->done = true;
    return fetch->take(fetch, message, &frame, err);
}

/* Serves one worker to its end. */
static enum outcome serve(struct gather *gather, struct scan_slot *slot, const struct place *places, size_t count,
                          struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    enum outcome outcome = OUTCOME_OK;
    bool more = true, bad = false;
    while (more && !bad && outcome == OUTCOME_OK) {
        struct pollfd wait = {.fd = slot->fd, .events = POLLIN};
        struct span payload;
        if (poll(&wait, 1, POLL_MILLISECONDS) > 0)
            more = scan_slot_read(slot);
        scan_slot_watch(slot, ITEM_SECONDS, OPEN_SECONDS);
        while (outcome == OUTCOME_OK && scan_slot_frame(slot, &payload, &bad)) {
            outcome = take(gather, places, count, payload, arena, err);
            arena_reset(arena);
        }
    }
    if (more)
        scan_slot_kill(slot);
    scan_slot_finish(slot);
    return outcome == OUTCOME_DAMAGED ? OUTCOME_OK : outcome;
}

/* A mail that takes its worker down is left out; the next worker starts behind it. */
static enum outcome fetch_in_turn(struct gather *gather, struct worker_task *task, const struct place *places, struct err *err)
{
    struct scan_slot slot = {0};
    enum outcome outcome = OUTCOME_OK;
    for (unsigned i = 0; i < LIMIT_CRASHES && task->wanted_count > 0 && outcome == OUTCOME_OK; i++) {
        outcome = scan_slot_start(&slot, task, err);
        if (outcome == OUTCOME_OK)
            outcome = serve(gather, &slot, places, task->wanted_count, err);
        size_t done = outcome != OUTCOME_OK || slot.end.sound || !slot.end.reading || slot.end.item >= task->wanted_count
            ? task->wanted_count
            : (size_t)slot.end.item + 1;
        places += done;
        task->wanted += done;
        task->wanted_count -= done;
    }
    buf_free(&slot.in);
    return outcome;
}

/* Of a store within an archive the archive. */
static bool stat_store(const char *path, struct stat *ret_info)
{
    char *file = zip_place_file(path);
    bool done = stat(file, ret_info) == 0;
    free(file);
    return done;
}

/* Fetches from one store what was found nowhere yet. A store that is gone or changed gives nothing. */
static enum outcome fetch_from(struct gather *gather, const struct place *places, size_t count, struct err *err)
{
    struct stat info;
    struct worker_wanted *wanted = arena_array(gather->arena, count, sizeof *wanted);
    struct place *left = arena_array(gather->arena, count, sizeof *left);
    size_t left_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!gather->fetch->messages[places[i].index].done) {
            wanted[left_count] = places[i].wanted;
            left[left_count++] = places[i];
        }
    if (left_count == 0 || !stat_store(places[0].store, &info))
        return OUTCOME_OK;
    struct worker_task task = {
        .path = places[0].store, .directory = S_ISDIR(info.st_mode), .size = info.st_size > 0 ? (uint64_t)info.st_size : 0,
        .wanted = wanted, .wanted_count = left_count, .yara = gather->fetch->yara, .parent = getpid()};
    return fetch_in_turn(gather, &task, left, err);
}

static enum outcome fetch_all(struct gather *gather, struct err *err)
{
    for (size_t from = 0, to; from < gather->place_count; from = to) {
        for (to = from + 1; to < gather->place_count && !strcmp(gather->places[to].store, gather->places[from].store);)
            to++;
        enum outcome outcome = fetch_from(gather, gather->places + from, to - from, err);
        if (outcome != OUTCOME_OK)
            return OUTCOME_FAULT;
    }
    return case_write_commit(gather->fetch->file, err);
}

enum outcome scan_fetch(struct scan_fetch *fetch, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct gather gather = {.fetch = fetch, .arena = arena};
    enum outcome outcome = list_places(&gather, err);
    if (outcome == OUTCOME_OK)
        outcome = fetch_all(&gather, err);
    free(gather.places);
    return outcome;
}
