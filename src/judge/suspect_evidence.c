/* Walks through the stolen messages that a suspect held. */
#include "judge/suspect_evidence.h"

#include <stdlib.h>
#include "base/memory.h"

struct counting {
    const struct corpus *corpus;
    const struct stolen_list *stolen;
    const struct holders *holders;
    uint32_t holder;
};

static const struct hit *hit_at(const struct counting *counting, const struct stolen *stolen, uint32_t i)
{
    return &counting->stolen->hits->hits[counting->stolen->order[stolen->first_hit + i]];
}

static bool held(const struct counting *counting, uint32_t s)
{
    return holders_held(counting->holders, counting->holder, counting->stolen->list[s].mail);
}

/* Other holders of one message: whether there are any, and whether one is of another organisation. */
static void look_at_others(const struct counting *counting, uint32_t mail, bool *ret_any, bool *ret_outside)
{
    const struct corpus *corpus = counting->corpus;
    const struct corpus_person *self = &corpus->people[counting->holder];
    *ret_any = *ret_outside = false;
    for (size_t i = corpus->mails[mail].links; i < corpus->mails[mail + 1].links; i++) {
        uint32_t person = corpus->links[i].person;
        if (!holders_role(corpus->links[i].role) || counting->holders->of[person] == counting->holder)
            continue;
        *ret_any = true;
        *ret_outside = *ret_outside || corpus->people[person].org != self->org || self->public_provider;
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == MESSAGE_NO_DATE || (b != MESSAGE_NO_DATE && b < a) ? b : a;
}

static void count_hits(const struct counting *counting, const struct stolen *stolen, bool explained, struct suspect_evidence *evidence)
{
    const struct corpus *corpus = counting->corpus;
    bool any, outside;
    look_at_others(counting, stolen->mail, &any, &outside);
    for (uint32_t i = 0; i < stolen->hit_count; i++) {
        const struct hit *hit = hit_at(counting, stolen, i);
        evidence->received += holders_received(counting->holders, counting->holder, hit->mail);
        evidence->claims += hit->claimed != CORPUS_NONE && counting->holders->of[hit->claimed] == counting->holder;
        if (explained)
            evidence->to = earlier(evidence->to, corpus->mails[hit->mail].time);
    }
    if (!explained)
        return;
    evidence->messages++;
    evidence->explains += stolen->hit_count;
    evidence->ours += stolen->copy == STOLEN_COPY_OURS ? stolen->hit_count : 0;
    evidence->not_ours += stolen->copy == STOLEN_COPY_NOT_OURS ? stolen->hit_count : 0;
    evidence->alone += any ? 0 : stolen->hit_count;
    evidence->internal += any && !outside ? stolen->hit_count : 0;
}

static void find_window(const struct counting *counting, struct suspect_evidence *evidence)
{
    for (uint32_t s = 0; s < counting->stolen->count; s++) {
        int64_t time = counting->corpus->mails[counting->stolen->list[s].mail].time;
        if (!held(counting, s) || time == MESSAGE_NO_DATE || evidence->to == MESSAGE_NO_DATE)
            continue;
        evidence->oldest = earlier(evidence->oldest, time);
        if (time > evidence->to)
            evidence->newer += counting->stolen->list[s].hit_count;
        else if (time > evidence->from)
            evidence->from = time;
    }
}

static bool held_all(const struct counting *counting, uint32_t other)
{
    for (uint32_t s = 0; s < counting->stolen->count; s++)
        if (held(counting, s) && !holders_held(counting->holders, other, counting->stolen->list[s].mail))
            return false;
    return true;
}

/* Somebody else who held all of it: of the suspects by rank, else anybody. */
static uint32_t find_alike(const struct counting *counting, const struct suspects *suspects)
{
    const struct corpus *corpus = counting->corpus;
    for (size_t i = 0; i < suspects->count; i++)
        if (suspects->list[i].person != counting->holder && held_all(counting, suspects->list[i].person))
            return suspects->list[i].person;
    for (uint32_t s = 0; s < counting->stolen->count; s++) {
        uint32_t mail = counting->stolen->list[s].mail;
        if (!held(counting, s))
            continue;
        for (size_t i = corpus->mails[mail].links; i < corpus->mails[mail + 1].links; i++) {
            uint32_t other = counting->holders->of[corpus->links[i].person];
            if (holders_role(corpus->links[i].role) && other != counting->holder && !corpus->people[other].not_a_person
                && held_all(counting, other))
                return other;
        }
        break; /* whoever held all of it held the first */
    }
    return CORPUS_NONE;
}

static uint32_t count_orgs(const struct counting *counting)
{
    const struct corpus *corpus = counting->corpus;
    bool *seen = memory_must(calloc(intern_count(corpus->orgs) + 1u, sizeof *seen));
    uint32_t count = 0;
    seen[corpus->people[counting->holder].org] = true;
    for (uint32_t s = 0; s < counting->stolen->count; s++) {
        uint32_t mail = counting->stolen->list[s].mail;
        if (!held(counting, s))
            continue;
        for (size_t i = corpus->mails[mail].links; i < corpus->mails[mail + 1].links; i++) {
            const struct corpus_person *person = &corpus->people[corpus->links[i].person];
            if (!holders_role(corpus->links[i].role) || seen[person->org] || person->public_provider || person->kind != ADDRESS_SMTP)
                continue;
            seen[person->org] = true;
            count++;
        }
    }
    free(seen);
    return count;
}

void suspect_evidence_count(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                            const struct suspects *suspects, uint32_t holder, struct suspect_evidence *ret_evidence)
{
    struct counting counting = {corpus, stolen, holders, holder};
    struct suspect_evidence evidence = {
        .alike = CORPUS_NONE, .oldest = MESSAGE_NO_DATE, .from = MESSAGE_NO_DATE, .to = MESSAGE_NO_DATE};
    for (uint32_t s = 0; s < stolen->count; s++)
        count_hits(&counting, &stolen->list[s], held(&counting, s), &evidence);
    find_window(&counting, &evidence);
    if (evidence.messages)
        evidence.alike = find_alike(&counting, suspects);
    if (evidence.messages > 1 && evidence.alike == CORPUS_NONE)
        evidence.orgs = count_orgs(&counting);
    *ret_evidence = evidence;
}
