/* The labelled attachments: every archive whose label is firm is told encrypted or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "inspected.h"

struct tally {
    size_t right, missed, invented, open;
};

/* A label is firm when an independent reader listed the file: "7z:<encrypted>/<entries>" with entries over 0. Of 7z and RAR those that
   say yes or no come from two readers of headers and are all firm. */
static bool firm(struct span kind, struct span basis)
{
    if (span_equal(kind, SPAN_LITERAL("7z")) || span_starts(kind, SPAN_LITERAL("rar")))
        return true;

    size_t at = span_find(basis, SPAN_LITERAL("7z:"), 0), slash = span_find_byte(basis, '/', at == SIZE_MAX ? 0 : at);
    return at != SIZE_MAX && slash != SIZE_MAX && slash + 1 < basis.size && basis.data[slash + 1] != '0'
        && span_find(basis, SPAN_LITERAL("err"), 0) == SIZE_MAX;
}

/* Where the label is wrong, and why. */
static const struct {
    const char *file, *reason;
    bool encrypted;
} exceptions[] = {
    {"files/a4e464-testZip_with_DataDescriptor2.zip", "an ODF whose manifest names a key: its label looked at the flags of ZIP only", true},
};

static bool expected_of(struct span file, struct span label)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (span_equal(file, span_of(exceptions[i].file)))
            return exceptions[i].encrypted;
    return span_starts(label, SPAN_LITERAL("yes"));
}

static void judge_file(struct span columns[INSPECTED_COLUMNS], struct tally *tally)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    struct span path = arena_printf(arena, SHARED "/data/attachments/%.*s", SPAN_ARGS(columns[INSPECTED_FILE]));
    if (!inspected_read(path.data, &content))
        return;
    struct attachment attachment = {.content = buf_span(&content), .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    bool expected = expected_of(columns[INSPECTED_FILE], columns[INSPECTED_ENCRYPTED]);
    if (attachment.encrypted == ATTACHMENT_ENCRYPTED_UNKNOWN)
        tally->open++;
    else if ((attachment.encrypted == ATTACHMENT_ENCRYPTED_YES) == expected)
        tally->right++;
    else if (expected)
        tally->missed++;
    else
        tally->invented++;
    if (attachment.encrypted != (expected ? ATTACHMENT_ENCRYPTED_YES : ATTACHMENT_ENCRYPTED_NO))
        print_message("%.*s: %.*s, label %.*s, found %d %.*s (%.*s)\n", SPAN_ARGS(columns[INSPECTED_FILE]),
            SPAN_ARGS(attachment.true_type), SPAN_ARGS(columns[INSPECTED_ENCRYPTED]), (int)attachment.encrypted,
            SPAN_ARGS(attachment.encryption), SPAN_ARGS(attachment.limits));
}

static bool is_zip(struct span kind)
{
    return span_equal(kind, SPAN_LITERAL("zip")) || span_equal(kind, SPAN_LITERAL("ooxml")) || span_equal(kind, SPAN_LITERAL("odf"));
}

/* All labelled files of one kind; of "zip" those that are one inside, too. */
static void tells_every_labelled(const char *kind, size_t least)
{
    BUF_LOCAL labels = {0};
    struct tally tally = {0};
    inspected_labels(&labels);
    struct span rest = buf_span(&labels), line, columns[INSPECTED_COLUMNS];
    while (span_take_line(&rest, &line)) {
        inspected_columns(line, columns);
        bool wanted = span_equal(span_of(kind), SPAN_LITERAL("zip")) ? is_zip(columns[INSPECTED_KIND]) : span_equal(columns[INSPECTED_KIND], span_of(kind));
        bool labelled = span_starts(columns[INSPECTED_ENCRYPTED], SPAN_LITERAL("yes")) || span_equal(columns[INSPECTED_ENCRYPTED], SPAN_LITERAL("no"));
        if (wanted && labelled && firm(columns[INSPECTED_KIND], columns[INSPECTED_BASIS]))
            judge_file(columns, &tally);
    }
    print_message("%s: %zu right, %zu missed, %zu invented, %zu not told\n", kind, tally.right, tally.missed, tally.invented, tally.open);
    assert_true(tally.right >= least);
    assert_int_equal(tally.missed, 0);
    assert_int_equal(tally.invented, 0);
    assert_int_equal(tally.open, 0);
}

static void tells_every_labelled_zip(void **state)
{
    (void)state;
    tells_every_labelled("zip", 690);
}

static void tells_every_labelled_7z(void **state)
{
    (void)state;
    tells_every_labelled("7z", 80);
}

static void tells_every_labelled_rar4(void **state)
{
    (void)state;
    tells_every_labelled("rar4", 53);
}

static void tells_every_labelled_rar5(void **state)
{
    (void)state;
    tells_every_labelled("rar5", 54);
}

static void reads_every_file_to_an_end(void **state)
{
    (void)state;
    BUF_LOCAL labels = {0};
    inspected_labels(&labels);
    struct tally unused = {0};
    struct span rest = buf_span(&labels), line, columns[INSPECTED_COLUMNS];
    size_t count = 0;
    while (span_take_line(&rest, &line)) {
        inspected_columns(line, columns);
        if (span_equal(columns[INSPECTED_ENCRYPTED], SPAN_LITERAL("unknown")) && ++count)
            judge_file(columns, &unused);
    }
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_every_labelled_zip),  cmocka_unit_test(tells_every_labelled_7z),
        cmocka_unit_test(tells_every_labelled_rar4), cmocka_unit_test(tells_every_labelled_rar5),
        cmocka_unit_test(reads_every_file_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
