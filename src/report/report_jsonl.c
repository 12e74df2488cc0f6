/* Prints run, verdict, suspects, openings, hits, senders, addresses, bounces, folders and troubles, one JSON object a line. */
#include "report/report_jsonl.h"

#include "report/jsonl_bounce.h"
#include "report/jsonl_hit.h"
#include "report/jsonl_object.h"
#include "report/report_address.h"
#include "report/report_data.h"
#include "report/report_group.h"
#include "report/sentence.h"

static void print_run(FILE *out, const struct report_data *data)
{
    json_t *run = jsonl_object("run"), *stores = json_array(), *own = json_array();
    for (size_t i = 0; i < data->store_count; i++)
        json_array_append_new(stores, jsonl_object_store(&data->stores[i]));
    for (size_t i = 0; i < data->result.own_count; i++)
        json_array_append_new(own, jsonl_object_text(data->result.own[i].domain));
    json_object_set_new(run, "stores", stores);
    json_object_set_new(run, "own", own);
    json_object_set_new(run, "allow", jsonl_object_texts(data->result.allow, data->result.allow_count));
    json_object_set_new(run, "complete", json_boolean(data->complete));
    jsonl_object_print(run, out);
}

static json_t *sentences(struct arena *arena, const struct case_sentence *list, size_t count)
{
    json_t *texts = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(texts, jsonl_object_text(sentence_text(arena, &list[i], SENTENCE_DATA)));
    return texts;
}

static void print_verdict(FILE *out, struct arena *arena, const struct case_verdict *verdict)
{
    json_t *object = jsonl_object("verdict");
    json_object_set_new(object, "infected", jsonl_object_text(verdict->infected));
    json_object_set_new(object, "says", jsonl_object_text(sentence_text(arena, &verdict->sentence, SENTENCE_DATA)));
    json_object_set_new(object, "suspects", jsonl_object_texts(verdict->suspects, verdict->suspect_count));
    json_object_set_new(object, "notes", sentences(arena, verdict->notes, verdict->note_count));
    jsonl_object_print(object, out);
}

static void print_suspect(FILE *out, struct arena *arena, const struct case_suspect *suspect)
{
    json_t *object = jsonl_object("suspect"), *window = json_object();
    json_object_set_new(window, "oldest", jsonl_object_date(arena, suspect->oldest));
    json_object_set_new(window, "from", jsonl_object_date(arena, suspect->from));
    json_object_set_new(window, "to", jsonl_object_date(arena, suspect->to));
    json_object_set_new(object, "rank", json_integer(suspect->rank));
    json_object_set_new(object, "address", jsonl_object_text(suspect->address));
    json_object_set_new(object, "name", jsonl_object_text(suspect->name));
    json_object_set_new(object, "org", jsonl_object_text(suspect->org));
    json_object_set_new(object, "also", jsonl_object_texts(suspect->also, suspect->also_count));
    json_object_set_new(object, "own", json_boolean(suspect->own));
    json_object_set_new(object, "probability", jsonl_object_number(suspect->probability));
    json_object_set_new(object, "explains", json_integer(suspect->explains));
    json_object_set_new(object, "of", json_integer(suspect->of));
    json_object_set_new(object, "window", window);
    json_object_set_new(object, "because", jsonl_object_texts(suspect->because, suspect->because_count));
    json_object_set_new(object, "in_favour", sentences(arena, suspect->in_favour, suspect->in_favour_count));
    json_object_set_new(object, "against", sentences(arena, suspect->against, suspect->against_count));
    jsonl_object_print(object, out);
}

static void print_opening(FILE *out, struct arena *arena, const struct case_opening *opening)
{
    json_t *object = jsonl_object("opened");
    json_object_set_new(object, "address", jsonl_object_text(opening->address));
    json_object_set_new(object, "name", jsonl_object_text(opening->name));
    json_object_set_new(object, "how", jsonl_object_text(opening->how));
    json_object_set_new(object, "first", jsonl_object_date(arena, opening->first));
    json_object_set_new(object, "hits", jsonl_object_texts(opening->hits, opening->hit_count));
    json_object_set_new(object, "later", json_integer(opening->later));
    jsonl_object_print(object, out);
}

static enum outcome print_hits(FILE *out, struct case_file *file, const struct report_hit *hits, size_t count, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        json_t *hit;
        if (hits[i].hit->standing == CASE_ALLOWED)
            continue; /* print_allowed() */
        arena_reset(arena);
        enum outcome outcome = jsonl_hit(file, arena, &hits[i], &hit, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        jsonl_object_print(hit, out);
    }
    return OUTCOME_OK;
}

static json_t *hit_ids(const struct report_group *group)
{
    json_t *hits = json_array();
    for (size_t i = 0; i < group->hit_count; i++)
        json_array_append_new(hits, jsonl_object_text(group->hits[i]->hit->id));
    return hits;
}

