/* Members that libarchive unpacks: RAR as our generator packs it, 7z as libarchive writes it, and what others packed, where it is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include "base/hash.h"
#include "base/limits.h"
#include "inspected.h"

#define CORPUS SAMPLES "/../tests/fuzz/corpus/archive/"
#define LARGE (3u * 1024 * 1024) /* more than is kept of a member */
#define TEXT "harmless text\nharmless text\nharmless text\n"

static struct attachment inspect(struct arena *arena, struct span content)
{
    struct attachment attachment = {.name = SPAN_LITERAL("a"), .content = content, .size = content.size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    return attachment;
}

static struct attachment inspect_path(struct arena *arena, const char *path)
{
    BUF_LOCAL content = {0};
    if (!inspected_read(path, &content))
        skip();
    return inspect(arena, arena_copy(arena, buf_span(&content)));
}

static const struct attachment_member *member(const struct attachment *attachment, const char *name)
{
    for (size_t i = 0; i < attachment->member_count; i++)
        if (span_equal(attachment->members[i].name, span_of(name)))
            return &attachment->members[i];
    fail_msg("no %s", name);
    abort();
}

static void holds(const struct attachment *attachment, const char *name, struct span bytes)
{
    uint8_t digest[HASH_SHA256_BYTES];
    const struct attachment_member *found = member(attachment, name);
    hash_sha256(bytes, digest);
    assert_true(found->read);
    assert_memory_equal(found->sha256, digest, sizeof digest);
}

static void packed_members_of_rar_are_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL big = {0};
    for (unsigned i = 0; i < 100; i++)
        buf_add(&big, SPAN_LITERAL(TEXT));
    struct attachment attachment = inspect_path(arena, CORPUS "packed-5.rar");
    assert_int_equal(attachment.limits.size, 0);
    holds(&attachment, "notes.txt", SPAN_LITERAL(TEXT));
    holds(&attachment, "big.txt", buf_span(&big));
    assert_true(span_equal(member(&attachment, "folder/offer.pdf.exe")->true_type, SPAN_LITERAL("pe")));
}

static void add_file(struct archive *archive, const char *name, struct span bytes)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)bytes.size);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(archive, bytes.data, bytes.size), bytes.size);
    archive_entry_free(entry);
}

/* All files packed together by PPMd, which our own reader does not know. */
static struct span ppmd_7z(struct arena *arena, struct span large)
{
    size_t room = 8u * 1024 * 1024, used = 0;
    char *bytes = arena_alloc(arena, room);
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format_7zip(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_set_options(archive, "7zip:compression=ppmd,7zip:compression-level=1"), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(archive, bytes, room, &used), ARCHIVE_OK);
    add_file(archive, "first.txt", SPAN_LITERAL(TEXT));
    add_file(archive, "large.bin", large);
    add_file(archive, "folder/run.js", SPAN_LITERAL("WScript.Echo(1)"));
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return (struct span){bytes, used};
}

static void ppmd_in_7z_is_read_behind_a_large_member(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    char *large = arena_alloc(arena, LARGE);
    memset(large, 'x', LARGE);
    struct span archive = ppmd_7z(arena, (struct span){large, LARGE});
    struct attachment attachment = inspect(arena, archive);
    assert_true(span_equal(attachment.true_type, SPAN_LITERAL("7z")));
    holds(&attachment, "first.txt", SPAN_LITERAL(TEXT));
    holds(&attachment, "folder/run.js", SPAN_LITERAL("WScript.Echo(1)"));
    holds(&attachment, "large.bin", (struct span){large, LIMIT_MEMBER_BYTES});
    assert_true(span_find(attachment.limits, SPAN_LITERAL("only the beginning"), 0) != SIZE_MAX);
}

