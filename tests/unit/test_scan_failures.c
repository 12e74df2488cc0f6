/* What a scan survives: its own death, a full disk, stores that change under it, a system without Landlock and seccomp. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "case/case_read.h"
#include "scan/scan.h"
#include "tests/unit/test_folder.h"

#define MAILS 2000
#define MANY_MAILS 6000 /* more than a pipe holds */

/* Mails `from` to `to`; `how` as of fopen. */
static void make_mbox(const char *name, const char *how, unsigned from, unsigned to)
{
    FILE *file = fopen(path_of(name), how);
    assert_non_null(file);
    for (unsigned i = from; i < to; i++)
        fprintf(file,
                "From a@example.com Mon Jan  1 10:00:00 2024\nFrom: A <a@example.com>\nTo: b@example.com\nSubject: mail %u\n"
                "Message-ID: <%s-%u@example.com>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nThis is mail number %u.\n\n",
                i, name, i, i);
    assert_int_equal(fclose(file), 0);
}

struct deed {
    uint64_t from;         /* mails that must have been read */
    const char *path;
    bool done;
    volatile int interrupted;
};

typedef void act(void *deed, const struct scan_progress *progress);

static enum outcome scan(const char *name, const char *path, act *progress, struct deed *deed, struct scan_summary *summary,
                         struct err *err)
{
    CASE_LOCAL file = NULL;
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = 2, .progress = progress, .progress_context = deed,
                                   .interrupted = deed ? &deed->interrupted : NULL};
    enum outcome outcome = case_open(path_of(name), CASE_WRITE, &file, err);
    return outcome == OUTCOME_OK ? scan_run(file, &options, summary, err) : outcome;
}

static struct scan_summary scan_well(const char *name, const char *path)
{
    struct scan_summary summary;
    struct err err;
    assert_int_equal(scan(name, path, NULL, NULL, &summary, &err), OUTCOME_OK);
    return summary;
}

/* Messages of the whole case, and places that lie in `store` (by name), both read from the case anew. */
static size_t count_messages(const char *name)
{
    CASE_LOCAL file;
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    size_t count = 0;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_open(path_of(name), CASE_READ, &file, &err), OUTCOME_OK);
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        const struct case_place *places;
        size_t place_count;
        assert_int_equal(case_read_places(file, row.id, arena, &places, &place_count, &err), OUTCOME_OK);
        assert_int_equal(place_count, 1);
        count++;
        arena_reset(arena);
    }
    case_read_end(cursor);
    return count;
}

static size_t count_troubles(const char *name, const char *part, bool *ret_incomplete)
{
    CASE_LOCAL file;
    const struct case_trouble *troubles;
    size_t count, found = 0;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_open(path_of(name), CASE_READ, &file, &err), OUTCOME_OK);
    assert_int_equal(case_read_troubles(file, arena, &troubles, &count, &err), OUTCOME_OK);
    *ret_incomplete = false;
    for (size_t i = 0; i < count; i++)
        if (span_find(troubles[i].text, span_of(part), 0) != SIZE_MAX) {
            found++;
            *ret_incomplete |= troubles[i].incomplete;
        }
    return found;
}

static void interrupt(void *context, const struct scan_progress *progress)
{
    struct deed *deed = context;
    deed->interrupted = progress->read >= deed->from;
}

static void die(void *context, const struct scan_progress *progress)
{
    struct deed *deed = context;
    if (progress->read >= deed->from)
        kill(getpid(), SIGKILL);
}

/* Runs `how` in a process of its own and gives its wait status. */
static int apart(void (*how)(void *), void *context)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        how(context);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void scan_and_die(void *context)
{
    struct deed *deed = context;
    struct scan_summary summary;
    struct err err;
    scan("killed.case", deed->path, die, deed, &summary, &err);
}

/* Killed at once, then after something was kept, then again: the last scan finds exactly what is missing. */
static void killed_scan_goes_on(void **state)
{
    (void)state;
    struct scan_summary summary;
    struct err err;
    make_mbox("killed.mbox", "w", 0, MANY_MAILS);
    const char *path = strdup(path_of("killed.mbox"));
    struct deed deed = {.from = 100, .path = path};
    assert_true(WIFSIGNALED(apart(scan_and_die, &deed)));
    deed = (struct deed){.from = 1000, .path = path};
    assert_int_equal(scan("killed.case", path, interrupt, &deed, &summary, &err), OUTCOME_END);
    size_t kept = count_messages("killed.case");
    assert_true(kept >= 1000 && kept < MANY_MAILS);
    deed = (struct deed){.from = kept + 500, .path = path};
    assert_true(WIFSIGNALED(apart(scan_and_die, &deed)));
    assert_true(count_messages("killed.case") >= kept); /* a busy machine may commit more before it dies */
    summary = scan_well("killed.case", path);
    assert_int_equal(summary.read, MANY_MAILS);
    assert_int_equal(summary.expected, MANY_MAILS);
    assert_true(summary.complete);
    assert_int_equal(count_messages("killed.case"), MANY_MAILS);
    free((char *)(uintptr_t)path);
}

