/* Chooses the sentence of the verdict and its notes. */
#include "judge/judge_verdict.h"

#include "base/i18n.h"

#define TIE 0.5 /* a runner-up so likely, as a share of the victim, who held the same quoted messages cannot be told from him */

static size_t count_severity(const struct hit_list *hits, enum case_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < hits->count; i++)
        count += hits->hits[i].severity == severity;
    return count;
}

static struct span joined(const struct judge_making *making, struct span list, struct span item)
{
    return list.size ? arena_printf(making->arena, "%.*s, %.*s", SPAN_ARGS(list), SPAN_ARGS(item)) : item;
}

static struct span victim_labels(const struct judge_making *making)
{
    const struct suspects *suspects = making->numbers->suspects;
    struct span labels = SPAN_NONE;
    for (size_t i = 0; i < suspects->victims; i++)
        labels = joined(making, labels, judge_making_label(making, suspects->list[i].person));
    return labels;
}

/* Each organisation once. A mailbox at a public provider stands for itself. */
static struct span victim_orgs(const struct judge_making *making, const struct case_result *result)
{
    const struct suspects *suspects = making->numbers->suspects;
    const struct corpus_person *people = making->numbers->corpus->people;
    struct span orgs = SPAN_NONE;
    for (size_t i = 0; i < suspects->victims; i++) {
        const struct corpus_person *person = &people[suspects->list[i].person];
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again = again || (people[suspects->list[j].person].org == person->org && !person->public_provider);
        if (!again)
            orgs = joined(making, orgs, person->public_provider ? result->suspects[i].address : result->suspects[i].org);
    }
    return orgs;
}

/* Hits that at least one victim explains. */
static uint32_t explained(const struct judge_numbers *numbers)
{
    uint32_t count = 0;
    for (size_t i = 0; i < numbers->hits->count; i++) {
        bool held = false;
        for (size_t v = 0; v < numbers->suspects->victims && numbers->stolen->of[i] != CORPUS_NONE; v++)
            held = held || holders_held(numbers->holders, numbers->suspects->list[v].person, numbers->stolen->of[i]);
        count += held;
    }
    return count;
}

static bool persons_sure(const struct suspects *suspects)
{
    for (size_t v = 0; v < suspects->victims; v++)
        if (suspects->list[v].probability < JUDGE_VERDICT_DECIDED)
            return false;
    return true;
}

