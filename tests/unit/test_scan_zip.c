/* A scan of ZIP archives: what becomes a store, what is told about the rest, going on after an interruption, evidence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/limits.h"
#include "case/case_read.h"
#include "case/case_result.h"
#include "scan/scan.h"
#include "tests/unit/test_folder.h"
#include "tests/unit/zip_made.h"

#define HEAD(id) "From: a@example.com\nTo: b@example.com\nSubject: mail " id "\nDate: Tue, 1 Mar 2022 10:00:00 +0900\n"
#define MAIL(id) HEAD(id) "Message-ID: <" id "@example.com>\n\nThis is mail " id ".\n"
#define MBOX_LINE "From a@example.com Tue Mar  1 10:00:00 2022\n"
#define MANY 3000

static void write_zip(struct zip_made *zip)
{
    zip_made_write(path_of("x.zip"), zip_made_end(zip));
}

static struct case_file *scan_with(struct scan_options options, const char *name, struct scan_summary *ret_summary, enum outcome wanted)
{
    struct case_file *file;
    struct err err;
    const char *path = path_of("x.zip");
    options.paths = &path;
    options.path_count = 1;
    assert_int_equal(case_open(name, CASE_WRITE, &file, &err), OUTCOME_OK);
    assert_int_equal(scan_run(file, &options, ret_summary, &err), wanted);
    return file;
}

static struct case_file *scan(struct scan_summary *ret_summary)
{
    return scan_with((struct scan_options){.workers = 2}, ":memory:", ret_summary, OUTCOME_OK);
}

/* How many troubles hold the text; *ret_incomplete: one of them does not pass as read. */
static size_t troubles(struct case_file *file, const char *part, bool *ret_incomplete)
{
    const struct case_trouble *rows;
    size_t count, found = 0;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_troubles(file, arena, &rows, &count, &err), OUTCOME_OK);
    *ret_incomplete = false;
    for (size_t i = 0; i < count; i++)
        if (span_find(rows[i].text, span_of(part), 0) != SIZE_MAX) {
            found++;
            *ret_incomplete |= rows[i].incomplete || rows[i].failed;
        }
    return found;
}

static void assert_store(struct case_file *file, const char *below, const char *format, uint64_t read)
{
    const struct case_store *rows;
    size_t count;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_stores(file, arena, &rows, &count, &err), OUTCOME_OK);
    char path[256];
    snprintf(path, sizeof path, "%s%s", path_of("x.zip"), below);
    for (size_t i = 0; i < count; i++)
        if (span_equal(rows[i].path, span_of(path))) {
            assert_true(span_equal(rows[i].format, span_of(format)));
            assert_int_equal(rows[i].read, read);
            return;
        }
    fail_msg("%s is no store", below);
}

static void make_sound(void)
{
    ZIP_MADE zip = {0}, inner = {0};
    zip_made_text(&inner, "i.eml", MAIL("inner"));
    zip_made_text(&inner, "i.mbox", MBOX_LINE MAIL("inner-mbox"));
    zip_made_text(&zip, "1.eml", MAIL("1"));
    zip_made_text(&zip, "Mail/All mail.mbox", MBOX_LINE MAIL("2") "\n" MBOX_LINE MAIL("3") "\n");
    zip_made_text(&zip, "a/b/4.eml", MAIL("4"));
    zip_made_add(&zip, "inner.zip", zip_made_end(&inner), 0, ZIP_SOUND);
    zip_made_text(&zip, "notes.txt", "no mail");
    write_zip(&zip);
}

static void reads_all(void **state)
{
    (void)state;
    struct scan_summary summary;
    bool incomplete;
    make_sound();
    CASE_LOCAL file = scan(&summary);
    assert_true(summary.complete);
    assert_int_equal(summary.read, 6);
    assert_store(file, "", "zip", 1);
    assert_store(file, "/Mail/All mail.mbox", "mbox", 2);
    assert_store(file, "/a/b", "zip", 1);
    assert_store(file, "/inner.zip", "zip", 1);
    assert_store(file, "/inner.zip/i.mbox", "mbox", 1);
    assert_int_equal(troubles(file, "notes.txt is not a mail store", &incomplete), 1);
    assert_false(incomplete);
}

