/* Counts who takes part in the mail of stores without an owner. */
#include "notify/exposed_stores.h"

#include <stdlib.h>
#include "base/memory.h"
#include "case/case_read.h"

/* How often one address takes part in the mail of one store. */
struct presence {
    uint32_t store;  /* position in stores */
    uint32_t person;
    uint32_t mails;
    uint32_t last;   /* the mail that counted it last: once for each */
};

struct counting {
    const struct case_result *result;
    struct exposed_store *stores;
    size_t store_count;
    uint32_t *mails;         /* by store */
    struct intern *people, *pairs;
    struct presence *list;   /* by number of the pair */
    size_t capacity;
};

bool exposed_stores_own(const struct case_result *result, struct span addr)
{
    struct span domain = address_domain(addr);
    for (size_t i = 0; i < result->own_count; i++) {
        struct span own = result->own[i].domain;
        bool below = domain.size > own.size && span_ends_nocase(domain, own) && domain.data[domain.size - own.size - 1] == '.';
        if (own.size && (span_equal(domain, own) || below || span_equal(addr, own)))
            return true;
    }
    return false;
}

static int by_id(const void *a, const void *b)
{
    const struct exposed_store *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

static const struct exposed_store *store_at(const struct exposed_store *stores, size_t count, int64_t id)
{
    const struct exposed_store key = {.id = id};
    return count ? bsearch(&key, stores, count, sizeof key, by_id) : NULL;
}

struct span exposed_stores_owner(const struct exposed_store *stores, size_t count, int64_t id)
{
    const struct exposed_store *store = store_at(stores, count, id);
    return store ? store->owner : SPAN_NONE;
}

static void count_person(struct counting *counting, uint32_t store, const struct address *address, uint32_t mail)
{
    if (address->kind != ADDRESS_SMTP || !exposed_stores_own(counting->result, address->addr))
        return;
    const uint32_t key[] = {store, intern_add(counting->people, address->addr)};
    uint32_t before = intern_count(counting->pairs), pair = intern_add(counting->pairs, (struct span){(const char *)key, sizeof key});
    counting->list = memory_grown(counting->list, pair, &counting->capacity, sizeof *counting->list);
    if (pair == before)
        counting->list[pair] = (struct presence){store, key[1], 0, UINT32_MAX};
    counting->list[pair].mails += counting->list[pair].last != mail;
    counting->list[pair].last = mail;
}

static enum outcome count_mail(struct counting *counting, struct case_file *file, const struct case_message *row, uint32_t mail,
                               struct arena *scratch, struct err *err)
{
    const struct message *message = &row->message;
    const struct case_place *places;
    size_t count;
    enum outcome outcome = case_read_places(file, row->id, scratch, &places, &count, err);
    for (size_t p = 0; outcome == OUTCOME_OK && p < count; p++) {
        const struct exposed_store *store = store_at(counting->stores, counting->store_count, places[p].store);
        if (!store || store->owner.size || places[p].outer)
            continue;
        uint32_t at = (uint32_t)(store - counting->stores);
        counting->mails[at]++;
        for (size_t i = 0; i < message->from_count; i++)
            count_person(counting, at, &message->from[i], mail);
        for (size_t i = 0; i < message->recipient_count; i++)
            count_person(counting, at, &message->recipients[i], mail);
    }
    return outcome;
}

static enum outcome count_all(struct counting *counting, struct case_file *file, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    struct case_cursor *cursor;
    struct case_message row;
    uint32_t mail = 0;
    enum outcome outcome = case_read_begin(file, &cursor, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    while ((outcome = case_read_next(cursor, scratch, &row, err)) == OUTCOME_OK) {
        if (!row.embedded && !(row.message.flags & (MESSAGE_LIST | MESSAGE_NOT_MAIL)))
            outcome = count_mail(counting, file, &row, mail++, scratch, err);
        if (outcome != OUTCOME_OK)
            break;
        arena_reset(scratch);
    }
    case_read_end(cursor);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

/* The most present of each store, where nobody is as present. */
static void choose(struct counting *counting, struct arena *arena)
{
    uint32_t *most = memory_must(calloc(counting->store_count + 1, sizeof *most));
    uint32_t *best = memory_must(calloc(counting->store_count + 1, sizeof *best));
    for (uint32_t i = 0; i < intern_count(counting->pairs); i++) {
        const struct presence *pair = &counting->list[i];
        if (pair->mails < most[pair->store])
            continue;
        best[pair->store] = pair->mails > most[pair->store] ? pair->person : INTERN_NONE;
        most[pair->store] = pair->mails;
    }
    for (size_t s = 0; s < counting->store_count; s++)
        if (most[s] && best[s] != INTERN_NONE && counting->mails[s] >= EXPOSED_STORES_MAILS && most[s] >= EXPOSED_STORES_PRESENCE * counting->mails[s])
            counting->stores[s].owner = arena_copy(arena, intern_text(counting->people, best[s]));
    free(most);
    free(best);
}

static enum outcome infer(struct case_file *file, const struct report_data *data, struct arena *arena, struct exposed_store *stores,
                          struct err *err)
{
    struct counting counting = {.result = &data->result, .stores = stores, .store_count = data->store_count,
                                .mails = memory_must(calloc(data->store_count + 1, sizeof(uint32_t))), .people = intern_open(), .pairs = intern_open()};
    enum outcome outcome = count_all(&counting, file, err);
    if (outcome == OUTCOME_OK)
        choose(&counting, arena);
    intern_close(counting.people);
    intern_close(counting.pairs);
    free(counting.mails);
    free(counting.list);
    return outcome;
}

enum outcome exposed_stores_find(struct case_file *file, const struct report_data *data, struct arena *arena,
                                 const struct exposed_store **ret_stores, size_t *ret_count, struct err *err)
{
    struct exposed_store *stores = arena_array(arena, data->store_count, sizeof *stores);
    bool unknown = false;
    for (size_t i = 0; i < data->store_count; i++) {
        stores[i] = (struct exposed_store){data->stores[i].id, address_make(arena, SPAN_NONE, data->stores[i].owner).addr};
        unknown |= !stores[i].owner.size;
    }
    if (data->store_count)
        qsort(stores, data->store_count, sizeof *stores, by_id);
    *ret_stores = stores;
    *ret_count = data->store_count;
    return unknown ? infer(file, data, arena, stores, err) : OUTCOME_OK;
}