static const char *victims_sentence(bool own, bool partner, bool many, bool sure)
{
    if (!sure)
        return own && partner ? N_("Mailboxes of ours and of partners were stolen, at {orgs}; whose exactly is not certain, likeliest {victims}.")
            : own ? N_("Mail was stolen from our own organisation, {orgs}; from whose mailbox exactly is not certain, likeliest {victims}.")
            : N_("Mail was stolen from a partner, {orgs}; from whose mailbox exactly is not certain, likeliest {victims}.");
    return own && partner ? N_("Mailboxes of ours and of partners were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : own && many ? N_("Our own mailboxes were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : own ? N_("Our own mailbox was stolen: {victims}. {explained} of {of} forged replies quote messages it held.")
        : many ? N_("The mailboxes of partners were stolen: {victims}. {explained} of {of} forged replies quote messages they held.")
        : N_("The mailbox of a partner was stolen: {victims}. {explained} of {of} forged replies quote messages it held.");
}

static void decide_victims(const struct judge_making *making, struct case_result *result)
{
    const struct suspects *suspects = making->numbers->suspects;
    bool own = false, partner = false, sure = persons_sure(suspects);
    for (size_t i = 0; i < suspects->victims; i++)
        *(result->suspects[i].own ? &own : &partner) = true;
    json_t *values = json_object();
    judge_making_value(values, "victims", victim_labels(making));
    if (sure) {
        judge_making_number(values, making->arena, "explained", explained(making->numbers));
        judge_making_number(values, making->arena, "of", suspects->of);
    } else {
        judge_making_value(values, "orgs", victim_orgs(making, result));
    }
    result->verdict.infected = span_of(own && partner ? "both" : own ? "own" : "partner");
    result->verdict.sentence = judge_making_sentence(making->arena, victims_sentence(own, partner, suspects->victims > 1, sure), values);
}

static void decide_open(const struct judge_making *making, struct case_result *result, size_t high)
{
    const struct suspects *suspects = making->numbers->suspects;
    const char *says = suspects->count > 1
        ? N_("{high} forged mails were found, but whose mailbox was stolen is undecided; likeliest are {first} and {second}.")
        : suspects->count ? N_("{high} forged mails were found; {first} is the likeliest source, but not certain.")
        : N_("{high} forged mails were found, but none quotes a stored message: whose mailbox was stolen cannot be told.");
    json_t *values = json_object();
    judge_making_number(values, making->arena, "high", high);
    if (suspects->count)
        judge_making_value(values, "first", judge_making_label(making, suspects->list[0].person));
    if (suspects->count > 1)
        judge_making_value(values, "second", judge_making_label(making, suspects->list[1].person));
    result->verdict.infected = SPAN_LITERAL("undecided");
    result->verdict.sentence = judge_making_sentence(making->arena, says, values);
}

static void decide_none(const struct judge_making *making, struct case_result *result)
{
    const struct hit_list *hits = making->numbers->hits;
    const char *says = hits->count
        ? N_("No mail was found that is surely forged; {count} are worth a look.")
        : N_("No forged mail was found in what was read.");
    json_t *values = json_object();
    judge_making_number(values, making->arena, "count", hits->count);
    result->verdict.infected = SPAN_LITERAL("none");
    result->verdict.sentence = judge_making_sentence(making->arena, says, values);
}

/* ---- notes ---- */

static bool held_the_same(const struct judge_numbers *numbers, uint32_t a, uint32_t b)
{
    for (uint32_t s = 0; s < numbers->stolen->count; s++)
        if (holders_held(numbers->holders, a, numbers->stolen->list[s].mail) != holders_held(numbers->holders, b, numbers->stolen->list[s].mail))
            return false;
    return true;
}

static void note_ties(const struct judge_making *making, struct case_sentence *notes, size_t *count)
{
    const struct suspects *suspects = making->numbers->suspects;
    for (size_t v = 0; v < suspects->victims; v++)
        for (size_t i = suspects->victims; i < suspects->count; i++) {
            const struct suspect *victim = &suspects->list[v], *other = &suspects->list[i];
            if (other->instead_of != v || other->probability < TIE * victim->probability
                || !held_the_same(making->numbers, victim->person, other->person))
                continue;
            json_t *values = json_object();
            judge_making_value(values, "first", judge_making_label(making, victim->person));
            judge_making_value(values, "second", judge_making_label(making, other->person));
            notes[(*count)++] = judge_making_sentence(
                making->arena, N_("{first} and {second} held the same quoted messages: what is stored cannot tell them apart."), values);
        }
}

static const char *wave_sentence(const struct second_wave *wave)
{
    if (wave->opened && wave->how == OPENED_ANSWERED)
        return N_("Second wave: our own {person} answered a forged mail ({hit}, of {bait}), and since {since} forged mails quote that mailbox.");
    if (wave->opened)
        return N_("Second wave: our own {person} opened a forged mail ({hit}, of {bait}), and since {since} forged mails quote that mailbox.");
    return N_("Perhaps a second wave: our own {person} got a forged mail ({hit}, of {bait}), and since {since} forged mails quote that mailbox.");
}

static void note_waves(const struct judge_making *making, struct case_sentence *notes, size_t *count)
{
    const struct judge_numbers *numbers = making->numbers;
    struct second_wave waves[SUSPECTS_VICTIMS];
    size_t wave_count = opened_second_wave(numbers->corpus, numbers->stolen, numbers->holders, numbers->suspects, numbers->opened, waves);
    for (size_t i = 0; i < wave_count; i++) {
        json_t *values = json_object();
        judge_making_value(values, "person", judge_making_label(making, waves[i].person));
        judge_making_value(values, "hit", making->numbers->hits->hits[waves[i].bait].id);
        judge_making_day(values, making->arena, "bait", numbers->corpus->mails[numbers->hits->hits[waves[i].bait].mail].time);
        judge_making_day(values, making->arena, "since", waves[i].since);
        notes[(*count)++] = judge_making_sentence(making->arena, wave_sentence(&waves[i]), values);
    }
}

static void notes_make(const struct judge_making *making, struct case_verdict *verdict, bool decided)
{
    struct case_sentence *notes = arena_array(making->arena, SUSPECTS_MOST + SUSPECTS_VICTIMS, sizeof *notes);
    note_ties(making, notes, &verdict->note_count);
    if (decided)
        note_waves(making, notes, &verdict->note_count);
    verdict->notes = notes;
}

void judge_verdict_make(const struct judge_making *making, struct case_result *result)
{
    const struct suspects *suspects = making->numbers->suspects;
    size_t high = count_severity(making->numbers->hits, CASE_HIGH);
    bool decided = suspects->victims && suspects->organisation >= JUDGE_VERDICT_DECIDED;
    if (!high)
        decide_none(making, result);
    else if (decided)
        decide_victims(making, result);
    else
        decide_open(making, result, high);
    size_t named = high ? suspects->victims : 0;
    struct span *addresses = arena_array(making->arena, named + 1, sizeof *addresses);
    for (size_t i = 0; i < named; i++)
        addresses[i] = result->suspects[i].address;
    result->verdict.suspects = addresses;
    result->verdict.suspect_count = named;
    if (high)
        notes_make(making, &result->verdict, decided);
}
