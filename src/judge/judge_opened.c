/* Puts together what each person opened. */
#include "judge/judge_opened.h"

#include <stdlib.h>

struct span judge_opened_word(enum opened_how how)
{
    return how == OPENED_ANSWERED ? SPAN_LITERAL("answered") : how == OPENED_PASSED_ON ? SPAN_LITERAL("passed-on") : SPAN_LITERAL("read");
}

/* Hits that bear his name, behind the forged mail that he opened first. */
static unsigned count_later(const struct judge_numbers *numbers, uint32_t person, int64_t first)
{
    unsigned count = 0;
    for (size_t i = 0; i < numbers->hits->count; i++) {
        const struct hit *hit = &numbers->hits->hits[i];
        count += hit->severity != CASE_LOW && hit->claimed != CORPUS_NONE && numbers->holders->of[hit->claimed] == person
            && first != MESSAGE_NO_DATE && numbers->corpus->mails[hit->mail].time > first;
    }
    return count;
}

/* One person's part of the list. */
static enum outcome opening_make(const struct judge_making *making, const struct opened *opened, size_t count,
                                 struct case_opening *ret_opening, struct err *err)
{
    const struct judge_numbers *numbers = making->numbers;
    enum opened_how surest = OPENED_READ;
    struct span *hits = arena_array(making->arena, count + 1, sizeof *hits);
    for (size_t i = 0; i < count; i++) {
        hits[i] = making->numbers->hits->hits[opened[i].hit].id;
        surest = opened[i].how > surest ? opened[i].how : surest;
    }
    *ret_opening = (struct case_opening){
        .address = intern_text(numbers->corpus->addresses, opened->person),
        .how = judge_opened_word(surest),
        .first = opened->time,
        .hits = hits,
        .hit_count = count,
        .later = count_later(numbers, opened->person, opened->time),
    };
    return judge_making_name(making, opened->person, &ret_opening->name, err);
}

static int by_sureness(const void *a, const void *b)
{
    const struct case_opening *left = a, *right = b;
    int order = span_compare(left->how, right->how); /* answered, passed-on, read: the words are in order */
    if (order)
        return order;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return span_compare(left->address, right->address);
}

enum outcome judge_opened_make(const struct judge_making *making, struct case_result *result, struct err *err)
{
    const struct opened_list *opened = making->numbers->opened;
    struct case_opening *list = arena_array(making->arena, opened->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t from = 0, to; from < opened->count; from = to) {
        for (to = from + 1; to < opened->count && opened->list[to].person == opened->list[from].person;)
            to++;
        enum outcome outcome = opening_make(making, &opened->list[from], to - from, &list[count++], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    if (count)
        qsort(list, count, sizeof *list, by_sureness);
    result->openings = list;
    result->opening_count = count;
    return OUTCOME_OK;
}