static void print_sender(FILE *out, struct arena *arena, const char *by, const struct report_group *group, bool named)
{
    json_t *object = jsonl_object("sender");
    struct span name = named ? group->hits[0]->hit->claimed_name : SPAN_NONE;
    json_object_set_new(object, "by", json_string(by));
    json_object_set_new(object, "sender", jsonl_object_text(group->key));
    json_object_set_new(object, "name", jsonl_object_text(name));
    json_object_set_new(object, "count", json_integer((json_int_t)group->hit_count));
    json_object_set_new(object, "accounts", json_integer((json_int_t)report_group_accounts(arena, group)));
    json_object_set_new(object, "first", jsonl_object_date(arena, group->first));
    json_object_set_new(object, "last", jsonl_object_date(arena, group->last));
    json_object_set_new(object, "hits", hit_ids(group));
    jsonl_object_print(object, out);
}

static void print_allowed(FILE *out, struct arena *arena, const struct report_data *data)
{
    const struct report_group *groups;
    size_t count;
    report_group_allowed(arena, data, &groups, &count);
    for (size_t i = 0; i < count; i++) {
        json_t *object = jsonl_object("allowed");
        json_object_set_new(object, "sender", jsonl_object_text(groups[i].key));
        json_object_set_new(object, "count", json_integer((json_int_t)groups[i].hit_count));
        json_object_set_new(object, "first", jsonl_object_date(arena, groups[i].first));
        json_object_set_new(object, "last", jsonl_object_date(arena, groups[i].last));
        json_object_set_new(object, "hits", hit_ids(&groups[i]));
        jsonl_object_print(object, out);
    }
}

static void print_senders(FILE *out, struct arena *arena, const struct report_data *data)
{
    static const struct {
        enum report_group_by by;
        const char *name;
        bool named;
    } rows[] = {
        {REPORT_BY_CLAIMED, "claimed", true},
        {REPORT_BY_ACCOUNT, "account", false},
        {REPORT_BY_ORGANISATION, "organisation", false},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        const struct report_group *groups;
        size_t count;
        report_group(arena, data, rows[row].by, &groups, &count);
        for (size_t i = 0; i < count; i++)
            if (groups[i].key.size)
                print_sender(out, arena, rows[row].name, &groups[i], rows[row].named);
    }
}

static void print_address(FILE *out, struct arena *arena, const struct report_address *address)
{
    json_t *object = jsonl_object("address"), *because = json_array();
    for (size_t i = 0; i < address->hit_count; i++)
        json_array_append_new(because, jsonl_object_text(address->hits[i]->hit->id));
    json_object_set_new(object, "address", jsonl_object_text(address->address));
    json_object_set_new(object, "role", json_string(report_address_word(address->role)));
    json_object_set_new(object, "hits", json_integer((json_int_t)address->hit_count));
    json_object_set_new(object, "first", jsonl_object_date(arena, address->first));
    json_object_set_new(object, "last", jsonl_object_date(arena, address->last));
    json_object_set_new(object, "because", because);
    jsonl_object_print(object, out);
}

static enum outcome print_addresses(FILE *out, struct case_file *file, const struct report_data *data, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    const struct report_address *addresses;
    size_t count;
    enum outcome outcome = report_address_list(file, data, arena, &addresses, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++)
        print_address(out, arena, &addresses[i]);
    return outcome;
}

static void print_folders(FILE *out, const struct report_data *data)
{
    for (size_t i = 0; i < data->folder_count; i++)
        jsonl_object_print(jsonl_object_folder(&data->folders[i]), out);
}

static void print_troubles(FILE *out, const struct report_data *data)
{
    for (size_t i = 0; i < data->trouble_count; i++)
        jsonl_object_print(jsonl_object_trouble(&data->troubles[i]), out);
}

enum outcome report_jsonl_write(struct case_file *file, const struct report_options *options, FILE *out,
                                struct report_summary *ret_summary, struct err *err)
{
    (void)options;
    ARENA_LOCAL arena = arena_open();
    struct report_data data;
    enum outcome outcome = report_data_load(file, arena, &data, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (!data.judged)
        return err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    print_run(out, &data);
    print_verdict(out, arena, &data.result.verdict);
    for (size_t i = 0; i < data.result.suspect_count; i++)
        print_suspect(out, arena, &data.result.suspects[i]);
    for (size_t i = 0; i < data.result.opening_count; i++)
        print_opening(out, arena, &data.result.openings[i]);
    outcome = print_hits(out, file, data.hits, data.result.hit_count, err);
    if (outcome == OUTCOME_OK)
        outcome = print_hits(out, file, data.aside, data.result.aside_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    print_senders(out, arena, &data);
    outcome = print_addresses(out, file, &data, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    print_allowed(out, arena, &data);
    struct bounce_data bounces;
    outcome = bounce_data_load(file, arena, &bounces, err);
    if (outcome == OUTCOME_OK)
        outcome = jsonl_bounce_print(out, file, &bounces, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    print_folders(out, &data);
    print_troubles(out, &data);
    *ret_summary = report_data_summary(&data);
    return OUTCOME_OK;
}
