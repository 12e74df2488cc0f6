/* Adds findings up, group by group. */
#include "judge/score.h"

#include <stdlib.h>

enum heuristic_group score_group(const struct finding *finding)
{
    const struct heuristic *const *table = heuristic_table();
    for (size_t i = 0; table[i]; i++)
        if (strcmp(table[i]->name, finding->heuristic) == 0)
            return table[i]->group;
    abort(); /* findings come from the table */
}

static bool strong_enough(const double sums[HEURISTIC_GROUPS])
{
    double thread = sums[HEURISTIC_THREAD], identity = sums[HEURISTIC_IDENTITY], payload = sums[HEURISTIC_PAYLOAD];
    return (thread >= SCORE_STRONG_THREAD && (identity > 0 || payload > 0))
        || (identity >= SCORE_STRONG_IDENTITY && payload >= SCORE_STRONG_PAYLOAD);
}

static int by_weight(const void *a, const void *b)
{
    const struct finding *left = a, *right = b;
    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return strcmp(left->heuristic, right->heuristic);
}

bool score_hit(struct hit *hit)
{
    double sums[HEURISTIC_GROUPS] = {0};
    for (size_t i = 0; i < hit->finding_count; i++)
        sums[score_group(&hit->findings[i])] += hit->findings[i].weight;
    double score = 0;
    for (int group = 0; group < HEURISTIC_GROUPS; group++) {
        double cap = heuristic_cap((enum heuristic_group)group);
        score += sums[group] < cap ? sums[group] : cap;
    }
    hit->score = score;
    hit->severity = score >= SCORE_HIGH && strong_enough(sums) ? CASE_HIGH : score >= SCORE_MEDIUM ? CASE_MEDIUM : CASE_LOW;
    hit->verdict = hit->quote_count ? "stolen-reply"
        : sums[HEURISTIC_IDENTITY] > 0 ? "spoofed-sender"
        : sums[HEURISTIC_PAYLOAD] > 0 ? "suspicious-attachment" : "suspicious";
    qsort(hit->findings, hit->finding_count, sizeof *hit->findings, by_weight);
    return score >= SCORE_LOW;
}
