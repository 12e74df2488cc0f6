/* The labelled attachments whose password is known: it opens them, and no other does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "inspected.h"

/* Files whose password is known and which stay shut, each with its reason. */
static const char *const shut[][2] = {
    {"files/42f4ac-empty-pkware.zip", "its one member is empty: one byte would have to prove the password"},
};

struct tally {
    size_t opened, kept_shut, unexplained, falsely;
};

static bool explained(struct span file)
{
    for (size_t i = 0; i < sizeof shut / sizeof *shut; i++)
        if (span_equal(file, span_of(shut[i][0])))
            return true;
    return false;
}

static struct attachment inspected(struct arena *arena, struct span content, struct span word)
{
    struct inspection_password password = {word, SPAN_LITERAL("here")};
    struct attachment attachment = {.content = content, .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){.passwords = &password, .password_count = 1}, &attachment);
    return attachment;
}

static bool needs_none(const struct attachment *attachment)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == ATTACHMENT_OPENS_WITHOUT_PASSWORD)
            return true;
    return false;
}

static void judge_file(struct span columns[INSPECTED_COLUMNS], struct tally *tally)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    struct span path = arena_printf(arena, SHARED "/data/attachments/%.*s", SPAN_ARGS(columns[INSPECTED_FILE]));
    if (!inspected_read(path.data, &content))
        return;
    struct attachment right = inspected(arena, buf_span(&content), columns[INSPECTED_PASSWORD]);
    struct attachment wrong = inspected(arena, buf_span(&content), SPAN_LITERAL("no such password"));
    bool opened = span_equal(right.opened_with, columns[INSPECTED_PASSWORD]) || (span_equal(columns[INSPECTED_PASSWORD], SPAN_LITERAL("(empty)")) && needs_none(&right));
    tally->opened += opened;
    tally->kept_shut += !opened && explained(columns[INSPECTED_FILE]);
    tally->unexplained += opened == explained(columns[INSPECTED_FILE]);
    bool falsely = wrong.opened_with.size && !span_equal(wrong.opened_with, columns[INSPECTED_PASSWORD]);
    tally->falsely += falsely;
    if (opened == explained(columns[INSPECTED_FILE]) || falsely)
        print_message("%.*s: %.*s, opened with \"%.*s\", wrongly with \"%.*s\", limits %.*s\n", SPAN_ARGS(columns[INSPECTED_FILE]), SPAN_ARGS(right.encryption),
            SPAN_ARGS(right.opened_with), SPAN_ARGS(wrong.opened_with), SPAN_ARGS(right.limits));
}

static struct tally judge_kind(const char *kind)
{
    BUF_LOCAL labels = {0};
    struct tally tally = {0};
    inspected_labels(&labels);
    struct span rest = buf_span(&labels), line, columns[INSPECTED_COLUMNS];
    while (span_take_line(&rest, &line)) {
        inspected_columns(line, columns);
        if (span_starts(columns[INSPECTED_KIND], span_of(kind)) && columns[INSPECTED_PASSWORD].size)
            judge_file(columns, &tally);
    }
    print_message("%s: %zu opened, %zu known to stay shut, %zu opened falsely\n", kind, tally.opened, tally.kept_shut, tally.falsely);
    assert_int_equal(tally.unexplained, 0);
    assert_int_equal(tally.falsely, 0);
    return tally;
}

static void opens_zip(void **state)
{
    (void)state;
    assert_true(judge_kind("zip").opened >= 38);
}

static void opens_7z(void **state)
{
    (void)state;
    assert_true(judge_kind("7z").opened >= 8);
}

static void opens_office(void **state)
{
    (void)state;
    size_t opened = judge_kind("ole-").opened;
    assert_true(opened >= 28);
}

static void opens_pdf(void **state)
{
    (void)state;
    size_t opened = judge_kind("pdf").opened;
    assert_true(opened >= 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opens_zip), cmocka_unit_test(opens_7z), cmocka_unit_test(opens_office), cmocka_unit_test(opens_pdf)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
