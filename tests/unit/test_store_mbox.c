/* mbox: where one mail ends and the next begins, quoting undone, and what a cut file says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "store/store_mbox.h"

#define FROM_A "From a@example.com Mon Jan  1 10:00:00 2024\n"
#define FROM_B "From b@example.com Tue Jan  2 10:00:00 2024\n"

struct walk {
    char text[16][1024];
    struct occurrence where[16];
    uint32_t flags[16];
    size_t count;
    size_t notes, incomplete;
    char last_note[LIMIT_ERR_TEXT];
    enum outcome end;
    struct store_counts counts;
};

static void note(void *context, bool incomplete, struct span text)
{
    struct walk *walk = context;
    walk->notes++;
    walk->incomplete += incomplete;
    snprintf(walk->last_note, sizeof walk->last_note, "%.*s", SPAN_ARGS(text));
}

static void write_file(const char *path, struct span bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
}

static void walk_bytes_from(struct span bytes, uint64_t item, struct walk *walk)
{
    char path[] = "/tmp/test_store_mbox.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_file(path, bytes);
    memset(walk, 0, sizeof *walk);
    struct store *store;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_mbox_driver.open(path, &store, &err), OUTCOME_OK);
    store->note = note;
    store->note_context = walk;
    assert_int_equal(store_mbox_driver.seek(store, item, &err), OUTCOME_OK);
    struct store_item got;
    while ((walk->end = store_mbox_driver.next(store, arena, &got, &err)) == OUTCOME_OK) {
        assert_true(walk->count < 16);
        snprintf(walk->text[walk->count], sizeof walk->text[0], "%.*s", SPAN_ARGS(got.rfc5322));
        walk->flags[walk->count] = got.flags;
        walk->where[walk->count++] = got.where;
        arena_reset(arena);
    }
    walk->counts = store->counts;
    store_mbox_driver.close(store);
    unlink(path);
}

static void walk_text(const char *text, struct walk *walk)
{
    walk_bytes_from(span_of(text), 0, walk);
}

static int bid(const char *text)
{
    struct store_probe probe = {.path = "x", .head = span_of(text), .size = strlen(text)};
    return store_mbox_driver.bid(&probe);
}

static void two_mails(void **state)
{
    (void)state;
    struct walk walk;
    const char *text = FROM_A "Subject: one\n\nhello\n\n" FROM_B "Subject: two\n\nworld\n\n";
    walk_text(text, &walk);
    assert_int_equal(walk.end, OUTCOME_END);
    assert_int_equal(walk.count, 2);
    assert_string_equal(walk.text[0], "Subject: one\n\nhello\n");
    assert_string_equal(walk.text[1], "Subject: two\n\nworld\n");
    assert_int_equal(walk.where[1].item, 1);
    assert_int_equal(walk.where[0].offset, 0);
    assert_int_equal(walk.where[1].offset, walk.where[0].length);
    assert_int_equal(walk.where[0].length + walk.where[1].length, strlen(text));
    assert_int_equal(walk.counts.expected, 2);
    assert_int_equal(walk.counts.read, 2);
    assert_int_equal(walk.notes, 0);
}

static void line_ends_crlf(void **state)
{
    (void)state;
    struct walk walk;
    walk_text("From a@example.com Mon Jan  1 10:00:00 2024\r\nSubject: one\r\n\r\n>From here\r\n\r\n"
              "From b@example.com Mon, 1 Jan 2024 10:00:00 +0900\r\nSubject: two\r\n\r\nworld\r\n\r\n",
              &walk);
    assert_int_equal(walk.count, 2);
    assert_string_equal(walk.text[0], "Subject: one\r\n\r\nFrom here\r\n");
    assert_int_equal(walk.notes, 0);
}

static void from_lines_in_bodies(void **state)
{
    (void)state;
    struct walk walk;
    walk_text(FROM_A "Subject: one\n\nFrom here on it is prose.\n\nFrom Monday on, too.\n\n"
                     "From x@example.com Mon Jan  1 10:00:00 2024\nprose, no header field\n\n" FROM_B "Subject: two\n\nb\n\n",
              &walk);
    assert_int_equal(walk.count, 2);
    assert_string_equal(walk.text[1], "Subject: two\n\nb\n");
}

static void separator_without_blank_line(void **state)
{
    (void)state;
    struct walk walk;
    walk_text(FROM_A "Subject: one\n\nno blank line\n" FROM_B "Subject: two\nDate: x\n\nb\n", &walk);
    assert_int_equal(walk.count, 2);
    walk_text(FROM_A "Subject: one\n\nno blank line\n" FROM_B "Subject: one field only\n\nb\n", &walk);
    assert_int_equal(walk.count, 1);
}

static void quoting_is_undone(void **state)
{
    (void)state;
    struct walk walk;
    walk_text(FROM_A "Subject: >From stays\n>From stays in a header\n\n>From a\n>>From b\n> From c\nx >From d\n>>>From e\n\n",
              &walk);
    assert_string_equal(walk.text[0], "Subject: >From stays\n>From stays in a header\n\nFrom a\n>From b\n> From c\nx >From d\n"
                                      ">>From e\n");
}

static void content_length(void **state)
{
    (void)state;
    struct walk walk;
    const char *inner = FROM_B "Subject: inner\n\nx\n";
    char text[1024];
    snprintf(text, sizeof text, FROM_A "Subject: cl2\nContent-Length: %zu\n\nbody\n\n%s>From kept\n\n" FROM_B "Subject: two\n\nb\n\n",
             6 + strlen(inner) + 11, inner);
    walk_text(text, &walk);
    assert_int_equal(walk.count, 2);
    assert_non_null(strstr(walk.text[0], "Subject: inner"));
    assert_non_null(strstr(walk.text[0], "\n>From kept"));
    /* a length that ends anywhere else is stale */
    snprintf(text, sizeof text, FROM_A "Subject: stale\nContent-Length: 7\n\nbody\n\n" FROM_B "Subject: two\n\nb\n\n");
    walk_text(text, &walk);
    assert_int_equal(walk.count, 2);
    snprintf(text, sizeof text, FROM_A "Subject: huge\nContent-Length: 99999999999999999999\n\nbody\n\n" FROM_B "Subject: two\n\nb\n\n");
    walk_text(text, &walk);
    assert_int_equal(walk.count, 2);
}

