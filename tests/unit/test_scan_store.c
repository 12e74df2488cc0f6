/* What happens to a store when its worker dies: which item is lost, where the next worker starts, when it is given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "scan/scan_store.h"
#include "scan/worker_frame.h"

struct trial {
    struct case_file *file;
    struct plan_store plan;
    struct scan_store store;
    struct arena *arena;
};

static void begin(struct trial *trial)
{
    struct err err;
    *trial = (struct trial){.plan = {.path = (char *)(uintptr_t)"x.mbox", .format = "mbox", .size = 100}, .arena = arena_open()};
    assert_int_equal(case_open(":memory:", CASE_WRITE, &trial->file, &err), OUTCOME_OK);
    scan_store_begin(&trial->store, &trial->plan, NULL);
    assert_int_equal(scan_store_save(&trial->store, trial->file, &err), OUTCOME_OK);
}

static void end(struct trial *trial)
{
    scan_store_free(&trial->store);
    case_close(trial->file);
    arena_close(trial->arena);
}

static enum outcome feed(struct trial *trial, const struct worker_frame *frame)
{
    BUF_LOCAL bytes = {0};
    struct err err;
    assert_true(worker_frame_write(&bytes, frame));
    return scan_store_frame(&trial->store, trial->file, trial->arena, span_slice(buf_span(&bytes), WORKER_FRAME_HEAD, bytes.size),
                            &err);
}

static enum outcome mail(struct trial *trial, uint64_t item)
{
    struct worker_frame frame = {.kind = WORKER_FRAME_RECORD, .record.where.item = item};
    frame.record.fingerprints.key[0] = (uint8_t)item;
    return feed(trial, &frame);
}

static void gone(struct trial *trial, bool late, bool reading, uint64_t item)
{
    struct err err;
    struct scan_slot_end how = {.late = late, .reading = reading, .item = item, .why = "worker crashed (signal 11)"};
    assert_int_equal(scan_store_worker_gone(&trial->store, trial->file, &how, &err), OUTCOME_OK);
}

static void crash_costs_one_item(void **state)
{
    (void)state;
    struct trial trial;
    begin(&trial);
    mail(&trial, 0);
    gone(&trial, false, true, 3); /* items 1 and 2 were read but not sent */
    struct worker_task task = scan_store_task(&trial.store);
    assert_int_equal(task.start, 1);
    assert_int_equal(task.careful, 3);
    assert_int_equal(trial.store.row.failed, 0);
    mail(&trial, 1);
    mail(&trial, 2);
    gone(&trial, false, true, 3);
    task = scan_store_task(&trial.store);
    assert_int_equal(task.start, 4);
    assert_int_equal(trial.store.row.failed, 1);
    assert_false(trial.store.finished);
    end(&trial);
}

static void slow_item_is_left_out(void **state)
{
    (void)state;
    struct trial trial;
    begin(&trial);
    gone(&trial, true, true, 2);
    struct worker_task task = scan_store_task(&trial.store);
    assert_int_equal(task.start, 0);
    assert_int_equal(task.stop, 2);
    mail(&trial, 0);
    mail(&trial, 1);
    assert_int_equal(mail(&trial, 2), OUTCOME_DAMAGED); /* it was told to stop there */
    assert_int_equal(feed(&trial, &(struct worker_frame){.kind = WORKER_FRAME_END, .expected = 9}), OUTCOME_OK);
    gone(&trial, false, true, 2);
    task = scan_store_task(&trial.store);
    assert_int_equal(task.start, 3);
    assert_true(task.stop == UINT64_MAX);
    assert_int_equal(trial.store.row.failed, 1);
    assert_int_equal(trial.store.row.read, 2);
    assert_int_equal(trial.store.row.expected, 9);
    end(&trial);
}

static void given_up_in_the_end(void **state)
{
    (void)state;
    struct trial trial;
    begin(&trial);
    for (unsigned i = 0; i < 10 * LIMIT_CRASHES && !trial.store.finished; i++)
        gone(&trial, false, true, trial.store.row.next_item);
    assert_true(trial.store.finished);
    assert_int_equal(trial.store.row.state, CASE_STORE_DEAD);
    assert_int_equal(trial.store.row.failed, LIMIT_CRASHES);
    end(&trial);
    /* a worker that names another item at each crash gets no further than one that names the same */
    begin(&trial);
    for (unsigned i = 0; i < 10 * LIMIT_CRASHES && !trial.store.finished; i++)
        gone(&trial, false, true, 1000 + i % 7);
    assert_true(trial.store.finished);
    end(&trial);
}

static void dead_at_opening(void **state)
{
    (void)state;
    struct trial trial;
    begin(&trial);
    gone(&trial, false, false, 0);
    assert_int_equal(trial.store.row.state, CASE_STORE_DEAD);
    assert_non_null(strstr(trial.store.reason, "signal 11"));
    end(&trial);
}

static void impossible_frames(void **state)
{
    (void)state;
    struct trial trial;
    struct err err;
    begin(&trial);
    assert_int_equal(mail(&trial, 5), OUTCOME_OK);
    assert_int_equal(mail(&trial, 5), OUTCOME_DAMAGED);
    assert_int_equal(mail(&trial, 2), OUTCOME_DAMAGED);
    assert_int_equal(feed(&trial, &(struct worker_frame){.kind = WORKER_FRAME_EVIDENCE}), OUTCOME_DAMAGED);
    assert_int_equal(scan_store_frame(&trial.store, trial.file, trial.arena, SPAN_LITERAL("\x63zzz"), &err), OUTCOME_DAMAGED);
    assert_int_equal(feed(&trial, &(struct worker_frame){.kind = WORKER_FRAME_END, .expected = 6}), OUTCOME_OK);
    assert_int_equal(mail(&trial, 6), OUTCOME_DAMAGED); /* nothing comes after the end */
    assert_int_equal(trial.store.row.read, 1);
    end(&trial);
}

static void endless_output(void **state)
{
    (void)state;
    struct trial trial;
    begin(&trial);
    assert_int_equal(mail(&trial, 0), OUTCOME_OK);
    trial.store.output = LIMIT_OUTPUT_BYTES + LIMIT_OUTPUT_FACTOR * trial.plan.size;
    for (unsigned i = 0; i < 10 * LIMIT_CRASHES && !trial.store.finished; i++) {
        assert_int_equal(mail(&trial, trial.store.row.next_item), OUTCOME_DAMAGED);
        gone(&trial, false, true, trial.store.row.next_item);
    }
    assert_int_equal(trial.store.row.state, CASE_STORE_DEAD);
    assert_int_equal(trial.store.row.read, 1);
    end(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crash_costs_one_item), cmocka_unit_test(slow_item_is_left_out), cmocka_unit_test(given_up_in_the_end),
        cmocka_unit_test(dead_at_opening),      cmocka_unit_test(impossible_frames), cmocka_unit_test(endless_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
