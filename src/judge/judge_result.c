/* Names, orders and words the conclusions. */
#include "judge/judge_result.h"

#include <jansson.h>
#include <stdlib.h>
#include "base/i18n.h"
#include "case/case_read.h"

struct making {
    struct case_file *file;
    const struct corpus *corpus;
    const struct hit_list *hits;
    const struct hit_list *told; /* the same, or those set aside: which of them hits_make() tells */
    const struct suspects *suspects;
    struct arena *arena;
    struct span *ids;   /* by position in hits */
    struct span *names; /* by person; data NULL = not looked up yet */
};

/* ---- sentences ---- */

static struct case_sentence sentence_make(struct arena *arena, const char *says, json_t *values)
{
    char *text = json_dumps(values, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort();
    struct case_sentence sentence = {arena_copy(arena, span_of(says)), arena_copy(arena, span_of(text))};
    free(text);
    json_decref(values);
    return sentence;
}

static void value_set(json_t *values, const char *key, struct span value)
{
    if (json_object_set_new(values, key, json_stringn(value.size ? value.data : "", value.size)) != 0)
        abort(); /* spans of the case are valid UTF-8; what is not was repaired on its way in */
}

static void value_number(json_t *values, struct arena *arena, const char *key, uint64_t number)
{
    value_set(values, key, arena_printf(arena, "%llu", (unsigned long long)number));
}

/* ---- names ---- */

static bool is_hit(const struct hit_list *hits, uint32_t mail)
{
    for (size_t i = 0; i < hits->count; i++)
        if (hits->hits[i].mail == mail)
            return true;
    return false;
}

/* The mail that shows a person's name best: one of his own, else the first beside whose address it stands. NULL: none. */
static const struct corpus_mail *naming_mail(const struct corpus *corpus, const struct hit_list *hits, uint32_t person)
{
    const struct corpus_mail *best = NULL;
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (mail->from == person && mail->name != CORPUS_NONE && !is_hit(hits, m))
            return mail;
        for (size_t i = mail->links; i < mail[1].links && !best; i++)
            if (corpus->links[i].person == person && corpus->links[i].name != CORPUS_NONE)
                best = mail;
    }
    return best;
}

