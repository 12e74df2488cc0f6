/* Exchange names in the case: whose they are, what doubt leaves open, and that neither order nor repetition changes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "case/case_exchange.h"
#include "case/case_read.h"
#include "case/case_write.h"

#define S(text) SPAN_LITERAL(text)
#define DN "/o=x/cn=taro"

struct fixture {
    struct arena *arena;
    struct case_file *file;
    struct err err;
    int64_t store;
};

/* One pair for each mail; `mails` of them, the first sent at `date`. */
struct lesson {
    const char *dn, *smtp;
    unsigned mails;
    int64_t date;
};

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct case_store store = {.path = S("/mail/a.pst"), .format = S("pst"), .size = 1, .mtime = 1};
    f->arena = arena_open();
    assert_int_equal(case_open(":memory:", CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
    assert_int_equal(case_write_store(f->file, &store, &f->store, &f->err), OUTCOME_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    case_close(f->file);
    arena_close(f->arena);
    free(f);
    return 0;
}

static void write_mail(struct fixture *f, uint64_t number, const struct message *message)
{
    struct fingerprint_set set = {0};
    struct occurrence where = {.folder = S("Inbox"), .item = number};
    memcpy(set.key, &number, sizeof number);
    if (case_write_message(f->file, f->store, &where, message, &set, NULL, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
}

static void teach(struct fixture *f, uint64_t number, const struct lesson *lesson)
{
    for (unsigned i = 0; i < lesson->mails; i++) {
        struct exchange_name pair = {span_of(lesson->dn), span_of(lesson->smtp)};
        struct message message = {.date = lesson->date + i, .received_date = MESSAGE_NO_DATE, .exchange_names = &pair, .exchange_name_count = 1};
        write_mail(f, number + i, &message);
    }
}

static void settle(struct fixture *f)
{
    if (case_exchange_settle(f->file, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
}

static void assert_resolves(struct fixture *f, const char *addr, const char *smtp)
{
    struct address address = {.name = S("Taro"), .addr = span_of(addr), .kind = ADDRESS_EX};
    assert_int_equal(case_exchange_resolve(f->file, f->arena, &address, &f->err), OUTCOME_OK);
    if (!span_equal(address.addr, span_of(smtp ? smtp : addr)))
        fail_msg("%s became %.*s", addr, SPAN_ARGS(address.addr));
    assert_int_equal(address.kind, smtp ? ADDRESS_SMTP : ADDRESS_EX);
}

static void conflicts(void **state)
{
    (void)state;
    static const struct { struct lesson lessons[3]; const char *smtp; } cases[] = {
        {{{DN, "taro@example.jp", 1, 0}}, "taro@example.jp"},
        {{{DN, "taro@example.jp", 2, 9}, {DN, "t.yamada@mail.example.jp", 1, 99}}, "taro@example.jp"},      /* more often */
        {{{DN, "taro@example.jp", 1, 9}, {DN, "t.yamada@example.jp", 1, 8}}, "taro@example.jp"},            /* newer */
        {{{DN, "taro@example.jp", 1, 9}, {DN, "t.yamada@example.jp", 1, 9}}, "t.yamada@example.jp"},        /* by bytes */
        {{{DN, "taro@example.jp", 9, 0}, {DN, "taro@other.example", 1, 0}}, NULL},
        {{{DN, "taro@example.jp", 10, 0}, {DN, "taro@other.example", 1, 0}}, "taro@example.jp"},
        {{{DN, "taro@example.jp", 19, 0}, {DN, "taro@other.example", 1, 0}, {DN, "x@third.example", 1, 0}}, NULL},
        {{{DN, "taro@example.jp", 1, 0}, {DN, "taro@other.example", 1, 0}}, NULL},
        {{{DN, "taro@gmail.com", 2, 0}, {DN, "jiro@gmail.com", 1, 0}}, NULL},
        {{{"/o=x/cn=jiro", "jiro@example.jp", 5, 0}}, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (unsigned turn = 0; turn < 2; turn++) {
            void *fixture;
            open_fixture(&fixture);
            for (size_t l = 0; l < 3; l++) {
                size_t lesson = turn ? 2 - l : l;
                if (cases[i].lessons[lesson].dn)
                    teach(fixture, (uint64_t)lesson * 100 + 1, &cases[i].lessons[lesson]);
            }
            settle(fixture);
            assert_resolves(fixture, DN, cases[i].smtp);
            close_fixture(&fixture);
        }
}

static void one_mail_counts_once(void **state)
{
    struct fixture *f = *state;
    struct exchange_name pairs[] = {{S(DN), S("taro@example.jp")}, {S(DN), S("taro@example.jp")}};
    struct message message = {.date = 1, .received_date = MESSAGE_NO_DATE, .exchange_names = pairs, .exchange_name_count = 2};
    for (unsigned i = 0; i < 20; i++)
        write_mail(f, 7, &message);
    teach(f, 100, &(struct lesson){DN, "taro@other.example", 1, 0});
    settle(f);
    assert_resolves(f, DN, NULL);
}

static void settles_anew(void **state)
{
    struct fixture *f = *state;
    struct address from = {.name = S("Taro"), .addr = S(DN), .kind = ADDRESS_EX};
    struct message message = {.date = 1, .received_date = MESSAGE_NO_DATE, .from = &from, .from_count = 1, .recipients = &from, .recipient_count = 1};
    struct case_message row;
    write_mail(f, 1, &message);
    settle(f);
    assert_int_equal(case_read_message(f->file, 1, f->arena, &row, &f->err), OUTCOME_OK);
    assert_int_equal(row.message.from[0].kind, ADDRESS_EX);
    teach(f, 2, &(struct lesson){DN, "taro@example.jp", 1, 0});
    settle(f);
    assert_int_equal(case_read_message(f->file, 1, f->arena, &row, &f->err), OUTCOME_OK);
    assert_int_equal(row.message.from[0].kind, ADDRESS_SMTP);
    assert_true(span_equal(row.message.from[0].addr, S("taro@example.jp")));
    assert_true(span_equal(row.message.from[0].name, S("Taro")));
    assert_true(span_equal(row.message.recipients[0].addr, S("taro@example.jp")));
    assert_resolves(f, "imceaex-_o=x_cn=taro@example.jp", "taro@example.jp");
    assert_resolves(f, "imceaex-_o=x_cn=taro@thief.example", NULL);
}

static void a_store_read_anew_forgets(void **state)
{
    struct fixture *f = *state;
    struct case_store changed = {.path = S("/mail/a.pst"), .format = S("pst"), .size = 2, .mtime = 2, .state = CASE_STORE_DONE, .next_item = 1};
    teach(f, 1, &(struct lesson){DN, "taro@example.jp", 1, 0});
    assert_int_equal(case_write_store(f->file, &changed, &f->store, &f->err), OUTCOME_OK);
    settle(f);
    assert_resolves(f, DN, "taro@example.jp");
    struct case_store again = {.path = S("/mail/a.pst"), .format = S("pst"), .size = 3, .mtime = 3};
    assert_int_equal(case_write_store(f->file, &again, &f->store, &f->err), OUTCOME_OK);
    settle(f);
    assert_resolves(f, DN, NULL);
}

static void a_mail_within_does_not_teach(void **state)
{
    struct fixture *f = *state;
    struct exchange_name pair = {S(DN), S("thief@evil.example")};
    struct message within = {.date = 1, .received_date = MESSAGE_NO_DATE, .exchange_names = &pair, .exchange_name_count = 1};
    struct attachment attachment = {.embedded = &within};
    struct message message = {.date = 1, .received_date = MESSAGE_NO_DATE, .attachments = &attachment, .attachment_count = 1};
    struct fingerprint_set sets[] = {{.key = {1}}, {.key = {2}}};
    struct occurrence where = {.folder = S("Inbox")};
    assert_int_equal(case_write_message(f->file, f->store, &where, &message, &sets[0], &sets[1], &f->err), OUTCOME_OK);
    settle(f);
    assert_resolves(f, DN, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conflicts),
        cmocka_unit_test_setup_teardown(one_mail_counts_once, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(settles_anew, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_store_read_anew_forgets, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_mail_within_does_not_teach, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
