/* Three orders of the sent mails, searched by halves. */
#include "judge/bounce_sent.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define BEARERS 50 /* sent mails of one Message-ID, or of one subject within minutes, that are compared */
#define DAY 86400

bool bounce_sent_is(const struct corpus *corpus, const struct corpus_mail *mail)
{
    if (mail->embedded || (mail->flags & (MESSAGE_NOT_MAIL | MESSAGE_DRAFT | MESSAGE_REPORT)))
        return false;
    bool own = mail->from != CORPUS_NONE && corpus->people[mail->from].own;
    return (mail->flags & MESSAGE_SENT_COPY) || (own && !(mail->flags & MESSAGE_TRANSPORT_HEADERS));
}

static int order_of(uint64_t left_key, uint64_t right_key, const struct corpus_mail *left, const struct corpus_mail *right)
{
    if (left_key != right_key)
        return left_key < right_key ? -1 : 1;
    return corpus_compare_times(left, right);
}

static int by_id(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    return order_of(left->message_id, right->message_id, left, right);
}

static int by_subject(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    return order_of(left->subject, right->subject, left, right);
}

static int by_person(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    return order_of(left->from, right->from, left, right);
}

static uint32_t *sorted(const struct bounce_sent *sent, const uint32_t *mails, int (*order)(const void *, const void *, void *))
{
    uint32_t *copy = memory_must(malloc((sent->count + 1u) * sizeof *copy));
    memcpy(copy, mails, sent->count * sizeof *copy);
    qsort_r(copy, sent->count, sizeof *copy, order, (void *)sent->corpus);
    return copy;
}

void bounce_sent_open(struct bounce_sent *sent, const struct corpus *corpus)
{
    *sent = (struct bounce_sent){.corpus = corpus};
    uint32_t *mails = memory_must(malloc((corpus->mail_count + 1u) * sizeof *mails));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        if (bounce_sent_is(corpus, &corpus->mails[i]))
            mails[sent->count++] = i;
    sent->by_id = sorted(sent, mails, by_id);
    sent->by_subject = sorted(sent, mails, by_subject);
    sent->by_person = sorted(sent, mails, by_person);
    free(mails);
}

void bounce_sent_close(struct bounce_sent *sent)
{
    free(sent->by_id);
    free(sent->by_subject);
    free(sent->by_person);
}

/* ---- search ---- */

enum key { KEY_ID, KEY_SUBJECT, KEY_PERSON };

static uint64_t key_of(const struct corpus_mail *mail, enum key key)
{
    return key == KEY_ID ? mail->message_id : key == KEY_SUBJECT ? mail->subject : mail->from;
}

