/* Documents from samples/documents: each tells what it hides and nothing else; damaged copies of them end, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "inspect/vba_container.h"
#include "inspect/vba_words.h"
#include "inspected.h"

#define MOST_FACTS 3

struct expected {
    const char *file, *type;
    enum attachment_encrypted encrypted;
    const char *how;
    enum attachment_macros macros;
    size_t fact_count;
    enum attachment_fact_kind facts[MOST_FACTS];
};
#define F(kind) ATTACHMENT_##kind
#define NO ATTACHMENT_ENCRYPTED_NO, ""
#define OPEN ATTACHMENT_ENCRYPTED_UNKNOWN, ""
#define YES(how) ATTACHMENT_ENCRYPTED_YES, how
#define NONE ATTACHMENT_MACROS_NONE
#define VBA ATTACHMENT_MACROS_VBA
#define XLM ATTACHMENT_MACROS_XLM
#define HIDDEN ATTACHMENT_MACROS_UNKNOWN
#define SUSPICIOUS 2, {F(MACRO_AUTO_START), F(MACRO_SUSPICIOUS)}

static const struct expected documents[] = {
    {"auto.doc", "doc", NO, VBA, SUSPICIOUS},
    {"tame.doc", "doc", NO, VBA, 0, {0}},
    {"renamed.doc", "doc", NO, VBA, SUSPICIOUS},
    {"stomped.doc", "doc", NO, VBA, 1, {F(MACRO_PCODE_ONLY)}},
    {"plain.doc", "doc", NO, NONE, 0, {0}},
    {"rc4.doc", "doc", YES("RC4"), NONE, 0, {0}},
    {"api.doc", "doc", YES("RC4 CryptoAPI"), NONE, 0, {0}},
    {"xor.doc", "doc", YES("XOR"), NONE, 0, {0}},
    {"plain.xls", "xls", NO, NONE, 0, {0}},
    {"macro.xls", "xls", NO, XLM, 2, {F(MACRO_SHEET_HIDDEN), F(MACRO_AUTO_START)}},
    {"rc4.xls", "xls", YES("RC4"), HIDDEN, 0, {0}},
    {"api.xls", "xls", YES("RC4 CryptoAPI"), HIDDEN, 0, {0}},
    {"xor.xls", "xls", YES("XOR"), HIDDEN, 0, {0}},
    {"default_password.xls", "xls", YES("RC4"), XLM, 2, {F(DEFAULT_PASSWORD), F(MACRO_SHEET_HIDDEN)}},
    {"other_password.xls", "xls", YES("RC4"), HIDDEN, 0, {0}},
    {"vba_and_sheet.xls", "xls", NO, ATTACHMENT_MACROS_BOTH, 1, {F(MACRO_SHEET_HIDDEN)}},
    {"macro.ppt", "ppt", NO, VBA, SUSPICIOUS},
    {"plain.ppt", "ppt", NO, NONE, 0, {0}},
    {"encrypted.ppt", "ppt", YES("RC4 CryptoAPI"), NONE, 0, {0}},
    {"agile.docx", "ooxml", YES("Office agile"), HIDDEN, 0, {0}},
    {"standard.docx", "ooxml", YES("Office standard"), HIDDEN, 0, {0}},
    {"auto.docm", "docm", NO, VBA, SUSPICIOUS},
    {"renamed.docx", "docm", NO, VBA, 0, {0}},
    {"by_default.docm", "docm", NO, VBA, 0, {0}},
    {"declared_only.docx", "docx", NO, NONE, 0, {0}},
    {"plain.docx", "docx", NO, NONE, 0, {0}},
    {"drawing.vsdx", "vsdx", NO, NONE, 0, {0}},
    {"macro.vsdm", "vsdm", NO, VBA, 0, {0}},
    {"template.docx", "docx", NO, NONE, 1, {F(REMOTE_TEMPLATE)}},
    {"local_template.docx", "docx", NO, NONE, 0, {0}},
    {"hidden_sheet.xlsm", "xlsx", NO, XLM, 1, {F(MACRO_SHEET_HIDDEN)}},
    {"shown_sheet.xlsm", "xlsx", NO, XLM, 0, {0}},
    {"macro.odt", "odf", NO, VBA, 1, {F(MACRO_AUTO_START)}},
    {"payload.one", "onenote", OPEN, NONE, 1, {F(ONENOTE_PAYLOAD)}},
    {"pictures.one", "onenote", OPEN, NONE, 0, {0}},
    {"command.lnk", "lnk", OPEN, NONE, 1, {F(SHORTCUT)}},
    {"padded.lnk", "lnk", OPEN, NONE, 1, {F(SHORTCUT)}},
    {"folder.lnk", "lnk", OPEN, NONE, 0, {0}},
    {"plain.pdf", "pdf", NO, NONE, 0, {0}},
    {"script.pdf", "pdf", NO, NONE, 2, {F(PDF_ACTION), F(PDF_JAVASCRIPT)}},
    {"launch.pdf", "pdf", NO, NONE, 2, {F(PDF_ACTION), F(PDF_LAUNCH)}},
    {"packed_script.pdf", "pdf", NO, NONE, 1, {F(PDF_JAVASCRIPT)}},
    {"file.pdf", "pdf", NO, VBA, 3, {F(PDF_FILE), F(MACRO_AUTO_START), F(MACRO_SUSPICIOUS)}},
    {"rc4.pdf", "pdf", YES("RC4-128"), NONE, 0, {0}},
    {"aes.pdf", "pdf", YES("AES-256"), NONE, 0, {0}},
    {"empty_password.pdf", "pdf", YES("RC4-128"), NONE, 1, {F(OPENS_WITHOUT_PASSWORD)}},
    {"locked.pdf", "pdf", YES("RC4-128"), NONE, 0, {0}},
    {"dde.docx", "docx", NO, NONE, 1, {F(DDE)}},
    {"dde.xlsx", "xlsx", NO, NONE, 1, {F(DDE)}},
    {"prices.xlsx", "xlsx", NO, NONE, 0, {0}},
    {"no_table.pdf", "pdf", YES("RC4-40"), NONE, 0, {0}},
    {"packager.doc", "doc", NO, NONE, 1, {F(EMBEDDED_OBJECT)}},
    {"packager_text.doc", "doc", NO, NONE, 1, {F(EMBEDDED_OBJECT)}},
    {"packager.rtf", "rtf", NO, NONE, 2, {F(RTF_OBJECT), F(SCRIPT)}},
    {"package.rtf", "rtf", NO, VBA, 3, {F(RTF_OBJECT), F(MACRO_AUTO_START), F(MACRO_SUSPICIOUS)}},
    {"plain.rtf", "rtf", NO, NONE, 0, {0}},
    {"page.mht", "mht", NO, VBA, 3, {F(ACTIVE_MIME), F(MACRO_AUTO_START), F(MACRO_SUSPICIOUS)}},
    {"smuggle.html", "html", NO, NONE, 1, {F(HTML_SMUGGLING)}},
    {"smuggle_blob.html", "html", NO, NONE, 1, {F(HTML_SMUGGLING)}},
    {"smuggle_numbers.html", "html", NO, NONE, 1, {F(HTML_SMUGGLING)}},
    {"saved_page.html", "html", NO, NONE, 0, {0}},
    {"export_button.html", "html", NO, NONE, 0, {0}},
    {"shell.vbs", "vbs", OPEN, NONE, 1, {F(SCRIPT)}},
    {"shell.txt", "vbs", OPEN, NONE, 0, {0}},
    {"notes.txt", "", OPEN, NONE, 0, {0}},
    {"macro.slk", "slk", NO, XLM, 1, {F(MACRO_AUTO_START)}},
    {"plain.slk", "slk", NO, NONE, 0, {0}},
};
#define COUNT (sizeof documents / sizeof *documents)

static void read_sample(struct arena *arena, const char *name, struct buf *out)
{
    if (!inspected_read(arena_printf(arena, SAMPLES "/documents/%s", name).data, out))
        fail_msg("samples/documents/%s is not there", name);
}

static struct attachment inspected_bytes(struct arena *arena, const char *name, struct span bytes)
{
    struct attachment attachment = {.name = span_of(name), .content = bytes, .size = bytes.size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    return attachment;
}

static bool has(const struct attachment *attachment, enum attachment_fact_kind kind)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == kind)
            return true;
    return false;
}

/* Facts that say what a name and its type have in common are not asked for here. */
static bool other_subject(enum attachment_fact_kind kind)
{
    return kind == ATTACHMENT_TYPE_MISMATCH || kind == ATTACHMENT_PROGRAM || kind == ATTACHMENT_DOUBLE_EXTENSION;
}

