/* One walk through all mail, oldest first. */
#include "judge/ask.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/fold.h"
#include "base/memory.h"
#include "judge/habit.h"
#include "judge/hit_id.h"
#include "judge/score.h"
#include "judge/suspicion.h"
#include "model/risky_name.h"

#define SKELETON_BYTES_LEAST 24 /* folded own words that are worth comparing between hits */

static int by_time(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    return corpus_compare_times(left, right);
}

static uint32_t *in_order_of_time(const struct corpus *corpus)
{
    uint32_t *order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *order));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        order[i] = i;
    qsort_r(order, corpus->mail_count, sizeof *order, by_time, (void *)corpus);
    return order;
}

static void keep_finding(struct hit *hit, const struct finding *finding, struct arena *arena)
{
    if (hit->finding_count == HIT_FINDINGS)
        return;
    struct finding kept = *finding;
    for (size_t i = 0; i < kept.proof_count; i++)
        kept.proof[i].value = arena_copy(arena, kept.proof[i].value);
    hit->findings[hit->finding_count++] = kept;
}

static bool fired(const struct hit *hit, const char *heuristic)
{
    for (size_t i = 0; i < hit->finding_count; i++)
        if (strcmp(hit->findings[i].heuristic, heuristic) == 0)
            return true;
    return false;
}

/* Whom the mail pretends to come from: a participant of the quoted thread before others, an address in the name before a name. */
static void keep_claim(struct hit *hit, const struct corpus *corpus, const struct suspicion *suspicion,
                       const struct suspicion_numbers *numbers)
{
    hit->claimed = CORPUS_NONE;
    for (size_t i = suspicion->namesake_count; i-- > 0;)
        if (i == 0 || suspicion->namesakes[i].in_thread)
            hit->claimed = numbers->namesakes[i];
    for (size_t i = suspicion->named_address_count; i-- > 0;)
        if (numbers->named[i] != CORPUS_NONE)
            hit->claimed = numbers->named[i];
    if (suspicion->account_differs || suspicion->from_worn)
        hit->claimed = corpus->mails[hit->mail].from;
}

static uint64_t skeleton(struct span words)
{
    BUF_LOCAL folded = {0};
    fold_letters(&folded, words);
    return folded.size < SKELETON_BYTES_LEAST ? 0 : hash_xxh64(buf_span(&folded));
}

static void keep_attachments(struct hit *hit, const struct message *message, struct arena *arena)
{
    uint8_t (*sums)[HASH_SHA256_BYTES] = arena_array(arena, message->attachment_count + 1, sizeof *sums);
    struct span *names = arena_array(arena, message->attachment_count + 1, sizeof *names);
    for (size_t i = 0; i < message->attachment_count; i++) {
        if (message->attachments[i].inlined || !message->attachments[i].size)
            continue;
        names[hit->attachment_count] = arena_copy(arena, message->attachments[i].name);
        memcpy(sums[hit->attachment_count++], message->attachments[i].sha256, sizeof *sums);
    }
    hit->attachments = (const uint8_t (*)[HASH_SHA256_BYTES])sums;
    hit->attachment_names = names;
}

/* Name and size, which encryption leaves to be seen. */
static void keep_members(struct hit *hit, const struct attachment *attachment, struct hit_member *members, struct arena *arena)
{
    for (size_t i = 0; i < attachment->member_count && hit->member_count < HIT_MEMBERS; i++) {
        const struct attachment_member *member = &attachment->members[i];
        if (risky_name(span_trim(member->name)) < RISKY_NAME_DOCUMENT || !member->size)
            continue;
        struct span what = arena_printf(arena, "%llu %.*s", (unsigned long long)member->size, SPAN_ARGS(member->name));
        members[hit->member_count++] = (struct hit_member){hash_xxh64(what), arena_copy(arena, member->name)};
    }
}