static void tells_what_was_not_read(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        enum zip_fault fault;
        const char *says;
    } rows[] = {
        {"b.pst", "whatever", ZIP_SAYS_ENCRYPTED, "b.pst was not read: it is encrypted"},
        {"b.eml", MAIL("2"), ZIP_SAYS_ENCRYPTED_LOCAL, "is encrypted"},
        {"b.eml", MAIL("2"), ZIP_STRANGE_METHOD, "method"},
        {"b.eml", MAIL("2"), ZIP_BAD_CHECKSUM, "checksum"},
        {"b.mbox", MBOX_LINE MAIL("2"), ZIP_BAD_CHECKSUM, "checksum"},
        {"b.bin", "no mail, as far as one can see", ZIP_BAD_CHECKSUM, "checksum"},
        {"b.eml", MAIL("2"), ZIP_BROKEN_DATA, "is damaged"},
        {"b.eml", "no mail", ZIP_SOUND, "is named like a mail store"},
        {"b.eml", "", ZIP_SOUND, "is named like a mail store"},
        {"b.eml/", MAIL("2"), ZIP_BAD_CHECKSUM, "checksum"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scan_summary summary;
        bool incomplete;
        ZIP_MADE zip = {0};
        zip_made_text(&zip, "1.eml", MAIL("1"));
        zip_made_add(&zip, rows[i].name, span_of(rows[i].text), 0, rows[i].fault);
        zip_made_text(&zip, "3.eml", MAIL("3"));
        write_zip(&zip);
        CASE_LOCAL file = scan(&summary);
        if (summary.complete || troubles(file, rows[i].says, &incomplete) != 1 || !incomplete || summary.read < 2)
            fail_msg("row %zu", i);
    }
}

static void too_deep_and_named_twice(void **state)
{
    (void)state;
    ZIP_MADE third = {0}, second = {0}, first = {0};
    struct scan_summary summary;
    bool incomplete;
    zip_made_text(&third, "3.eml", MAIL("3"));
    zip_made_add(&second, "third.zip", zip_made_end(&third), 0, ZIP_SOUND);
    zip_made_add(&first, "second.zip", zip_made_end(&second), 0, ZIP_SOUND);
    zip_made_text(&first, "a", MBOX_LINE MAIL("4"));
    zip_made_text(&first, "a", MBOX_LINE MAIL("5"));
    zip_made_text(&first, "a/6.eml", MAIL("6"));
    write_zip(&first);
    CASE_LOCAL file = scan(&summary);
    assert_false(summary.complete);
    assert_int_equal(troubles(file, "third.zip was not read", &incomplete), 1);
    assert_true(incomplete);
    assert_int_equal(troubles(file, "has the name of another member", &incomplete), 1);
    assert_int_equal(troubles(file, "is a folder with the name of a member", &incomplete), 1);
    assert_true(incomplete);
}

/* Notes are bounded, and the rest is counted. */
static void many_strangers(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    struct scan_summary summary;
    bool incomplete;
    zip_made_text(&zip, "1.eml", MAIL("1"));
    for (unsigned i = 0; i < LIMIT_PLAN_NOTES + 20; i++) {
        char name[32];
        snprintf(name, sizeof name, "s%u.txt", i);
        zip_made_text(&zip, name, "no mail");
        snprintf(name, sizeof name, "e%u.txt", i);
        zip_made_add(&zip, name, SPAN_LITERAL("?"), 0, ZIP_SAYS_ENCRYPTED);
    }
    write_zip(&zip);
    CASE_LOCAL file = scan(&summary);
    assert_int_equal(troubles(file, "is not a mail store", &incomplete), LIMIT_PLAN_NOTES);
    assert_int_equal(troubles(file, "120 members in all that are no mail stores", &incomplete), 1);
    assert_int_equal(troubles(file, "is encrypted", &incomplete), LIMIT_PLAN_NOTES);
    assert_int_equal(troubles(file, "120 members in all were not read", &incomplete), 1);
    assert_false(summary.complete);
}