static size_t facts_of(const struct attachment *attachment)
{
    size_t count = 0;
    for (size_t i = 0; i < attachment->fact_count; i++) {
        bool again = false; /* of a member of it, too */
        for (size_t k = 0; k < i; k++)
            again |= attachment->facts[k].kind == attachment->facts[i].kind;
        count += !again && !other_subject(attachment->facts[i].kind);
    }
    return count;
}

static void tells_what_each_document_hides(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        const struct expected *expected = &documents[i];
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(arena, expected->file, &content);
        struct attachment attachment = inspected_bytes(arena, expected->file, buf_span(&content));
        print_message("%s: %.*s\n", expected->file, SPAN_ARGS(attachment.true_type));
        assert_true(span_equal(attachment.true_type, span_of(expected->type)));
        assert_int_equal(attachment.encrypted, expected->encrypted);
        assert_true(span_equal(attachment.encryption, span_of(expected->how)));
        assert_int_equal(attachment.macros, expected->macros);
        assert_int_equal(facts_of(&attachment), expected->fact_count);
        for (size_t k = 0; k < expected->fact_count; k++)
            assert_true(has(&attachment, expected->facts[k]));
        if (expected->encrypted != ATTACHMENT_ENCRYPTED_YES) /* some locks are stubs on which no password can be tried, which is said */
            assert_int_equal(attachment.limits.size, 0);
    }
}

