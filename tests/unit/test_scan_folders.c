/* Stores with folders: what each folder gives, and that the raw bytes of a PST's mails are found again as evidence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_read.h"
#include "case/case_result.h"
#include "scan/scan.h"
#include "tests/unit/test_folder.h"

#define SAMPLE SAMPLES "/incident/stores/kobayashi.t.pst"

static struct case_file *scan(const char *path, struct scan_summary *ret_summary)
{
    struct case_file *file;
    struct err err;
    struct scan_options options = {.paths = &path, .path_count = 1, .workers = 1};
    assert_int_equal(case_open(":memory:", CASE_WRITE, &file, &err), OUTCOME_OK);
    assert_int_equal(scan_run(file, &options, ret_summary, &err), OUTCOME_OK);
    return file;
}

static void folders_of_a_pst(void **state)
{
    (void)state;
    if (access(SAMPLE, R_OK) != 0) {
        print_message("skipped: %s is not there\n", SAMPLE);
        skip();
    }
    struct scan_summary summary;
    CASE_LOCAL file = scan(SAMPLE, &summary);
    const struct case_folder *folders;
    size_t count;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_folders(file, arena, &folders, &count, &err), OUTCOME_OK);
    assert_true(count > 1);
    uint64_t expected = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(folders[i].name.size > 0 && folders[i].expected > 0);
        assert_int_equal(folders[i].read, folders[i].expected);
        assert_int_equal(folders[i].failed, 0);
        expected += folders[i].expected;
    }
    assert_int_equal(expected, summary.expected);
    assert_true(summary.expected > 0 && summary.complete);
}

static void evidence_of_a_pst(void **state)
{
    (void)state;
    if (access(SAMPLE, R_OK) != 0) {
        print_message("skipped: %s is not there\n", SAMPLE);
        skip();
    }
    struct scan_summary summary;
    CASE_LOCAL file = scan(SAMPLE, &summary);
    struct case_hit hits[] = {{.id = SPAN_LITERAL("x"), .message = 2}, {.id = SPAN_LITERAL("y"), .message = 40}};
    struct case_result result = {.hits = hits, .hit_count = 2};
    struct err err;
    assert_int_equal(case_result_write(file, &result, &err), OUTCOME_OK);
    assert_int_equal(scan_evidence(file, &err), OUTCOME_OK);
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < 2; i++) {
        struct case_message row;
        struct span kind, raw;
        uint8_t digest[HASH_SHA256_BYTES], again[HASH_SHA256_BYTES];
        assert_int_equal(case_read_evidence(file, hits[i].message, arena, &kind, &raw, digest, &err), OUTCOME_OK);
        assert_int_equal(case_read_message(file, hits[i].message, arena, &row, &err), OUTCOME_OK);
        assert_true(span_equal(kind, SPAN_LITERAL("mapi")));
        assert_true(span_find(raw, row.message.message_id, 0) != SIZE_MAX);
        hash_sha256(raw, again);
        assert_memory_equal(digest, again, sizeof digest);
    }
}

static void make_mail(const char *name, const char *id)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    if (id)
        fprintf(file, "From: a@example.com\nMessage-ID: <%s@example.com>\nSubject: m\n\nm\n", id);
    fclose(file);
}

static void make_maildir(void)
{
    static const char *const folders[] = {"M", "M/cur", "M/new", "M/.Sent", "M/.Sent/cur", "M/.Sent/new", "M/.Empty", "M/.Empty/cur"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(mkdir(path_of(folders[i]), 0700), 0);
    make_mail("M/cur/1", "1");
    make_mail("M/new/2", "2");
    make_mail("M/.Sent/cur/3", "3");
    make_mail("M/.Sent/cur/4", NULL); /* empty: no mail */
}

static void add_line(struct buf *manifest, const char *name)
{
    char path[64], text[256], hex[HASH_HEX_BYTES];
    uint8_t digest[HASH_SHA256_BYTES];
    snprintf(path, sizeof path, "M/%s", name);
    FILE *file = fopen(path_of(path), "r");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    hash_sha256((struct span){text, size}, digest);
    hash_hex(digest, sizeof digest, hex);
    buf_printf(manifest, "%s\t%zu\t%s\n", name, size, hex);
}

static void check_manifest(struct case_file *file)
{
    static const char *const names[] = {".Sent/cur/3", ".Sent/cur/4", "cur/1", "new/2"};
    BUF_LOCAL manifest = {0};
    const struct case_store *stores;
    size_t count;
    struct err err;
    uint8_t digest[HASH_SHA256_BYTES];
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_line(&manifest, names[i]);
    hash_sha256(buf_span(&manifest), digest);
    assert_int_equal(case_read_stores(file, arena, &stores, &count, &err), OUTCOME_OK);
    assert_int_equal(count, 1);
    assert_memory_equal(stores[0].sha256, digest, sizeof digest);
}

static void folders_of_a_maildir(void **state)
{
    (void)state;
    make_maildir();
    struct scan_summary summary;
    CASE_LOCAL file = scan(path_of("M"), &summary);
    const struct case_folder *folders;
    size_t count;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_folders(file, arena, &folders, &count, &err), OUTCOME_OK);
    assert_int_equal(count, 2);
    assert_true(span_equal(folders[0].name, SPAN_LITERAL("INBOX")));
    assert_int_equal(folders[0].expected, 2);
    assert_int_equal(folders[0].read, 2);
    assert_true(span_equal(folders[1].name, SPAN_LITERAL("Sent")));
    assert_int_equal(folders[1].expected, 2);
    assert_int_equal(folders[1].read + folders[1].failed, 2);
    assert_int_equal(summary.expected, 4);
    check_manifest(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_of_a_pst),
        cmocka_unit_test(evidence_of_a_pst),
        cmocka_unit_test(folders_of_a_maildir),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