static void cut_files(void **state)
{
    (void)state;
    struct walk walk;
    walk_text(FROM_A "Subject: one\n\nhello\n\n" FROM_B "Subject: tw", &walk);
    assert_int_equal(walk.count, 2);
    assert_int_equal(walk.incomplete, 1);
    assert_non_null(strstr(walk.last_note, "header"));
    walk_text(FROM_A "Subject: one\n\nhello\n\n" FROM_B "Subject: two\n\nwor", &walk);
    assert_int_equal(walk.incomplete, 1);
    assert_non_null(strstr(walk.last_note, "line"));
    walk_text(FROM_A "Subject: one\n\nhello\n\n" FROM_B "Subject: two\n\nworld\n", &walk);
    assert_int_equal(walk.incomplete, 1);
    walk_text(FROM_A "Subject: x\nContent-Type: multipart/mixed;\n boundary=\"bb\"\n\n--bb\n\nhello\n\n", &walk);
    assert_int_equal(walk.incomplete, 1);
    assert_non_null(strstr(walk.last_note, "MIME"));
    walk_text(FROM_A "Subject: x\nContent-Type: multipart/mixed;\n boundary=\"bb\"\n\n--bb\n\nhello\n--bb--\n\n", &walk);
    assert_int_equal(walk.incomplete, 0);
    walk_text(FROM_A "Subject: one\n\nhello\n\n" FROM_B, &walk);
    assert_int_equal(walk.count, 2);
    assert_int_equal(walk.incomplete, 1);
}

static void flags(void **state)
{
    (void)state;
    struct walk walk;
    walk_text(FROM_A "Status: RO\nX-Status: A\nSubject: one\n\nhello\n\n" FROM_B
                     "X-Mozilla-Status: 0009\nX-Gmail-Labels: Inbox,Sent\n\nx\n\n",
              &walk);
    assert_int_equal(walk.flags[0], MESSAGE_READ | MESSAGE_ANSWERED);
    assert_int_equal(walk.flags[1], MESSAGE_READ | MESSAGE_DELETED | MESSAGE_SENT_COPY);
}

static void seeks(void **state)
{
    (void)state;
    struct walk walk;
    walk_bytes_from(SPAN_LITERAL(FROM_A "Subject: one\n\nhello\n\n" FROM_B "Subject: two\n\nb\n\n" FROM_A "Subject: three\n\nc\n\n"), 2,
                    &walk);
    assert_int_equal(walk.count, 1);
    assert_int_equal(walk.where[0].item, 2);
    assert_int_equal(walk.counts.read, 1);
    assert_int_equal(walk.counts.expected, 3);
}

