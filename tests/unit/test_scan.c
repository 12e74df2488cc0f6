/* Scans of small folders made here: counts, completeness, twice, resume, killed workers, what cannot be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_read.h"
#include "case/case_result.h"
#include "scan/scan.h"
#include "tests/unit/test_folder.h"

static void make_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void make_folder(const char *name)
{
    assert_int_equal(mkdir(path_of(name), 0700), 0);
}

static void make_mbox(const char *name, unsigned mails)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (unsigned i = 0; i < mails; i++)
        fprintf(file,
                "From a@example.com Mon Jan  1 10:00:00 2024\nFrom: A <a@example.com>\nTo: b@example.com\nSubject: mail %u\n"
                "Message-ID: <%s-%u@example.com>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nThis is mail number %u.\n\n",
                i, name, i, i);
    fclose(file);
}

static struct case_file *open_case(const char *name)
{
    struct case_file *file;
    struct err err;
    assert_int_equal(case_open(path_of(name), CASE_WRITE, &file, &err), OUTCOME_OK);
    return file;
}

static struct scan_summary scan(struct case_file *file, const char *path, unsigned workers)
{
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = workers};
    struct scan_summary summary;
    struct err err;
    assert_int_equal(scan_run(file, &options, &summary, &err), OUTCOME_OK);
    return summary;
}

static size_t count_messages(struct case_file *file)
{
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    size_t count = 0;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        count++;
        arena_reset(arena);
    }
    case_read_end(cursor);
    return count;
}

static size_t count_troubles(struct case_file *file, const char *part)
{
    const struct case_trouble *troubles;
    size_t count, found = 0;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_troubles(file, arena, &troubles, &count, &err), OUTCOME_OK);
    for (size_t i = 0; i < count; i++)
        found += span_find(troubles[i].text, span_of(part), 0) != SIZE_MAX;
    return found;
}

static void store_of(struct case_file *file, struct arena *arena, const char *name, struct case_store *ret_store)
{
    const struct case_store *stores;
    size_t count;
    struct err err;
    assert_int_equal(case_read_stores(file, arena, &stores, &count, &err), OUTCOME_OK);
    for (size_t i = 0; i < count; i++)
        if (span_equal(stores[i].path, span_of(path_of(name)))) {
            *ret_store = stores[i];
            return;
        }
    fail_msg("no store %s", name);
}

static void twice_adds_nothing(void **state)
{
    (void)state;
    make_folder("a");
    make_mbox("a/one.mbox", 20);
    make_mbox("a/two.mbox", 30);
    make_file("a/mail.eml", "From: a@example.com\nMessage-ID: <e@example.com>\nSubject: e\n\ne\n");
    make_folder("a/Maildir");
    make_folder("a/Maildir/cur");
    make_folder("a/Maildir/new");
    make_file("a/Maildir/cur/1:2,S", "From: a@example.com\nMessage-ID: <m@example.com>\nSubject: m\n\nm\n");
    assert_int_equal(symlink("..", path_of("a/loop")), 0);
    make_file("linked.eml", "From: a@example.com\nMessage-ID: <l@example.com>\nSubject: l\n\nl\n");
    assert_int_equal(symlink("../linked.eml", path_of("a/link.eml")), 0);
    CASE_LOCAL file = open_case("a.case");
    struct scan_summary first = scan(file, path_of("a"), 2);
    assert_int_equal(first.read, 53);
    assert_int_equal(first.expected, 53);
    assert_true(first.complete);
    assert_int_equal(count_messages(file), 53);
    struct scan_summary second = scan(file, path_of("a"), 1);
    assert_true(second.complete);
    assert_int_equal(second.stores, first.stores);
    assert_int_equal(second.expected, first.expected);
    assert_int_equal(second.read, first.read);
    assert_int_equal(second.failed + second.skipped, first.failed + first.skipped);
    assert_int_equal(count_messages(file), 53);
    ARENA_LOCAL arena = arena_open();
    struct case_store store;
    store_of(file, arena, "a/one.mbox", &store);
    assert_int_equal(store.state, CASE_STORE_DONE);
    assert_int_equal(store.next_item, 20);
    assert_true(store.sha256[0] | store.sha256[1] | store.sha256[2]);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    make_folder("b");
    make_mbox("b/good.mbox", 3);
    make_file("b/empty.eml", "");
    make_file("b/photo.jpg", "\xff\xd8\xff no mail");
    make_file("b/broken.pst", "no PST at all");
    make_file("b/cut.mbox", "From a@example.com Mon Jan  1 10:00:00 2024\nSubject: x\n\nhalf a li");
    CASE_LOCAL file = open_case("b.case");
    struct scan_summary summary = scan(file, path_of("b"), 2);
    assert_false(summary.complete);
    assert_int_equal(summary.read, 4);
    assert_int_equal(count_troubles(file, "cut off"), 1);
    assert_int_equal(count_troubles(file, "photo.jpg is not a mail store"), 1);
    ARENA_LOCAL arena = arena_open();
    struct case_store store;
    store_of(file, arena, "b/empty.eml", &store);
    assert_int_equal(store.state, CASE_STORE_DEAD);
    assert_non_null(strstr(arena_string(arena, store.reason), "empty"));
    store_of(file, arena, "b/broken.pst", &store);
    assert_int_equal(store.state, CASE_STORE_DEAD);
    store_of(file, arena, "b", &store);
    assert_true(span_equal(store.format, SPAN_LITERAL("folder")));
    assert_int_equal(store.skipped, 1);
}

static void mail_nested_too_deep(void **state)
{
    (void)state;
    FILE *deep = fopen(path_of("deep.eml"), "w");
    assert_non_null(deep);
    for (unsigned i = 0; i < 5000; i++)
        fprintf(deep, "From: a@example.com\nSubject: level %u\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n", i);
    fputs("Subject: innermost\n\nhello\n", deep);
    fclose(deep);
    CASE_LOCAL file = open_case("deep.case");
    struct scan_summary summary = scan(file, path_of("deep.eml"), 1);
    assert_int_equal(summary.read, 1);
    assert_false(summary.complete);
    assert_int_equal(count_troubles(file, "item 0 was read only in part"), 1);
    assert_true(count_messages(file) > 1);
}

static void leftovers_alone_are_complete(void **state)
{
    (void)state;
    make_folder("c");
    make_mbox("c/good.mbox", 3);
    make_file("c/readme.txt", "no mail");
    CASE_LOCAL file = open_case("c.case");
    assert_true(scan(file, path_of("c"), 1).complete);
    CASE_LOCAL none = open_case("none.case");
    make_folder("c/sub");
    assert_false(scan(none, path_of("c/sub"), 1).complete);
    assert_false(scan(none, path_of("c/readme.txt"), 1).complete);
}

/* Root may enter every folder, so the scan is made as somebody else. */
static void closed_folder(void **state)
{
    (void)state;
    make_folder("d");
    make_mbox("d/good.mbox", 3);
    make_folder("d/closed");
    make_mbox("d/closed.mbox", 3);
    chmod(path_of("d/closed"), 0);
    chmod(path_of("d/closed.mbox"), 0);
    chmod(path_of("d"), 0755);
    chmod(folder_root, 0755);
    CASE_LOCAL file;
    struct err err;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    uid_t me = geteuid();
    if (me == 0)
        assert_int_equal(seteuid(65534), 0);
    struct scan_summary summary = scan(file, path_of("d"), 1);
    assert_int_equal(seteuid(me), 0);
    chmod(path_of("d/closed"), 0700);
    assert_false(summary.complete);
    assert_int_equal(summary.read, 3);
    ARENA_LOCAL arena = arena_open();
    struct case_store store;
    store_of(file, arena, "d/closed", &store);
    assert_non_null(strstr(arena_string(arena, store.reason), "cannot be listed"));
    store_of(file, arena, "d/closed.mbox", &store);
    assert_non_null(strstr(arena_string(arena, store.reason), "cannot be opened"));
}

