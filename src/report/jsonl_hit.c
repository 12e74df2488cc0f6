/* Makes the JSON object of one hit. */
#include "report/jsonl_hit.h"

#include "report/jsonl_attachment.h"
#include "report/jsonl_object.h"
#include "report/report_data.h"
#include "report/sentence.h"

static const char *const severities[] = {[CASE_LOW] = "low", [CASE_MEDIUM] = "medium", [CASE_HIGH] = "high"};

static json_t *proof(struct span values)
{
    json_t *object = json_loadb(values.data ? values.data : "", values.size, JSON_ALLOW_NUL, NULL);
    return object ? object : json_object();
}

static json_t *findings(struct arena *arena, const struct case_hit *hit)
{
    json_t *array = json_array();
    for (size_t i = 0; i < hit->finding_count; i++) {
        const struct case_finding *finding = &hit->findings[i];
        json_t *object = json_object();
        json_object_set_new(object, "heuristic", jsonl_object_text(finding->heuristic));
        json_object_set_new(object, "says", jsonl_object_text(sentence_text(arena, &finding->sentence, SENTENCE_DATA)));
        json_object_set_new(object, "weight", jsonl_object_number(finding->weight));
        json_object_set_new(object, "proof", proof(finding->sentence.values));
        json_array_append_new(array, object);
    }
    return array;
}

/* The Date field, which is the same in every copy; where there is none, when it was received. */
static int64_t sent_date(const struct message *message)
{
    return message->date != MESSAGE_NO_DATE ? message->date : message_time(message);
}

static struct span from_address(const struct message *message)
{
    return message->from_count ? message->from[0].addr : SPAN_NONE;
}

static enum outcome quote(struct case_file *file, struct arena *arena, const struct case_quote *quote, json_t *array,
                          struct err *err)
{
    struct case_message row;
    const struct case_place *places;
    size_t count;
    enum outcome outcome = case_read_message(file, quote->message, arena, &row, err);
    if (outcome == OUTCOME_OK)
        outcome = report_data_places(file, quote->message, arena, &places, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    json_t *object = json_object();
    json_object_set_new(object, "message_id", jsonl_object_text_or_null(row.message.message_id));
    json_object_set_new(object, "occurrences", jsonl_object_places(places, count));
    json_object_set_new(object, "from", jsonl_object_text(from_address(&row.message)));
    json_object_set_new(object, "date", jsonl_object_date(arena, sent_date(&row.message)));
    json_object_set_new(object, "share", jsonl_object_number(quote->share));
    json_array_append_new(array, object);
    return OUTCOME_OK;
}

static enum outcome quotes(struct case_file *file, struct arena *arena, const struct case_hit *hit, json_t *array,
                           struct err *err)
{
    for (size_t i = 0; i < hit->quote_count; i++) {
        enum outcome outcome = quote(file, arena, &hit->quotes[i], array, err);
        if (outcome == OUTCOME_END)
            return err_set(err, OUTCOME_DEAD, "the case has lost a message that hit %.*s quotes; judge it again",
                           SPAN_ARGS(hit->id));
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    return OUTCOME_OK;
}

static json_t *recipients(const struct message *message)
{
    json_t *array = json_array();
    for (size_t i = 0; i < message->recipient_count; i++)
        json_array_append_new(array, jsonl_object_text(message->recipients[i].addr));
    return array;
}

static void set_message(json_t *object, struct arena *arena, const struct case_hit *hit, const struct message *message)
{
    struct span name = message->from_count ? message->from[0].name : SPAN_NONE;
    json_object_set_new(object, "date", jsonl_object_date(arena, sent_date(message)));
    json_object_set_new(object, "subject", jsonl_object_text(message->subject));
    json_object_set_new(object, "from_name", jsonl_object_text(name));
    json_object_set_new(object, "from_address", jsonl_object_text(from_address(message)));
    json_object_set_new(object, "claimed_name", jsonl_object_text(hit->claimed_name));
    json_object_set_new(object, "claimed_address", jsonl_object_text(hit->claimed_address));
    json_object_set_new(object, "sending_account", jsonl_object_text(hit->sending_account));
    json_object_set_new(object, "recipients", recipients(message));
}

static void set_hit(json_t *object, const struct case_hit *hit, const struct message *message)
{
    json_object_set_new(object, "id", jsonl_object_text(hit->id));
    json_object_set_new(object, "verdict", jsonl_object_text(hit->verdict));
    json_object_set_new(object, "severity", json_string(severities[hit->severity]));
    json_object_set_new(object, "score", jsonl_object_number(hit->score));
    json_object_set_new(object, "message_id", jsonl_object_text_or_null(message->message_id));
}

static json_t *triage(const struct case_hit *hit)
{
    if (!hit->triage.size)
        return json_null();
    json_t *object = json_object();
    json_object_set_new(object, "verdict", jsonl_object_text(hit->triage));
    json_object_set_new(object, "note", jsonl_object_text(hit->note));
    return object;
}

enum outcome jsonl_hit(struct case_file *file, struct arena *arena, const struct report_hit *hit, json_t **ret_object,
                       struct err *err)
{
    struct case_message row;
    const struct case_place *places;
    size_t count;
    json_t *quoted = json_array();
    enum outcome outcome = case_read_message(file, hit->hit->message, arena, &row, err);
    if (outcome == OUTCOME_OK)
        outcome = report_data_places(file, hit->hit->message, arena, &places, &count, err);
    if (outcome == OUTCOME_OK)
        outcome = quotes(file, arena, hit->hit, quoted, err);
    if (outcome != OUTCOME_OK) {
        json_decref(quoted);
        return outcome;
    }
    json_t *object = jsonl_object("hit");
    set_hit(object, hit->hit, &row.message);
    json_object_set_new(object, "occurrences", jsonl_object_places(places, count));
    set_message(object, arena, hit->hit, &row.message);
    json_object_set_new(object, "findings", findings(arena, hit->hit));
    json_object_set_new(object, "quotes", quoted);
    json_object_set_new(object, "attachments", jsonl_attachments(row.message.attachments, row.message.attachment_count));
    json_object_set_new(object, "campaign", jsonl_object_text_or_null(hit->hit->campaign));
    json_object_set_new(object, "triage", triage(hit->hit));
    json_object_set_new(object, "counts", json_boolean(hit->hit->standing == CASE_SCORED || hit->hit->standing == CASE_CONFIRMED));
    *ret_object = object;
    return OUTCOME_OK;
}