struct full {
    const char *path;
    rlim_t most;
};

static void scan_on_a_full_disk(void *context)
{
    const struct full *full = context;
    struct rlimit most = {full->most, full->most};
    struct scan_summary summary;
    struct err err = {0};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &most);
    enum outcome outcome = scan("full.case", full->path, NULL, NULL, &summary, &err);
    _exit(outcome == OUTCOME_FAULT && strstr(err.text, "full.case") ? 42 : (int)outcome);
}

static void full_disk_keeps_the_case(void **state)
{
    (void)state;
    make_mbox("full.mbox", "w", 0, MANY_MAILS);
    static const rlim_t most[] = {0, 8 * 1024, 640 * 1024}; /* for nothing, for a part of the tables, for a part of the mails */
    struct full full = {.path = path_of("full.mbox")};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        full.most = most[i];
        int status = apart(scan_on_a_full_disk, &full);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 42);
    }
    assert_true(count_messages("full.case") < MANY_MAILS);
    assert_true(scan_well("full.case", full.path).complete);
    assert_int_equal(count_messages("full.case"), MANY_MAILS);
}

static void shrink(void *context, const struct scan_progress *progress)
{
    struct deed *deed = context;
    if (!deed->done && progress->read > 0)
        deed->done = truncate(deed->path, 100000) == 0;
}

static void grow(void *context, const struct scan_progress *progress)
{
    struct deed *deed = context;
    if (deed->done || progress->read == 0)
        return;
    make_mbox("changing.mbox", "a", MAILS, MAILS + 10);
    deed->done = true;
}

static void changing_store_is_told(void **state)
{
    (void)state;
    act *const acts[] = {shrink, grow};
    for (size_t i = 0; i < 2; i++) {
        struct scan_summary summary;
        struct err err;
        bool incomplete;
        make_mbox("changing.mbox", "w", 0, MAILS);
        char path[256];
        snprintf(path, sizeof path, "%s", path_of("changing.mbox"));
        struct deed deed = {.path = path};
        const char *name = i ? "grown.case" : "shrunk.case";
        assert_int_equal(scan(name, path, acts[i], &deed, &summary, &err), OUTCOME_OK);
        assert_true(deed.done);
        assert_false(summary.complete);
        assert_int_equal(count_troubles(name, "changed while it was read", &incomplete), 1);
        assert_true(incomplete);
        make_mbox("changing.mbox", "w", 0, MAILS + 10); /* as it was meant to be */
        summary = scan_well(name, path);
        assert_true(summary.complete);
        assert_int_equal(summary.read, MAILS + 10);
        assert_int_equal(count_messages(name), MAILS + 10);
    }
}

/* Other mails under the old name: none of the old ones is counted, and each comes back with its store. */
static void replaced_store_is_read_anew(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s", path_of("replaced.mbox"));
    make_mbox("replaced.mbox", "w", 0, 30);
    assert_true(scan_well("replaced.case", path).complete);
    make_mbox("replaced.mbox", "w", 20, 70);
    assert_int_equal(scan_well("replaced.case", path).read, 50);
    assert_int_equal(count_messages("replaced.case"), 50);
    make_mbox("replaced.mbox", "w", 0, 30);
    assert_int_equal(scan_well("replaced.case", path).read, 30);
    assert_int_equal(count_messages("replaced.case"), 30);
}

/* As on an older kernel: both ways into seccomp and the way into Landlock do not exist. */
static void scan_on_an_old_system(void *context)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP));
    if (seccomp_load(filter) != 0)
        _exit(77);
    _exit(scan_well("old.case", context).complete ? 42 : 1);
}

static void missing_cage_is_told(void **state)
{
    (void)state;
    char path[256];
    bool incomplete;
    snprintf(path, sizeof path, "%s", path_of("old.mbox"));
    make_mbox("old.mbox", "w", 0, 3);
    int status = apart(scan_on_an_old_system, path);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        print_message("skipped: this kernel lacks seccomp\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 42);
    assert_int_equal(count_troubles("old.case", "no Landlock", &incomplete), 1);
    assert_false(incomplete);
    assert_int_equal(count_troubles("old.case", "no seccomp", &incomplete), 1);
    assert_false(incomplete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_scan_goes_on),         cmocka_unit_test(full_disk_keeps_the_case),
        cmocka_unit_test(changing_store_is_told),      cmocka_unit_test(replaced_store_is_read_anew),
        cmocka_unit_test(missing_cage_is_told),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