/* Its name comes whole where the Packager wrote it in UTF-16, too. */
static void files_of_the_packager_are_members(void **state)
{
    (void)state;
    static const struct {
        const char *file, *name, *type;
        enum attachment_fact_kind fact;
    } wanted[] = {
        {"packager.doc", "\xe8\xa6\x8b\xe7\xa9\x8d\xe6\x9b\xb8.pdf.exe", "pe", F(PROGRAM)},
        {"packager.rtf", "offer.js", "js", F(SCRIPT)},
        {"packager_text.doc", "notes.txt", "", F(EMBEDDED_OBJECT)},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(arena, wanted[i].file, &content);
        struct attachment attachment = inspected_bytes(arena, wanted[i].file, buf_span(&content));
        assert_int_equal(attachment.member_count, 1);
        assert_true(span_equal(attachment.members[0].name, span_of(wanted[i].name)));
        assert_true(attachment.members[0].read);
        assert_true(span_equal(attachment.members[0].true_type, span_of(wanted[i].type)));
        assert_true(has(&attachment, wanted[i].fact));
    }
}

static struct span detail_of(const struct attachment *attachment, enum attachment_fact_kind kind)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == kind)
            return attachment->facts[i].detail;
    return SPAN_NONE;
}

static void says_what_a_shortcut_and_an_action_run(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        enum attachment_fact_kind kind;
        const char *detail;
    } wanted[] = {
        {"command.lnk", F(SHORTCUT), "..\\cmd.exe /c echo sample"},
        {"padded.lnk", F(SHORTCUT), "(hidden behind blanks) ..\\cmd.exe  /c echo sample"},
        {"launch.pdf", F(PDF_LAUNCH), "sample.exe"},
        {"template.docx", F(REMOTE_TEMPLATE), "http://files.example/a.dotm"},
        {"package.rtf", F(RTF_OBJECT), "Package (updates by itself)"},
        {"macro.xls", F(MACRO_SHEET_HIDDEN), "very hidden"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(arena, wanted[i].file, &content);
        struct attachment attachment = inspected_bytes(arena, wanted[i].file, buf_span(&content));
        struct span detail = detail_of(&attachment, wanted[i].kind);
        assert_string_equal(arena_string(arena, detail), wanted[i].detail);
    }
}

static void tries_the_passwords_it_is_given(void **state)
{
    (void)state;
    static const struct inspection_password candidates[] = {{{"wrong", 5}, {NULL, 0}}, {{"another one", 11}, {"the mail", 8}}};
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    read_sample(arena, "other_password.xls", &content);
    struct attachment attachment = {.content = buf_span(&content), .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){.passwords = candidates, .password_count = 1}, &attachment);
    assert_int_equal(attachment.opened_with.size, 0);
    inspect_attachment(arena, &(struct inspection_options){.passwords = candidates, .password_count = 2}, &attachment);
    assert_true(span_equal(attachment.opened_with, SPAN_LITERAL("another one")));
    assert_true(span_equal(attachment.opened_where, SPAN_LITERAL("the mail")));
    assert_int_equal(attachment.macros, ATTACHMENT_MACROS_XLM);
    assert_false(has(&attachment, ATTACHMENT_DEFAULT_PASSWORD));
}