/* The display name of a person as his own mail shows it; empty where nobody ever named him. Looked up once. */
static enum outcome name_of(const struct making *making, uint32_t person, struct span *ret_name, struct err *err)
{
    if (making->names[person].data) {
        *ret_name = making->names[person];
        return OUTCOME_OK;
    }
    struct span name = SPAN_LITERAL(""), address = intern_text(making->corpus->addresses, person);
    const struct corpus_mail *mail = naming_mail(making->corpus, making->hits, person);
    if (mail) {
        struct case_message row;
        enum outcome outcome = case_read_message(making->file, mail->id, making->arena, &row, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        for (size_t i = 0; i < row.message.from_count; i++)
            if (span_equal(row.message.from[i].addr, address))
                name = row.message.from[i].name;
        for (size_t i = 0; i < row.message.recipient_count && !name.size; i++)
            if (span_equal(row.message.recipients[i].addr, address))
                name = row.message.recipients[i].name;
    }
    making->names[person] = name.data ? name : SPAN_LITERAL("");
    *ret_name = making->names[person];
    return OUTCOME_OK;
}

/* ---- hits ---- */

static const struct case_finding *findings_make(struct arena *arena, const struct hit *hit)
{
    struct case_finding *findings = arena_array(arena, hit->finding_count + 1, sizeof *findings);
    for (size_t i = 0; i < hit->finding_count; i++) {
        const struct finding *finding = &hit->findings[i];
        json_t *values = json_object();
        for (size_t p = 0; p < finding->proof_count; p++)
            value_set(values, finding->proof[p].key, finding->proof[p].value);
        findings[i] = (struct case_finding){
            .heuristic = span_of(finding->heuristic),
            .sentence = sentence_make(arena, finding->says, values),
            .weight = finding->weight,
        };
    }
    return findings;
}

static const struct case_quote *quotes_make(const struct making *making, const struct hit *hit)
{
    struct case_quote *quotes = arena_array(making->arena, hit->quote_count + 1, sizeof *quotes);
    for (size_t i = 0; i < hit->quote_count; i++)
        quotes[i] = (struct case_quote){making->corpus->mails[hit->quotes[i].mail].id, hit->quotes[i].share};
    return quotes;
}

static enum outcome case_hit_make(const struct making *making, uint32_t at, struct case_hit *ret_hit, struct err *err)
{
    const struct corpus *corpus = making->corpus;
    const struct hit *hit = &making->told->hits[at];
    bool claimed = hit->claimed != CORPUS_NONE;
    struct span name = SPAN_NONE;
    enum outcome outcome = claimed ? name_of(making, hit->claimed, &name, err) : OUTCOME_OK;
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_hit = (struct case_hit){
        .id = making->ids[at],
        .message = corpus->mails[hit->mail].id,
        .verdict = span_of(hit->verdict),
        .severity = hit->severity,
        .standing = hit->standing,
        .score = hit->score,
        .claimed_name = name,
        .claimed_address = claimed ? intern_text(corpus->addresses, hit->claimed) : SPAN_NONE,
        .claimed_org = claimed ? intern_text(corpus->orgs, corpus->people[hit->claimed].org) : SPAN_NONE,
        .sending_account = hit->sending_account,
        .campaign = hit->campaign ? arena_printf(making->arena, "C%u", hit->campaign) : SPAN_NONE,
        .findings = findings_make(making->arena, hit),
        .finding_count = hit->finding_count,
        .quotes = quotes_make(making, hit),
        .quote_count = hit->quote_count,
    };
    return OUTCOME_OK;
}

static int in_report_order(const void *a, const void *b, void *context)
{
    const struct making *making = context;
    const struct hit *left = &making->told->hits[*(const uint32_t *)a], *right = &making->told->hits[*(const uint32_t *)b];
    if (left->severity != right->severity)
        return left->severity > right->severity ? -1 : 1;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    int64_t left_time = making->corpus->mails[left->mail].time, right_time = making->corpus->mails[right->mail].time;
    if (left_time != right_time)
        return left_time < right_time ? -1 : 1;
    return span_compare(making->ids[*(const uint32_t *)a], making->ids[*(const uint32_t *)b]);
}

static enum outcome hits_make(struct making *making, const struct case_hit **ret_hits, struct err *err)
{
    size_t count = making->told->count;
    making->ids = arena_array(making->arena, count + 1, sizeof *making->ids);
    uint32_t *order = arena_array(making->arena, count + 1, sizeof *order);
    for (uint32_t i = 0; i < count; i++) {
        making->ids[i] = making->told->hits[i].id;
        order[i] = i;
    }
    qsort_r(order, count, sizeof *order, in_report_order, making);
    struct case_hit *hits = arena_array(making->arena, count + 1, sizeof *hits);
    for (size_t i = 0; i < count; i++) {
        enum outcome outcome = case_hit_make(making, order[i], &hits[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    *ret_hits = hits;
    return OUTCOME_OK;
}

/* ---- suspects ---- */

static void because_make(const struct making *making, uint32_t person, struct case_suspect *suspect)
{
    struct span *because = arena_array(making->arena, making->hits->count + 1, sizeof *because);
    for (size_t i = 0; i < making->hits->count; i++) {
        const struct hit *hit = &making->hits->hits[i];
        uint32_t stolen = suspects_stolen(hit);
        if (hit->severity != CASE_LOW && stolen != CORPUS_NONE && suspects_held(making->corpus, person, stolen))
            because[suspect->because_count++] = making->ids[i];
    }
    suspect->because = because;
}

static void against_make(const struct making *making, const struct suspect *from, struct case_suspect *suspect)
{
    struct case_sentence *against = arena_array(making->arena, 2, sizeof *against);
    struct arena *arena = making->arena;
    if (from->explains < making->suspects->of) {
        json_t *values = json_object();
        value_number(values, arena, "count", making->suspects->of - from->explains);
        against[suspect->against_count++] =
            sentence_make(arena, N_("{count} forged mails quote messages that this mailbox never held."), values);
    }
    if (from->received) {
        json_t *values = json_object();
        value_number(values, arena, "count", from->received);
        against[suspect->against_count++] =
            sentence_make(arena, N_("It received {count} of the forged mails itself; a thief seldom writes to his victim."), values);
    }
    suspect->against = against;
}

static enum outcome suspects_make(const struct making *making, struct case_result *result, struct err *err)
{
    const struct corpus *corpus = making->corpus;
    struct case_suspect *list = arena_array(making->arena, making->suspects->count + 1, sizeof *list);
    for (size_t i = 0; i < making->suspects->count; i++) {
        const struct suspect *from = &making->suspects->list[i];
        list[i] = (struct case_suspect){
            .rank = (unsigned)i + 1,
            .address = intern_text(corpus->addresses, from->person),
            .org = intern_text(corpus->orgs, corpus->people[from->person].org),
            .own = corpus->people[from->person].own,
            .probability = from->probability,
            .explains = from->explains,
            .of = making->suspects->of,
            .from = from->from,
            .to = from->to,
        };
        enum outcome outcome = name_of(making, from->person, &list[i].name, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        because_make(making, from->person, &list[i]);
        against_make(making, from, &list[i]);
    }
    result->suspects = list;
    result->suspect_count = making->suspects->count;
    return OUTCOME_OK;
}

/* ---- the verdict ---- */

static size_t count_severity(const struct hit_list *hits, enum case_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < hits->count; i++)
        count += hits->hits[i].severity == severity;
    return count;
}

static struct span suspect_label(struct arena *arena, const struct case_suspect *suspect)
{
    if (!suspect->name.size)
        return suspect->address;
    return arena_printf(arena, "%.*s <%.*s>", SPAN_ARGS(suspect->name), SPAN_ARGS(suspect->address));
}

static struct span victim_labels(const struct making *making, const struct case_result *result)
{
    struct span labels = SPAN_NONE;
    for (size_t i = 0; i < making->suspects->victims; i++) {
        struct span label = suspect_label(making->arena, &result->suspects[i]);
        labels = i ? arena_printf(making->arena, "%.*s, %.*s", SPAN_ARGS(labels), SPAN_ARGS(label)) : label;
    }
    return labels;
}

/* Hits that at least one victim explains: each was counted for the first that does. */
static uint32_t explained(const struct making *making)
{
    uint32_t count = 0;
    for (size_t i = 0; i < making->hits->count; i++) {
        const struct hit *hit = &making->hits->hits[i];
        uint32_t stolen = suspects_stolen(hit);
        bool held = false;
        for (size_t v = 0; v < making->suspects->victims && stolen != CORPUS_NONE; v++)
            held = held || suspects_held(making->corpus, making->suspects->list[v].person, stolen);
        count += held && hit->severity != CASE_LOW;
    }
    return count;
}

static void decide_victims(const struct making *making, struct case_result *result)
{
    bool own = false, partner = false;
    for (size_t i = 0; i < making->suspects->victims; i++)
        *(result->suspects[i].own ? &own : &partner) = true;
    const char *says = own && partner ? N_("Mailboxes of ours and of partners were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : own && making->suspects->victims > 1 ? N_("Our own mailboxes were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : own ? N_("Our own mailbox was stolen: {victims}. {explained} of {of} forged replies quote messages it held.")
        : making->suspects->victims > 1 ? N_("The mailboxes of partners were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : N_("The mailbox of a partner was stolen: {victims}. {explained} of {of} forged replies quote messages it held.");
    json_t *values = json_object();
    value_set(values, "victims", victim_labels(making, result));
    value_number(values, making->arena, "explained", explained(making));
    value_number(values, making->arena, "of", making->suspects->of);
    result->verdict.infected = span_of(own && partner ? "both" : own ? "own" : "partner");
    result->verdict.sentence = sentence_make(making->arena, says, values);
}

static void decide_open(const struct making *making, struct case_result *result, size_t high)
{
    const char *says = making->suspects->count > 1
        ? N_("{high} forged mails were found, but whose mailbox was stolen is undecided; likeliest are {first} and {second}.")
        : making->suspects->count ? N_("{high} forged mails were found; {first} is the likeliest source, but not certain.")
        : N_("{high} forged mails were found, but none quotes a stored message: whose mailbox was stolen cannot be told.");
    json_t *values = json_object();
    value_number(values, making->arena, "high", high);
    if (making->suspects->count)
        value_set(values, "first", suspect_label(making->arena, &result->suspects[0]));
    if (making->suspects->count > 1)
        value_set(values, "second", suspect_label(making->arena, &result->suspects[1]));
    result->verdict.infected = SPAN_LITERAL("undecided");
    result->verdict.sentence = sentence_make(making->arena, says, values);
}

static void decide_none(const struct making *making, struct case_result *result)
{
    const char *says = making->hits->count
        ? N_("No mail was found that is surely forged; {count} are worth a look.")
        : N_("No forged mail was found in what was read.");
    json_t *values = json_object();
    value_number(values, making->arena, "count", making->hits->count);
    result->verdict.infected = SPAN_LITERAL("none");
    result->verdict.sentence = sentence_make(making->arena, says, values);
}

static void decide(const struct making *making, struct case_result *result)
{
    size_t high = count_severity(making->hits, CASE_HIGH);
    bool decided = making->suspects->victims && making->suspects->organisation >= JUDGE_RESULT_DECIDED;
    if (!high)
        decide_none(making, result);
    else if (decided)
        decide_victims(making, result);
    else
        decide_open(making, result, high);
    size_t named = high ? making->suspects->victims : 0;
    struct span *addresses = arena_array(making->arena, named + 1, sizeof *addresses);
    for (size_t i = 0; i < named; i++)
        addresses[i] = result->suspects[i].address;
    result->verdict.suspects = addresses;
    result->verdict.suspect_count = named;
}

/* Hits set aside are told as the others are, and nothing is concluded from them. */
static enum outcome aside_make(const struct making *making, const struct hit_list *aside, struct case_result *result, struct err *err)
{
    struct making other = *making;
    other.told = aside;
    result->aside_count = aside->count;
    return hits_make(&other, &result->aside, err);
}

enum outcome judge_result_make(struct case_file *file, const struct corpus *corpus, const struct hit_list *hits,
                               const struct hit_list *aside, const struct suspects *suspects, struct arena *arena, struct case_result *ret_result,
                               struct err *err)
{
    struct making making = {file, corpus, hits, hits, suspects, arena, NULL, NULL};
    struct case_result result = {.hit_count = hits->count, .judged_messages = hits->asked};
    making.names = arena_array(arena, intern_count(corpus->addresses) + 1u, sizeof *making.names);
    enum outcome outcome = hits_make(&making, &result.hits, err);
    if (outcome == OUTCOME_OK)
        outcome = aside_make(&making, aside, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = suspects_make(&making, &result, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    decide(&making, &result);
    *ret_result = result;
    return OUTCOME_OK;
}
