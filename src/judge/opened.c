/* Stored answers to hits by Message-ID, and marks of mail programs. */
#include "judge/opened.h"

#include <stdlib.h>
#include "base/memory.h"

/* A Message-ID that only a hit has. */
struct id {
    uint64_t hash;
    uint32_t hit; /* position, or CORPUS_NONE: honest mail has it */
};

struct finding_opened {
    const struct corpus *corpus;
    const struct hit_list *hits;
    const struct holders *holders;
    bool *is_hit;    /* by mail */
    struct id *ids;  /* by hash */
    size_t id_count;
    struct opened *list;
    size_t count, capacity;
};

static int by_hash(const void *a, const void *b)
{
    const struct id *left = a, *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return left->hit < right->hit ? -1 : left->hit > right->hit;
}

static void collect_ids(struct finding_opened *finding)
{
    const struct hit_list *hits = finding->hits;
    finding->ids = memory_must(malloc((hits->count + 1) * sizeof *finding->ids));
    for (uint32_t i = 0; i < hits->count; i++) {
        const struct corpus_mail *mail = &finding->corpus->mails[hits->hits[i].mail];
        finding->is_hit[hits->hits[i].mail] = true;
        if (mail->message_id && hits->hits[i].severity != CASE_LOW)
            finding->ids[finding->id_count++] = (struct id){mail->message_id, i};
    }
    qsort(finding->ids, finding->id_count, sizeof *finding->ids, by_hash);
}

