/* Hits sorted by the message that they answer. */
#include "judge/stolen.h"

#include <stdlib.h>
#include "base/memory.h"

#define SHARE_LEAST 0.08 /* of the quote, for a message to count as the one answered */

static uint32_t answered(const struct hit *hit, const bool *is_hit)
{
    uint32_t best = CORPUS_NONE;
    double most = -1;
    for (size_t i = 0; i < hit->quote_count; i++) {
        const struct hit_quote *quote = &hit->quotes[i];
        if (is_hit[quote->mail])
            continue;
        if (quote->share >= SHARE_LEAST)
            return quote->mail;
        if (quote->share > most) {
            most = quote->share;
            best = quote->mail;
        }
    }
    return best;
}

/* Fills in of, order and quoting. */
static void sort_hits(const struct corpus *corpus, struct stolen_list *stolen)
{
    const struct hit_list *hits = stolen->hits;
    bool *is_hit = memory_must(calloc(corpus->mail_count + 1u, sizeof *is_hit));
    stolen->of = memory_must(malloc((hits->count + 1) * sizeof *stolen->of));
    stolen->order = memory_must(malloc((hits->count + 1) * sizeof *stolen->order));
    for (size_t i = 0; i < hits->count; i++)
        is_hit[hits->hits[i].mail] = true;
    for (uint32_t i = 0; i < hits->count; i++) {
        stolen->of[i] = hits->hits[i].severity == CASE_LOW ? CORPUS_NONE : answered(&hits->hits[i], is_hit);
        if (stolen->of[i] != CORPUS_NONE)
            stolen->order[stolen->quoting++] = i;
    }
    free(is_hit);
}

static int by_stolen(const void *a, const void *b, void *context)
{
    const uint32_t *of = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    if (of[left] != of[right])
        return of[left] < of[right] ? -1 : 1;
    return left < right ? -1 : left > right;
}

void stolen_collect(const struct corpus *corpus, const struct hit_list *hits, struct stolen_list *ret_stolen)
{
    struct stolen_list stolen = {.hits = hits, .first_hit = MESSAGE_NO_DATE};
    stolen.list = memory_must(malloc((hits->count + 1) * sizeof *stolen.list));
    sort_hits(corpus, &stolen);
    qsort_r(stolen.order, stolen.quoting, sizeof *stolen.order, by_stolen, stolen.of);
    for (uint32_t i = 0; i < stolen.quoting; i++) {
        const struct hit *hit = &hits->hits[stolen.order[i]];
        uint32_t mail = stolen.of[stolen.order[i]];
        int64_t time = corpus->mails[hit->mail].time;
        if (!stolen.count || stolen.list[stolen.count - 1].mail != mail)
            stolen.list[stolen.count++] = (struct stolen){mail, i, 0, true, STOLEN_COPY_SILENT};
        stolen.list[stolen.count - 1].hit_count++;
        stolen.list[stolen.count - 1].weak = stolen.list[stolen.count - 1].weak && hit->header_alone;
        if (time != MESSAGE_NO_DATE && (stolen.first_hit == MESSAGE_NO_DATE || time < stolen.first_hit))
            stolen.first_hit = time;
    }
    *ret_stolen = stolen;
}

void stolen_free(struct stolen_list *stolen)
{
    free(stolen->of);
    free(stolen->order);
    free(stolen->list);
    *stolen = (struct stolen_list){0};
}
