/* Mail in ZIP archives: what is bid on, folders, names, flags, stores within, and members that cannot be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "model/message.h"
#include "store/store_open.h"
#include "tests/unit/test_folder.h"
#include "tests/unit/zip_made.h"

#define MAIL(id) "From: a@example.com\nMessage-ID: <" id "@example.com>\nSubject: x\n\nhello\n"
#define MBOX(a, b) "From x Tue Mar  1 10:00:00 2022\n" MAIL(a) "\nFrom x Tue Mar  1 10:00:01 2022\n" MAIL(b) "\n"

/* The archive, and then `below`. */
static const char *zip_path(const char *below)
{
    char name[192];
    snprintf(name, sizeof name, "a.zip%s", below);
    return path_of(name);
}

static void write_zip(struct zip_made *zip)
{
    zip_made_write(zip_path(""), zip_made_end(zip));
}

static struct store *open_well(const char *below)
{
    struct store *store;
    struct err err;
    enum outcome outcome = store_open(zip_path(below), NULL, NULL, &store, &err);
    if (outcome != OUTCOME_OK)
        fail_msg("%s: %s", below, err.text);
    return store;
}

/* The store at `below` gives these mails, told by their ids, and no other. */
static void assert_mails(const char *below, const char *const *ids, size_t count)
{
    struct store *store = open_well(below);
    struct store_item item;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
        assert_true(span_find(item.rfc5322, span_of(ids[i]), 0) != SIZE_MAX);
        assert_int_equal(item.where.item, i);
    }
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
    assert_int_equal(store->counts.read, count);
    assert_int_equal(store->counts.expected, count);
    store_close(store);
}

static void assert_dead(const char *below, const char *part)
{
    struct store *store;
    struct err err;
    assert_int_equal(store_open(zip_path(below), NULL, NULL, &store, &err), OUTCOME_DEAD);
    if (!strstr(err.text, part))
        fail_msg("%s: %s", below, err.text);
}

