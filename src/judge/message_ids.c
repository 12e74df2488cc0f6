/* An index of all mails by Message-ID and time. */
#include "judge/message_ids.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define BEARERS 50 /* mails of one Message-ID that are compared, oldest first */

static int by_id(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    if (left->message_id != right->message_id)
        return left->message_id < right->message_id ? -1 : 1;
    return corpus_compare_times(left, right);
}

void message_ids_open(struct message_ids *ids, const struct corpus *corpus)
{
    *ids = (struct message_ids){.corpus = corpus};
    ids->order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *ids->order));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        if (corpus->mails[i].message_id)
            ids->order[ids->count++] = i;
    qsort_r(ids->order, ids->count, sizeof *ids->order, by_id, (void *)corpus);
}

void message_ids_close(struct message_ids *ids)
{
    free(ids->order);
}

static uint32_t first_of(const struct message_ids *ids, uint64_t message_id)
{
    uint32_t low = 0, high = ids->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ids->corpus->mails[ids->order[middle]].message_id < message_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool owns(const struct corpus *corpus, const struct corpus_mail *other, const struct corpus_mail *mail)
{
    return other != mail && !other->embedded && other->from != CORPUS_NONE && other->time < mail->time
        && corpus->people[other->from].org != corpus->people[mail->from].org && other->subject != mail->subject;
}

uint32_t message_ids_owner(const struct message_ids *ids, uint32_t number)
{
    const struct corpus *corpus = ids->corpus;
    const struct corpus_mail *mail = &corpus->mails[number];
    if (!mail->message_id || mail->from == CORPUS_NONE)
        return CORPUS_NONE;
    uint32_t first = first_of(ids, mail->message_id);
    for (uint32_t i = first; i < ids->count && i - first < BEARERS; i++) {
        const struct corpus_mail *other = &corpus->mails[ids->order[i]];
        if (other->message_id != mail->message_id)
            break;
        if (owns(corpus, other, mail))
            return ids->order[i];
    }
    return CORPUS_NONE;
}