static void stop(void *context, const struct scan_progress *progress)
{
    volatile int *interrupted = context;
    *interrupted |= progress->read > 0;
}

/* `name` holds the folder of mails and the mbox. */
static void make_many(void)
{
    ZIP_MADE zip = {0};
    BUF_LOCAL mbox = {0};
    for (unsigned i = 0; i < MANY; i++) {
        char name[64];
        BUF_LOCAL mail = {0};
        buf_printf(&mail, HEAD("x") "Message-ID: <%u@example.com>\n\nThis is mail %u.\n", i, i);
        snprintf(name, sizeof name, "a/%u.eml", i);
        zip_made_add(&zip, name, buf_span(&mail), 0, ZIP_SOUND);
        buf_printf(&mbox, MBOX_LINE HEAD("y") "Message-ID: <m%u@example.com>\n\nThis is mail %u.\n\n", i, i);
    }
    zip_made_add(&zip, "b.mbox", buf_span(&mbox), 0, ZIP_SOUND);
    write_zip(&zip);
}

static size_t count_messages(struct case_file *file)
{
    struct case_cursor *cursor;
    struct case_message row;
    struct err err;
    size_t count = 0;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(case_read_begin(file, &cursor, &err), OUTCOME_OK);
    while (case_read_next(cursor, arena, &row, &err) == OUTCOME_OK) {
        count++;
        arena_reset(arena);
    }
    case_read_end(cursor);
    return count;
}

static void goes_on_after_an_interruption(void **state)
{
    (void)state;
    volatile int interrupted = 0;
    struct scan_summary summary;
    make_many();
    struct scan_options options = {.workers = 1, .progress = stop, .progress_context = (void *)(uintptr_t)&interrupted, .interrupted = &interrupted};
    const char *name = path_of("case");
    struct case_file *file = scan_with(options, name, &summary, OUTCOME_END);
    size_t before = count_messages(file);
    assert_true(before > 0 && before < 2 * MANY);
    case_close(file);
    file = scan_with((struct scan_options){.workers = 1}, name, &summary, OUTCOME_OK);
    assert_true(summary.complete);
    assert_int_equal(summary.read, 2 * MANY);
    assert_int_equal(count_messages(file), 2 * MANY);
    case_close(file);
}

static void evidence_is_found_again(void **state)
{
    (void)state;
    struct scan_summary summary;
    struct err err;
    make_sound();
    CASE_LOCAL file = scan(&summary);
    struct case_hit hits[6];
    for (size_t i = 0; i < 6; i++)
        hits[i] = (struct case_hit){.id = SPAN_LITERAL("x"), .message = (int64_t)i + 1};
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    for (size_t i = 0; i < 6; i++)
        hits[i].id = span_of(ids[i]);
    struct case_result result = {.hits = hits, .hit_count = 6};
    assert_int_equal(case_result_write(file, &result, &err), OUTCOME_OK);
    assert_int_equal(scan_evidence(file, &err), OUTCOME_OK);
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < 6; i++) {
        struct case_message row;
        struct span kind, raw;
        uint8_t digest[HASH_SHA256_BYTES];
        assert_int_equal(case_read_evidence(file, hits[i].message, arena, &kind, &raw, digest, &err), OUTCOME_OK);
        assert_int_equal(case_read_message(file, hits[i].message, arena, &row, &err), OUTCOME_OK);
        assert_true(span_find(raw, row.message.message_id, 0) != SIZE_MAX);
        assert_true(span_starts(raw, SPAN_LITERAL("From: a@example.com")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all),
        cmocka_unit_test(tells_what_was_not_read),
        cmocka_unit_test(too_deep_and_named_twice),
        cmocka_unit_test(many_strangers),
        cmocka_unit_test(goes_on_after_an_interruption),
        cmocka_unit_test(evidence_is_found_again),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
