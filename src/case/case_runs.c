/* Runs of postings: written as one blob for each bucket, merged bucket by bucket, so memory stays bounded. */
#include "case/case_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "case/case_db.h"
#include "case/case_postings.h"

#define LEVELS_MAX 8
/* No writer of ours leaves more: fewer than CASE_RUNS_MERGED on each level. */
#define RUNS_MAX ((size_t)CASE_RUNS_MERGED * (LEVELS_MAX + 1))

struct bucket {
    struct case_posting *postings;
    size_t count, capacity;
};

struct case_pending {
    struct bucket buckets[CASE_BUCKETS];
    size_t count;
};

struct run_list {
    int64_t ids[RUNS_MAX];
    size_t count;
};

struct case_pending *case_pending_open(void)
{
    struct case_pending *pending = calloc(1, sizeof *pending);
    if (!pending)
        abort();
    return pending;
}

void case_pending_close(struct case_pending *pending)
{
    if (!pending)
        return;
    for (size_t i = 0; i < CASE_BUCKETS; i++)
        free(pending->buckets[i].postings);
    free(pending);
}

static void bucket_grow(struct bucket *bucket)
{
    size_t capacity = bucket->capacity ? bucket->capacity + bucket->capacity / 2 : 64;
    struct case_posting *postings = reallocarray(bucket->postings, capacity, sizeof *postings);
    if (!postings)
        abort();
    bucket->postings = postings;
    bucket->capacity = capacity;
}

enum outcome case_runs_add(struct case_file *file, uint32_t message, const uint64_t *hashes, size_t count, bool quoted,
                           struct err *err)
{
    struct case_pending *pending = file->pending;
    for (size_t i = 0; i < count; i++) {
        struct bucket *bucket = &pending->buckets[hashes[i] >> 56];
        if (bucket->count == bucket->capacity)
            bucket_grow(bucket);
        bucket->postings[bucket->count++] = (struct case_posting){hashes[i] & ~CASE_POSTINGS_DROPPED, message, quoted};
    }
    pending->count += count;
    return pending->count < CASE_PENDING_MAX ? OUTCOME_OK : case_runs_flush(file, err);
}

static enum outcome run_create(struct case_file *file, int64_t level, size_t postings, int64_t *ret_run, struct err *err)
{
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_RUN, "INSERT INTO posting_run (level, postings) VALUES (?1, ?2)", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, level);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)postings);
    enum outcome outcome = case_db_run(file, statement, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    int64_t run = sqlite3_last_insert_rowid(file->db);
    if (run >= INT64_MAX / CASE_BUCKETS)
        return case_db_damaged(file, "the number of a run of fingerprints", err);
    *ret_run = run;
    return OUTCOME_OK;
}

static enum outcome blob_write(struct case_file *file, int64_t run, unsigned bucket, struct span blob, struct err *err)
{
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_POSTING, "INSERT INTO posting (id, data) VALUES (?1, ?2)", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, run * CASE_BUCKETS + bucket);
    case_db_bind_blob(statement, 2, blob);
    return case_db_run(file, statement, err);
}

static enum outcome bucket_write(struct case_file *file, int64_t run, unsigned number, const struct case_posting *postings,
                                 size_t count, struct err *err)
{
    BUF_LOCAL blob = {0};
    if (count == 0)
        return OUTCOME_OK;
    case_postings_encode(postings, count, &blob);
    return blob_write(file, run, number, buf_span(&blob), err);
}

static enum outcome pending_write(struct case_file *file, int64_t run, struct err *err)
{
    size_t largest = 0;
    for (size_t i = 0; i < CASE_BUCKETS; i++)
        if (file->pending->buckets[i].count > largest)
            largest = file->pending->buckets[i].count;
    struct case_posting *scratch = reallocarray(NULL, largest, sizeof *scratch);
    if (!scratch)
        abort();
    enum outcome outcome = OUTCOME_OK;
    for (unsigned i = 0; i < CASE_BUCKETS && outcome == OUTCOME_OK; i++) {
        struct bucket *bucket = &file->pending->buckets[i];
        size_t count = case_postings_sort(bucket->postings, scratch, bucket->count);
        outcome = bucket_write(file, run, i, bucket->postings, count, err);
        bucket->count = 0;
    }
    free(scratch);
    file->pending->count = 0;
    return outcome;
}

/* Runs of one level, or of all with -1, oldest first. */
static enum outcome run_list(struct case_file *file, int64_t level, struct run_list *ret_runs, struct err *err)
{
    struct run_list runs = {0};
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, "SELECT id FROM posting_run WHERE ?1 < 0 OR level = ?1 ORDER BY id", -1, &statement, NULL) !=
        SQLITE_OK)
        return case_db_fail(file, err);
    sqlite3_bind_int64(statement, 1, level);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK && runs.count < RUNS_MAX)
        runs.ids[runs.count++] = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (outcome == OUTCOME_OK)
        return case_db_damaged(file, "too many runs of fingerprints", err);
    if (outcome == OUTCOME_END)
        *ret_runs = runs;
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

