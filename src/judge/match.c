/* Merges the fingerprints of all mails bucket by bucket and counts what is rare and shared. */
#include "judge/match.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "case/case_read.h"
#include "judge/conversation.h"
#include "judge/match_table.h"

#define GROUP_MAILS 4096     /* mails that share one fingerprint; more is boilerplate whatever their threads */
#define COPIES 4             /* copies of one original that are named */

/* One mail that has the fingerprint at hand. */
struct member {
    uint32_t mail;
    bool quoted;
};

struct pass {
    const struct corpus *corpus;
    const uint32_t *threads;     /* by mail: the thread it counts as */
    const uint32_t *ranks;       /* by mail: its place in the order of time */
    bool own_threads_only;       /* rarity by threads that have it as own text, where there are any */
    uint32_t most_threads;
    uint32_t *number_by_id;      /* message id - first id -> mail number */
    int64_t first_id;
    size_t ids;
    struct match_table by_thread, by_original;
    uint32_t *rare_quoted, *rare_own;
    struct member *members;      /* GROUP_MAILS */
};

static int64_t time_as_original(const struct corpus_mail *mail)
{
    return mail->time; /* unknown = MESSAGE_NO_DATE: earlier than all */
}

static int64_t time_as_quoting(const struct corpus_mail *mail)
{
    return mail->time == MESSAGE_NO_DATE ? INT64_MAX : mail->time;
}

static bool earlier(const struct corpus *corpus, uint32_t a, uint32_t b)
{
    return corpus_compare_times(&corpus->mails[a], &corpus->mails[b]) < 0;
}

static bool precedes(const struct corpus *corpus, uint32_t original, uint32_t mail)
{
    return original != mail
        && time_as_original(&corpus->mails[original]) < time_as_quoting(&corpus->mails[mail]);
}

/* True while `threads` distinct threads are not more than allowed. */
static bool rare(const struct pass *pass, size_t count)
{
    uint32_t seen[MATCH_THREADS_LARGE + 1];
    bool own_only = false;
    for (size_t i = 0; i < count && pass->own_threads_only && !own_only; i++)
        own_only = !pass->members[i].quoted;
    uint32_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        if (own_only && pass->members[i].quoted)
            continue;
        uint32_t thread = pass->threads[pass->members[i].mail], known = 0;
        while (known < distinct && seen[known] != thread)
            known++;
        if (known < distinct)
            continue;
        if (distinct == pass->most_threads)
            return false;
        seen[distinct++] = thread;
    }
    return true;
}

/* The earliest member that has the text as its own, else the earliest that quotes it; then its copies. */
static size_t originals_of(const struct pass *pass, size_t count, uint32_t ret_originals[COPIES], bool *ret_carried)
{
    const struct corpus *corpus = pass->corpus;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct member *member = &pass->members[i];
        if (best == SIZE_MAX || (pass->members[best].quoted && !member->quoted)
            || (pass->members[best].quoted == member->quoted && earlier(corpus, member->mail, pass->members[best].mail)))
            best = i;
    }
    uint32_t first = pass->members[best].mail;
    size_t found = 0;
    ret_originals[found++] = first;
    uint64_t id = corpus->mails[first].message_id;
    for (size_t i = 0; i < count && found < COPIES && id; i++) {
        uint32_t mail = pass->members[i].mail;
        if (mail != first && corpus->mails[mail].message_id == id && pass->members[i].quoted == pass->members[best].quoted
            && mail != ret_originals[found - 1])
            ret_originals[found++] = mail;
    }
    *ret_carried = pass->members[best].quoted;
    return found;
}

/* `carried`: no stored mail has the text as its own, the originals only quote it. */
static void count_member(struct pass *pass, const struct member *member, const uint32_t *originals, size_t count, bool carried)
{
    const struct corpus *corpus = pass->corpus;
    bool counted = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t original = originals[i];
        if (!precedes(corpus, original, member->mail))
            continue;
        if (!member->quoted && corpus->mails[original].from == corpus->mails[member->mail].from)
            continue; /* somebody who repeats himself quotes nobody */
        struct match_count *pair = match_table_at(&pass->by_original, member->mail, original);
        *(member->quoted ? &pair->quoted : &pair->unmarked) += 1;
        pair->carried += carried && member->quoted;
        if (!counted) {
            struct match_count *thread = match_table_at(&pass->by_thread, member->mail, pass->threads[original]);
            *(member->quoted ? &thread->quoted : &thread->unmarked) += 1;
            thread->carried += carried && member->quoted;
            counted = true;
        }
    }
}

static void count_group(struct pass *pass, size_t count)
{
    if (!rare(pass, count))
        return;
    for (size_t i = 0; i < count; i++)
        (pass->members[i].quoted ? pass->rare_quoted : pass->rare_own)[pass->members[i].mail]++;
    if (count < 2)
        return;
    uint32_t originals[COPIES];
    bool carried;
    size_t found = originals_of(pass, count, originals, &carried);
    for (size_t i = 0; i < count; i++)
        count_member(pass, &pass->members[i], originals, found, carried);
}

/* Fills members with the postings of one hash; what is no mail is left out. SIZE_MAX when there are too many. */
static size_t collect(struct pass *pass, const struct case_posting *postings, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t place = (int64_t)postings[i].message - pass->first_id;
        if (place < 0 || (size_t)place >= pass->ids || pass->number_by_id[place] == CORPUS_NONE)
            continue;
        if (found == GROUP_MAILS)
            return SIZE_MAX;
        pass->members[found++] = (struct member){pass->number_by_id[place], postings[i].quoted != 0};
    }
    return found;
}