static void changed_store_is_read_again(void **state)
{
    (void)state;
    make_mbox("e.mbox", 3);
    FILE *more = fopen(path_of("e.mbox"), "a");
    fputs("From a@example.com Mon Jan  1 10:00:00 2024\nSubject: x\n\nhalf a li", more);
    fclose(more);
    CASE_LOCAL file = open_case("e.case");
    assert_false(scan(file, path_of("e.mbox"), 1).complete);
    make_mbox("e.mbox", 5);
    struct scan_summary summary = scan(file, path_of("e.mbox"), 1);
    assert_int_equal(summary.read, 5);
    assert_true(summary.complete);
    assert_int_equal(count_messages(file), 5); /* the half mail lies nowhere any more */
}

struct killer {
    unsigned kills;
    uint64_t from;
};

/* Kills a child of this process once the scan has read something. */
static void kill_worker(void *context, const struct scan_progress *progress)
{
    struct killer *killer = context;
    char path[64];
    int child;
    if (!killer->kills || progress->read < killer->from)
        return;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "r");
    if (children && fscanf(children, "%d", &child) == 1 && kill(child, SIGKILL) == 0) {
        killer->kills--;
        killer->from = progress->read + 1;
    }
    if (children)
        fclose(children);
}

static void killed_worker_loses_nothing(void **state)
{
    (void)state;
    make_mbox("f.mbox", 6000);
    CASE_LOCAL file = open_case("f.case");
    struct killer killer = {.kills = 1, .from = 1};
    const char *path = path_of("f.mbox");
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = 1, .progress = kill_worker,
                                   .progress_context = &killer};
    struct scan_summary summary;
    struct err err;
    assert_int_equal(scan_run(file, &options, &summary, &err), OUTCOME_OK);
    if (killer.kills > 0) {
        print_message("skipped: the worker was not found in time\n");
        skip();
    }
    assert_int_equal(summary.read, 6000);
    assert_int_equal(summary.failed, 0);
    assert_true(summary.complete);
    assert_int_equal(count_messages(file), 6000);
}

