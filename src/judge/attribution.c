/* An index of all mails by subject and time. */
#include "judge/attribution.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "model/person_name.h"

#define LOOKBACK 500 /* earlier mails of one subject that are compared, newest first */

static int by_subject(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    if (left->subject != right->subject)
        return left->subject < right->subject ? -1 : 1;
    return corpus_compare_times(left, right);
}

void attribution_open(struct attribution *attribution, const struct corpus *corpus)
{
    uint32_t subjects = intern_count(corpus->subjects), at = 0;
    attribution->corpus = corpus;
    attribution->order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *attribution->order));
    attribution->first = memory_must(calloc(subjects + 1u, sizeof *attribution->first));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        attribution->order[i] = i;
    qsort_r(attribution->order, corpus->mail_count, sizeof *attribution->order, by_subject, (void *)corpus);
    for (uint32_t subject = 0; subject <= subjects; subject++) {
        while (at < corpus->mail_count && corpus->mails[attribution->order[at]].subject < subject)
            at++;
        attribution->first[subject] = at;
    }
}

void attribution_close(struct attribution *attribution)
{
    free(attribution->order);
    free(attribution->first);
}

static bool named(const struct corpus *corpus, const struct corpus_mail *mail, const struct corpus_mail *original)
{
    if (mail->quoted_from != CORPUS_NONE)
        return original->from == mail->quoted_from;
    return mail->quoted_name != CORPUS_NONE && original->name == mail->quoted_name
        && person_name_distinct(intern_text(corpus->names, mail->quoted_name));
}

/* But for the few zones that are no whole hours off, the minute is the same whatever the zone in which the quoting mail shows it. */
static bool same_minute(const struct corpus_mail *mail, const struct corpus_mail *original)
{
    return mail->quoted_minute != CORPUS_NO_MINUTE && mail->quoted_minute == original->minute;
}

bool attribution_names(const struct corpus *corpus, const struct corpus_mail *mail, const struct corpus_mail *original)
{
    return mail->quoted_subject != CORPUS_NONE && original->subject == mail->quoted_subject && original->time < mail->time
        && corpus_is_mail(original) && named(corpus, mail, original);
}

uint32_t attribution_find(const struct attribution *attribution, uint32_t number, bool *ret_dated)
{
    const struct corpus *corpus = attribution->corpus;
    const struct corpus_mail *mail = &corpus->mails[number];
    uint32_t newest = CORPUS_NONE;
    if (ret_dated)
        *ret_dated = false;
    if (mail->quoted_subject == CORPUS_NONE || mail->time == MESSAGE_NO_DATE)
        return CORPUS_NONE;
    uint32_t from = attribution->first[mail->quoted_subject], to = attribution->first[mail->quoted_subject + 1];
    for (uint32_t i = to; i-- > from && to - i <= LOOKBACK;) {
        const struct corpus_mail *original = &corpus->mails[attribution->order[i]];
        if (attribution->order[i] == number || !attribution_names(corpus, mail, original))
            continue;
        if (same_minute(mail, original)) {
            if (ret_dated)
                *ret_dated = true;
            return attribution->order[i];
        }
        newest = newest == CORPUS_NONE ? attribution->order[i] : newest;
    }
    return newest;
}