static struct id *id_find(const struct finding_opened *finding, uint64_t hash)
{
    size_t low = 0, high = finding->id_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (finding->ids[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < finding->id_count && finding->ids[low].hash == hash ? &finding->ids[low] : NULL;
}

/* Thieves borrow the ids of real mail: an answer to such an id is one to the real mail. */
static void strike_borrowed(struct finding_opened *finding)
{
    for (uint32_t m = 0; m < finding->corpus->mail_count; m++) {
        const struct corpus_mail *mail = &finding->corpus->mails[m];
        struct id *id = finding->is_hit[m] || !mail->message_id ? NULL : id_find(finding, mail->message_id);
        if (id)
            id->hit = CORPUS_NONE;
    }
}

static void add(struct finding_opened *finding, struct opened opened)
{
    finding->list = memory_grown(finding->list, finding->count, &finding->capacity, sizeof *finding->list);
    finding->list[finding->count++] = opened;
}

/* The thief: From, Sender or Reply-To of the hit. */
static bool goes_to_sender(const struct corpus *corpus, const struct corpus_mail *answer, const struct corpus_mail *hit)
{
    for (size_t i = answer->links; i < answer[1].links; i++) {
        if (corpus->links[i].role < CORPUS_TO || corpus->links[i].role > CORPUS_BCC)
            continue;
        for (size_t j = hit->links; j < hit[1].links; j++)
            if (corpus->links[j].role <= CORPUS_REPLY_TO && corpus->links[j].person == corpus->links[i].person)
                return true;
    }
    return false;
}

static void find_answers(struct finding_opened *finding)
{
    const struct corpus *corpus = finding->corpus;
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (finding->is_hit[m] || !corpus_is_mail(mail) || mail->from == CORPUS_NONE || (mail->flags & MESSAGE_AUTOMATIC)
            || !corpus->people[finding->holders->of[mail->from]].own)
            continue;
        for (size_t r = mail->references; r < mail[1].references; r++) {
            const struct id *id = id_find(finding, corpus->references[r]);
            if (!id || id->hit == CORPUS_NONE)
                continue;
            const struct corpus_mail *hit = &corpus->mails[finding->hits->hits[id->hit].mail];
            if (mail->time >= hit->time && goes_to_sender(corpus, mail, hit))
                add(finding, (struct opened){finding->holders->of[mail->from], id->hit, OPENED_ANSWERED, mail->time});
        }
    }
}

/* The one own mailbox that a mail lies in or, where stores name no owner, was sent to; CORPUS_NONE: none or several. */
static uint32_t only_owner(const struct finding_opened *finding, uint32_t mail, bool owners)
{
    const struct corpus *corpus = finding->corpus;
    uint32_t only = CORPUS_NONE;
    for (size_t i = corpus->mails[mail].links; i < corpus->mails[mail + 1].links; i++) {
        uint32_t holder = finding->holders->of[corpus->links[i].person];
        if ((corpus->links[i].role == CORPUS_OWNER) != owners || corpus->links[i].role < CORPUS_TO
            || !corpus->people[holder].own || holder == only)
            continue;
        if (only != CORPUS_NONE)
            return CORPUS_NONE;
        only = holder;
    }
    return only;
}

static void find_marks(struct finding_opened *finding)
{
    for (uint32_t i = 0; i < finding->hits->count; i++) {
        const struct hit *hit = &finding->hits->hits[i];
        const struct corpus_mail *mail = &finding->corpus->mails[hit->mail];
        if (hit->severity == CASE_LOW || !(mail->flags & (MESSAGE_READ | MESSAGE_ANSWERED)))
            continue;
        uint32_t person = only_owner(finding, hit->mail, true);
        if (person == CORPUS_NONE)
            person = only_owner(finding, hit->mail, false);
        if (person != CORPUS_NONE)
            add(finding, (struct opened){person, i, mail->flags & MESSAGE_ANSWERED ? OPENED_PASSED_ON : OPENED_READ, mail->time});
    }
}

static int by_person_and_hit(const void *a, const void *b)
{
    const struct opened *left = a, *right = b;
    if (left->person != right->person)
        return left->person < right->person ? -1 : 1;
    if (left->hit != right->hit)
        return left->hit < right->hit ? -1 : 1;
    if (left->how != right->how)
        return left->how > right->how ? -1 : 1;
    return left->time < right->time ? -1 : left->time > right->time;
}

static int by_person_and_time(const void *a, const void *b)
{
    const struct opened *left = a, *right = b;
    if (left->person != right->person)
        return left->person < right->person ? -1 : 1;
    if (left->time != right->time)
        return left->time < right->time ? -1 : 1;
    return left->hit < right->hit ? -1 : left->hit > right->hit;
}

/* Each forged mail once a person, by the surest sign. */
static void settle(struct finding_opened *finding)
{
    size_t kept = 0;
    if (finding->count)
        qsort(finding->list, finding->count, sizeof *finding->list, by_person_and_hit);
    for (size_t i = 0; i < finding->count; i++)
        if (!kept || finding->list[kept - 1].person != finding->list[i].person || finding->list[kept - 1].hit != finding->list[i].hit)
            finding->list[kept++] = finding->list[i];
    finding->count = kept;
    if (kept)
        qsort(finding->list, kept, sizeof *finding->list, by_person_and_time);
}

void opened_find(const struct corpus *corpus, const struct hit_list *hits, const struct holders *holders,
                 struct opened_list *ret_opened)
{
    struct finding_opened finding = {.corpus = corpus, .hits = hits, .holders = holders};
    finding.is_hit = memory_must(calloc(corpus->mail_count + 1u, sizeof *finding.is_hit));
    collect_ids(&finding);
    strike_borrowed(&finding);
    find_answers(&finding);
    find_marks(&finding);
    settle(&finding);
    free(finding.is_hit);
    free(finding.ids);
    *ret_opened = (struct opened_list){finding.list, finding.count};
}

void opened_free(struct opened_list *opened)
{
    free(opened->list);
    *opened = (struct opened_list){0};
}

/* ---- the second wave ---- */

static bool other_victim_held(const struct holders *holders, const struct suspects *suspects, uint32_t person, uint32_t mail)
{
    for (size_t v = 0; v < suspects->victims; v++)
        if (suspects->list[v].person != person && holders_held(holders, suspects->list[v].person, mail))
            return true;
    return false;
}

/* When forged mail first quoted what this victim held and no other did. */
static int64_t quoted_since(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                            const struct suspects *suspects, uint32_t person)
{
    int64_t since = MESSAGE_NO_DATE;
    for (uint32_t i = 0; i < stolen->quoting; i++) {
        const struct hit *hit = &stolen->hits->hits[stolen->order[i]];
        int64_t time = corpus->mails[hit->mail].time;
        uint32_t mail = stolen->of[stolen->order[i]];
        if (time == MESSAGE_NO_DATE || !holders_held(holders, person, mail) || other_victim_held(holders, suspects, person, mail))
            continue;
        if (since == MESSAGE_NO_DATE || time < since)
            since = time;
    }
    return since;
}

/* A forged mail that he got before `since` and that quotes nothing of his alone. */
static bool find_bait(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                      const struct opened_list *opened, struct second_wave *wave)
{
    const struct hit_list *hits = stolen->hits;
    bool found = false;
    for (uint32_t i = 0; i < hits->count; i++) {
        int64_t time = corpus->mails[hits->hits[i].mail].time;
        if (hits->hits[i].severity == CASE_LOW || time == MESSAGE_NO_DATE || time >= wave->since
            || !holders_received(holders, wave->person, hits->hits[i].mail)
            || (found && time <= corpus->mails[hits->hits[wave->bait].mail].time))
            continue;
        wave->bait = i;
        found = true;
    }
    for (size_t i = 0; i < opened->count; i++) {
        const struct opened *at = &opened->list[i];
        int64_t time = corpus->mails[hits->hits[at->hit].mail].time;
        if (at->person != wave->person || time == MESSAGE_NO_DATE || time >= wave->since || at->time >= wave->since
            || (wave->opened && at->how <= wave->how))
            continue;
        wave->bait = at->hit;
        wave->how = at->how;
        wave->opened = found = true;
    }
    return found;
}

size_t opened_second_wave(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                          const struct suspects *suspects, const struct opened_list *opened,
                          struct second_wave ret_waves[SUSPECTS_VICTIMS])
{
    size_t count = 0;
    for (size_t v = 0; v < suspects->victims; v++) {
        struct second_wave wave = {.person = suspects->list[v].person};
        if (!corpus->people[wave.person].own)
            continue;
        wave.since = quoted_since(corpus, stolen, holders, suspects, wave.person);
        if (wave.since != MESSAGE_NO_DATE && find_bait(corpus, stolen, holders, opened, &wave))
            ret_waves[count++] = wave;
    }
    return count;
}
