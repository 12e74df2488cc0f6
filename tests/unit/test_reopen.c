/* Passwords that come in another mail: whose mail, how far away, in which store, and from the mail's own words through a real worker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_read.h"
#include "inspect/yara_rules.h"
#include "scan/scan.h"
#include "tests/unit/test_folder.h"

/* An archive that the word Sesame77 opens, in base64. */
static struct span archive(struct arena *arena)
{
    char bytes[1024];
    FILE *file = fopen(SAMPLES "/locked/aes-deflated.zip", "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    char *text = arena_alloc(arena, 2 * sizeof bytes);
    int length = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes, (int)size);
    return (struct span){text, (size_t)length};
}

static FILE *mbox(const char *name)
{
    FILE *file = fopen(path_of(name), "a");
    assert_non_null(file);
    return file;
}

static void head(FILE *file, const char *from, int day, const char *subject)
{
    fprintf(file, "From a@b Mon Jan  1 10:00:00 2024\nFrom: <%s>\nTo: us@firm.example\nSubject: %s\nMessage-ID: <%s-%d-%s>\n"
                  "Date: %d Mar 2024 10:00:00 +0000\nMIME-Version: 1.0\n", from, subject, subject, day, from, day);
}

static void add_text(const char *name, const char *from, int day, const char *text)
{
    FILE *file = mbox(name);
    head(file, from, day, "words");
    fprintf(file, "Content-Type: text/plain; charset=utf-8\n\n%s\n\n", text);
    fclose(file);
}

static void add_archive(const char *name, const char *from, int day, const char *text)
{
    ARENA_LOCAL arena = arena_open();
    struct span encoded = archive(arena);
    FILE *file = mbox(name);
    head(file, from, day, "archive");
    fprintf(file, "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n%s\n--x\n"
                  "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n%.*s\n--x--\n\n", text, SPAN_ARGS(encoded));
    fclose(file);
}

/* The attachment of the one mail that has one, once all was read, with rules or without, and tried, with others or without. */
static struct attachment read_with(struct arena *arena, unsigned workers, struct yara_rules *first, struct yara_rules *second)
{
    const char *path = folder_root;
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = workers, .yara = first};
    struct scan_summary summary;
    struct case_file *file;
    struct case_cursor *cursor;
    struct case_message row;
    struct attachment found = {.size = 0};
    struct err err;
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    assert_int_equal(scan_run(file, &options, &summary, &err), OUTCOME_OK);
    assert_true(summary.complete);
    assert_int_equal(scan_reopen(file, second, &err), OUTCOME_OK);
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK)
        if (row.message.attachment_count)
            found = row.message.attachments[0];
    case_read_end(cursor);
    case_close(file);
    assert_int_equal(found.encrypted, ATTACHMENT_ENCRYPTED_YES);
    return found;
}

static struct attachment read_all(struct arena *arena, unsigned workers)
{
    return read_with(arena, workers, NULL, NULL);
}

static void its_own_words_open_it(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    add_archive("a.mbox", "thief@far.example", 10, "解凍パスワード：Sesame77");
    struct attachment attachment = read_all(arena, 1);
    assert_true(span_equal(attachment.opened_with, SPAN_LITERAL("Sesame77")));
    assert_true(span_equal(attachment.opened_where, SPAN_LITERAL("解凍パスワード:Sesame77")));
    assert_true(attachment.members[0].read);
}

static void a_later_mail_opens_it(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    add_archive("a.mbox", "partner@near.example", 10, "I send the file.");
    add_text("a.mbox", "partner@near.example", 11, "Password: Sesame77");
    struct attachment attachment = read_all(arena, 1);
    assert_true(span_equal(attachment.opened_with, SPAN_LITERAL("Sesame77")));
    assert_true(span_equal(attachment.opened_where, SPAN_LITERAL("mail of 2024-03-11 10:00 UTC of the same sender: Password: Sesame77")));
    assert_int_equal(attachment.member_count, 2);
    assert_true(attachment.members[1].read);
}

static void stores_do_not_matter(void **state)
{
    (void)state;
    for (unsigned workers = 1; workers <= 3; workers++) {
        ARENA_LOCAL arena = arena_open();
        if (workers == 1) {
            add_text("a.mbox", "partner@near.example", 9, "Password: Sesame77");
            add_text("b.mbox", "partner@near.example", 11, "Password: Other99");
            add_archive("c.mbox", "partner@near.example", 10, "I send the file.");
        }
        struct attachment attachment = read_all(arena, workers);
        assert_true(span_equal(attachment.opened_where, SPAN_LITERAL("mail of 2024-03-09 10:00 UTC of the same sender: Password: Sesame77")));
    }
}

static void others_and_far_mails_do_not(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    add_archive("a.mbox", "partner@near.example", 10, "I send the file.");
    add_text("a.mbox", "other@near.example", 10, "Password: Sesame77");
    add_text("a.mbox", "partner@near.example", 13, "Password: Sesame77");
    add_text("a.mbox", "partner@near.example", 7, "Password: Sesame77");
    struct attachment attachment = read_all(arena, 1);
    assert_int_equal(attachment.opened_with.size, 0);
}

static size_t matches(const struct attachment *attachment)
{
    size_t count = 0;
    for (size_t i = 0; i < attachment->fact_count; i++)
        count += attachment->facts[i].kind == ATTACHMENT_YARA_MATCH;
    return count;
}

/* A rule of the outside matches at once, one of the inside when it opens; neither is lost or told twice. */
static void what_opens_is_shown_to_rules(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL path = {0};
    struct yara_rules *rules;
    struct err err = {""};
    buf_printf(&path, "%s/rules.yar", folder_root);
    buf_add_byte(&path, '\0');
    FILE *file = fopen(path.data, "w");
    assert_non_null(file);
    fprintf(file, "rule outside { condition: uint16(0) == 0x4b50 }\nrule inside { condition: filename == \"letter.txt\" }\n");
    fclose(file);
    const char *name = path.data;
    if (yara_rules_open(&name, 1, &rules, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    unlink(name);
    add_archive("a.mbox", "partner@near.example", 10, "I send the file.");
    add_text("a.mbox", "partner@near.example", 11, "Password: Sesame77");
    struct attachment both = read_with(arena, 1, rules, rules), first = read_with(arena, 1, rules, NULL), none = read_all(arena, 1);
    assert_int_equal(matches(&none), 0);
    assert_int_equal(matches(&first), 1);
    assert_true(first.opened_with.size > 0);
    assert_int_equal(matches(&both), 2);
    assert_int_equal(both.fact_count, matches(&both));
    yara_rules_close(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(its_own_words_open_it, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_later_mail_opens_it, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(stores_do_not_matter, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(others_and_far_mails_do_not, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(what_opens_is_shown_to_rules, folder_make, folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
