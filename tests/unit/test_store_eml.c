/* Single mail files and folders of them, found by content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "store/emlx.h"
#include "store/store_open.h"

static char root[64];

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info, (void)type, (void)ftw;
    return remove(path);
}

static const char *make(const char *name, const char *text)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_store_eml.XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void assert_only_mail(const char *path, const char *text)
{
    struct store *store;
    struct err err;
    struct store_item item;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_open(path, NULL, NULL, &store, &err), OUTCOME_OK);
    assert_string_equal(store->driver->name, "eml");
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(span_equal(item.rfc5322, span_of(text)));
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
    assert_int_equal(store->counts.read, 1);
    store_close(store);
}

static void single_files(void **state)
{
    (void)state;
    const char *mail = "From: a@example.com\nSubject: x\n\nhello\n";
    assert_only_mail(make("a.txt", mail), mail);
    assert_only_mail(make("a.txt", "\xEF\xBB\xBF" "From: a@example.com\nSubject: x\n\nhello\n"), mail);
    assert_only_mail(make("a.txt", "From: a@example.com\rSubject: x\r\rhello\r"), mail);
    assert_only_mail(make("a.txt", "X-Odd: 1\n folded\nReceived: y"), "X-Odd: 1\n folded\nReceived: y");
    unlink(make("a.txt", ""));
}

/* The size in the first line counts; the property list behind the mail tells its state. */
static void apple_mail(void **state)
{
    (void)state;
    const char *mail = "From: a@example.com\nSubject: x\n\n<?xml\nhello\n";
    assert_only_mail(make("a.emlx", "44        \nFrom: a@example.com\nSubject: x\n\n<?xml\nhello\n"
                          "<?xml version=\"1.0\"?>\n<plist><dict><key>date-sent</key><integer>1</integer>"
                          "<key>flags</key>\n<integer>8590195717</integer></dict></plist>\n"), mail);
    assert_only_mail(make("a.emlx", "400\nFrom: a@example.com\nSubject: x\n\n<?xml\nhello\n"), mail);
    unlink(make("a.emlx", ""));
    uint32_t flags;
    emlx_mail(SPAN_LITERAL("2\nx\n<?xml?><key>flags</key><integer>8590195717</integer>"), &flags);
    assert_int_equal(flags, MESSAGE_READ | MESSAGE_ANSWERED);
    emlx_mail(SPAN_LITERAL("2\nx\n<?xml?><key>flags</key><integer>x"), &flags);
    assert_int_equal(flags, 0);
}

static void not_mail(void **state)
{
    (void)state;
    struct store *store;
    struct err err;
    assert_null(store_format(make("b.eml", "Dear all,\nSubject: to change\n")));
    assert_null(store_format(make("b.eml", "key: value\nother: value\n")));
    assert_int_equal(store_open(make("b.eml", ""), NULL, NULL, &store, &err), OUTCOME_DEAD);
    assert_non_null(strstr(err.text, "empty"));
    assert_int_equal(store_open(make("b.eml", "\x7f" "ELF"), NULL, NULL, &store, &err), OUTCOME_DEAD);
    assert_non_null(strstr(err.text, "not a mail store"));
    unlink(make("b.eml", ""));
}

static void folder_of_mails(void **state)
{
    (void)state;
    char sent[128];
    snprintf(sent, sizeof sent, "%s/Sent Items", root);
    assert_int_equal(mkdir(sent, 0700), 0);
    make("Sent Items/2.eml", "From: a@example.com\n\nsecond\n");
    make("Sent Items/1", "From: a@example.com\n\nfirst\n");
    make("Sent Items/notes.txt", "not a mail\n");
    struct store *store;
    struct err err;
    struct store_item item;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_open(sent, NULL, NULL, &store, &err), OUTCOME_OK);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(span_equal(item.where.path, SPAN_LITERAL("1")));
    assert_int_equal(item.flags, MESSAGE_SENT_COPY);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(span_equal(item.where.path, SPAN_LITERAL("2.eml")));
    assert_int_equal(item.where.item, 1);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
    assert_int_equal(store->counts.expected, 2);
    store_close(store);
    assert_int_equal(store_open(sent, NULL, NULL, &store, &err), OUTCOME_OK);
    assert_int_equal(store_seek(store, 1, &err), OUTCOME_OK);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(span_equal(item.rfc5322, SPAN_LITERAL("From: a@example.com\n\nsecond\n")));
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_files),
        cmocka_unit_test(apple_mail),
        cmocka_unit_test(not_mail),
        cmocka_unit_test(folder_of_mails),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
