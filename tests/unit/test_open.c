/* Locked files of our own making: the password opens them, wherever it is known from, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/buf.h"
#include "inspect/inspect.h"
#include "scan/mail_passwords.h"

#define PASSWORD "Sesame77"

static void read_sample(const char *name, struct buf *out)
{
    BUF_LOCAL path = {0};
    buf_printf(&path, SAMPLES "/locked/%s", name);
    buf_add_byte(&path, '\0');
    FILE *file = fopen(path.data, "rb");
    if (!file)
        fail_msg("%s is missing", path.data);
    size_t got;
    do {
        buf_reserve(out, 65536);
        got = fread(out->data + out->size, 1, 65536, file);
        out->size += got;
    } while (got);
    fclose(file);
}

static struct attachment inspected(struct arena *arena, struct span content, const char *const *words, size_t count)
{
    struct inspection_password passwords[8];
    struct attachment attachment = {.content = content, .size = content.size};
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++)
        passwords[i] = (struct inspection_password){span_of(words[i]), SPAN_LITERAL("a line of the mail")};
    inspect_attachment(arena, &(struct inspection_options){.passwords = passwords, .password_count = count}, &attachment);
    return attachment;
}

static bool opens(const char *name, const char *word)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    read_sample(name, &content);
    struct attachment attachment = inspected(arena, arena_copy(arena, buf_span(&content)), &word, 1);
    assert_int_equal(attachment.encrypted, ATTACHMENT_ENCRYPTED_YES);
    if (!attachment.opened_with.size)
        return false;
    assert_true(span_equal(attachment.opened_with, span_of(word)));
    assert_true(span_equal(attachment.opened_where, SPAN_LITERAL("a line of the mail")));
    return true;
}

static void opens_every_method(void **state)
{
    static const char *const names[] = {"zipcrypto-stored.zip", "zipcrypto-deflated.zip", "zipcrypto-bzip2.zip", "zipcrypto-lzma.zip",
        "zipcrypto-xz.zip", "aes-stored.zip", "aes-deflated.zip", "aes-bzip2.zip", "aes-lzma.zip", "aes-xz.zip"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!opens(names[i], PASSWORD))
            fail_msg("%s stays shut", names[i]);
        if (opens(names[i], "sesame77"))
            fail_msg("%s opens with a wrong password", names[i]);
    }
}

static void members_are_read(void **state)
{
    static const char *const names[] = {"zipcrypto-deflated.zip", "aes-lzma.zip"};
    static const char *const word = PASSWORD;
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(names[i], &content);
        struct attachment attachment = inspected(arena, arena_copy(arena, buf_span(&content)), &word, 1);
        uint8_t second[HASH_SHA256_BYTES];
        hash_sha256(SPAN_LITERAL("This file stands for a letter and holds nothing.\nThis file stands for a letter and holds nothing.\nTh"), second);
        assert_int_equal(attachment.member_count, 2);
        assert_true(attachment.members[0].read && attachment.members[1].read);
        assert_memory_equal(attachment.members[1].sha256, second, sizeof second);
    }
}

/* Files behind 7zAES, the header in the open and not. */
static void opens_7z(void **state)
{
    static const char *const names[] = {"files.7z", "header.7z"};
    static const char *const words[] = {"sesame77", PASSWORD};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        uint8_t second[HASH_SHA256_BYTES];
        hash_sha256(SPAN_LITERAL("This file stands for a letter and holds nothing.\nThis file stands for a letter and holds nothing.\nTh"), second);
        read_sample(names[i], &content);
        struct attachment attachment = inspected(arena, arena_copy(arena, buf_span(&content)), words, 2);
        assert_true(span_equal(attachment.opened_with, SPAN_LITERAL(PASSWORD)));
        assert_int_equal(attachment.member_count, 2);
        assert_true(attachment.members[0].read && attachment.members[1].read && attachment.members[1].encrypted);
        assert_memory_equal(attachment.members[1].sha256, second, sizeof second);
        assert_int_equal(attachment.limits.size, 0);
        attachment = inspected(arena, arena_copy(arena, buf_span(&content)), words, 1);
        assert_int_equal(attachment.opened_with.size, 0);
        assert_true(attachment.member_count == 0 || !attachment.members[0].read);
    }
    assert_true(opens("one.7z", "合言葉"));
    assert_false(opens("one.7z", "合言場"));
}

