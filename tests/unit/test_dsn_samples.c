/* Every format of samples/bounces: kind, recipients, status and the original's Message-ID as its writer says them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decode/decode_item.h"
#include "store/store_open.h"

#define COLUMNS 5
enum { FILE_NAME, KIND, RECIPIENTS, STATUS, ORIGINAL };

static int wrong;

static void differs(const char *file, const char *what, struct span got, struct span wanted)
{
    if (span_equal(got, wanted))
        return;
    print_error("%s: %s is '%.*s', wanted '%.*s'\n", file, what, SPAN_ARGS(got), SPAN_ARGS(wanted));
    wrong++;
}

static void compare(const char *file, const struct message *message, const struct span columns[COLUMNS])
{
    const struct report_mail *report = message->report;
    differs(file, "kind", report ? span_of(report_mail_kind_name(report->kind)) : SPAN_LITERAL("-"), columns[KIND]);
    if (!report || span_equal(columns[KIND], SPAN_LITERAL("-")))
        return;
    BUF_LOCAL recipients = {0};
    for (size_t i = 0; i < report->recipient_count; i++) {
        if (i)
            buf_add_byte(&recipients, ',');
        buf_add(&recipients, report->recipients[i].address);
        differs(file, "status", report->recipients[i].status, columns[STATUS]);
    }
    differs(file, "recipients", buf_span(&recipients), columns[RECIPIENTS]);
    differs(file, "original", report->original_id, columns[ORIGINAL]);
    if (report->original != REPORT_MAIL_NO_ORIGINAL && message->attachments[report->original].embedded->received_count) {
        const struct message *original = message->attachments[report->original].embedded;
        differs(file, "its sender", original->from_count ? original->from[0].addr : SPAN_NONE, SPAN_LITERAL("taro.yamada@hikari.example"));
        differs(file, "its account", original->authenticated, SPAN_LITERAL("taro.yamada@hikari.example"));
        differs(file, "its client", original->received[0].from_ip, SPAN_LITERAL("198.51.100.17"));
    }
}

static void row_check(struct dsn_words *words, struct span line)
{
    ARENA_LOCAL arena = arena_open();
    struct span columns[COLUMNS] = {{0}};
    for (int i = 0; i < COLUMNS && line.size; i++) {
        size_t tab = span_find_byte(line, '\t', 0);
        columns[i] = span_slice(line, 0, tab);
        line = tab == SIZE_MAX ? SPAN_NONE : span_slice(line, tab + 1, line.size);
    }
    char path[512];
    snprintf(path, sizeof path, SAMPLES "/bounces/%.*s", SPAN_ARGS(columns[FILE_NAME]));
    struct store *store;
    struct store_item item = {0};
    struct message message;
    struct err err;
    assert_int_equal(store_open(path, NULL, NULL, &store, &err), OUTCOME_OK);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_int_equal(decode_item(arena, &item, words, &message, &err), OUTCOME_OK);
    compare(path + sizeof SAMPLES "/bounces", &message, columns);
    store_close(store);
}

static void every_format_is_read(void **state)
{
    (void)state;
    struct dsn_words *words = dsn_words_open();
    FILE *file = fopen(SAMPLES "/bounces/truth.tsv", "rb");
    char line[1024];
    int rows = 0;
    assert_non_null(file);
    for (; fgets(line, sizeof line, file); rows++) {
        line[strcspn(line, "\n")] = '\0';
        row_check(words, span_of(line));
    }
    fclose(file);
    dsn_words_close(words);
    assert_true(rows >= 60);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_format_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
