/* ZIP built by hand: both directories, what hides in one of them, and archives that lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/limits.h"
#include "inspect/inspect.h"
#include "inspect/zip.h"
#include "inspect/zip_read.h"

struct entry {
    const char *name, *data, *extra;
    size_t extra_size;
    unsigned flags, local_flags, method;
    size_t offset;
};

#define AES_256 "\x01\x99\x07\x00\x02\x00" "AE\x03\x08\x00", 11
#define AES_128 "\x01\x99\x07\x00\x02\x00" "AE\x01\x08\x00", 11
#define STRONG_AES "\x17\x00\x08\x00\x02\x00\x10\x66\x00\x01\x01\x00", 12

static void u16(struct buf *out, unsigned value)
{
    buf_add_byte(out, (char)value);
    buf_add_byte(out, (char)(value >> 8));
}

static void u32(struct buf *out, size_t value)
{
    u16(out, (unsigned)value & 0xffff);
    u16(out, (unsigned)(value >> 16) & 0xffff);
}

static void add_local(struct buf *out, struct entry *entry)
{
    size_t size = strlen(entry->data);
    entry->offset = out->size;
    buf_add(out, SPAN_LITERAL("PK\x03\x04\x14\0"));
    u16(out, entry->local_flags);
    u16(out, entry->method);
    buf_add(out, SPAN_LITERAL("\0\0\0\0\0\0\0\0"));
    u32(out, size);
    u32(out, size);
    u16(out, (unsigned)strlen(entry->name));
    u16(out, (unsigned)entry->extra_size);
    buf_add(out, span_of(entry->name));
    buf_add(out, (struct span){entry->extra, entry->extra_size});
    buf_add(out, span_of(entry->data));
}

static void add_central(struct buf *out, const struct entry *entry, size_t shift)
{
    buf_add(out, SPAN_LITERAL("PK\x01\x02\x14\0\x14\0"));
    u16(out, entry->flags);
    u16(out, entry->method);
    buf_add(out, SPAN_LITERAL("\0\0\0\0\0\0\0\0"));
    u32(out, strlen(entry->data));
    u32(out, strlen(entry->data));
    u16(out, (unsigned)strlen(entry->name));
    u16(out, (unsigned)entry->extra_size);
    buf_add(out, SPAN_LITERAL("\0\0\0\0\0\0\0\0\0\0"));
    u32(out, entry->offset - shift);
    buf_add(out, span_of(entry->name));
    buf_add(out, (struct span){entry->extra, entry->extra_size});
}

static void add_end(struct buf *out, size_t start, size_t size, size_t count)
{
    buf_add(out, SPAN_LITERAL("PK\x05\x06\0\0\0\0"));
    u16(out, (unsigned)count & 0xffff);
    u16(out, (unsigned)count & 0xffff);
    u32(out, size);
    u32(out, start);
    u16(out, 0);
}

/* `prefix` bytes are put before the archive without telling its offsets. */
static void build(struct buf *out, struct entry *entries, size_t count, size_t prefix)
{
    for (size_t i = 0; i < prefix; i++)
        buf_add_byte(out, 'j');
    for (size_t i = 0; i < count; i++)
        add_local(out, &entries[i]);
    size_t start = out->size;
    for (size_t i = 0; i < count; i++)
        add_central(out, &entries[i], prefix);
    add_end(out, start - prefix, out->size - start, count);
}

static bool says(struct span text, const char *part)
{
    return span_find(text, span_of(part), 0) != SIZE_MAX;
}