static enum outcome run(struct pass *pass, struct case_file *file, struct err *err)
{
    for (unsigned bucket = 0; bucket < CASE_BUCKETS; bucket++) {
        struct case_posting *postings;
        size_t count;
        enum outcome outcome = case_read_postings(file, bucket, &postings, &count, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        for (size_t from = 0, to; from < count; from = to) {
            for (to = from + 1; to < count && postings[to].hash == postings[from].hash; to++)
                continue;
            size_t members = collect(pass, postings + from, to - from);
            if (members && members != SIZE_MAX)
                count_group(pass, members);
        }
        free(postings);
    }
    return OUTCOME_OK;
}

static void pass_open(struct pass *pass, const struct corpus *corpus)
{
    uint32_t count = corpus->mail_count;
    pass->corpus = corpus;
    pass->most_threads = count > MATCH_LARGE_MAILS ? MATCH_THREADS_LARGE : MATCH_THREADS;
    pass->first_id = count ? corpus->mails[0].id : 0;
    pass->ids = count ? (size_t)(corpus->mails[count - 1].id - pass->first_id) + 1 : 0;
    pass->number_by_id = memory_must(malloc((pass->ids + 1) * sizeof *pass->number_by_id));
    memset(pass->number_by_id, 0xff, (pass->ids + 1) * sizeof *pass->number_by_id);
    for (uint32_t i = 0; i < count; i++)
        if (!(corpus->mails[i].flags & MESSAGE_NOT_MAIL))
            pass->number_by_id[corpus->mails[i].id - pass->first_id] = i;
    pass->members = memory_must(malloc(GROUP_MAILS * sizeof *pass->members));
    pass->rare_quoted = memory_must(calloc(count + 1u, sizeof *pass->rare_quoted));
    pass->rare_own = memory_must(calloc(count + 1u, sizeof *pass->rare_own));
}

static void pass_close(struct pass *pass)
{
    match_table_free(&pass->by_thread);
    match_table_free(&pass->by_original);
    free(pass->number_by_id);
    free(pass->members);
    free(pass->rare_quoted);
    free(pass->rare_own);
}

/* By mail: what the first pass says of where it belongs. */
static void join_by_quotes(struct pass *pass, uint32_t **ret_conversation, uint32_t **ret_joined)
{
    struct match_list threads, originals;
    match_table_list(&pass->by_thread, pass->corpus->mail_count, pass->ranks, &threads);
    match_table_list(&pass->by_original, pass->corpus->mail_count, pass->ranks, &originals);
    struct conversation_counts counts = {&threads, &originals, pass->rare_quoted, pass->rare_own};
    conversation_find(pass->corpus, &counts, ret_conversation, ret_joined);
    match_table_free_list(&threads);
    match_table_free_list(&originals);
}

static int by_time(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    return corpus_compare_times(&corpus->mails[*(const uint32_t *)a], &corpus->mails[*(const uint32_t *)b]);
}

/* By mail: its place in the order of time. A thread is known by its oldest mail, so threads have ranks by it, too. */
static uint32_t *ranks_of(const struct corpus *corpus)
{
    uint32_t *order = memory_must(malloc((corpus->mail_count + 1u) * sizeof *order));
    uint32_t *ranks = memory_must(malloc((corpus->mail_count + 1u) * sizeof *ranks));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        order[i] = i;
    qsort_r(order, corpus->mail_count, sizeof *order, by_time, (void *)corpus);
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        ranks[order[i]] = i;
    free(order);
    return ranks;
}

/* The second pass counts with the threads that the first one has found. */
static enum outcome count_all(const struct corpus *corpus, const uint32_t *ranks, struct case_file *file, struct match *match,
                              struct err *err)
{
    struct pass pass = {.threads = match->joined, .ranks = ranks};
    pass_open(&pass, corpus);
    enum outcome outcome = run(&pass, file, err);
    match_table_list(&pass.by_thread, corpus->mail_count, ranks, &match->threads);
    match_table_list(&pass.by_original, corpus->mail_count, ranks, &match->originals);
    match->rare_quoted = pass.rare_quoted;
    match->rare_own = pass.rare_own;
    pass.rare_quoted = pass.rare_own = NULL;
    pass_close(&pass);
    return outcome;
}

enum outcome match_find(struct case_file *file, const struct corpus *corpus, struct match **ret_match, struct err *err)
{
    uint32_t *threads = memory_must(malloc((corpus->mail_count + 1u) * sizeof *threads)), *ranks = ranks_of(corpus);
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        threads[i] = corpus->mails[i].thread;
    struct pass first = {.own_threads_only = true, .threads = threads, .ranks = ranks};
    struct match *match = memory_must(calloc(1, sizeof *match));
    pass_open(&first, corpus);
    enum outcome outcome = run(&first, file, err);
    join_by_quotes(&first, &match->conversation, &match->joined);
    pass_close(&first);
    if (outcome == OUTCOME_OK)
        outcome = count_all(corpus, ranks, file, match, err);
    free(threads);
    free(ranks);
    if (outcome == OUTCOME_OK)
        *ret_match = match;
    else
        match_free(match);
    return outcome;
}

void match_free(struct match *match)
{
    if (!match)
        return;
    match_table_free_list(&match->threads);
    match_table_free_list(&match->originals);
    free(match->rare_quoted);
    free(match->rare_own);
    free(match->conversation);
    free(match->joined);
    free(match);
}