static void bids_by_content(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        enum zip_fault fault;
        const char *format;
    } rows[] = {
        {"readme.txt", "hello", ZIP_SOUND, NULL},
        {"named.eml", "hello", ZIP_SOUND, "zip"}, /* what is it then? */
        {"odd.bin", MAIL("1"), ZIP_SOUND, "zip"},
        {"odd.bin", MBOX("1", "2"), ZIP_SOUND, "zip"},
        {"odd.bin", "hello", ZIP_SAYS_ENCRYPTED, "zip"}, /* nobody knows */
        {"odd.bin", "hello", ZIP_SAYS_ENCRYPTED_LOCAL, "zip"},
        {"odd.bin", "hello", ZIP_STRANGE_METHOD, "zip"},
        {"odd.bin", "hello", ZIP_BAD_CHECKSUM, "zip"},
        {"[Content_Types].xml", MAIL("1"), ZIP_SOUND, NULL},
        {"mimetype", MAIL("1"), ZIP_SOUND, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ZIP_MADE zip = {0};
        zip_made_add(&zip, rows[i].name, span_of(rows[i].text), 0, rows[i].fault);
        write_zip(&zip);
        const char *format = store_format(zip_path(""));
        if (!rows[i].format != !format || (format && strcmp(format, rows[i].format) != 0))
            fail_msg("row %zu: %s", i, format ? format : "none");
    }
    ZIP_MADE document = {0}; /* its kind stands behind a mail */
    zip_made_text(&document, "a.eml", MAIL("1"));
    zip_made_text(&document, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
    write_zip(&document);
    assert_null(store_format(zip_path("")));
}

static void folders_are_stores(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    zip_made_text(&zip, "z.eml", MAIL("root2"));
    zip_made_text(&zip, "b/", "");
    zip_made_text(&zip, "b/c/2.eml", MAIL("deep"));
    zip_made_text(&zip, "b/1.eml", MAIL("b1"));
    zip_made_text(&zip, "b/notes.txt", "no mail");
    zip_made_text(&zip, "a.eml", MAIL("root1"));
    zip_made_text(&zip, "b/all.mbox", MBOX("m1", "m2"));
    write_zip(&zip);
    assert_mails("", (const char *[]){"<root2@", "<root1@"}, 2);
    assert_mails("/b", (const char *[]){"<b1@"}, 1);
    assert_mails("/b/c", (const char *[]){"<deep@"}, 1);
    assert_mails("/b/all.mbox", (const char *[]){"<m1@", "<m2@"}, 2);
    assert_mails("/b/1.eml", (const char *[]){"<b1@"}, 1);
    assert_string_equal(store_format(zip_path("/b/all.mbox")), "mbox");
    assert_dead("/b/none", "is not in the archive");
    assert_dead("/b/notes.txt", "is not a mail store");
}

static void places_and_flags(void **state)
{
    (void)state;
    static const struct {
        const char *name, *store, *path;
        uint32_t flags;
    } rows[] = {
        {"x/Sent/1.eml", "/x/Sent", "1.eml", MESSAGE_SENT_COPY},
        {"M/cur/1:2,RS", "/M", "cur/1:2,RS", MESSAGE_READ | MESSAGE_ANSWERED},
        {"M/.INBOX.Trash/new/2", "/M/.INBOX.Trash", "new/2", MESSAGE_DELETED},
        {"cur/3!2,D", "", "cur/3!2,D", MESSAGE_DRAFT},
        {"x/4:2,S", "/x", "4:2,S", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ZIP_MADE zip = {0};
        struct store_item item;
        struct err err;
        ARENA_LOCAL arena = arena_open();
        zip_made_text(&zip, rows[i].name, MAIL("1"));
        write_zip(&zip);
        struct store *store = open_well(rows[i].store);
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
        assert_true(span_equal(item.where.path, span_of(rows[i].path)));
        assert_int_equal(item.where.folder.size, 0); /* the store is the folder */
        assert_int_equal(item.flags, rows[i].flags);
        store_close(store);
    }
    ZIP_MADE zip = {0};
    zip_made_text(&zip, "Sent.mbox", MBOX("1", "2"));
    write_zip(&zip);
    struct store *store = open_well("/Sent.mbox");
    struct store_item item;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_int_equal(item.flags, MESSAGE_SENT_COPY);
    store_close(store);
}

/* CP932 as Windows in Japan writes it; UTF-8 with and without the flag; backslashes. */
static void names(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    zip_made_add(&zip, "\x8e\xf3\x90\x4d\x83\x67\x83\x8c\x83\x43/1.eml", span_of(MAIL("sjis")), 0, ZIP_SOUND);
    zip_made_add(&zip, "\x91\x97\x90\x4d\x8d\xcf\x82\xdd/2.eml", span_of(MAIL("sent")), 0, ZIP_SOUND);
    zip_made_text(&zip, "下書き/3.eml", MAIL("utf8"));
    zip_made_add(&zip, "x\\y\\4.eml", span_of(MAIL("back")), 0, ZIP_SOUND);
    zip_made_text(&zip, "/../5.eml", MAIL("up"));
    write_zip(&zip);
    assert_mails("/受信トレイ", (const char *[]){"<sjis@"}, 1);
    assert_mails("/送信済み", (const char *[]){"<sent@"}, 1);
    assert_mails("/下書き", (const char *[]){"<utf8@"}, 1);
    assert_mails("/x/y", (const char *[]){"<back@"}, 1);
}

static void seeks_anywhere(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    struct store_item item;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    for (unsigned i = 0; i < 20; i++) {
        char name[16], mail[128];
        snprintf(name, sizeof name, "%u.eml", i);
        snprintf(mail, sizeof mail, "From: a@example.com\nMessage-ID: <%u@example.com>\n\nx\n", i);
        zip_made_text(&zip, name, mail);
    }
    write_zip(&zip);
    struct store *store = open_well("");
    static const unsigned places[] = {7, 19, 3};
    for (size_t i = 0; i < 3; i++) {
        char id[32];
        snprintf(id, sizeof id, "<%u@", places[i]);
        assert_int_equal(store_seek(store, places[i], &err), OUTCOME_OK);
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
        assert_int_equal(item.where.item, places[i]);
        assert_true(span_find(item.rfc5322, span_of(id), 0) != SIZE_MAX);
    }
    assert_int_equal(store_seek(store, 99, &err), OUTCOME_OK);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
    store_close(store);
}

/* A damaged mail costs itself alone. */
static void damaged_mails(void **state)
{
    (void)state;
    static const enum zip_fault faults[] = {ZIP_BAD_CHECKSUM, ZIP_SHORT_SIZE};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ZIP_MADE zip = {0};
        struct store_item item;
        struct err err;
        ARENA_LOCAL arena = arena_open();
        zip_made_text(&zip, "1.eml", MAIL("1"));
        zip_made_add(&zip, "2.eml", span_of(MAIL("2")), 0, faults[i]);
        zip_made_text(&zip, "3.eml", MAIL("3"));
        write_zip(&zip);
        struct store *store = open_well("");
        assert_int_equal(store->counts.expected, 3);
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_DAMAGED);
        assert_non_null(strstr(err.text, "is damaged"));
        assert_true(span_equal(item.where.path, SPAN_LITERAL("2.eml")));
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
        assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
        assert_int_equal(store->counts.failed, 1);
        store_close(store);
    }
}