static volatile int interrupt_flag;

static void interrupt(void *context, const struct scan_progress *progress)
{
    (void)context;
    if (progress->read > 0)
        interrupt_flag = 1;
}

static void interrupted_scan_goes_on(void **state)
{
    (void)state;
    make_mbox("g.mbox", 6000);
    CASE_LOCAL file = open_case("g.case");
    const char *path = path_of("g.mbox");
    struct scan_options options = {.paths = &path, .path_count = 1, .progress = interrupt, .interrupted = &interrupt_flag};
    struct scan_summary summary;
    struct err err;
    assert_int_equal(scan_run(file, &options, &summary, &err), OUTCOME_END);
    ARENA_LOCAL arena = arena_open();
    struct case_store store;
    store_of(file, arena, "g.mbox", &store);
    assert_int_equal(store.state, CASE_STORE_UNFINISHED);
    assert_true(store.next_item > 0);
    assert_int_equal(store.next_item, count_messages(file));
    summary = scan(file, path, 1);
    assert_int_equal(summary.read, 6000);
    assert_int_equal(summary.expected, 6000);
    assert_true(summary.complete);
    assert_int_equal(count_messages(file), 6000);
}

/* The ids, subjects and places of all messages, as one text. */
static void describe(struct case_file *file, struct buf *out)
{
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        buf_printf(out, "%lld %.*s\n", (long long)row.id, SPAN_ARGS(row.message.subject));
        arena_reset(arena);
    }
    case_read_end(cursor);
}