static void undated_first_line(void **state)
{
    (void)state;
    struct walk walk;
    walk_text("From a@example.com\nReceived: x\nSubject: one\n\nFrom: no separator\n\nFrom prose\nSubject: x\n\n"
              "From b@example.com\nReceived: y\nSubject: two\n\nb\n\n",
              &walk);
    assert_int_equal(walk.count, 2);
}

static void garbage_first(void **state)
{
    (void)state;
    struct walk walk;
    walk_text("\x01\x02 no mail\n\n" FROM_A "Subject: one\n\nhello\n\n", &walk);
    assert_int_equal(walk.count, 1);
    assert_int_equal(walk.incomplete, 1);
}

/* Mails of many sizes around the window's chunks come out whole and in order. */
static void windows(void **state)
{
    (void)state;
    BUF_LOCAL bytes = {0};
    char path[] = "/tmp/test_store_mbox.XXXXXX";
    close(mkstemp(path));
    for (unsigned i = 0; i < 200; i++) {
        buf_printf(&bytes, FROM_A "Subject: %u\n\n", i);
        for (unsigned k = 0; k < i * 13u % 97u * 4001u / 60u; k++)
            buf_printf(&bytes, "line %u of mail %u\n", k, i);
        buf_add_byte(&bytes, '\n');
    }
    write_file(path, buf_span(&bytes));
    struct store *store;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_mbox_driver.open(path, &store, &err), OUTCOME_OK);
    struct store_item item;
    uint64_t at = 0;
    for (unsigned i = 0; i < 200; i++) {
        char subject[32];
        assert_int_equal(store_mbox_driver.next(store, arena, &item, &err), OUTCOME_OK);
        snprintf(subject, sizeof subject, "Subject: %u\n", i);
        assert_true(span_starts(item.rfc5322, span_of(subject)));
        assert_int_equal(item.where.offset, at);
        at += item.where.length;
    }
    assert_int_equal(at, bytes.size);
    assert_int_equal(store_mbox_driver.next(store, arena, &item, &err), OUTCOME_END);
    store_mbox_driver.close(store);
    unlink(path);
}

static void shrinking_file(void **state)
{
    (void)state;
    BUF_LOCAL bytes = {0};
    char path[] = "/tmp/test_store_mbox.XXXXXX";
    close(mkstemp(path));
    while (bytes.size < 6u * 1024 * 1024)
        buf_printf(&bytes, FROM_A "Subject: x\n\nhello hello hello hello\n\n");
    write_file(path, buf_span(&bytes));
    struct store *store;
    struct err err;
    struct walk walk = {0};
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_mbox_driver.open(path, &store, &err), OUTCOME_OK);
    store->note = note;
    store->note_context = &walk;
    struct store_item item;
    assert_int_equal(store_mbox_driver.next(store, arena, &item, &err), OUTCOME_OK);
    assert_int_equal(truncate(path, 2 * 1024 * 1024), 0);
    while (store_mbox_driver.next(store, arena, &item, &err) == OUTCOME_OK)
        arena_reset(arena);
    assert_true(walk.incomplete >= 1);
    assert_non_null(strstr(walk.last_note, "shorter"));
    store_mbox_driver.close(store);
    unlink(path);
}

static void bids(void **state)
{
    (void)state;
    assert_true(bid(FROM_A "Subject: x\n\nb\n") > 50);
    assert_true(bid("From - Mon Jan 01 10:00:00 2024\nX-Mozilla-Status: 0001\n\nb\n") > 50);
    assert_int_equal(bid("From: a@example.com\nSubject: x\n\nb\n"), 0);
    assert_int_equal(bid("From here on, nothing is mail.\nNothing at all.\n"), 0);
    assert_int_equal(bid(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_mails),
        cmocka_unit_test(line_ends_crlf),
        cmocka_unit_test(from_lines_in_bodies),
        cmocka_unit_test(separator_without_blank_line),
        cmocka_unit_test(quoting_is_undone),
        cmocka_unit_test(content_length),
        cmocka_unit_test(cut_files),
        cmocka_unit_test(flags),
        cmocka_unit_test(seeks),
        cmocka_unit_test(undated_first_line),
        cmocka_unit_test(garbage_first),
        cmocka_unit_test(windows),
        cmocka_unit_test(shrinking_file),
        cmocka_unit_test(bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
