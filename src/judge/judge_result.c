/* Names, orders and words the conclusions. */
#include "judge/judge_result.h"

#include <stdlib.h>
#include "judge/judge_opened.h"
#include "judge/judge_suspects.h"
#include "judge/judge_verdict.h"

static const struct case_finding *findings_make(struct arena *arena, const struct hit *hit)
{
    struct case_finding *findings = arena_array(arena, hit->finding_count + 1, sizeof *findings);
    for (size_t i = 0; i < hit->finding_count; i++) {
        const struct finding *finding = &hit->findings[i];
        json_t *values = json_object();
        for (size_t p = 0; p < finding->proof_count; p++)
            judge_making_value(values, finding->proof[p].key, finding->proof[p].value);
        findings[i] = (struct case_finding){
            .heuristic = span_of(finding->heuristic),
            .sentence = judge_making_sentence(arena, finding->says, values),
            .weight = finding->weight,
        };
    }
    return findings;
}

static const struct case_quote *quotes_make(const struct judge_making *making, const struct hit *hit)
{
    struct case_quote *quotes = arena_array(making->arena, hit->quote_count + 1, sizeof *quotes);
    for (size_t i = 0; i < hit->quote_count; i++)
        quotes[i] = (struct case_quote){making->numbers->corpus->mails[hit->quotes[i].mail].id, hit->quotes[i].share};
    return quotes;
}

static enum outcome case_hit_make(const struct judge_making *making, const struct hit *hit, struct case_hit *ret_hit, struct err *err)
{
    const struct corpus *corpus = making->numbers->corpus;
    bool claimed = hit->claimed != CORPUS_NONE;
    struct span name = SPAN_NONE;
    enum outcome outcome = claimed ? judge_making_name(making, hit->claimed, &name, err) : OUTCOME_OK;
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_hit = (struct case_hit){
        .id = hit->id,
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

/* What the order of hits is made of. */
struct ordering {
    const struct corpus *corpus;
    const struct hit_list *hits;
};

static int in_report_order(const void *a, const void *b, void *context)
{
    const struct ordering *ordering = context;
    const struct hit *left = &ordering->hits->hits[*(const uint32_t *)a], *right = &ordering->hits->hits[*(const uint32_t *)b];
    if (left->severity != right->severity)
        return left->severity > right->severity ? -1 : 1;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    int64_t left_time = ordering->corpus->mails[left->mail].time, right_time = ordering->corpus->mails[right->mail].time;
    if (left_time != right_time)
        return left_time < right_time ? -1 : 1;
    return span_compare(left->id, right->id);
}

/* Those that count, or those set aside: they are told as the others are, and nothing is concluded from them. */
static enum outcome hits_make(const struct judge_making *making, const struct hit_list *told, const struct case_hit **ret_hits,
                              size_t *ret_count, struct err *err)
{
    struct ordering ordering = {making->numbers->corpus, told};
    uint32_t *order = arena_array(making->arena, told->count + 1, sizeof *order);
    for (uint32_t i = 0; i < told->count; i++)
        order[i] = i;
    qsort_r(order, told->count, sizeof *order, in_report_order, &ordering);
    struct case_hit *hits = arena_array(making->arena, told->count + 1, sizeof *hits);
    for (size_t i = 0; i < told->count; i++) {
        enum outcome outcome = case_hit_make(making, &told->hits[order[i]], &hits[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    *ret_hits = hits;
    *ret_count = told->count;
    return OUTCOME_OK;
}

enum outcome judge_result_make(struct case_file *file, const struct judge_numbers *numbers, struct arena *arena,
                               struct case_result *ret_result, struct err *err)
{
    struct judge_making making = {file, numbers, arena, NULL};
    struct case_result result = {.judged_messages = numbers->hits->asked};
    making.names = arena_array(arena, intern_count(numbers->corpus->addresses) + 1u, sizeof *making.names);
    enum outcome outcome = hits_make(&making, numbers->hits, &result.hits, &result.hit_count, err);
    if (outcome == OUTCOME_OK)
        outcome = hits_make(&making, numbers->aside, &result.aside, &result.aside_count, err);
    if (outcome == OUTCOME_OK)
        outcome = judge_suspects_make(&making, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = judge_opened_make(&making, &result, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    judge_verdict_make(&making, &result);
    *ret_result = result;
    return OUTCOME_OK;
}
