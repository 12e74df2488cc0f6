/* Whose copy a thief had, by the warnings of gateways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "judge/copy_mark.h"

#define MARKED "[EXTERNAL] Think before you click.\n\n"
#define WORDS "Please find the quotation for the parts.\nKind regards\n"
#define HEADER "-----Original Message-----\nFrom: A <a@alpha.example>\nSubject: parts\n\n"

static void assert_side(const char *own, const char *quoted, enum stolen_copy side)
{
    if (copy_mark_side(span_of(own), span_of(quoted)) != side)
        fail_msg("\"%s\" quoted as \"%s\" is not %d", own, quoted, (int)side);
}

static void test_sides(void **state)
{
    (void)state;
    assert_side(MARKED WORDS, HEADER MARKED WORDS, STOLEN_COPY_OURS);
    assert_side(MARKED WORDS, HEADER WORDS, STOLEN_COPY_NOT_OURS);
    assert_side(WORDS, HEADER MARKED WORDS, STOLEN_COPY_NOT_OURS);
    assert_side(WORDS, HEADER WORDS, STOLEN_COPY_SILENT);
    assert_side("【外部メール】送信元に注意してください\n" WORDS, "> " "【外部メール】送信元に注意してください\n> Please find the quotation for the parts.\n", STOLEN_COPY_OURS);
}

/* What cannot be laid side by side says nothing. */
static void test_silence(void **state)
{
    (void)state;
    assert_side("", "", STOLEN_COPY_SILENT);
    assert_side(MARKED, HEADER MARKED, STOLEN_COPY_SILENT);
    assert_side(MARKED WORDS, HEADER "Please find the quotation for\nthe parts.\n", STOLEN_COPY_SILENT);
    assert_side(MARKED "Thanks\n", HEADER "Thanks\n", STOLEN_COPY_SILENT);
    /* an answer of ours above it quoted the warning: the copy may lie with whom it went to */
    assert_side(MARKED WORDS, HEADER "Thank you\n" HEADER MARKED WORDS, STOLEN_COPY_SILENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sides), cmocka_unit_test(test_silence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
