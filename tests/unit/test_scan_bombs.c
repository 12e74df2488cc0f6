/* Items that eat memory or time, crash, or break out of their cage: each costs itself and nothing else. The decoder is replaced by one
   that does what its subject says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/arena.h"
#include "case/case_read.h"
#include "decode/decode_item.h"
#include "scan/scan.h"

static volatile bool more = true;

static bool asks(const struct store_item *item, const char *deed)
{
    return span_find(item->rfc5322, span_of(deed), 0) != SIZE_MAX;
}

static void eat_memory(void)
{
    for (char *memory; (memory = malloc(64u << 20));)
        *(volatile char *)memory = 1;
    abort();
}

enum outcome decode_item(struct arena *arena, const struct store_item *item, struct dsn_words *words, struct message *ret_message,
                         struct err *err)
{
    (void)words, (void)err;
    signal(SIGSEGV, SIG_DFL); /* cmocka has its own */
    if (asks(item, "eat memory"))
        eat_memory();
    while (asks(item, "eat time") && more)
        continue;
    if (asks(item, "crash"))
        raise(SIGSEGV);
    if (asks(item, "call home"))
        socket(AF_INET, SOCK_STREAM, 0);
    if (asks(item, "read secrets") && open("/etc/passwd", O_RDONLY) < 0)
        return err_set(err, OUTCOME_DAMAGED, "no secrets for me");
    *ret_message = (struct message){.size = item->rfc5322.size, .subject = arena_copy(arena, item->rfc5322)};
    return OUTCOME_OK;
}

#ifdef __SANITIZE_ADDRESS__ /* memory has no bound then */
#define MEMORY "crash"
#else
#define MEMORY "eat memory"
#endif

static const char *const deeds[] = {"good 0", MEMORY, "good 2", "eat time", "good 4",  "crash",
                                    "good 6", "call home",  "good 8", "good 9",   "read secrets"};
#define DEEDS (sizeof deeds / sizeof *deeds)

static size_t count_messages(struct case_file *file)
{
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    size_t count = 0;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        assert_true(span_find(row.message.subject, SPAN_LITERAL("good"), 0) != SIZE_MAX);
        count++;
        arena_reset(arena);
    }
    case_read_end(cursor);
    return count;
}

static bool cage_lacks(struct case_file *file)
{
    const struct case_trouble *troubles;
    size_t count;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_troubles(file, arena, &troubles, &count, &err), OUTCOME_OK);
    for (size_t i = 0; i < count; i++)
        if (span_starts(troubles[i].text, SPAN_LITERAL("this system has no")))
            return true;
    return false;
}

/* What is said about the failed item at this position. */
static const char *reason_of(struct case_file *file, struct arena *arena, uint64_t item)
{
    const struct case_trouble *troubles;
    size_t count;
    struct err err;
    assert_int_equal(case_read_troubles(file, arena, &troubles, &count, &err), OUTCOME_OK);
    for (size_t i = 0; i < count; i++)
        if (troubles[i].failed && troubles[i].item == item)
            return arena_string(arena, troubles[i].text);
    fail_msg("item %u did not fail", (unsigned)item);
    return "";
}

static void make_mbox(char *path)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    for (size_t i = 0; i < DEEDS; i++)
        fprintf(file, "From a@example.com Mon Jan  1 10:00:00 2024\nSubject: %s\n\n%s\n\n", deeds[i], deeds[i]);
    fclose(file);
}

static void bombs_cost_themselves(void **state)
{
    (void)state;
    char path[] = "/tmp/test_scan_bombs.XXXXXX";
    const char *paths[] = {path};
    CASE_LOCAL file;
    struct scan_summary summary;
    struct err err;
    make_mbox(path);
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    struct scan_options options = {.paths = paths, .path_count = 1, .workers = 1, .item_seconds = 1};
    assert_int_equal(scan_run(file, &options, &summary, &err), OUTCOME_OK);
    unlink(path);
    if (cage_lacks(file)) {
        print_message("skipped: this kernel lacks Landlock or seccomp\n");
        skip();
    }
    assert_int_equal(summary.expected, DEEDS);
    assert_int_equal(summary.read, 6);
    assert_int_equal(summary.failed, 5);
    assert_false(summary.complete);
    assert_int_equal(count_messages(file), 6);
    ARENA_LOCAL arena = arena_open();
    assert_non_null(strstr(reason_of(file, arena, 1), "worker"));
    assert_string_equal(reason_of(file, arena, 3), "it took too long");
    assert_non_null(strstr(reason_of(file, arena, 5), "worker"));
    assert_non_null(strstr(reason_of(file, arena, 7), "no reader of mail"));
    assert_string_equal(reason_of(file, arena, 10), "no secrets for me");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bombs_cost_themselves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