/* Whatever is cut or turned: it ends, and what was not read is said. */
static void damage_is_said(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL content = {0};
    assert_true(inspected_read(CORPUS "packed-5.rar", &content));
    for (size_t at = 0; at < content.size; at += 7) {
        content.data[at] ^= 0x55;
        struct attachment attachment = inspect(arena, buf_span(&content));
        bool all = attachment.member_count == 3;
        for (size_t i = 0; i < attachment.member_count; i++)
            all &= attachment.members[i].read;
        assert_true(all || attachment.limits.size || attachment.encrypted == ATTACHMENT_ENCRYPTED_YES || !span_equal(attachment.true_type, SPAN_LITERAL("rar")));
        content.data[at] ^= 0x55;
        arena_reset(arena);
    }
}

static void what_is_shut_is_said(void **state)
{
    (void)state;
    static const char *const files[] = {"encrypted-4.rar", "encrypted-5.rar", "masked-4.rar", "masked-5.rar", "garbled.arj"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ARENA_LOCAL arena = arena_open();
        struct attachment attachment = inspect_path(arena, arena_printf(arena, CORPUS "%s", files[i]).data);
        assert_true(span_find(attachment.limits, SPAN_LITERAL("its password was not tried"), 0) != SIZE_MAX);
    }
}

/* Before anything is opened: skipping leaves the test without a way back. */
static void need_shared(void)
{
    if (access(SHARED "/data/attachments/files", R_OK) != 0)
        skip();
}

/* Programs of others packed these: RAR 2.9 to 4, LZX, BCJ2, a filter before deflate. Each is read to its end, checksum and all. */
static void archives_of_others_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t read;
    } files[] = {
        {"60db16-Rar.rar", 3}, {"466e47-test-documents.rar", 11}, {"a53818-rar3-readonly-win.rar", 1},
        {"0aa2c6-test_read_format_rar5_multiple_files_solid.rar", 4}, {"c5b149-test_read_format_rar5_arm.rar", 1}, {"adf577-rar5-blake.rar", 2},
        {"e08cba-PPMd-solid.7z", 30}, {"89fbe0-7Zip.BCJ2.7z", 3}, {"e38aa0-test_read_format_7zip_bcj2_copy_1.7z", 1},
        {"e933bc-test_read_format_7zip_bcj_deflate.7z", 1}, {"0d7fd2-test_lzx.cab", 4}, {"228bd4-test_read_format_cab_lzx_literal_control.cab", 1},
    };
    need_shared();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ARENA_LOCAL arena = arena_open();
        size_t read = 0;
        struct attachment attachment = inspect_path(arena, arena_printf(arena, SHARED "/data/attachments/files/%s", files[i].file).data);
        for (size_t k = 0; k < attachment.member_count; k++)
            read += attachment.members[k].read;
        if (attachment.limits.size || read < files[i].read)
            fail_msg("%s: %zu read; %.*s", files[i].file, read, SPAN_ARGS(attachment.limits));
    }
}

/* Its stream goes back behind its beginning, where libarchive has memory that it never wrote. */
static void old_memory_is_not_told(void **state)
{
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* it has a malloc of its own */
#endif
    need_shared();
    ARENA_LOCAL arena = arena_open();
    static const char path[] = SHARED "/data/attachments/files/8921c7-test_read_format_cab_lzx_invalid_history.cab";
    struct attachment first = inspect_path(arena, path);
    for (int fill = 1; fill < 4; fill++) {
        void *dirt[64];
        for (size_t i = 0; i < sizeof dirt / sizeof *dirt; i++) {
            dirt[i] = malloc(40000);
            memset(dirt[i], fill, 40000);
        }
        for (size_t i = 0; i < sizeof dirt / sizeof *dirt; i++)
            free(dirt[i]);
        struct attachment again = inspect_path(arena, path);
        assert_int_equal(again.member_count, first.member_count);
        assert_memory_equal(again.members[0].sha256, first.members[0].sha256, HASH_SHA256_BYTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_members_of_rar_are_read),
        cmocka_unit_test(ppmd_in_7z_is_read_behind_a_large_member),
        cmocka_unit_test(damage_is_said),
        cmocka_unit_test(what_is_shut_is_said),
        cmocka_unit_test(archives_of_others_are_read),
        cmocka_unit_test(old_memory_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