static void workers_change_nothing(void **state)
{
    (void)state;
    BUF_LOCAL first = {0};
    make_folder("h"); /* more stores than there are slots */
    for (unsigned i = 0; i < 80; i++) {
        char name[32];
        snprintf(name, sizeof name, "h/%03u.mbox", i);
        make_mbox(name, 1 + i * 37 % 20);
    }
    static const unsigned workers[] = {1, 2, 7};
    for (size_t i = 0; i < 3; i++) {
        struct err err;
        CASE_LOCAL file;
        BUF_LOCAL text = {0};
        assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
        assert_true(scan(file, path_of("h"), workers[i]).complete);
        describe(file, i ? &text : &first);
        if (i)
            assert_true(span_equal(buf_span(&text), buf_span(&first)));
    }
}

static void evidence_is_fetched(void **state)
{
    (void)state;
    make_folder("i");
    make_mbox("i/box", 5);
    make_file("i/mail.eml", "From: a@example.com\nMessage-ID: <e@example.com>\nSubject: e\n\ne\n");
    CASE_LOCAL file = open_case("i.case");
    assert_true(scan(file, path_of("i"), 1).complete);
    struct case_quote quote = {.message = 3, .share = 1};
    struct case_hit hits[2] = {{.id = SPAN_LITERAL("x"), .message = 2, .quotes = &quote, .quote_count = 1},
                               {.id = SPAN_LITERAL("y"), .message = 6}};
    struct case_result result = {.hits = hits, .hit_count = 2};
    struct err err;
    assert_int_equal(case_result_write(file, &result, &err), OUTCOME_OK);
    assert_int_equal(scan_evidence(file, &err), OUTCOME_OK);
    ARENA_LOCAL arena = arena_open();
    struct span kind, raw;
    uint8_t digest[HASH_SHA256_BYTES];
    size_t kept = 0;
    for (int64_t id = 1; id <= 6; id++) {
        enum outcome outcome = case_read_evidence(file, id, arena, &kind, &raw, digest, &err);
        assert_int_equal(outcome, id == 2 || id == 3 || id == 6 ? OUTCOME_OK : OUTCOME_END);
        if (outcome != OUTCOME_OK)
            continue;
        assert_true(span_equal(kind, SPAN_LITERAL("rfc822")));
        assert_true(span_starts(raw, SPAN_LITERAL("From: ")));
        assert_true(raw.data[raw.size - 1] == '\n' && raw.data[raw.size - 2] != '\n');
        kept++;
    }
    assert_int_equal(kept, 3);
}

/* Another mail in the old place is no evidence. */
static void changed_mail_is_no_evidence(void **state)
{
    (void)state;
    make_mbox("j.mbox", 2);
    CASE_LOCAL file = open_case("j.case");
    assert_true(scan(file, path_of("j.mbox"), 1).complete);
    make_file("j.mbox", "From a@example.com Mon Jan  1 10:00:00 2024\nFrom: x@example.com\nSubject: other\n\nother\n\n");
    struct case_hit hit = {.id = SPAN_LITERAL("x"), .message = 1};
    struct case_result result = {.hits = &hit, .hit_count = 1};
    struct err err;
    struct span kind, raw;
    uint8_t digest[HASH_SHA256_BYTES];
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_result_write(file, &result, &err), OUTCOME_OK);
    assert_int_equal(scan_evidence(file, &err), OUTCOME_OK);
    assert_int_equal(case_read_evidence(file, 1, arena, &kind, &raw, digest, &err), OUTCOME_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_adds_nothing),          cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(mail_nested_too_deep),        cmocka_unit_test(leftovers_alone_are_complete), cmocka_unit_test(closed_folder),
        cmocka_unit_test(changed_store_is_read_again), cmocka_unit_test(killed_worker_loses_nothing),
        cmocka_unit_test(interrupted_scan_goes_on),    cmocka_unit_test(workers_change_nothing),
        cmocka_unit_test(evidence_is_fetched),         cmocka_unit_test(changed_mail_is_no_evidence),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