/* Cut and with bytes changed: whatever comes of it, it ends, and nobody is told to be encrypted without a how. */
static void damaged_documents_end(void **state)
{
    (void)state;
    static const char noise[] = {0, 1, (char)0xff, (char)0xfe, '<', '/'};
    size_t tried = 0;
    for (size_t i = 0; i < COUNT; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL content = {0};
        read_sample(arena, documents[i].file, &content);
        struct span whole = buf_span(&content);
        size_t step = whole.size / 120 + 1;
        for (size_t at = 0; at < whole.size; at += step, tried++) {
            arena_reset(arena);
            struct attachment cut = inspected_bytes(arena, documents[i].file, span_slice(whole, 0, at));
            assert_int_equal(cut.encrypted == ATTACHMENT_ENCRYPTED_YES, cut.encryption.size > 0);
            char *bytes = arena_string(arena, whole);
            memset(bytes + at, noise[tried % sizeof noise], whole.size - at < 4 ? whole.size - at : 4);
            struct attachment changed = inspected_bytes(arena, documents[i].file, (struct span){bytes, whole.size});
            assert_int_equal(changed.encrypted == ATTACHMENT_ENCRYPTED_YES, changed.encryption.size > 0);
            assert_int_equal(span_find(changed.limits, SPAN_LITERAL("too long"), 0), SIZE_MAX);
        }
    }
    assert_true(tried > 3000);
}

/* A document of 30 MB of nothing behind its first kilobytes still shows its macros, and is told to be padded. */
static void padding_hides_no_macros(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    read_sample(arena, "auto.doc", &content);
    size_t size = 30u * 1024 * 1024;
    buf_reserve(&content, size);
    memset(content.data + content.size, 0, size);
    content.size += size;
    struct attachment attachment = inspected_bytes(arena, "auto.doc", buf_span(&content));
    assert_true(has(&attachment, ATTACHMENT_PADDED));
    assert_true(has(&attachment, ATTACHMENT_MACRO_SUSPICIOUS));
}

static void containers_keep_their_bounds(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span bytes;
    /* [MS-OVBA] 3.2.2: the example of normal compression */
    static const char example[] = "\x01\x2f\xb0\x00\x23\x61\x61\x61\x62\x63\x64\x65\x82\x66\x00\x70\x61\x67\x68\x69\x6a\x01\x38\x08\x61\x6b\x6c\x00\x30\x6d\x6e\x6f\x70\x06\x71"
        "\x02\x70\x04\x10\x72\x73\x74\x75\x76\x10\x77\x78\x79\x7a\x00\x3c";
    assert_true(vba_container_open(arena, (struct span){example, sizeof example - 1}, 0, 4096, &bytes));
    assert_string_equal(arena_string(arena, bytes), "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa");
    assert_false(vba_container_open(arena, SPAN_LITERAL("\x01\x02\xb0\x01\xff\xff"), 0, 4096, &bytes)); /* a copy from before the chunk */
    assert_false(vba_container_open(arena, SPAN_LITERAL("\x01"), 0, 4096, &bytes));
    assert_false(vba_container_open(arena, SPAN_NONE, 5, 4096, &bytes));
}

static struct vba_deeds deeds_of(const char *source)
{
    struct vba_deeds deeds = {0};
    vba_words_read(span_of(source), &deeds);
    return deeds;
}

static void words_count_where_they_act(void **state)
{
    (void)state;
    assert_true(deeds_of("Private Sub Workbook_Open()\n").starts.size);
    assert_true(deeds_of("sub autoopen\n").starts.size);
    assert_false(deeds_of("  Call Workbook_Open\n").starts.size);
    assert_false(deeds_of("' Sub AutoOpen()\nRem Sub AutoOpen()\ns = \"Sub AutoOpen()\"\n").starts.size);
    assert_true(deeds_of("Open f For Output As #1\n").writes.size);
    assert_false(deeds_of("Open f For Input As #1\n").writes.size);
    assert_true(deeds_of("Private Declare PtrSafe Function x Lib \"kernel32\" ()\n").executes.size);
    assert_true(deeds_of("x = 1: Shell y\n").executes.size);
    assert_false(deeds_of("MsgBox \"Shell\" ' Shell\nShelly = 2\n").executes.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_each_document_hides), cmocka_unit_test(files_of_the_packager_are_members), cmocka_unit_test(says_what_a_shortcut_and_an_action_run),
        cmocka_unit_test(tries_the_passwords_it_is_given), cmocka_unit_test(damaged_documents_end),
        cmocka_unit_test(padding_hides_no_macros),
        cmocka_unit_test(containers_keep_their_bounds),   cmocka_unit_test(words_count_where_they_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
