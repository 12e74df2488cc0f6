/* Turns holders, lists and quoted threads into rows of the case. */
#include "judge/judge_relations.h"

#include <stdlib.h>
#include "base/memory.h"

static void same_make(const struct judge_numbers *numbers, struct arena *arena, struct case_relations *relations)
{
    const struct corpus *corpus = numbers->corpus;
    const uint32_t *of = numbers->holders->of;
    uint32_t people = intern_count(corpus->addresses);
    bool *several = memory_must(calloc(people + 1u, sizeof *several));
    size_t count = 0;
    for (uint32_t p = 0; p < people; p++)
        if (of[p] != p)
            several[of[p]] = true;
    for (uint32_t p = 0; p < people; p++)
        count += several[of[p]];
    struct case_same *same = arena_array(arena, count, sizeof *same);
    count = 0;
    for (uint32_t p = 0; p < people; p++)
        if (several[of[p]])
            same[count++] = (struct case_same){intern_text(corpus->addresses, p), intern_text(corpus->addresses, of[p])};
    free(several);
    relations->same = same;
    relations->same_count = count;
}

static void lists_make(const struct corpus *corpus, const struct mailing_list *lists, struct arena *arena,
                       struct case_relations *relations)
{
    uint32_t people = intern_count(corpus->addresses);
    size_t count = 0;
    for (uint32_t p = 0; p < people; p++)
        count += lists->people[p];
    struct span *addresses = arena_array(arena, count, sizeof *addresses);
    count = 0;
    for (uint32_t p = 0; p < people; p++)
        if (lists->people[p])
            addresses[count++] = intern_text(corpus->addresses, p);
    relations->lists = addresses;
    relations->list_count = count;
}

/* By thread: 1 + the first hit that quotes a mail of it; 0 = none does. */
static void threads_mark(const struct judge_numbers *numbers, uint32_t *first)
{
    for (uint32_t h = 0; h < numbers->hits->count; h++) {
        const struct hit *hit = &numbers->hits->hits[h];
        if (hit->severity < CASE_MEDIUM)
            continue;
        for (size_t i = 0; i < hit->quote_count; i++) {
            uint32_t thread = numbers->corpus->mails[hit->quotes[i].mail].thread;
            if (thread != CORPUS_NONE && !first[thread])
                first[thread] = h + 1;
        }
    }
}

static void reused_make(const struct judge_numbers *numbers, struct arena *arena, struct case_relations *relations)
{
    const struct corpus *corpus = numbers->corpus;
    uint32_t *first = memory_must(calloc(corpus->mail_count + 1u, sizeof *first));
    bool *is_hit = memory_must(calloc(corpus->mail_count + 1u, sizeof *is_hit));
    size_t count = 0;
    for (size_t h = 0; h < numbers->hits->count; h++)
        is_hit[numbers->hits->hits[h].mail] = true;
    threads_mark(numbers, first);
    struct case_reused *reused = arena_array(arena, corpus->mail_count, sizeof *reused);
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        uint32_t thread = corpus->mails[m].thread;
        if (thread != CORPUS_NONE && first[thread] && !is_hit[m])
            reused[count++] = (struct case_reused){corpus->mails[m].id, numbers->hits->hits[first[thread] - 1].id};
    }
    free(first);
    free(is_hit);
    relations->reused = reused;
    relations->reused_count = count;
}

void judge_relations_make(const struct judge_numbers *numbers, const struct mailing_list *lists, struct arena *arena,
                          struct case_relations *ret_relations)
{
    struct case_relations relations = {0};
    same_make(numbers, arena, &relations);
    lists_make(numbers->corpus, lists, arena, &relations);
    reused_make(numbers, arena, &relations);
    *ret_relations = relations;
}
