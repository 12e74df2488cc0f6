/* Hits first: what lies in a store is better evidence than what came back. */
#include "notify/exposed_forged.h"

#include "case/case_bounce.h"
#include "case/case_read.h"

/* Who received a forged mail. */
static void forged_recipients(struct exposed_walk *walk, const struct case_hit *hit, const struct message *message)
{
    int64_t date = message_time(message);
    for (size_t i = 0; i < message->recipient_count; i++) {
        uint32_t at = exposed_walk_row(walk, &message->recipients[i]);
        if (at == INTERN_NONE)
            continue;
        struct exposed_address *found = &walk->rows.list[at];
        bool first = !found->hits || (date != MESSAGE_NO_DATE && (found->forged_at == MESSAGE_NO_DATE || date < found->forged_at));
        if (first || (date == found->forged_at && span_compare(hit->id, found->hit) < 0)) {
            found->forged_at = date;
            found->forged_subject = arena_copy(walk->arena, message->subject);
            found->hit = hit->id;
        }
        found->hits++;
        found->groups |= exposed_bit(EXPOSED_FORGED);
    }
}

static enum outcome hits(struct exposed_walk *walk, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    const struct case_result *result = &walk->exposed->data.result;
    for (size_t i = 0; i < result->hit_count; i++) {
        struct case_message row;
        const struct case_hit *hit = &result->hits[i];
        if (hit->severity < CASE_MEDIUM)
            continue;
        arena_reset(scratch);
        enum outcome outcome = case_read_message(walk->file, hit->message, scratch, &row, err);
        if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
            return outcome;
        exposed_walk_mark(walk, hit->message, EXPOSED_WALK_FORGED);
        walk->exposed->forged++;
        if (outcome == OUTCOME_OK)
            forged_recipients(walk, hit, &row.message);
    }
    return OUTCOME_OK;
}

static bool by_a_thief(const struct case_bounce *bounce)
{
    bool through_us = span_equal(bounce->origin, SPAN_LITERAL("abused-account")) || span_equal(bounce->origin, SPAN_LITERAL("sent-by-intruder"));
    bool stolen_words = span_equal(bounce->origin, SPAN_LITERAL("backscatter")) && bounce->quote_count > 0;
    return bounce->original && (through_us || stolen_words) && !span_equal(bounce->confidence, SPAN_LITERAL("low"));
}

/* One text for a mail, or for a mail and whom it did not reach. */
static struct span key(struct arena *arena, uint32_t mail, struct span address)
{
    return arena_printf(arena, "%u %.*s", mail, SPAN_ARGS(address));
}

static void note_failed(const struct case_bounce *bounce, struct arena *scratch, struct intern *failed)
{
    const struct report_mail *report = &bounce->report;
    for (size_t i = 0; i < report->recipient_count; i++)
        if (report->recipients[i].action == REPORT_MAIL_FAILED
            || (report->recipients[i].action == REPORT_MAIL_ACTION_UNKNOWN && report->kind == REPORT_MAIL_BOUNCE))
            intern_add(failed, key(scratch, bounce->mail, report->recipients[i].address));
}

/* It was sent, and no report says that it did not arrive. */
static void sent_to(struct exposed_walk *walk, const struct case_bounce *bounce, const struct message *message, const struct address *address)
{
    uint32_t at = exposed_walk_row(walk, address);
    struct exposed_address *found = at == INTERN_NONE ? NULL : &walk->rows.list[at];
    if (!found)
        return;
    found->groups |= exposed_bit(EXPOSED_FORGED);
    struct span evidence = arena_printf(walk->arena, "<%.*s>", SPAN_ARGS(bounce->original_message_id));
    bool better = !found->returned || bounce->date < found->forged_at || (bounce->date == found->forged_at && span_compare(evidence, found->hit) < 0);
    if (found->hits || !better)
        return;
    found->returned = true;
    found->forged_at = bounce->date;
    found->forged_subject = arena_copy(walk->arena, message->subject);
    found->hit = evidence;
}

static enum outcome returned_mail(struct exposed_walk *walk, const struct case_bounce *bounce, const struct intern *failed, struct arena *scratch,
                                  struct err *err)
{
    struct case_message row;
    enum outcome outcome = case_read_message(walk->file, bounce->original, scratch, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    exposed_walk_mark(walk, bounce->original, EXPOSED_WALK_FORGED);
    walk->exposed->returned++;
    for (size_t i = 0; i < row.message.recipient_count; i++)
        if (intern_find(failed, key(scratch, bounce->mail, row.message.recipients[i].addr)) == INTERN_NONE)
            sent_to(walk, bounce, &row.message, &row.message.recipients[i]);
    return OUTCOME_OK;
}

static enum outcome returned(struct exposed_walk *walk, struct err *err)
{
    ARENA_LOCAL all = arena_open();
    ARENA_LOCAL scratch = arena_open();
    const struct case_bounce *bounces;
    size_t count = 0;
    __attribute__((cleanup(intern_cleanup))) struct intern *failed = intern_open();
    __attribute__((cleanup(intern_cleanup))) struct intern *seen = intern_open(); /* mails, however many reports there are on each */
    enum outcome outcome = case_bounce_read(walk->file, all, &bounces, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++)
        note_failed(&bounces[i], scratch, failed);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        arena_reset(scratch);
        struct span mail = key(scratch, bounces[i].mail, SPAN_NONE);
        if (!by_a_thief(&bounces[i]) || intern_find(seen, mail) != INTERN_NONE
            || exposed_walk_marks(walk, bounces[i].original) & EXPOSED_WALK_FORGED)
            continue;
        intern_add(seen, mail);
        outcome = returned_mail(walk, &bounces[i], failed, scratch, err);
    }
    return outcome;
}

enum outcome exposed_forged(struct exposed_walk *walk, struct err *err)
{
    enum outcome outcome = hits(walk, err);
    return outcome == OUTCOME_OK ? returned(walk, err) : outcome;
}