static void keep_all_members(struct hit *hit, const struct message *message, struct arena *arena)
{
    struct hit_member *members = arena_array(arena, HIT_MEMBERS, sizeof *members);
    for (size_t i = 0; i < message->attachment_count; i++)
        keep_members(hit, &message->attachments[i], members, arena);
    hit->members = members;
}

static void keep_quotes(struct hit *hit, const struct suspicion *suspicion, const struct suspicion_numbers *numbers)
{
    if (!fired(hit, "quotes_stored_thread") && !(suspicion->from_worn && fired(hit, "reply_goes_elsewhere")))
        return;
    hit->header_alone = suspicion->thread.by_header && !suspicion->thread.hits;
    for (size_t i = 0; i < suspicion->thread.quote_count && i < HIT_QUOTES; i++)
        hit->quotes[hit->quote_count++] = (struct hit_quote){numbers->quotes[i], suspicion->thread.quotes[i].share};
}

/* Too little alone, enough with a campaign; and nobody's everyday mail. */
static bool nearly(const struct hit *hit, const struct suspicion *suspicion)
{
    return hit->score >= SCORE_LOW - heuristic_cap(HEURISTIC_CAMPAIGN) && !suspicion->sender_own && !suspicion->sender_service
        && !suspicion->over_list && !suspicion->sender_unknown_kind && !heuristic_trusted(suspicion);
}

static bool question(struct hit *hit, const struct suspicion *suspicion, const struct suspicion_numbers *numbers,
                     const struct corpus *corpus, struct arena *scratch, struct arena *arena)
{
    const struct heuristic *const *table = heuristic_table();
    struct finding finding;
    for (size_t i = 0; table[i]; i++) {
        if (!table[i]->ask(suspicion, scratch, &finding))
            continue;
        finding.heuristic = table[i]->name;
        keep_finding(hit, &finding, arena);
    }
    keep_quotes(hit, suspicion, numbers);
    hit->near = !score_hit(hit) && hit->standing == CASE_SCORED;
    if (hit->near && !nearly(hit, suspicion))
        return false;
    if (hit->standing == CASE_CONFIRMED)
        hit->severity = CASE_HIGH;
    keep_claim(hit, corpus, suspicion, numbers);
    keep_attachments(hit, suspicion->message, arena);
    keep_all_members(hit, suspicion->message, arena);
    hit->sending_account = arena_copy(arena, suspicion->sender);
    hit->password = arena_copy(arena, suspicion->password);
    hit->words = skeleton(suspicion->words);
    return true;
}

static bool answers_hit(const struct corpus *corpus, const struct corpus_mail *mail, const struct hit_list *list)
{
    for (size_t r = mail->references; r < mail[1].references; r++)
        for (size_t i = 0; i < list->count; i++)
            if (corpus->mails[list->hits[i].mail].message_id == corpus->references[r] && list->hits[i].standing != CASE_DISMISSED)
                return true;
    return false;
}

struct walk {
    struct suspicion_sources sources;
    const struct ask_given *given;
    struct knowledge *knowledge;
    struct circle circle;
    struct attribution attribution;
    struct message_ids ids;
    struct like_org likes;
    struct habit habits;
    struct arena *scratch;
    struct hit_list hits, aside, near;
};

static enum case_standing standing_of(const struct walk *walk, uint32_t number)
{
    if (!walk->given->triage->count)
        return CASE_SCORED;
    arena_reset(walk->scratch);
    return triage_standing(walk->given->triage, hit_id(walk->sources.corpus, walk->given->ids_long, number, walk->scratch));
}

