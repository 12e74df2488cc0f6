/* Keeps the raw bytes of hits and of the originals that they quote. */
#include <stdlib.h>
#include "case/case_read.h"
#include "case/case_result.h"
#include "case/case_write.h"
#include "scan/scan.h"
#include "scan/scan_fetch.h"

static int by_number(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

/* Hits and their originals; NULL: only counted. */
static size_t add_messages(int64_t *messages, const struct case_hit *hits, size_t hit_count)
{
    size_t count = 0;
    for (size_t i = 0; i < hit_count; i++) {
        for (size_t k = 0; messages && k < hits[i].quote_count; k++)
            messages[count + k] = hits[i].quotes[k].message;
        count += hits[i].quote_count;
        if (messages)
            messages[count] = hits[i].message;
        count++;
    }
    return count;
}

/* Those set aside too: a decision may be taken back when the stores are gone. */
static size_t list_messages(struct arena *arena, const struct case_result *result, int64_t **ret_messages)
{
    size_t count = add_messages(NULL, result->hits, result->hit_count) + add_messages(NULL, result->aside, result->aside_count), kept = 0;
    int64_t *messages = arena_array(arena, count, sizeof *messages);
    count = add_messages(messages, result->hits, result->hit_count);
    count += add_messages(messages + count, result->aside, result->aside_count);
    if (count > 0)
        qsort(messages, count, sizeof *messages, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || messages[kept - 1] != messages[i])
            messages[kept++] = messages[i];
    *ret_messages = messages;
    return kept;
}

/* What is kept already is not fetched again. */
static enum outcome mark_kept(struct scan_fetch *fetch, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < fetch->message_count; i++) {
        struct span kind, raw;
        uint8_t digest[HASH_SHA256_BYTES];
        enum outcome outcome = case_read_evidence(fetch->file, fetch->messages[i].id, arena, &kind, &raw, digest, err);
        fetch->messages[i].done = outcome == OUTCOME_OK;
        if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
            return OUTCOME_FAULT;
        arena_reset(arena);
    }
    return OUTCOME_OK;
}

static enum outcome take(struct scan_fetch *fetch, const struct scan_fetch_message *message, const struct worker_frame *frame,
                         struct err *err)
{
    bool known = span_equal(frame->text, SPAN_LITERAL("rfc822")) || span_equal(frame->text, SPAN_LITERAL("mapi"));
    return known ? case_write_evidence(fetch->file, message->id, frame->text, frame->raw, err) : OUTCOME_DAMAGED;
}

enum outcome scan_evidence(struct case_file *file, struct err *err)
{
    struct case_result result;
    ARENA_LOCAL arena = arena_open();
    int64_t *ids;
    enum outcome outcome = case_result_read(file, arena, &result, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : OUTCOME_FAULT;
    struct scan_fetch fetch = {.file = file, .kind = WORKER_FRAME_EVIDENCE, .take = take, .message_count = list_messages(arena, &result, &ids)};
    fetch.messages = arena_array(arena, fetch.message_count, sizeof *fetch.messages);
    for (size_t i = 0; i < fetch.message_count; i++)
        fetch.messages[i].id = ids[i];
    outcome = mark_kept(&fetch, err);
    return outcome == OUTCOME_OK ? scan_fetch(&fetch, err) : outcome;
}
