/* samples/exchange from store to report: a store resolves the names of another, in whatever order both come, and no mail from outside
   teaches anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_read.h"
#include "judge/judge.h"
#include "scan/scan.h"

#define ALONE SAMPLES "/exchange/names-alone.pst"
#define BOTH SAMPLES "/exchange/both.pst"
#define FOLDER SAMPLES "/exchange"
#define MAILS_MAX 64

static struct case_file *case_new(void)
{
    struct case_file *file;
    struct err err;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    return file;
}

static void scan_and_judge(struct case_file *file, const char *path)
{
    struct err err = {""};
    struct scan_summary summary;
    struct scan_options scan = {.paths = &path, .path_count = 1, .workers = 3};
    struct judge_options judge = {0};
    if (scan_run(file, &scan, &summary, &err) != OUTCOME_OK || !summary.complete || judge_run(file, &judge, &err) != OUTCOME_OK)
        fail_msg("%s: %s", path, err.text);
}

static int by_bytes(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* A line for each mail, sorted: Message-ID, kind and address of From, addresses of the recipients. */
static struct span people_of(struct case_file *file, struct arena *arena)
{
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    struct span lines[MAILS_MAX];
    size_t count = 0;
    BUF_LOCAL text = {0};
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        const struct message *message = &row.message;
        buf_clear(&text);
        assert_true(count < MAILS_MAX && message->from_count == 1);
        buf_printf(&text, "%.*s %d %.*s", SPAN_ARGS(message->message_id), (int)message->from[0].kind, SPAN_ARGS(message->from[0].addr));
        for (size_t i = 0; i < message->recipient_count; i++)
            buf_printf(&text, " %.*s", SPAN_ARGS(message->recipients[i].addr));
        lines[count++] = arena_copy(arena, buf_span(&text));
    }
    case_read_end(cursor);
    qsort(lines, count, sizeof *lines, by_bytes);
    buf_clear(&text);
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%.*s\n", SPAN_ARGS(lines[i]));
    return arena_copy(arena, buf_span(&text));
}

static void assert_line(struct span people, const char *line)
{
    if (span_find(people, span_of(line), 0) == SIZE_MAX)
        fail_msg("\"%s\" is not in\n%.*s", line, SPAN_ARGS(people));
}

static void alone_they_stay_unknown(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct case_file *file = case_new();
    scan_and_judge(file, ALONE);
    struct span people = people_of(file, arena);
    assert_line(people, "from-tanaka@exchange.example 2 /o=hikari");
    assert_line(people, "to-partner@exchange.example 2 /o=hikari");
    case_close(file);
}

static void any_order_gives_the_same(void **state)
{
    (void)state;
    static const char *const orders[][3] = {{ALONE, BOTH, FOLDER}, {BOTH, ALONE, FOLDER}, {FOLDER, BOTH, ALONE}};
    ARENA_LOCAL arena = arena_open();
    struct span first = SPAN_NONE;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct case_file *file = case_new();
        for (size_t s = 0; s < 3; s++)
            scan_and_judge(file, orders[i][s]);
        struct span people = people_of(file, arena);
        if (first.size && !span_equal(first, people))
            fail_msg("order %zu gives\n%.*sinstead of\n%.*s", i, SPAN_ARGS(people), SPAN_ARGS(first));
        first = people;
        case_close(file);
    }
    assert_line(first, "from-tanaka@exchange.example 1 tanaka@hikari.example suzuki@hikari.example");
    assert_line(first, "from-saito@exchange.example 1 saito@hikari.example");
    assert_line(first, "to-tanaka@exchange.example 1 suzuki@hikari.example tanaka@hikari.example");
    assert_line(first, "to-partner@exchange.example 1 suzuki@hikari.example john.carter@north.example");
    assert_line(first, "wrapped@exchange.example 1 suzuki@hikari.example");
    /* two organisations; only mail from outside; another organisation wraps */
    assert_line(first, "from-mori@exchange.example 2 /o=hikari");
    assert_line(first, "from-kato@exchange.example 2 /o=hikari");
    assert_line(first, "wrapped-elsewhere@exchange.example 2 imceaex-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alone_they_stay_unknown),
        cmocka_unit_test(any_order_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