struct heard {
    char text[512];
    bool incomplete;
};

static void hear(void *context, bool incomplete, struct span text)
{
    struct heard *heard = context;
    heard->incomplete |= incomplete;
    snprintf(heard->text, sizeof heard->text, "%.*s", SPAN_ARGS(text));
}

/* Of a damaged store what could be unpacked is read, and the rest is told. */
static void damaged_stores(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    zip_made_add(&zip, "a.mbox", span_of(MBOX("1", "2")), 0, ZIP_BAD_CHECKSUM);
    zip_made_add(&zip, "b.mbox", span_of(MBOX("1", "2")), 0, ZIP_SAYS_ENCRYPTED);
    zip_made_add(&zip, "c.mbox", span_of(MBOX("1", "2")), 0, ZIP_BROKEN_DATA);
    zip_made_add(&zip, "d.mbox", span_of(MBOX("1", "2")), 0, ZIP_STRANGE_METHOD);
    write_zip(&zip);
    struct heard heard = {0};
    struct store *store;
    struct err err;
    struct store_item item;
    ARENA_LOCAL arena = arena_open();
    assert_int_equal(store_open(zip_path("/a.mbox"), hear, &heard, &store, &err), OUTCOME_OK);
    assert_true(heard.incomplete);
    assert_non_null(strstr(heard.text, "its checksum is wrong"));
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    store_close(store);
    assert_dead("/b.mbox", "is encrypted");
    assert_dead("/c.mbox", "is damaged");
    assert_dead("/d.mbox", "is packed by a method");
}

static void archives_in_archives(void **state)
{
    (void)state;
    ZIP_MADE third = {0}, second = {0}, first = {0};
    zip_made_text(&third, "3.eml", MAIL("third"));
    zip_made_add(&second, "x/third.zip", zip_made_end(&third), 0, ZIP_SOUND);
    zip_made_text(&second, "2.eml", MAIL("second"));
    zip_made_text(&second, "y/b.mbox", MBOX("m1", "m2"));
    zip_made_add(&first, "in/second.zip", zip_made_end(&second), 0, ZIP_SOUND);
    write_zip(&first);
    assert_string_equal(store_format(zip_path("")), "zip");
    assert_mails("/in/second.zip", (const char *[]){"<second@"}, 1);
    assert_mails("/in/second.zip/y/b.mbox", (const char *[]){"<m1@", "<m2@"}, 2);
    assert_dead("/in/second.zip/x/third.zip", "too deep");
}

/* A download that was cut off has no directory: what its local headers lead to is read. */
static void cut_archives(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    zip_made_text(&zip, "1.eml", MAIL("1"));
    zip_made_text(&zip, "2.eml", MAIL("2"));
    size_t whole = zip.out.size;
    zip_made_text(&zip, "3.eml", MAIL("3"));
    struct span bytes = zip_made_end(&zip);
    zip_made_write(zip_path(""), span_slice(bytes, 0, whole + 10));
    assert_mails("", (const char *[]){"<1@", "<2@"}, 2);
    zip_made_write(zip_path(""), span_slice(bytes, 0, 20));
    assert_null(store_format(zip_path("")));
}

static struct span zeros_behind(struct buf *out, const char *text, size_t size)
{
    buf_add(out, span_of(text));
    buf_reserve(out, size);
    memset(out->data + out->size, 0, size);
    out->size += size;
    return buf_span(out);
}

/* Deflate packs zeros a thousandfold. */
static void bombs(void **state)
{
    (void)state;
    ZIP_MADE zip = {0};
    BUF_LOCAL bytes = {0};
    struct store_item item;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    zip_made_text(&zip, "1.eml", MAIL("1"));
    zip_made_add(&zip, "2.eml", zeros_behind(&bytes, MAIL("2"), 200u << 20), 0, ZIP_SOUND);
    zip_made_text(&zip, "3.eml", MAIL("3"));
    write_zip(&zip);
    struct store *store = open_well("");
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    enum outcome outcome = store_next(store, arena, &item, &err);
    assert_true(outcome == OUTCOME_DAMAGED || outcome == OUTCOME_DEAD);
    assert_non_null(strstr(err.text, "limit reached"));
    assert_true(store->counts.read < store->counts.expected);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bids_by_content),   cmocka_unit_test(folders_are_stores), cmocka_unit_test(places_and_flags),
        cmocka_unit_test(names),             cmocka_unit_test(seeks_anywhere),     cmocka_unit_test(damaged_mails),
        cmocka_unit_test(damaged_stores),    cmocka_unit_test(archives_in_archives), cmocka_unit_test(cut_archives),
        cmocka_unit_test(bombs),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
