/* Joins hits by common attachments, passwords and words. */
#include "judge/campaign.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define CAMPAIGN_HITS 20000 /* hits that are compared pair by pair within the time window */

static bool attachment_in_common(const struct hit *a, const struct hit *b)
{
    for (size_t i = 0; i < a->attachment_count; i++)
        for (size_t j = 0; j < b->attachment_count; j++)
            if (memcmp(a->attachments[i], b->attachments[j], HASH_SHA256_BYTES) == 0)
                return true;
    return false;
}

static bool related(const struct hit *a, const struct hit *b)
{
    bool password = a->password.size >= CAMPAIGN_PASSWORD_BYTES && span_equal(a->password, b->password);
    return password || (a->words && a->words == b->words) || attachment_in_common(a, b);
}

static uint32_t root_of(uint32_t *roots, uint32_t at)
{
    while (roots[at] != at)
        at = roots[at] = roots[roots[at]];
    return at;
}

void campaign_group(const struct corpus *corpus, struct hit_list *list)
{
    uint32_t count = list->count < CAMPAIGN_HITS ? (uint32_t)list->count : CAMPAIGN_HITS;
    uint32_t *roots = malloc((count + 1u) * sizeof *roots), *sizes = calloc(count + 1u, sizeof *sizes);
    if (!roots || !sizes)
        abort();
    for (uint32_t i = 0; i < count; i++)
        roots[i] = i;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i; j-- > 0;) {
            if (corpus->mails[list->hits[i].mail].time - corpus->mails[list->hits[j].mail].time
                > (int64_t)CAMPAIGN_DAYS * SECONDS_PER_DAY)
                break;
            uint32_t a = root_of(roots, i), b = root_of(roots, j);
            if (a != b && related(&list->hits[i], &list->hits[j]))
                roots[a > b ? a : b] = a > b ? b : a;
        }
    for (uint32_t i = 0; i < count; i++)
        sizes[root_of(roots, i)]++;
    uint32_t number = 0;
    for (uint32_t i = 0; i < count; i++) { /* a root is the first hit of its campaign */
        uint32_t root = root_of(roots, i);
        if (root == i && sizes[i] > 1)
            list->hits[i].campaign = ++number;
        else if (root != i)
            list->hits[i].campaign = list->hits[root].campaign;
    }
    free(roots);
    free(sizes);
}