/* One bucket of one run; none when the run has no such bucket. */
static enum outcome blob_read(struct case_file *file, int64_t run, unsigned bucket, struct case_posting **ret_postings,
                              size_t *ret_count, struct err *err)
{
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_POSTING_READ, "SELECT data FROM posting WHERE id = ?1", err);
    if (!statement)
        return OUTCOME_FAULT;
    int64_t id;
    if (__builtin_mul_overflow(run, CASE_BUCKETS, &id) || __builtin_add_overflow(id, bucket, &id))
        return case_db_damaged(file, "the number of a run of fingerprints", err);
    sqlite3_bind_int64(statement, 1, id);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome == OUTCOME_END) {
        *ret_postings = NULL;
        *ret_count = 0;
        return OUTCOME_OK;
    }
    if (outcome == OUTCOME_OK && !case_postings_decode(case_db_blob(statement, 0), bucket, ret_postings, ret_count))
        outcome = case_db_damaged(file, "a blob of fingerprints", err);
    sqlite3_reset(statement);
    return outcome;
}

struct part {
    struct case_posting *postings;
    size_t count;
};

/* Takes both parts, gives one. */
static struct part merge_two(struct part a, struct part b)
{
    if (a.count == 0 || b.count == 0) {
        free(a.count ? b.postings : a.postings);
        return a.count ? a : b;
    }
    size_t count;
    if (__builtin_add_overflow(a.count, b.count, &count))
        abort();
    struct part both = {reallocarray(NULL, count, sizeof *both.postings), count};
    if (!both.postings)
        abort();
    case_postings_merge(a.postings, a.count, b.postings, b.count, both.postings);
    free(a.postings);
    free(b.postings);
    return both;
}

/* Neighbours pairwise until one is left: each posting moves log2(runs) times. */
static struct part merge_all(struct part *parts, size_t count)
{
    for (; count > 1; count = (count + 1) / 2)
        for (size_t i = 0; i < count; i += 2)
            parts[i / 2] = i + 1 < count ? merge_two(parts[i], parts[i + 1]) : parts[i];
    return count ? parts[0] : (struct part){0};
}

static enum outcome bucket_read(struct case_file *file, const struct run_list *runs, unsigned bucket, struct part *ret_part,
                                struct err *err)
{
    struct part parts[RUNS_MAX];
    enum outcome outcome = OUTCOME_OK;
    size_t count = 0;
    for (; count < runs->count && outcome == OUTCOME_OK; count++) {
        parts[count] = (struct part){0};
        outcome = blob_read(file, runs->ids[count], bucket, &parts[count].postings, &parts[count].count, err);
    }
    struct part all = merge_all(parts, count);
    if (outcome == OUTCOME_OK)
        *ret_part = all;
    else
        free(all.postings);
    return outcome;
}

static enum outcome runs_delete(struct case_file *file, const struct run_list *runs, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < runs->count && outcome == OUTCOME_OK; i++) {
        char sql[160];
        snprintf(sql, sizeof sql, "DELETE FROM posting WHERE id BETWEEN %lld AND %lld; DELETE FROM posting_run WHERE id = %lld",
                 (long long)runs->ids[i] * CASE_BUCKETS, (long long)runs->ids[i] * CASE_BUCKETS + CASE_BUCKETS - 1,
                 (long long)runs->ids[i]);
        outcome = case_db_exec(file, sql, err);
    }
    return outcome;
}

static enum outcome runs_merge(struct case_file *file, const struct run_list *runs, int64_t level, struct err *err)
{
    int64_t run = 0;
    size_t total = 0;
    enum outcome outcome = run_create(file, level + 1, 0, &run, err);
    for (unsigned i = 0; i < CASE_BUCKETS && outcome == OUTCOME_OK; i++) {
        struct part part = {0};
        outcome = bucket_read(file, runs, i, &part, err);
        if (outcome == OUTCOME_OK)
            outcome = bucket_write(file, run, i, part.postings, part.count, err);
        total += part.count;
        free(part.postings);
    }
    if (outcome != OUTCOME_OK)
        return outcome;
    char sql[96];
    snprintf(sql, sizeof sql, "UPDATE posting_run SET postings = %zu WHERE id = %lld", total, (long long)run);
    outcome = case_db_exec(file, sql, err);
    return outcome == OUTCOME_OK ? runs_delete(file, runs, err) : outcome;
}

enum outcome case_runs_flush(struct case_file *file, struct err *err)
{
    int64_t run = 0;
    if (file->pending->count == 0)
        return OUTCOME_OK;
    enum outcome outcome = run_create(file, 0, file->pending->count, &run, err);
    if (outcome == OUTCOME_OK)
        outcome = pending_write(file, run, err);
    for (int64_t level = 0; level < LEVELS_MAX && outcome == OUTCOME_OK; level++) {
        struct run_list runs = {0};
        outcome = run_list(file, level, &runs, err);
        if (outcome != OUTCOME_OK || runs.count < CASE_RUNS_MERGED)
            break;
        outcome = runs_merge(file, &runs, level, err);
    }
    return outcome;
}

enum outcome case_read_postings(struct case_file *file, unsigned bucket, struct case_posting **ret_postings,
                                size_t *ret_count, struct err *err)
{
    struct run_list runs = {0};
    struct part part = {0};
    if (bucket >= CASE_BUCKETS)
        return err_set(err, OUTCOME_FAULT, "there is no bucket %u of fingerprints", bucket);
    enum outcome outcome = run_list(file, -1, &runs, err);
    if (outcome == OUTCOME_OK)
        outcome = bucket_read(file, &runs, bucket, &part, err);
    if (outcome == OUTCOME_OK) {
        *ret_postings = part.postings;
        *ret_count = part.count;
    }
    return outcome;
}
