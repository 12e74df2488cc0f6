/* Makes and prints the lines bounces, own-host and bounce. */
#include "report/jsonl_bounce.h"

#include "report/jsonl_object.h"
#include "report/report_data.h"
#include "report/sentence.h"

static json_t *number(size_t value)
{
    return json_integer((json_int_t)value);
}

static void set_group(json_t *object, struct arena *arena, const struct bounce_group *group)
{
    json_object_set_new(object, "mails", number(group->mails));
    json_object_set_new(object, "recipients", number(group->recipients));
    json_object_set_new(object, "first", jsonl_object_date(arena, group->first));
    json_object_set_new(object, "last", jsonl_object_date(arena, group->last));
}

static json_t *groups(struct arena *arena, const struct bounce_data *data, enum bounce_by by, const char *key)
{
    const struct bounce_group *list;
    size_t count;
    json_t *array = json_array();
    bounce_data_group(arena, data, by, &list, &count);
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, key, jsonl_object_text(list[i].key));
        json_object_set_new(object, "reports", number(list[i].reports));
        set_group(object, arena, &list[i]);
        if (by == BOUNCE_BY_CLIENT)
            json_object_set_new(object, "accounts", number(list[i].accounts));
        json_array_append_new(array, object);
    }
    return array;
}

static void print_summary(FILE *out, struct arena *arena, const struct bounce_data *data)
{
    static const char *const words[] = {"no", "perhaps", "yes"};
    json_t *object = jsonl_object("bounces");
    json_object_set_new(object, "left_us", json_string(words[data->left]));
    set_group(object, arena, &data->abuse);
    json_object_set_new(object, "perhaps", number(data->doubtful.mails));
    json_object_set_new(object, "accounts", groups(arena, data, BOUNCE_BY_ACCOUNT, "account"));
    json_object_set_new(object, "clients", groups(arena, data, BOUNCE_BY_CLIENT, "client_ip"));
    json_object_set_new(object, "origins", groups(arena, data, BOUNCE_BY_ORIGIN, "origin"));
    jsonl_object_print(object, out);
}

static void print_host(FILE *out, const struct case_own_host *host)
{
    json_t *object = jsonl_object("own-host");
    json_object_set_new(object, "host", jsonl_object_text(host->host));
    json_object_set_new(object, "given", json_boolean(host->given));
    json_object_set_new(object, "shared", json_boolean(host->shared));
    json_object_set_new(object, "mails", number(host->mails));
    jsonl_object_print(object, out);
}

static json_t *recipients(const struct report_mail *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->recipient_count; i++)
        json_array_append_new(array, jsonl_object_text(report->recipients[i].address));
    return array;
}

static json_t *evidence(struct arena *arena, const struct case_bounce *bounce)
{
    json_t *array = json_array();
    for (size_t i = 0; i < bounce->evidence_count; i++) {
        const struct case_bounce_evidence *row = &bounce->evidence[i];
        json_t *object = json_object();
        json_object_set_new(object, "evidence", jsonl_object_text(row->what));
        json_object_set_new(object, "says", jsonl_object_text(sentence_text(arena, &row->sentence, SENTENCE_DATA)));
        json_object_set_new(object, "line", jsonl_object_text_or_null(row->line));
        json_object_set_new(object, "decides", json_boolean(row->decides));
        json_array_append_new(array, object);
    }
    return array;
}

static enum outcome quotes(struct case_file *file, struct arena *arena, const struct case_bounce *bounce, json_t *array, struct err *err)
{
    for (size_t i = 0; i < bounce->quote_count; i++) {
        struct case_message row;
        enum outcome outcome = case_read_message(file, bounce->quotes[i].message, arena, &row, err);
        if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
            return outcome;
        if (outcome == OUTCOME_END)
            continue;
        json_t *object = json_object();
        json_object_set_new(object, "message_id", jsonl_object_text_or_null(row.message.message_id));
        json_object_set_new(object, "share", jsonl_object_number(bounce->quotes[i].share));
        json_array_append_new(array, object);
    }
    return OUTCOME_OK;
}

static json_t *bounce_object(struct arena *arena, const struct case_bounce *bounce, struct span message_id, json_t *places, json_t *quoted)
{
    json_t *object = jsonl_object("bounce");
    json_object_set_new(object, "occurrences", places);
    json_object_set_new(object, "message_id", jsonl_object_text_or_null(message_id));
    json_object_set_new(object, "kind", json_string(report_mail_kind_name(bounce->report.kind)));
    json_object_set_new(object, "origin", jsonl_object_text(bounce->origin));
    json_object_set_new(object, "confidence", jsonl_object_text(bounce->confidence));
    json_object_set_new(object, "suggested", jsonl_object_text_or_null(bounce->suggested));
    json_object_set_new(object, "date", jsonl_object_date(arena, bounce->date));
    json_object_set_new(object, "recipients", recipients(&bounce->report));
    json_object_set_new(object, "account", jsonl_object_text_or_null(bounce->account));
    json_object_set_new(object, "client_ip", jsonl_object_text_or_null(bounce->client_ip));
    json_object_set_new(object, "helo", jsonl_object_text_or_null(bounce->helo));
    json_object_set_new(object, "machine", jsonl_object_text_or_null(bounce->machine));
    json_object_set_new(object, "original_message_id", jsonl_object_text_or_null(bounce->original_message_id));
    json_object_set_new(object, "mail", json_integer((json_int_t)bounce->mail));
    json_object_set_new(object, "evidence", evidence(arena, bounce));
    json_object_set_new(object, "quotes", quoted);
    return object;
}

static enum outcome print_bounce(FILE *out, struct case_file *file, struct arena *arena, const struct case_bounce *bounce, struct err *err)
{
    struct case_message row = {0};
    const struct case_place *places;
    size_t count;
    json_t *quoted = json_array();
    enum outcome outcome = case_read_message(file, bounce->message, arena, &row, err);
    if (outcome == OUTCOME_OK)
        outcome = report_data_places(file, bounce->message, arena, &places, &count, err);
    if (outcome == OUTCOME_OK)
        outcome = quotes(file, arena, bounce, quoted, err);
    if (outcome != OUTCOME_OK) {
        json_decref(quoted);
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    }
    jsonl_object_print(bounce_object(arena, bounce, row.message.message_id, jsonl_object_places(places, count), quoted), out);
    return OUTCOME_OK;
}

enum outcome jsonl_bounce_print(FILE *out, struct case_file *file, const struct bounce_data *data, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    enum outcome outcome = OUTCOME_OK;
    if (!data->count)
        return OUTCOME_OK;
    print_summary(out, arena, data);
    for (size_t i = 0; i < data->host_count; i++)
        print_host(out, &data->hosts[i]);
    for (size_t i = 0; i < data->count && outcome == OUTCOME_OK; i++) {
        arena_reset(arena);
        outcome = print_bounce(out, file, arena, &data->bounces[i], err);
    }
    return outcome;
}
