/* Words the evidence of each suspect. */
#include "judge/judge_suspects.h"

#include <stdlib.h>
#include "base/i18n.h"
#include "judge/suspect_evidence.h"

#define SENTENCES_MOST 8 /* for or against one suspect; more than there are kinds */

static void say_count(const struct judge_making *making, struct case_sentence *sentences, size_t *count, const char *says,
                      uint32_t number)
{
    json_t *values = json_object();
    judge_making_number(values, making->arena, "count", number);
    sentences[(*count)++] = judge_making_sentence(making->arena, says, values);
}

/* Evidence of copies, where it speaks for (`favour`) or against a mailbox that is ours or is not. */
static void say_copies(const struct judge_making *making, const struct suspect_evidence *evidence, bool own, bool favour,
                       struct case_sentence *sentences, size_t *count)
{
    if (evidence->ours && own == favour)
        say_count(making, sentences, count,
                  N_("{count} forged mails quote the warning that our own copy bears: that copy was taken from one of our mailboxes."),
                  evidence->ours);
    if (evidence->not_ours && own != favour)
        say_count(making, sentences, count,
                  N_("{count} forged mails quote a copy that differs from ours by its warning about mail from outside: it was not taken from us."),
                  evidence->not_ours);
}

static void favour_make(const struct judge_making *making, const struct suspect_evidence *evidence, struct case_suspect *suspect)
{
    struct case_sentence *favour = arena_array(making->arena, SENTENCES_MOST, sizeof *favour);
    size_t *count = &suspect->in_favour_count;
    if (evidence->orgs > 1) {
        json_t *values = json_object();
        judge_making_number(values, making->arena, "count", evidence->messages);
        judge_making_number(values, making->arena, "orgs", evidence->orgs);
        favour[(*count)++] = judge_making_sentence(
            making->arena, N_("It alone held all {count} quoted messages, which are from threads with {orgs} organisations."), values);
    }
    if (evidence->internal) {
        json_t *values = json_object();
        judge_making_number(values, making->arena, "count", evidence->internal);
        judge_making_value(values, "org", suspect->org);
        favour[(*count)++] = judge_making_sentence(
            making->arena, N_("{count} forged mails quote mail that nobody outside {org} is known to have held."), values);
    }
    if (evidence->alone)
        say_count(making, favour, count, N_("{count} forged mails quote mail that nobody else is known to have held."), evidence->alone);
    if (evidence->claims)
        say_count(making, favour, count, N_("{count} forged mails bear its owner's name."), evidence->claims);
    say_copies(making, evidence, suspect->own, true, favour, count);
    suspect->in_favour = favour;
}

static enum outcome against_make(const struct judge_making *making, const struct suspect_evidence *evidence,
                                 struct case_suspect *suspect, struct err *err)
{
    struct case_sentence *against = arena_array(making->arena, SENTENCES_MOST, sizeof *against);
    size_t *count = &suspect->against_count;
    uint32_t of = making->numbers->suspects->of;
    if (evidence->explains < of)
        say_count(making, against, count, N_("{count} forged mails quote messages that this mailbox never held."), of - evidence->explains);
    if (evidence->received)
        say_count(making, against, count, N_("It received {count} of the forged mails itself; a thief seldom writes to his victim."),
                  evidence->received);
    say_copies(making, evidence, suspect->own, false, against, count);
    if (evidence->newer)
        say_count(making, against, count,
                  N_("{count} forged mails quote messages newer than the first forged mail: the theft went on, or there was another."),
                  evidence->newer);
    if (evidence->alike != CORPUS_NONE) {
        struct span name;
        enum outcome outcome = judge_making_name(making, evidence->alike, &name, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        json_t *values = json_object();
        judge_making_value(values, "other", judge_making_label(making, evidence->alike));
        against[(*count)++] = judge_making_sentence(making->arena, N_("{other} held all these quoted messages as well."), values);
    }
    suspect->against = against;
    return OUTCOME_OK;
}

static void because_make(const struct judge_making *making, uint32_t holder, struct case_suspect *suspect)
{
    const struct judge_numbers *numbers = making->numbers;
    struct span *because = arena_array(making->arena, numbers->hits->count + 1, sizeof *because);
    for (size_t i = 0; i < numbers->hits->count; i++)
        if (numbers->stolen->of[i] != CORPUS_NONE && holders_held(numbers->holders, holder, numbers->stolen->of[i]))
            because[suspect->because_count++] = making->numbers->hits->hits[i].id;
    suspect->because = because;
}

static void also_make(const struct judge_making *making, uint32_t holder, struct case_suspect *suspect)
{
    const struct corpus *corpus = making->numbers->corpus;
    uint32_t people = intern_count(corpus->addresses);
    size_t count = 0;
    for (uint32_t p = 0; p < people; p++)
        count += p != holder && making->numbers->holders->of[p] == holder;
    struct span *also = arena_array(making->arena, count + 1, sizeof *also);
    for (uint32_t p = 0; p < people; p++)
        if (p != holder && making->numbers->holders->of[p] == holder)
            also[suspect->also_count++] = intern_text(corpus->addresses, p);
    suspect->also = also;
}

static enum outcome suspect_make(const struct judge_making *making, size_t at, struct case_suspect *ret_suspect, struct err *err)
{
    const struct judge_numbers *numbers = making->numbers;
    const struct corpus *corpus = numbers->corpus;
    const struct suspect *from = &numbers->suspects->list[at];
    struct suspect_evidence evidence;
    suspect_evidence_count(corpus, numbers->stolen, numbers->holders, numbers->suspects, from->person, &evidence);
    *ret_suspect = (struct case_suspect){
        .rank = (unsigned)at + 1,
        .address = intern_text(corpus->addresses, from->person),
        .org = intern_text(corpus->orgs, corpus->people[from->person].org),
        .own = corpus->people[from->person].own,
        .probability = from->probability,
        .explains = evidence.explains,
        .of = numbers->suspects->of,
        .oldest = evidence.oldest,
        .from = evidence.from,
        .to = evidence.to,
    };
    enum outcome outcome = judge_making_name(making, from->person, &ret_suspect->name, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    also_make(making, from->person, ret_suspect);
    because_make(making, from->person, ret_suspect);
    favour_make(making, &evidence, ret_suspect);
    return against_make(making, &evidence, ret_suspect, err);
}

enum outcome judge_suspects_make(const struct judge_making *making, struct case_result *result, struct err *err)
{
    size_t count = making->numbers->suspects->count;
    struct case_suspect *list = arena_array(making->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        enum outcome outcome = suspect_make(making, i, &list[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    result->suspects = list;
    result->suspect_count = count;
    return OUTCOME_OK;
}
