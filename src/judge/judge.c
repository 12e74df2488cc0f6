/* The order of judging: load, whose stores, threads, matches, questions, campaigns, suspects, verdict. */
#include "judge/judge.h"

#include <stdlib.h>
#include "base/words.h"
#include "judge/ask.h"
#include "judge/bounce.h"
#include "judge/campaign.h"
#include "judge/campaign_support.h"
#include "judge/copy_mark.h"
#include "judge/hit_id.h"
#include "judge/judge_relations.h"
#include "judge/judge_result.h"
#include "judge/mailing_list.h"
#include "judge/own_domains.h"
#include "judge/own_hosts.h"
#include "judge/thread.h"
#include "model/lure.h"
#include "model/password.h"

/* Whose mailboxes: from the hits, but for suspects and who opened what in `numbers`, to the result. */
static enum outcome attribute(struct case_file *file, struct judge_numbers numbers, struct stolen_list *stolen, struct arena *arena,
                              struct case_result *result, struct err *err)
{
    struct suspects suspects;
    struct opened_list opened;
    enum outcome outcome = copy_mark_find(file, numbers.corpus, stolen, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    suspects_find(numbers.corpus, stolen, numbers.holders, &suspects);
    opened_find(numbers.corpus, numbers.hits, numbers.holders, &opened);
    numbers.suspects = &suspects;
    numbers.opened = &opened;
    outcome = judge_result_make(file, &numbers, arena, result, err);
    opened_free(&opened);
    return outcome;
}

/* What came of the questions. */
struct answers {
    struct hit_list hits, near;
    struct hit_list aside; /* that people or the allow list took out */
};

static enum outcome conclude(struct case_file *file, const struct corpus *corpus, const struct mailing_list *lists, struct answers *answers,
                             const struct bounce_given *bounces, struct arena *arena, struct case_result *result, struct err *err)
{
    struct hit_list *hits = &answers->hits;
    struct holders holders;
    struct stolen_list stolen;
    const struct case_own_domain *own = result->own;
    size_t own_count = result->own_count;
    const struct allow_list allow = {result->allow, result->allow_count};
    campaign_support(corpus, hits, &answers->near, arena);
    campaign_group(corpus, hits);
    holders_find(corpus, hits, &holders);
    stolen_collect(corpus, hits, &stolen);
    struct judge_numbers numbers = {.corpus = corpus, .hits = hits, .aside = &answers->aside, .holders = &holders, .stolen = &stolen};
    enum outcome outcome = attribute(file, numbers, &stolen, arena, result, err);
    judge_relations_make(&numbers, lists, arena, &result->relations);
    stolen_free(&stolen);
    holders_free(&holders);
    if (outcome != OUTCOME_OK)
        return outcome;
    result->own = own;
    result->own_count = own_count;
    result->allow = allow.entries;
    result->allow_count = allow.count;
    outcome = bounce_find(file, corpus, bounces, arena, result, err);
    return outcome == OUTCOME_OK ? case_result_write(file, result, err) : outcome;
}

static enum outcome ask_and_conclude(struct case_file *file, const struct corpus *corpus, const struct ask_given *given,
                                     struct bounce_given bounces, struct arena *arena, struct case_result *result, struct err *err)
{
    struct answers answers;
    enum outcome outcome = ask_all(file, corpus, given, arena, &answers.hits, &answers.aside, &answers.near, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    bounces.hits = &answers.hits;
    outcome = conclude(file, corpus, given->lists, &answers, &bounces, arena, result, err);
    free(answers.hits.hits);
    free(answers.aside.hits);
    free(answers.near.hits);
    return outcome;
}

static enum outcome judge_corpus(struct case_file *file, struct corpus *corpus, const struct judge_options *options,
                                 const struct words *passwords, const struct words *lures, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct case_result result = {0};
    struct mailing_list lists;
    struct match *match;
    struct triage triage;
    struct allow_list allow = options->allow ? *options->allow : (struct allow_list){0};
    const char *const *own = options->own;
    size_t own_count = options->own_count;
    struct bounce_given bounces = {.lures = lures, .own_hosts = options->own_hosts, .own_host_count = options->own_host_count};
    enum outcome outcome = own_count ? OUTCOME_OK : own_domains_kept(file, arena, &own, &own_count, err);
    if (outcome == OUTCOME_OK && !bounces.own_host_count)
        outcome = own_hosts_kept(file, arena, &bounces.own_hosts, &bounces.own_host_count, err);
    if (outcome == OUTCOME_OK)
        outcome = triage_load(file, arena, &triage, err);
    if (outcome == OUTCOME_OK && !options->allow)
        outcome = allow_list_kept(file, arena, &allow, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    mailing_list_find(corpus, &lists);
    own_domains_find(corpus, &lists, own, own_count, arena, &result.own, &result.own_count);
    thread_join(corpus);
    outcome = match_find(file, corpus, &match, err);
    if (outcome == OUTCOME_OK) {
        bool *ids_long = hit_id_long(corpus);
        struct ask_given given = {match, &lists, passwords, lures, ids_long, &triage, &allow};
        result.allow = allow.entries;
        result.allow_count = allow.count;
        bounces.match = match;
        outcome = ask_and_conclude(file, corpus, &given, bounces, arena, &result, err);
        free(ids_long);
        match_free(match);
    }
    mailing_list_free(&lists);
    return outcome;
}

enum outcome judge_run(struct case_file *file, const struct judge_options *options, struct err *err)
{
    struct corpus *corpus;
    enum outcome outcome = corpus_load(file, &corpus, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct words *passwords = NULL, *lures = NULL;
    outcome = words_open(NULL, password_words(), &passwords, err);
    if (outcome == OUTCOME_OK)
        outcome = words_open(NULL, lure_words(), &lures, err);
    if (outcome == OUTCOME_OK)
        outcome = judge_corpus(file, corpus, options, passwords, lures, err);
    words_close(passwords);
    words_close(lures);
    corpus_free(corpus);
    return outcome;
}
