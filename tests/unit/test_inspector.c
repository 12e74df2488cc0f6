/* Single files through the caged process: what it says of them, and what is left when it dies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/limits.h"
#include "model/message.h"
#include "scan/inspector.h"

static const struct inspection_options no_options = {0};

struct fixture {
    struct inspector *inspector;
    struct arena *arena;
    struct attachment file;
    struct err err;
    char path[64];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    snprintf(fixture->path, sizeof fixture->path, "/tmp/test_inspector.XXXXXX");
    int fd = mkstemp(fixture->path);
    if (fd < 0)
        return -1;
    close(fd);
    fixture->inspector = inspector_open(&no_options);
    fixture->arena = arena_open();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    inspector_close(fixture->inspector);
    arena_close(fixture->arena);
    unlink(fixture->path);
    free(fixture);
    return 0;
}

static enum outcome look(struct fixture *fixture, const char *path)
{
    return inspector_file(fixture->inspector, path, fixture->arena, &fixture->file, &fixture->err);
}

static void write_file(const struct fixture *fixture, const void *bytes, size_t size)
{
    FILE *file = fopen(fixture->path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* The only child of this process. */
static pid_t child(void)
{
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (!file)
        skip(); /* a kernel without CONFIG_PROC_CHILDREN */
    assert_int_equal(fscanf(file, "%d", &pid), 1);
    fclose(file);
    return pid;
}

static void one_process_takes_many_files(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "PK\3\4", 4);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    assert_true(span_equal(fixture->file.true_type, SPAN_LITERAL("zip")));
    assert_true(span_starts(fixture->file.name, SPAN_LITERAL("test_inspector.")));
    pid_t first = child();
    write_file(fixture, "%PDF-1.4", 8);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    assert_true(span_equal(fixture->file.true_type, SPAN_LITERAL("pdf")));
    assert_int_equal(fixture->file.size, 8);
    assert_int_equal(child(), first);
}

static void attachments_of_a_mail_are_looked_at(void **state)
{
    struct fixture *fixture = *state;
    static const char mail[] = "From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=p\n\n"
                               "--p\nContent-Type: text/plain\n\nhello\n--p\nContent-Type: application/pdf; name=\"a.pdf\"\n"
                               "Content-Disposition: attachment; filename=\"a.pdf\"\n\nPK\3\4\n--p--\n";
    write_file(fixture, mail, sizeof mail - 1);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    assert_non_null(fixture->file.embedded);
    assert_int_equal(fixture->file.embedded->attachment_count, 1);
    assert_true(span_equal(fixture->file.embedded->attachments[0].true_type, SPAN_LITERAL("zip")));
}

static void what_is_no_file_is_damaged(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(look(fixture, "/tmp"), OUTCOME_DAMAGED);
    assert_int_equal(look(fixture, "/dev/zero"), OUTCOME_DAMAGED);
    assert_int_equal(look(fixture, "/nowhere/at/all"), OUTCOME_DAMAGED);
    write_file(fixture, "", 0);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
}

static void a_process_that_dies_costs_one_file(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "%PDF-1.4", 8);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    kill(child(), SIGKILL);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_DAMAGED);
    assert_true(fixture->err.text[0] != '\0');
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    assert_true(span_equal(fixture->file.true_type, SPAN_LITERAL("pdf")));
}

static void a_huge_file_is_looked_at_in_part(void **state)
{
    struct fixture *fixture = *state;
    write_file(fixture, "%PDF-1.4", 8);
    assert_int_equal(truncate(fixture->path, (off_t)LIMIT_ATTACHMENT_BYTES + 5), 0);
    assert_int_equal(look(fixture, fixture->path), OUTCOME_OK);
    assert_true(fixture->file.cut);
    assert_true(fixture->file.limits.size > 0);
    assert_int_equal(fixture->file.size, (uint64_t)LIMIT_ATTACHMENT_BYTES + 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_process_takes_many_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(attachments_of_a_mail_are_looked_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_process_that_dies_costs_one_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_huge_file_is_looked_at_in_part, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
