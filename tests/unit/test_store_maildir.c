/* Maildir: folders, names, flags, order, and what cannot be read. */
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
#include "store/folder_role.h"
#include "store/imap_utf7.h"
#include "store/store_maildir.h"

struct place {
    char root[64];
};

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info, (void)type, (void)ftw;
    return remove(path);
}

static void make_folder(const struct place *place, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_mail(const struct place *place, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state)
{
    static struct place place;
    snprintf(place.root, sizeof place.root, "/tmp/test_store_maildir.XXXXXX");
    if (!mkdtemp(place.root))
        return -1;
    make_folder(&place, "cur");
    make_folder(&place, "new");
    make_folder(&place, "tmp");
    make_folder(&place, ".&kAFP4W4I-");
    make_folder(&place, ".&kAFP4W4I-/cur");
    make_folder(&place, ".&kAFP4W4I-/new");
    make_folder(&place, ".INBOX.sub");
    make_folder(&place, ".INBOX.sub/cur");
    make_folder(&place, ".INBOX.sub/tmp");
    make_folder(&place, ".nomaildir");
    make_folder(&place, ".without_cur");
    make_folder(&place, ".without_cur/new");
    make_mail(&place, "cur/.keep", "");
    make_mail(&place, "cur/300.x:2,RS", "Subject: c\n\nc\n");
    make_mail(&place, "cur/100.x:2,", "Subject: a\n\na\n");
    make_mail(&place, "new/200.x", "Subject: b\n\nb\n");
    make_mail(&place, "tmp/900.x", "Subject: half\n\n");
    make_mail(&place, "cur/400.x!2,T", "");
    make_mail(&place, ".&kAFP4W4I-/cur/500.x;2,S", "Subject: d\n\nd\n");
    make_mail(&place, ".without_cur/new/700.x", "Subject: f\n\nf\n");
    make_mail(&place, ".INBOX.sub/cur/600.x", "From a@example.com Mon Jan  1 10:00:00 2024\nSubject: e\n\ne\n");
    *state = &place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    return nftw(place->root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void walks_in_order(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *folder, *path, *text;
        uint32_t flags;
        enum outcome outcome;
    } want[] = {
        {"INBOX", "cur/100.x:2,", "Subject: a\n\na\n", 0, OUTCOME_OK},
        {"INBOX", "new/200.x", "Subject: b\n\nb\n", 0, OUTCOME_OK},
        {"INBOX", "cur/300.x:2,RS", "Subject: c\n\nc\n", MESSAGE_READ | MESSAGE_ANSWERED, OUTCOME_OK},
        {"INBOX", "cur/400.x!2,T", "", MESSAGE_DELETED, OUTCOME_DAMAGED},
        {"送信済", ".&kAFP4W4I-/cur/500.x;2,S", "Subject: d\n\nd\n", MESSAGE_READ | MESSAGE_SENT_COPY, OUTCOME_OK},
        {"INBOX/sub", ".INBOX.sub/cur/600.x", "Subject: e\n\ne\n", 0, OUTCOME_OK},
        {"without_cur", ".without_cur/new/700.x", "Subject: f\n\nf\n", 0, OUTCOME_OK},
    };
    enum { WANTED = sizeof want / sizeof *want };
    for (uint64_t seek = 0; seek < WANTED; seek += 4) {
        struct store *store;
        struct err err;
        ARENA_LOCAL arena = arena_open();
        assert_int_equal(store_maildir_driver.open(place->root, &store, &err), OUTCOME_OK);
        assert_int_equal(store_maildir_driver.seek(store, seek, &err), OUTCOME_OK);
        struct store_item item;
        for (size_t i = seek; i < WANTED; i++) {
            assert_int_equal(store_maildir_driver.next(store, arena, &item, &err), want[i].outcome);
            assert_true(span_equal(item.where.folder, span_of(want[i].folder)));
            assert_true(span_equal(item.where.path, span_of(want[i].path)));
            assert_int_equal(item.where.item, i);
            assert_int_equal(item.flags, want[i].flags);
            if (want[i].outcome == OUTCOME_OK)
                assert_true(span_equal(item.rfc5322, span_of(want[i].text)));
        }
        assert_int_equal(store_maildir_driver.next(store, arena, &item, &err), OUTCOME_END);
        assert_int_equal(store->counts.expected, WANTED);
        assert_int_equal(store->counts.failed, seek ? 0 : 1);
        store_maildir_driver.close(store);
    }
}

static void bids(void **state)
{
    struct place *place = *state;
    struct store_probe probe = {.path = place->root, .directory = true};
    assert_true(store_maildir_driver.bid(&probe) > 50);
    probe.path = "/tmp";
    assert_int_equal(store_maildir_driver.bid(&probe), 0);
}

static void folder_names(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    assert_true(span_equal(imap_utf7_decode(arena, SPAN_LITERAL("A&-B")), SPAN_LITERAL("A&B")));
    assert_true(span_equal(imap_utf7_decode(arena, SPAN_LITERAL("Entw&APw-rfe")), SPAN_LITERAL("Entwürfe")));
    assert_true(span_equal(imap_utf7_decode(arena, SPAN_LITERAL("&2D3cqA-")), SPAN_LITERAL("\xF0\x9F\x92\xA8")));
    assert_true(span_equal(imap_utf7_decode(arena, SPAN_LITERAL("R&D")), SPAN_LITERAL("R&D")));
    assert_true(span_equal(imap_utf7_decode(arena, SPAN_LITERAL("&2D0-")), SPAN_LITERAL("&2D0-")));
    assert_int_equal(folder_role(SPAN_LITERAL("INBOX/Sent Items")), MESSAGE_SENT_COPY);
    assert_int_equal(folder_role(SPAN_LITERAL("/x/Sent.mbox")), MESSAGE_SENT_COPY);
    assert_int_equal(folder_role(SPAN_LITERAL("送信済みアイテム")), MESSAGE_SENT_COPY);
    assert_int_equal(folder_role(SPAN_LITERAL("Entwürfe")), MESSAGE_DRAFT);
    assert_int_equal(folder_role(SPAN_LITERAL("Presentations")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_in_order),
        cmocka_unit_test(bids),
        cmocka_unit_test(folder_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