/* Damage anywhere: it ends, and no encrypted member is read without a password that was proven. */
static void damaged_7z_end(void **state)
{
    static const char *const words[] = {PASSWORD};
    static const char *const names[] = {"files.7z", "header.7z"};
    (void)state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        BUF_LOCAL content = {0};
        read_sample(names[k], &content);
        for (size_t at = 0; at < content.size; at++) {
            ARENA_LOCAL arena = arena_open();
            content.data[at] ^= 0x11;
            struct attachment attachment = inspected(arena, buf_span(&content), words, 1);
            for (size_t i = 0; i < attachment.member_count; i++)
                assert_true(!attachment.members[i].encrypted || !attachment.members[i].read || attachment.opened_with.size);
            content.data[at] ^= 0x11;
        }
    }
}

/* 1 byte of 256 must not prove anything: these are members of 1 and of 0 bytes. */
static void little_proves_nothing(void **state)
{
    (void)state;
    assert_false(opens("zipcrypto-short.zip", PASSWORD));
}

static void takes_windows_bytes(void **state)
{
    (void)state;
    assert_true(opens("zipcrypto-cp932.zip", "合言葉"));
    assert_false(opens("zipcrypto-cp932.zip", "合言場"));
}

/* Each word is tried on what the other opened. */
static void opens_an_archive_in_an_archive(void **state)
{
    static const char *const words[] = {"nothing", "inner-99", PASSWORD};
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    read_sample("zip-in-zip.zip", &content);
    struct attachment attachment = inspected(arena, arena_copy(arena, buf_span(&content)), words, 3);
    assert_int_equal(attachment.member_count, 2);
    assert_true(attachment.members[1].read);
    assert_true(span_equal(attachment.members[1].name, SPAN_LITERAL("inner.zip/letter.txt")));
    assert_true(span_equal(attachment.opened_with, SPAN_LITERAL(PASSWORD)));
}

/* No bit of it can be turned without the password ceasing to be proven, except in names and dates. */
static void damage_keeps_it_shut(void **state)
{
    static const char *const word = PASSWORD, *const names[] = {"zipcrypto-stored.zip", "aes-stored.zip"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(names[i], &content);
        content.data[400] ^= 4;   /* in the first member, */
        content.data[2150] ^= 4;  /* and in the second */
        struct attachment attachment = inspected(arena, buf_span(&content), &word, 1);
        assert_int_equal(attachment.opened_with.size, 0);
    }
}

static struct attachment sample_with(struct arena *arena, const char *sample, const char *word)
{
    BUF_LOCAL content = {0};
    read_sample(sample, &content);
    return inspected(arena, arena_copy(arena, buf_span(&content)), &word, 1);
}

static bool has_fact(const struct attachment *attachment, enum attachment_fact_kind kind)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == kind)
            return true;
    return false;
}

static void opens_documents(void **state)
{
    static const char *const names[] = {"agile-sha512.docx", "agile-sha1.docx", "standard.docx"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        struct attachment attachment = sample_with(arena, names[i], PASSWORD);
        assert_true(opens(names[i], PASSWORD));
        assert_false(opens(names[i], "sesame77"));
        assert_true(span_equal(attachment.true_type, SPAN_LITERAL("docx")));
        assert_int_equal(attachment.macros, ATTACHMENT_MACROS_NONE);
    }
}

/* What stands behind FilePass is read only then. */
static void opens_workbooks(void **state)
{
    static const char *const names[] = {"rc4.xls", "rc4-api.xls", "xor.xls"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ARENA_LOCAL arena = arena_open();
        struct attachment open = sample_with(arena, names[i], PASSWORD), shut = sample_with(arena, names[i], "sesame77");
        assert_int_equal(open.macros, ATTACHMENT_MACROS_XLM);
        assert_true(has_fact(&open, ATTACHMENT_MACRO_SHEET_HIDDEN));
        assert_int_equal(open.encrypted, ATTACHMENT_ENCRYPTED_YES);
        assert_int_equal(shut.opened_with.size, 0);
        assert_false(has_fact(&shut, ATTACHMENT_MACRO_SHEET_HIDDEN));
    }
}