static void tells_kinds_of_encryption(void **state)
{
    (void)state;
    static const struct {
        struct entry entry;
        const char *encryption;
    } rows[] = {
        {{"a.txt", "hello", "", 0, 0, 0, 0, 0}, ""},
        {{"a.txt", "hello", "", 0, 1, 1, 8, 0}, "ZipCrypto"},
        {{"a.txt", "hello", AES_256, 1, 1, 99, 0}, "AES-256"},
        {{"a.txt", "hello", AES_128, 1, 1, 99, 0}, "AES-128"},
        {{"a.txt", "hello", "", 0, 1, 1, 99, 0}, "AES"},
        {{"a.txt", "hello", STRONG_AES, 0x41, 0x41, 8, 0}, "strong AES-256"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL zip = {0};
        struct entry entry = rows[i].entry;
        struct zip_listing listing;
        build(&zip, &entry, 1, 0);
        assert_true(zip_list(arena, buf_span(&zip), &listing));
        assert_true(span_equal(listing.encryption, span_of(rows[i].encryption)));
        assert_int_equal(listing.encrypted, *rows[i].encryption ? ATTACHMENT_ENCRYPTED_YES : ATTACHMENT_ENCRYPTED_NO);
        assert_int_equal(listing.member_count, 1);
        assert_int_equal(listing.members[0].encrypted, *rows[i].encryption != '\0');
        assert_int_equal(listing.members[0].size, 5);
        assert_int_equal(listing.limits.size, 0);
    }
}

static void sees_what_one_directory_hides(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct entry rows[] = {{"a", "x", "", 0, 0, 1, 0, 0}, {"a", "x", "", 0, 1, 0, 0, 0}};
    for (size_t i = 0; i < 2; i++) {
        BUF_LOCAL zip = {0};
        struct zip_listing listing;
        build(&zip, &rows[i], 1, 0);
        assert_true(zip_list(arena, buf_span(&zip), &listing));
        assert_int_equal(listing.encrypted, ATTACHMENT_ENCRYPTED_YES);
        assert_true(listing.disagree);
    }
}

static void sees_entries_without_a_directory(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct zip_listing listing;
    struct entry listed = {"a.txt", "hello", "", 0, 0, 0, 0, 0}, hidden = {"b.doc", "secret", "", 0, 1, 1, 0, 0};
    add_local(&zip, &hidden);
    add_local(&zip, &listed);
    size_t start = zip.size;
    add_central(&zip, &listed, 0);
    add_end(&zip, start, zip.size - start, 1);
    assert_true(zip_list(arena, buf_span(&zip), &listing));
    assert_int_equal(listing.member_count, 2);
    assert_int_equal(listing.encrypted, ATTACHMENT_ENCRYPTED_YES);
    assert_true(listing.hidden);
    assert_true(zip_list(arena, span_slice(buf_span(&zip), 0, start), &listing));
    assert_int_equal(listing.member_count, 2);
    assert_true(says(listing.limits, "missing or damaged"));
}

static void bears_bytes_before_the_archive(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct entry entries[] = {{"a.txt", "hello", "", 0, 1, 1, 0, 0}, {"b.txt", "hello", "", 0, 1, 1, 0, 0}};
    build(&zip, entries, 2, 1000);
    struct attachment attachment = {.content = buf_span(&zip)};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    assert_true(span_equal(attachment.true_type, SPAN_LITERAL("zip")));
    assert_int_equal(attachment.encrypted, ATTACHMENT_ENCRYPTED_YES);
    assert_int_equal(attachment.member_count, 2);
    assert_int_equal(attachment.limits.size, 0);
}

static void guesses_names(void **state)
{
    (void)state;
    static const struct {
        const char *stored, *name;
        unsigned flags;
    } rows[] = {
        {"請求書.doc", "請求書.doc", 0x800},
        {"\x90\xbf\x8b\x81\x8f\x91.doc", "請求書.doc", 0},
        {"caf\x82.txt", "café.txt", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL zip = {0};
        struct zip_listing listing;
        struct entry entry = {rows[i].stored, "x", "", 0, rows[i].flags, rows[i].flags, 0, 0};
        build(&zip, &entry, 1, 0);
        assert_true(zip_list(arena, buf_span(&zip), &listing));
        assert_true(span_equal(listing.members[0].name, span_of(rows[i].name)));
    }
}

static void knows_documents(void **state)
{
    (void)state;
    static const struct {
        const char *members[3];
        const char *type;
    } rows[] = {
        {{"[Content_Types].xml", "word/document.xml", "word/styles.xml"}, "docx"},
        {{"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}, "docm"},
        {{"[Content_Types].xml", "xl/workbook.xml", "x"}, "xlsx"},
        {{"[Content_Types].xml", "xl/workbook.bin", "x"}, "xlsb"},
        {{"META-INF/MANIFEST.MF", "A.class", "x"}, "jar"},
        {{"word/a", "xl/b", "c"}, "zip"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ARENA_LOCAL arena = arena_open();
        BUF_LOCAL zip = {0};
        struct entry entries[3];
        for (size_t k = 0; k < 3; k++)
            entries[k] = (struct entry){rows[i].members[k], "x", "", 0, 0, 0, 0, 0};
        build(&zip, entries, 3, 0);
        struct attachment attachment = {.content = buf_span(&zip)};
        inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
        assert_true(span_equal(attachment.true_type, span_of(rows[i].type)));
    }
}

static void lists_a_thousand_and_says_so(void **state)
{
    (void)state;
    enum { COUNT = 65535 };
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct zip_listing listing;
    struct entry *entries = arena_array(arena, COUNT, sizeof *entries);
    for (size_t i = 0; i < COUNT; i++)
        entries[i] = (struct entry){"f", "", "", 0, i == 60000, i == 60000, 0, 0};
    build(&zip, entries, COUNT, 0);
    assert_true(zip_list(arena, buf_span(&zip), &listing));
    assert_int_equal(listing.member_count, LIMIT_ARCHIVE_ENTRIES);
    assert_int_equal(listing.encrypted, ATTACHMENT_ENCRYPTED_YES);
    assert_true(says(listing.limits, "only the first entries are listed"));
}

static void notes_overlaps_and_lies(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct zip_listing listing;
    struct entry entry = {"a", "0123456789", "", 0, 0, 0, 0, 0}, gone = {"b", "", "", 0, 0, 0, 0, 0xfffffff0};
    add_local(&zip, &entry);
    size_t start = zip.size;
    add_central(&zip, &entry, 0);
    add_central(&zip, &entry, 0);
    add_central(&zip, &gone, 0);
    add_end(&zip, start, zip.size - start, 9);
    assert_true(zip_list(arena, buf_span(&zip), &listing));
    assert_int_equal(listing.member_count, 3);
    assert_true(listing.overlap);
    assert_true(says(listing.limits, "no local header"));
    assert_true(says(listing.limits, "before its last entry"));
}

static void every_cut_and_flip_ends(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct zip_listing listing;
    struct span bytes;
    struct entry entries[] = {{"a.txt", "hello", AES_256, 1, 1, 99, 0}, {"b.txt", "hello", "", 0, 8, 8, 8, 0}};
    build(&zip, entries, 2, 3);
    for (size_t size = 0; size <= zip.size; size++) {
        char *exact = malloc(size + 1);
        memcpy(exact, zip.data, size);
        zip_list(arena, (struct span){exact, size}, &listing);
        free(exact);
    }
    for (size_t at = 0; at < zip.size; at++)
        for (unsigned value = 0; value < 256; value += 51) {
            char old = zip.data[at];
            zip.data[at] = (char)value;
            zip_list(arena, buf_span(&zip), &listing);
            zip_read(arena, buf_span(&zip), SPAN_LITERAL("b.txt"), &bytes);
            zip.data[at] = old;
            arena_reset(arena);
        }
}

static void no_zip_is_none(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct zip_listing listing = {.member_count = 7};
    assert_false(zip_list(arena, SPAN_LITERAL("hello"), &listing));
    assert_false(zip_list(arena, SPAN_NONE, &listing));
    assert_false(zip_list(arena, SPAN_LITERAL("PK\x03\x04"), &listing));
    assert_int_equal(listing.member_count, 7);
}

static void reads_a_stored_member(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL zip = {0};
    struct span bytes;
    struct entry entries[] = {{"a.txt", "hello", "", 0, 0, 0, 0, 0}, {"b.txt", "x", "", 0, 1, 1, 0, 0}};
    build(&zip, entries, 2, 10);
    assert_true(zip_read(arena, buf_span(&zip), SPAN_LITERAL("A.TXT"), &bytes));
    assert_true(span_equal(bytes, SPAN_LITERAL("hello")));
    assert_false(zip_read(arena, buf_span(&zip), SPAN_LITERAL("b.txt"), &bytes));
    assert_false(zip_read(arena, buf_span(&zip), SPAN_LITERAL("c.txt"), &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_kinds_of_encryption), cmocka_unit_test(sees_what_one_directory_hides),
        cmocka_unit_test(sees_entries_without_a_directory), cmocka_unit_test(bears_bytes_before_the_archive),
        cmocka_unit_test(guesses_names), cmocka_unit_test(knows_documents),
        cmocka_unit_test(lists_a_thousand_and_says_so), cmocka_unit_test(notes_overlaps_and_lies),
        cmocka_unit_test(every_cut_and_flip_ends), cmocka_unit_test(no_zip_is_none),
        cmocka_unit_test(reads_a_stored_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
