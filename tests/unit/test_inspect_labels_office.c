/* The labelled documents: encryption of Office and PDF and macros as independent tools found them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "inspected.h"

/* Where we see more than the tools that labelled, or less, and why. By the end of the file name. */
struct exception {
    const char *file, *reason;
};
static const struct exception encryption_exceptions[] = {
    {"POIHSSFFuzzer-6537773940867072.xls", "a fuzzed workbook with a FILEPASS record; the labelling tool gave up (AssertionError)"},
    {"pp40only.ppt", "PowerPoint 4 alone: nobody here knows that format, nor did the labelling tool"},
    {"testWORKSWordProcessor3.0.wps", "Works 3: nobody here knows that format, nor did the labelling tool"},
    {"testZip_with_DataDescriptor2.zip", "an ODF whose manifest names a key; the labelling tools looked at the flags of ZIP alone"},
};

struct tally {
    size_t right, wrong, excepted;
};

static struct attachment inspect_with(struct arena *arena, struct span bytes, struct span password)
{
    struct attachment attachment = {.content = bytes, .size = bytes.size};
    struct inspection_password *candidate = arena_array(arena, 1, sizeof *candidate);
    *candidate = (struct inspection_password){password, SPAN_LITERAL("the label")};
    inspect_attachment(arena, &(struct inspection_options){.passwords = candidate, .password_count = password.size > 0}, &attachment);
    return attachment;
}

static bool document(struct span kind)
{
    return span_starts(kind, SPAN_LITERAL("ole")) || span_equal(kind, SPAN_LITERAL("ooxml")) || span_equal(kind, SPAN_LITERAL("odf"))
        || span_equal(kind, SPAN_LITERAL("pdf")) || span_equal(kind, SPAN_LITERAL("mht"));
}

static bool encrypted_right(struct span label, const struct attachment *attachment)
{
    return attachment->encrypted == (span_equal(label, SPAN_LITERAL("no")) ? ATTACHMENT_ENCRYPTED_NO : ATTACHMENT_ENCRYPTED_YES);
}

/* An encrypted document whose sheets cannot be seen is told as unknown: the label knows them from the password. */
static bool macros_right(struct span label, const struct attachment *attachment)
{
    static const char *const labels[] = {"no", "vba", "xlm", "vba+xlm"};
    if (attachment->macros == ATTACHMENT_MACROS_UNKNOWN)
        return attachment->encrypted == ATTACHMENT_ENCRYPTED_YES && span_equal(label, SPAN_LITERAL("no"));
    return span_equal(label, span_of(labels[attachment->macros]));
}

static void count(struct span columns[INSPECTED_COLUMNS], enum inspected_column column, bool right, bool excepted, const struct attachment *attachment, struct tally *tally)
{
    if (right)
        tally->right++;
    else if (excepted)
        tally->excepted++;
    else {
        tally->wrong++;
        print_message("%.*s: label %.*s, found encrypted %d (%.*s), macros %d, limits %.*s\n", SPAN_ARGS(columns[INSPECTED_FILE]), SPAN_ARGS(columns[column]),
            (int)attachment->encrypted, SPAN_ARGS(attachment->encryption), (int)attachment->macros, SPAN_ARGS(attachment->limits));
    }
}

#define EXCEPTED(name, list) excepted(name, list, sizeof(list) / sizeof *(list))
static bool excepted(struct span name, const struct exception *exceptions, size_t exception_count)
{
    for (size_t i = 0; i < exception_count; i++)
        if (span_ends_nocase(name, span_of(exceptions[i].file)))
            return true;
    return false;
}

