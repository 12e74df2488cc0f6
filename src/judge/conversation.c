/* Joins threads with a union-find whose roots are the oldest threads. */
#include "judge/conversation.h"

#include <stdlib.h>
#include "base/memory.h"
#include "judge/thread.h"

#define THREAD_MAILS 2000 /* mails of one thread whose people are looked at, oldest first */

static uint32_t root_of(uint32_t *threads, uint32_t thread)
{
    while (threads[thread] != thread) {
        threads[thread] = threads[threads[thread]];
        thread = threads[thread];
    }
    return thread;
}

/* All that the mail quotes from stored mail. */
static uint32_t quoted_hits(const struct match_list *threads, uint32_t mail)
{
    uint32_t hits = 0;
    for (size_t i = threads->first[mail]; i < threads->first[mail + 1]; i++)
        hits += threads->counts[i].quoted;
    return hits;
}

/* Most of a mail of `thread` stands in the quote. */
static bool quotes_whole_mail(const struct corpus *corpus, const struct conversation_counts *counts, uint32_t mail, uint32_t thread)
{
    const struct match_list *originals = counts->originals;
    for (size_t i = originals->first[mail]; i < originals->first[mail + 1]; i++) {
        const struct match_count *row = &originals->counts[i];
        uint32_t own = row->quoted - row->carried;
        if (corpus->mails[row->other].thread == thread && own >= CONVERSATION_HITS
            && own >= CONVERSATION_SHARE * counts->rare_own[row->other])
            return true;
    }
    return false;
}

/* The thread that this mail goes on with, or CORPUS_NONE. */
static uint32_t quoted_thread(const struct corpus *corpus, const struct conversation_counts *counts, uint32_t mail)
{
    if (counts->threads->first[mail] == counts->threads->first[mail + 1])
        return CORPUS_NONE;
    const struct match_count *best = &counts->threads->counts[counts->threads->first[mail]];
    if (best->quoted < CONVERSATION_HITS)
        return CORPUS_NONE;
    bool clear = best->quoted >= CONVERSATION_SHARE * counts->rare_quoted[mail]
        || (best->quoted >= CONVERSATION_SHARE * quoted_hits(counts->threads, mail)
            && quotes_whole_mail(corpus, counts, mail, best->other));
    return clear ? best->other : CORPUS_NONE;
}

static bool has_person(const struct corpus *corpus, const struct corpus_mail *mail, uint32_t person)
{
    for (size_t i = mail->links; i < mail[1].links; i++)
        if (corpus->links[i].person == person)
            return true;
    return false;
}

/* The sender of `mail` took part in `thread` before it. */
static bool took_part(const struct corpus *corpus, const struct thread_index *index, uint32_t thread,
                      const struct corpus_mail *mail)
{
    uint32_t count = index->count[thread] < THREAD_MAILS ? index->count[thread] : THREAD_MAILS;
    for (uint32_t i = 0; i < count && mail->from != CORPUS_NONE; i++) {
        const struct corpus_mail *earlier = &corpus->mails[index->mails[index->first[thread] + i]];
        if (mail->time != MESSAGE_NO_DATE && earlier->time > mail->time)
            return false;
        if (has_person(corpus, earlier, mail->from))
            return true;
    }
    return false;
}

/* The older thread becomes the root, so that no order of joining matters. */
static void join(const struct corpus *corpus, const struct thread_index *index, uint32_t *threads, uint32_t a, uint32_t b)
{
    a = root_of(threads, a);
    b = root_of(threads, b);
    if (a == b)
        return;
    const struct corpus_mail *oldest_a = &corpus->mails[index->mails[index->first[a]]];
    const struct corpus_mail *oldest_b = &corpus->mails[index->mails[index->first[b]]];
    bool a_first = corpus_compare_times(oldest_a, oldest_b) < 0;
    threads[a_first ? b : a] = a_first ? a : b;
}

static uint32_t *join_threads(const struct corpus *corpus, const struct thread_index *index,
                              const struct conversation_counts *counts)
{
    uint32_t *threads = memory_must(malloc((corpus->mail_count + 1u) * sizeof *threads));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        threads[i] = i;
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        const struct corpus_mail *mail = &corpus->mails[i];
        uint32_t quoted = quoted_thread(corpus, counts, i);
        if (quoted != CORPUS_NONE && quoted != mail->thread && took_part(corpus, index, quoted, mail))
            join(corpus, index, threads, quoted, mail->thread);
    }
    return threads;
}

void conversation_find(const struct corpus *corpus, const struct conversation_counts *counts, uint32_t **ret_conversation,
                       uint32_t **ret_joined)
{
    uint32_t *conversation = memory_must(malloc((corpus->mail_count + 1u) * sizeof *conversation));
    uint32_t *joined = memory_must(malloc((corpus->mail_count + 1u) * sizeof *joined));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        conversation[i] = corpus->mails[i].thread;
    struct thread_index index;
    thread_index_make(corpus, conversation, &index);
    uint32_t *threads = join_threads(corpus, &index, counts);
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        uint32_t quoted = quoted_thread(corpus, counts, i);
        conversation[i] = root_of(threads, corpus->mails[i].thread);
        joined[i] = quoted == CORPUS_NONE ? conversation[i] : root_of(threads, quoted);
    }
    thread_index_free(&index);
    free(threads);
    *ret_conversation = conversation;
    *ret_joined = joined;
}