/* END where the mail is no hit. */
static enum outcome look(struct walk *walk, uint32_t number, struct arena *arena, struct hit *ret_hit, struct err *err)
{
    const struct corpus *corpus = walk->sources.corpus;
    struct suspicion suspicion;
    struct suspicion_numbers numbers;
    struct hit hit = {.mail = number, .standing = standing_of(walk, number)};
    bool worth = hit.standing != CASE_SCORED || suspicion_worth_asking(&walk->sources, number);
    if (!worth || corpus->mails[number].from == CORPUS_NONE)
        return OUTCOME_END;
    arena_reset(walk->scratch);
    enum outcome outcome = suspicion_make(&walk->sources, number, walk->scratch, &suspicion, &numbers, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (!question(&hit, &suspicion, &numbers, corpus, walk->scratch, arena))
        return OUTCOME_END;
    walk->circle.hits[number] = !hit.near && hit.severity != CASE_LOW && hit.standing != CASE_DISMISSED;
    if (hit.standing == CASE_SCORED && allow_list_sent(walk->given->allow, corpus, walk->knowledge, number, suspicion.message))
        allow_list_apply(&hit);
    if (hit.near && hit.standing == CASE_ALLOWED)
        return OUTCOME_END;
    hit.id = hit_id(corpus, walk->given->ids_long, number, arena);
    *ret_hit = hit;
    return OUTCOME_OK;
}

static enum outcome visit(struct walk *walk, uint32_t number, struct arena *arena, struct err *err)
{
    const struct corpus *corpus = walk->sources.corpus;
    const struct corpus_mail *mail = &corpus->mails[number];
    struct hit hit;
    if (!corpus_is_mail(mail))
        return OUTCOME_OK;
    walk->hits.asked++;
    enum outcome outcome = look(walk, number, arena, &hit, err);
    if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
        return outcome;
    bool is_hit = outcome == OUTCOME_OK && !hit.near;
    if (outcome == OUTCOME_OK && hit.near)
        hit_add(&walk->near, &hit);
    if (is_hit && (hit.standing == CASE_SCORED || hit.standing == CASE_CONFIRMED)) {
        hit_add(&walk->hits, &hit);
        return OUTCOME_OK;
    }
    if (is_hit) {
        hit_add(&walk->aside, &hit);
        if (hit.standing == CASE_ALLOWED)
            return OUTCOME_OK; /* the list silences a hit; about other mail it teaches nothing */
        knowledge_vouch(walk->knowledge, mail->from);
    }
    habit_learn(&walk->habits, mail);
    knowledge_learn(walk->knowledge, mail, answers_hit(corpus, mail, &walk->hits) || answers_hit(corpus, mail, &walk->aside));
    return OUTCOME_OK;
}

enum outcome ask_all(struct case_file *file, const struct corpus *corpus, const struct ask_given *given, struct arena *arena,
                     struct hit_list *ret_hits, struct hit_list *ret_aside, struct hit_list *ret_near, struct err *err)
{
    struct walk walk = {.given = given, .knowledge = knowledge_open(corpus, given->lists), .scratch = arena_open()};
    attribution_open(&walk.attribution, corpus);
    message_ids_open(&walk.ids, corpus);
    like_org_open(&walk.likes, corpus);
    habit_open(&walk.habits, corpus);
    circle_open(&walk.circle, corpus, given->match, walk.knowledge);
    walk.sources = (struct suspicion_sources){file, corpus, given->match, given->lists, &walk.attribution, walk.knowledge,
                                              given->passwords, given->lures, &walk.ids, &walk.likes, &walk.habits, &walk.circle};
    uint32_t *order = in_order_of_time(corpus);
    enum outcome outcome = OUTCOME_OK;
    for (uint32_t i = 0; i < corpus->mail_count && outcome == OUTCOME_OK; i++)
        outcome = visit(&walk, order[i], arena, err);
    free(order);
    circle_close(&walk.circle);
    habit_close(&walk.habits);
    like_org_close(&walk.likes);
    message_ids_close(&walk.ids);
    attribution_close(&walk.attribution);
    knowledge_close(walk.knowledge);
    arena_close(walk.scratch);
    if (outcome == OUTCOME_OK) {
        *ret_hits = walk.hits;
        *ret_aside = walk.aside;
        *ret_near = walk.near;
        return OUTCOME_OK;
    }
    free(walk.hits.hits);
    free(walk.aside.hits);
    free(walk.near.hits);
    return outcome;
}
