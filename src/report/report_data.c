/* Loads from the case what every report format needs. */
#include "report/report_data.h"

static enum outcome load_hit(struct case_file *file, struct arena *arena, struct arena *scratch, struct report_hit *hit,
                             struct err *err)
{
    struct case_message row;
    arena_reset(scratch);
    enum outcome outcome = case_read_message(file, hit->hit->message, scratch, &row, err);
    if (outcome == OUTCOME_END)
        return err_set(err, OUTCOME_DEAD, "the case has lost the message of hit %.*s; judge it again", SPAN_ARGS(hit->hit->id));
    if (outcome != OUTCOME_OK)
        return outcome;
    hit->date = message_time(&row.message);
    hit->account = hit->hit->sending_account;
    if (!hit->account.size && row.message.from_count)
        hit->account = arena_copy(arena, row.message.from[0].addr);
    return OUTCOME_OK;
}

static enum outcome load_hits(struct case_file *file, struct arena *arena, const struct case_hit *from, size_t count,
                              const struct report_hit **ret_hits, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    struct report_hit *hits = arena_array(arena, count, sizeof *hits);
    for (size_t i = 0; i < count; i++) {
        hits[i].hit = &from[i];
        enum outcome outcome = load_hit(file, arena, scratch, &hits[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    *ret_hits = hits;
    return OUTCOME_OK;
}

/* Decisions that the last judge did not know of. */
static size_t count_undone(const struct case_hit *hits, size_t count)
{
    size_t undone = 0;
    for (size_t i = 0; i < count; i++) {
        bool says_true = span_equal(hits[i].triage, SPAN_LITERAL("true"));
        bool says_false = span_equal(hits[i].triage, SPAN_LITERAL("false"));
        undone += says_true != (hits[i].standing == CASE_CONFIRMED) || says_false != (hits[i].standing == CASE_DISMISSED);
    }
    return undone;
}

bool report_data_store_complete(const struct case_store *store)
{
    return store->state == CASE_STORE_DONE && store->failed == 0 && store->read + store->skipped >= store->expected;
}

static bool is_complete(const struct report_data *data)
{
    for (size_t i = 0; i < data->store_count; i++)
        if (!report_data_store_complete(&data->stores[i]))
            return false;
    for (size_t i = 0; i < data->trouble_count; i++)
        if (data->troubles[i].failed || data->troubles[i].incomplete)
            return false;
    return data->store_count > 0;
}

enum outcome report_data_load(struct case_file *file, struct arena *arena, struct report_data *ret_data, struct err *err)
{
    struct report_data data = {0};
    enum outcome outcome = case_result_read(file, arena, &data.result, err);
    if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
        return outcome;
    data.judged = outcome == OUTCOME_OK;
    outcome = case_read_stores(file, arena, &data.stores, &data.store_count, err);
    if (outcome == OUTCOME_OK)
        outcome = case_read_folders(file, arena, &data.folders, &data.folder_count, err);
    if (outcome == OUTCOME_OK)
        outcome = case_read_troubles(file, arena, &data.troubles, &data.trouble_count, err);
    if (outcome == OUTCOME_OK)
        outcome = load_hits(file, arena, data.result.hits, data.result.hit_count, &data.hits, err);
    if (outcome == OUTCOME_OK)
        outcome = load_hits(file, arena, data.result.aside, data.result.aside_count, &data.aside, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    data.complete = is_complete(&data);
    data.undone = count_undone(data.result.hits, data.result.hit_count) + count_undone(data.result.aside, data.result.aside_count);
    *ret_data = data;
    return OUTCOME_OK;
}

struct report_summary report_data_summary(const struct report_data *data)
{
    return (struct report_summary){.hits = data->result.hit_count, .complete = data->complete};
}

enum outcome report_data_places(struct case_file *file, int64_t message, struct arena *arena,
                                const struct case_place **ret_places, size_t *ret_count, struct err *err)
{
    const struct case_place *all;
    size_t count, direct = 0;
    enum outcome outcome = case_read_places(file, message, arena, &all, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct case_place *places = arena_array(arena, count + 1, sizeof *places);
    for (size_t i = 0; i < count; i++)
        if (!all[i].outer)
            places[direct++] = all[i];
    *ret_places = direct ? places : all;
    *ret_count = direct ? direct : count;
    return OUTCOME_OK;
}
