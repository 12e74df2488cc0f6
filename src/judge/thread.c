/* Joins mails into threads with a union-find over message ids and subjects. */
#include "judge/thread.h"

#include <stdlib.h>
#include "base/memory.h"

#define SECONDS_PER_DAY 86400
#define SUBJECT_LOOKBACK 50 /* mails of one subject that are tried, newest first */

struct named {
    uint64_t id;    /* hash of a message id */
    uint32_t mail;
};

static uint32_t root_of(struct corpus *corpus, uint32_t mail)
{
    while (corpus->mails[mail].thread != mail) {
        corpus->mails[mail].thread = corpus->mails[corpus->mails[mail].thread].thread;
        mail = corpus->mails[mail].thread;
    }
    return mail;
}

/* The lower number becomes the root, so that the result does not depend on the order of joining. */
static void join(struct corpus *corpus, uint32_t a, uint32_t b)
{
    a = root_of(corpus, a);
    b = root_of(corpus, b);
    if (a < b)
        corpus->mails[b].thread = a;
    else
        corpus->mails[a].thread = b;
}

static int by_id(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    if (left->id != right->id)
        return left->id < right->id ? -1 : 1;
    return left->mail < right->mail ? -1 : left->mail > right->mail;
}

static void join_by_references(struct corpus *corpus)
{
    struct named *named = memory_must(malloc((corpus->mail_count + corpus->reference_count + 1) * sizeof *named));
    size_t count = 0;
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        const struct corpus_mail *mail = &corpus->mails[i];
        if (mail->message_id)
            named[count++] = (struct named){mail->message_id, i};
        for (size_t r = mail->references; r < mail[1].references; r++)
            named[count++] = (struct named){corpus->references[r], i};
    }
    qsort(named, count, sizeof *named, by_id);
    for (size_t i = 1; i < count; i++)
        if (named[i].id == named[i - 1].id)
            join(corpus, named[i - 1].mail, named[i].mail);
    free(named);
}

static bool person_in_common(const struct corpus *corpus, const struct corpus_mail *a, const struct corpus_mail *b)
{
    for (size_t i = a->links; i < a[1].links; i++)
        for (size_t j = b->links; j < b[1].links; j++)
            if (corpus->links[i].person == corpus->links[j].person)
                return true;
    return false;
}

static int by_subject(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct corpus_mail *left = &corpus->mails[*(const uint32_t *)a], *right = &corpus->mails[*(const uint32_t *)b];
    if (left->subject != right->subject)
        return left->subject < right->subject ? -1 : 1;
    return corpus_compare_times(left, right);
}

static void join_to_subject(struct corpus *corpus, const uint32_t *order, uint32_t at)
{
    const struct corpus_mail *mail = &corpus->mails[order[at]];
    for (uint32_t back = 1; back <= SUBJECT_LOOKBACK && back <= at; back++) {
        const struct corpus_mail *earlier = &corpus->mails[order[at - back]];
        if (earlier->subject != mail->subject || earlier->time == MESSAGE_NO_DATE
            || mail->time - earlier->time > (int64_t)THREAD_SUBJECT_DAYS * SECONDS_PER_DAY)
            return;
        if (person_in_common(corpus, mail, earlier)) {
            join(corpus, order[at], order[at - back]);
            return;
        }
    }
}

static void join_by_subject(struct corpus *corpus)
{
    uint32_t *order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *order));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        order[i] = i;
    qsort_r(order, corpus->mail_count, sizeof *order, by_subject, corpus);
    for (uint32_t i = 1; i < corpus->mail_count; i++) {
        const struct corpus_mail *mail = &corpus->mails[order[i]];
        bool rootless = mail->reply && mail->references == mail[1].references;
        if (rootless && mail->subject != CORPUS_NONE && mail->time != MESSAGE_NO_DATE)
            join_to_subject(corpus, order, i);
    }
    free(order);
}

/* A thread is known by its oldest mail, whatever order the stores were read in. */
static void number_by_oldest(struct corpus *corpus)
{
    uint32_t *oldest = memory_must(malloc((corpus->mail_count + 1u) * sizeof *oldest));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        oldest[i] = i;
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        uint32_t *first = &oldest[corpus->mails[i].thread];
        if (corpus_compare_times(&corpus->mails[i], &corpus->mails[*first]) < 0)
            *first = i;
    }
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        corpus->mails[i].thread = oldest[corpus->mails[i].thread];
    free(oldest);
}

void thread_join(struct corpus *corpus)
{
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        corpus->mails[i].thread = i;
    join_by_references(corpus);
    join_by_subject(corpus);
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        corpus->mails[i].thread = root_of(corpus, i);
    number_by_oldest(corpus);
}

struct ordering {
    const struct corpus *corpus;
    const uint32_t *threads;
};

static int by_thread(const void *a, const void *b, void *context)
{
    const struct ordering *ordering = context;
    uint32_t left_mail = *(const uint32_t *)a, right_mail = *(const uint32_t *)b;
    uint32_t left_thread = ordering->threads[left_mail], right_thread = ordering->threads[right_mail];
    if (left_thread != right_thread)
        return left_thread < right_thread ? -1 : 1;
    const struct corpus_mail *left = &ordering->corpus->mails[left_mail], *right = &ordering->corpus->mails[right_mail];
    return corpus_compare_times(left, right);
}

void thread_index_make(const struct corpus *corpus, const uint32_t *threads, struct thread_index *ret_index)
{
    size_t size = corpus->mail_count + 1u;
    struct thread_index index = {
        .mails = memory_must(malloc(size * sizeof *index.mails)),
        .first = memory_must(calloc(size, sizeof *index.first)),
        .count = memory_must(calloc(size, sizeof *index.count)),
    };
    struct ordering ordering = {corpus, threads};
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        index.mails[i] = i;
    qsort_r(index.mails, corpus->mail_count, sizeof *index.mails, by_thread, &ordering);
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        uint32_t thread = threads[index.mails[i]];
        if (index.count[thread]++ == 0)
            index.first[thread] = i;
    }
    *ret_index = index;
}

void thread_index_free(struct thread_index *index)
{
    free(index->mails);
    free(index->first);
    free(index->count);
}