/* The first place in `order` whose mail has this key and no earlier time, or a greater key. */
static uint32_t lower(const struct bounce_sent *sent, const uint32_t *order, enum key key, uint64_t value, int64_t time)
{
    uint32_t low = 0, high = sent->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct corpus_mail *mail = &sent->corpus->mails[order[middle]];
        uint64_t at = key_of(mail, key);
        if (at < value || (at == value && mail->time < time))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool near_in_time(const struct bounce_original *original, const struct corpus_mail *sent)
{
    if (sent->time == MESSAGE_NO_DATE)
        return true;
    if (original->date != MESSAGE_NO_DATE)
        return original->date - sent->time <= BOUNCE_SENT_APART && sent->time - original->date <= BOUNCE_SENT_APART;
    return original->reported == MESSAGE_NO_DATE
        || (sent->time - original->reported <= BOUNCE_SENT_APART && original->reported - sent->time <= BOUNCE_SENT_LATE);
}

static bool same_mail(const struct bounce_original *original, const struct corpus_mail *sent)
{
    if (original->mail && original->mail->id == sent->id)
        return true;
    bool subject = original->subject == CORPUS_NONE || sent->subject == CORPUS_NONE || original->subject == sent->subject;
    return subject && near_in_time(original, sent);
}

static enum bounce_sent_how find_by_id(const struct bounce_sent *sent, const struct bounce_original *original, uint32_t *ret_mail)
{
    enum bounce_sent_how how = BOUNCE_SENT_NOT;
    uint32_t first = lower(sent, sent->by_id, KEY_ID, original->id, INT64_MIN);
    for (uint32_t i = first; i < sent->count && i - first < BEARERS; i++) {
        const struct corpus_mail *mail = &sent->corpus->mails[sent->by_id[i]];
        if (mail->message_id != original->id)
            break;
        *ret_mail = sent->by_id[i];
        if (same_mail(original, mail))
            return BOUNCE_SENT_SAME;
        how = BOUNCE_SENT_BORROWED;
    }
    return how;
}

static bool has_recipient(const struct bounce_sent *sent, const struct corpus_mail *mail, const struct report_mail *report)
{
    for (size_t i = 0; i < report->recipient_count; i++) {
        uint32_t person = intern_find(sent->corpus->addresses, report->recipients[i].address);
        for (size_t k = mail->links; k < mail[1].links && person != INTERN_NONE; k++)
            if (sent->corpus->links[k].person == person && sent->corpus->links[k].role >= CORPUS_TO && sent->corpus->links[k].role <= CORPUS_BCC)
                return true;
    }
    return false;
}

static enum bounce_sent_how find_alike(const struct bounce_sent *sent, const struct bounce_original *original, uint32_t *ret_mail)
{
    if (original->subject == CORPUS_NONE || original->date == MESSAGE_NO_DATE)
        return BOUNCE_SENT_NOT;
    uint32_t first = lower(sent, sent->by_subject, KEY_SUBJECT, original->subject, original->date - BOUNCE_SENT_APART);
    for (uint32_t i = first; i < sent->count && i - first < BEARERS; i++) {
        const struct corpus_mail *mail = &sent->corpus->mails[sent->by_subject[i]];
        if (mail->subject != original->subject || mail->time > original->date + BOUNCE_SENT_APART)
            break;
        bool other = original->from != CORPUS_NONE && mail->from != CORPUS_NONE && original->from != mail->from;
        if (other || (mail->message_id && original->id) || !has_recipient(sent, mail, &original->report->report))
            continue;
        *ret_mail = sent->by_subject[i];
        return BOUNCE_SENT_ALIKE;
    }
    return BOUNCE_SENT_NOT;
}

enum bounce_sent_how bounce_sent_find(const struct bounce_sent *sent, const struct bounce_original *original, uint32_t *ret_mail)
{
    if (original->mail && bounce_sent_is(sent->corpus, original->mail)) {
        *ret_mail = (uint32_t)(original->mail - sent->corpus->mails);
        return BOUNCE_SENT_SAME;
    }
    enum bounce_sent_how how = original->id ? find_by_id(sent, original, ret_mail) : BOUNCE_SENT_NOT;
    return how == BOUNCE_SENT_NOT ? find_alike(sent, original, ret_mail) : how;
}

uint32_t bounce_sent_of(const struct bounce_sent *sent, uint32_t person, uint32_t *ret_first)
{
    *ret_first = lower(sent, sent->by_person, KEY_PERSON, person, INT64_MIN);
    return person == CORPUS_NONE ? 0 : lower(sent, sent->by_person, KEY_PERSON, person + 1u, INT64_MIN) - *ret_first;
}

uint32_t bounce_sent_around(const struct bounce_sent *sent, uint32_t person, int64_t date)
{
    if (person == CORPUS_NONE || date == MESSAGE_NO_DATE)
        return 0;
    return lower(sent, sent->by_person, KEY_PERSON, person, date + (int64_t)BOUNCE_SENT_DAYS * DAY)
        - lower(sent, sent->by_person, KEY_PERSON, person, date - (int64_t)BOUNCE_SENT_DAYS * DAY);
}