static void excel_tries_one_by_itself(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    struct attachment attachment = sample_with(arena, "excel-default.xlsx", "nothing");
    assert_true(span_equal(attachment.opened_with, SPAN_LITERAL("VelvetSweatshop")));
    assert_int_equal(attachment.opened_where.size, 0);
    assert_true(has_fact(&attachment, ATTACHMENT_DEFAULT_PASSWORD));
    read_sample("excel-default.xlsx", &content);
    struct attachment word = {.name = SPAN_LITERAL("order.DOCX"), .content = buf_span(&content), .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){.password_count = 0}, &word);
    assert_int_equal(word.encrypted, ATTACHMENT_ENCRYPTED_YES);
    assert_int_equal(word.opened_with.size, 0);
}

static void opens_pdfs(void **state)
{
    static const char *const names[] = {"r2.pdf", "r3.pdf", "r4.pdf", "r4-metadata.pdf", "r5.pdf", "r6.pdf"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!opens(names[i], PASSWORD) || !opens(names[i], "owner-99"))
            fail_msg("%s stays shut", names[i]);
        if (opens(names[i], "sesame77"))
            fail_msg("%s opens with a wrong password", names[i]);
    }
}

static void a_pdf_for_everybody_says_so(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct attachment everybody = sample_with(arena, "r3-no-password.pdf", "owner-99"), locked = sample_with(arena, "r3.pdf", "nothing");
    assert_true(has_fact(&everybody, ATTACHMENT_OPENS_WITHOUT_PASSWORD));
    assert_int_equal(everybody.opened_with.size, 0);
    assert_false(has_fact(&locked, ATTACHMENT_OPENS_WITHOUT_PASSWORD));
}

static struct attachment mail_with(struct arena *arena, const char *words, const char *quoted)
{
    BUF_LOCAL content = {0};
    read_sample("aes-deflated.zip", &content);
    struct attachment attachment = {.content = arena_copy(arena, buf_span(&content)), .size = content.size};
    struct segment segments[] = {{SEGMENT_OWN, span_of(words)}, {SEGMENT_QUOTED, span_of(quoted)}};
    struct message message = {.attachments = &attachment, .attachment_count = 1, .segments = segments, .segment_count = 2};
    struct mail_passwords *passwords = mail_passwords_open();
    struct inspection_options options = mail_passwords_begin(passwords, arena, &message);
    inspect_message(arena, &options, &message);
    mail_passwords_close(passwords);
    return attachment;
}

static void the_mail_gives_it_away(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct attachment own = mail_with(arena, "お世話になっております。\n解凍パスワード：" PASSWORD "\n", "");
    assert_true(span_equal(own.opened_with, SPAN_LITERAL(PASSWORD)));
    assert_true(span_equal(own.opened_where, SPAN_LITERAL("解凍パスワード:" PASSWORD)));
    struct attachment quoted = mail_with(arena, "FYI", "> Archive password: " PASSWORD);
    assert_true(span_equal(quoted.opened_with, SPAN_LITERAL(PASSWORD)));
    struct attachment guessed = mail_with(arena, "Give my regards to Mr " PASSWORD ".", "");
    assert_true(span_equal(guessed.opened_with, SPAN_LITERAL(PASSWORD)));
    struct attachment none = mail_with(arena, "The password comes in another mail.", "");
    assert_int_equal(none.opened_with.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_every_method), cmocka_unit_test(members_are_read), cmocka_unit_test(little_proves_nothing),
        cmocka_unit_test(opens_7z), cmocka_unit_test(damaged_7z_end),
        cmocka_unit_test(takes_windows_bytes), cmocka_unit_test(opens_an_archive_in_an_archive), cmocka_unit_test(damage_keeps_it_shut),
        cmocka_unit_test(opens_documents), cmocka_unit_test(opens_workbooks), cmocka_unit_test(excel_tries_one_by_itself),
        cmocka_unit_test(opens_pdfs), cmocka_unit_test(a_pdf_for_everybody_says_so), cmocka_unit_test(the_mail_gives_it_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