static void judge_file(struct span columns[INSPECTED_COLUMNS], struct tally *encryption, struct tally *macros)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    if (!inspected_read(arena_printf(arena, SHARED "/data/attachments/%.*s", SPAN_ARGS(columns[INSPECTED_FILE])).data, &content))
        return;
    struct attachment attachment = inspect_with(arena, buf_span(&content), columns[INSPECTED_PASSWORD]);
    struct span label = columns[INSPECTED_ENCRYPTED];
    if (span_equal(label, SPAN_LITERAL("yes:userpw"))) /* nobody is told that it opens without */
        assert_int_equal(attachment.fact_count && attachment.facts[0].kind == ATTACHMENT_DEFAULT_PASSWORD, 0);
    if (span_equal(label, SPAN_LITERAL("no")) || span_starts(label, SPAN_LITERAL("yes")))
        count(columns, INSPECTED_ENCRYPTED, encrypted_right(label, &attachment), EXCEPTED(columns[INSPECTED_FILE], encryption_exceptions), &attachment, encryption);
    label = columns[INSPECTED_MACROS];
    if (span_equal(label, SPAN_LITERAL("no")) || span_equal(label, SPAN_LITERAL("vba")) || span_equal(label, SPAN_LITERAL("xlm"))
        || span_equal(label, SPAN_LITERAL("vba+xlm")))
        count(columns, INSPECTED_MACROS, macros_right(label, &attachment), false, &attachment, macros);
}

static void tells_labelled_documents(void **state)
{
    (void)state;
    BUF_LOCAL labels = {0};
    struct tally encryption = {0}, macros = {0};
    inspected_labels(&labels);
    struct span rest = buf_span(&labels), line, columns[INSPECTED_COLUMNS];
    while (span_take_line(&rest, &line)) {
        inspected_columns(line, columns);
        if (document(columns[INSPECTED_KIND]))
            judge_file(columns, &encryption, &macros);
    }
    print_message("encryption: %zu right, %zu wrong, %zu excepted; macros: %zu right, %zu wrong, %zu excepted\n", encryption.right,
        encryption.wrong, encryption.excepted, macros.right, macros.wrong, macros.excepted);
    assert_true(encryption.right > 1000);
    assert_int_equal(encryption.wrong, 0);
    assert_true(macros.right > 700);
    assert_int_equal(macros.wrong, 0);
    assert_true(encryption.excepted <= sizeof encryption_exceptions / sizeof *encryption_exceptions);
}

/* XOR is not opened; nor are documents of Word and PowerPoint before 2007. */
static bool opens(struct span columns[INSPECTED_COLUMNS])
{
    bool exclusive = span_find(columns[INSPECTED_FILE], SPAN_LITERAL("xor"), 0) != SIZE_MAX;
    return columns[INSPECTED_PASSWORD].size && !exclusive
        && (span_equal(columns[INSPECTED_KIND], SPAN_LITERAL("ole-enc-ooxml")) || span_equal(columns[INSPECTED_KIND], SPAN_LITERAL("ole-xls")));
}

static void opens_with_the_right_password_alone(void **state)
{
    (void)state;
    BUF_LOCAL labels = {0};
    size_t opened = 0, tried = 0;
    inspected_labels(&labels);
    struct span rest = buf_span(&labels), line, columns[INSPECTED_COLUMNS];
    while (span_take_line(&rest, &line)) {
        inspected_columns(line, columns);
        if (!opens(columns))
            continue;
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        if (!inspected_read(arena_printf(arena, SHARED "/data/attachments/%.*s", SPAN_ARGS(columns[INSPECTED_FILE])).data, &content))
            continue;
        struct attachment right = inspect_with(arena, buf_span(&content), columns[INSPECTED_PASSWORD]);
        struct attachment wrong = inspect_with(arena, buf_span(&content), SPAN_LITERAL("not this one"));
        opened += span_equal(right.opened_with, columns[INSPECTED_PASSWORD]) && !span_equal(right.true_type, SPAN_LITERAL("ooxml"));
        /* what Excel tries by itself, or what everybody uses, is tried too */
        assert_true(!wrong.opened_with.size || span_equal(columns[INSPECTED_PASSWORD], wrong.opened_with));
        tried++;
    }
    print_message("%zu of %zu opened\n", opened, tried);
    assert_true(tried >= 20);
    assert_int_equal(opened, tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_labelled_documents), cmocka_unit_test(opens_with_the_right_password_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
