/* .msg files: those of public test suites against the counts of independent readers, our samples, changed and hostile ones. */
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
#include "decode/decode_item.h"
#include "store/msg/msg_file.h"
#include "store/store_open.h"

#define FILES SHARED "/data/msg"
#define ROWS 200
#define CHANGED_COPIES 300
#define FILE_BYTES ((size_t)256 * 1024)

struct row {
    char file[200], class[60];
    unsigned long recipients, attachments, embedded;
    bool headers, text, html, rtf, ansi;
};

/* Subjects in 8-bit strings, each in the code page of its file. */
static const struct { const char *file, *subject; } ANSI_SUBJECTS[] = {
    {"4ed496-nonUnicodeCP932.msg", "日本語 Non Unicode タイトル"},
    {"837827-cyrillic_message.msg", "Автоматический ответ подсистемы обмена данными ФГУП \"Почта России\"."},
    {"6e6a9b-HTMLBodyBinary_UTF-8.msg", "Subject öäü Subject"},
};

/* Files of other writers whose property stream lists one value that has no stream (0065 and 0071). */
static bool lists_more(const char *file)
{
    return !strcmp(file, "045618-Test_at_sign_in_personal_From_header.msg")
        || !strcmp(file, "88678d-clusterfuzz-testcase-minimized-POIHSMFFuzzer-4848576776503296.msg");
}

/* Perhaps empty: the expected flags say only that the property exists. */
static bool there(const struct mapi_item *item, uint16_t id)
{
    return mapi_find(&item->message, id) != NULL;
}

static size_t rows_read(struct row rows[ROWS])
{
    size_t count = 0;
    char *line = NULL, flag[5][8];
    size_t room = 0;
    ssize_t size;
    FILE *file = fopen(FILES "/expected.tsv", "r");
    if (!file)
        return 0;
    if (getline(&line, &room, file) > 0)
        while (count < ROWS && (size = getline(&line, &room, file)) > 0) {
            struct row *row = &rows[count];
            for (size_t i = 0; i < (size_t)size; i++) /* two classes have a NUL in them */
                line[i] = line[i] ? line[i] : ' ';
            if (sscanf(line, "%199[^\t]\t%*u\t%*s\t%59[^\t]\t%lu\t%lu\t%lu\t%7s\t%7s\t%7s\t%7s\t%7s", row->file, row->class, &row->recipients,
                       &row->attachments, &row->embedded, flag[0], flag[1], flag[2], flag[3], flag[4]) != 10)
                continue;
            bool *facts[] = {&row->headers, &row->text, &row->html, &row->rtf, &row->ansi};
            for (size_t i = 0; i < 5; i++)
                *facts[i] = !strcmp(flag[i], "True");
            count++;
        }
    free(line);
    fclose(file);
    return count;
}

static void open_one(struct arena *arena, const char *path, struct store_item *item)
{
    struct store *store;
    struct err err;
    if (store_open(path, NULL, NULL, &store, &err) != OUTCOME_OK)
        fail_msg("%s: %s", path, err.text);
    assert_string_equal(store->driver->name, "msg");
    if (store_next(store, arena, item, &err) != OUTCOME_OK)
        fail_msg("%s: %s", path, err.text);
    struct store_item none;
    assert_int_equal(store_next(store, arena, &none, &err), OUTCOME_END);
    assert_int_equal(store->counts.expected, 1);
    assert_int_equal(store->counts.read, 1);
    assert_non_null(item->mapi);
    store_close(store);
}

static size_t embedded_count(const struct mapi_item *item)
{
    size_t count = 0;
    for (size_t i = 0; i < item->attachment_count; i++)
        count += item->attachments[i].embedded != NULL;
    return count;
}

static void files_give_what_other_readers_found(void **state)
{
    (void)state;
    static struct row rows[ROWS];
    size_t count = rows_read(rows), embedded = 0, readable = 0;
    if (count == 0) {
        print_message("skipped: no .msg files with expected counts\n");
        skip();
    }
    for (size_t i = 0; i < count; i++) {
        ARENA_LOCAL arena = arena_open();
        struct store_item item;
        struct message message;
        struct err err;
        open_one(arena, arena_printf(arena, FILES "/%s", rows[i].file).data, &item);
        const struct mapi_item *mapi = item.mapi;
        bool same = mapi->recipient_count == rows[i].recipients && mapi->attachment_count == rows[i].attachments
            && embedded_count(mapi) == rows[i].embedded && there(mapi, 0x007D) == rows[i].headers && there(mapi, 0x1000) == rows[i].text
            && there(mapi, 0x1013) == rows[i].html && there(mapi, 0x1009) == rows[i].rtf;
        if (!same)
            fail_msg("%s: %zu recipients, %zu attachments, %zu embedded; expected %lu, %lu, %lu, or another body", rows[i].file,
                     mapi->recipient_count, mapi->attachment_count, embedded_count(mapi), rows[i].recipients, rows[i].attachments,
                     rows[i].embedded);
        if (mapi->defect_count && !lists_more(rows[i].file))
            fail_msg("%s: %.*s", rows[i].file, SPAN_ARGS(mapi->defects[0]));
        assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
        for (size_t j = 0; j < sizeof ANSI_SUBJECTS / sizeof *ANSI_SUBJECTS; j++)
            if (!strcmp(rows[i].file, ANSI_SUBJECTS[j].file)) {
                assert_true(rows[i].ansi);
                assert_true(span_equal(message.subject, span_of(ANSI_SUBJECTS[j].subject)));
                readable++;
            }
        embedded += embedded_count(mapi);
    }
    print_message("%zu files equal; %zu messages within them; %zu of %zu ANSI subjects readable\n", count, embedded, readable,
                  sizeof ANSI_SUBJECTS / sizeof *ANSI_SUBJECTS);
    assert_int_equal(count, 148);
    assert_int_equal(readable, sizeof ANSI_SUBJECTS / sizeof *ANSI_SUBJECTS);
}

static void sample(struct arena *arena, const char *name, struct store_item *item, struct message *message)
{
    struct err err;
    open_one(arena, arena_printf(arena, SAMPLES "/msg/%s", name).data, item);
    assert_int_equal(decode_item(arena, item, NULL, message, &err), OUTCOME_OK);
    assert_int_equal(message->defect_count, 0);
}

static void sample_in_unicode(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store_item item;
    struct message message;
    sample(arena, "unicode.msg", &item, &message);
    assert_string_equal(arena_string(arena, message.subject), "Revised drawings");
    assert_string_equal(arena_string(arena, message.message_id), "2@msg.example");
    assert_string_equal(arena_string(arena, message.from[0].addr), "john.carter@north.example");
    assert_string_equal(arena_string(arena, message.recipients[0].name), "鈴木 花子");
    assert_int_equal(message.received_count, 1);
    assert_int_equal(message.attachment_count, 1);
    assert_int_equal(message.attachments[0].size, 256 * 24);
    assert_string_equal(arena_string(arena, message.attachments[0].name), "drawings.bin");
    assert_int_equal((unsigned char)message.attachments[0].content.data[256 * 24 - 1], 255);
}

/* As from a Japanese Outlook before 2003: the code page of the mail is that of ISO-2022-JP, the strings are in CP932. */
static void sample_in_cp932(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store_item item;
    struct message message;
    sample(arena, "cp932.msg", &item, &message);
    assert_int_equal(mapi_find(&item.mapi->message, 0x0037)->type, MAPI_STRING8);
    assert_string_equal(arena_string(arena, message.subject), "見積書の件①");
    assert_string_equal(arena_string(arena, message.from[0].name), "山田 太郎");
    assert_int_equal(message.recipient_count, 2);
    assert_int_equal(message.recipients[1].role, ADDRESS_CC);
    assert_string_equal(arena_string(arena, message.attachments[0].name), "見積書.txt");
    assert_true(span_find(message.segments[0].text, SPAN_LITERAL("㈱光製作所"), 0) != SIZE_MAX);
}

static void sample_with_a_message_within(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store_item item;
    struct message message;
    sample(arena, "embedded.msg", &item, &message);
    assert_int_equal(message.attachment_count, 2);
    const struct message *within = message.attachments[0].embedded;
    assert_non_null(within);
    assert_string_equal(arena_string(arena, within->subject), "見積書の件①");
    assert_int_equal(within->recipient_count, 2);
    assert_int_equal(within->attachment_count, 1);
    assert_null(message.attachments[1].embedded);
    assert_true(span_equal(message.attachments[1].content, SPAN_LITERAL("harmless text\r\n")));
}

static void depth_has_a_limit_and_says_so(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store_item item;
    open_one(arena, SAMPLES "/msg/deep.msg", &item);
    const struct mapi_item *mapi = item.mapi;
    for (unsigned depth = 0; depth < LIMIT_EMBEDDED_DEPTH; depth++) {
        assert_int_equal(mapi->defect_count, 0);
        assert_int_equal(mapi->attachment_count, 1);
        mapi = mapi->attachments[0].embedded;
        assert_non_null(mapi);
    }
    assert_null(mapi->attachments[0].embedded);
    assert_int_equal(mapi->defect_count, 1);
}

static struct span bytes_of(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, FILE_BYTES);
    size_t size = fread(bytes, 1, FILE_BYTES, file);
    fclose(file);
    return (struct span){bytes, size};
}

static void put_u32(char *bytes, size_t at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++)
        bytes[at + i] = (char)(value >> (8 * i));
}

static uint32_t get_u32(const char *bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 4; i > 0; i--)
        value = value << 8 | (unsigned char)bytes[at + i - 1];
    return value;
}

static void assert_damaged(struct arena *arena, struct span bytes)
{
    const struct mapi_item *item;
    struct err err = {""};
    assert_int_equal(msg_file_parse(arena, bytes, &item, &err), OUTCOME_DAMAGED);
    assert_true(strlen(err.text) > 0);
}

/* The directory's first sector becomes its own successor; then an entry its own sibling. */
static void loops_end(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span file = bytes_of(arena, SAMPLES "/msg/embedded.msg");
    char *bytes = arena_string(arena, file);
    size_t directory = get_u32(bytes, 0x30), table = (get_u32(bytes, 0x4C) + 1) * 512;
    put_u32(bytes, table + directory * 4, (uint32_t)directory);
    assert_damaged(arena, (struct span){bytes, file.size});
    bytes = arena_string(arena, file);
    put_u32(bytes, (directory + 1) * 512 + 128 + 0x44, 1);
    assert_damaged(arena, (struct span){bytes, file.size});
    bytes = arena_string(arena, file);
    put_u32(bytes, 0x1E, 31);
    assert_damaged(arena, (struct span){bytes, file.size});
    assert_damaged(arena, span_slice(file, 0, 512));
    assert_damaged(arena, SPAN_NONE);
}

/* The directory entry of a stream or storage by its name, as bytes from the start of the file. */
static size_t entry_of(struct span file, const char *name)
{
    char wide[128];
    size_t size = 2 * strlen(name);
    for (size_t i = 0; i < size; i++)
        wide[i] = i % 2 ? '\0' : name[i / 2];
    size_t at = span_find(file, (struct span){wide, size}, 0);
    assert_true(at != SIZE_MAX && at % 128 == 0);
    return at;
}

/* What was lost without a trace in the tree still stands in the property streams. */
static void lost_parts_are_told(void **state)
{
    (void)state;
    static const struct { const char *entry; size_t at; uint32_t value; const char *defect; } losses[] = {
        {"__attach_version1.0_#00000000", 0, 'x', "0 of 1 attachments are there"},
        {"__recip_version1.0_#00000001", 0, 'x', "1 of 2 recipients are there"},
        {"__substg1.0_1000001E", 0, 'x', "property 1000 is listed, but not there"},
        {"__substg1.0_1000001E", 120, 10, "__substg1.0_1000001E has 10 of "},
    };
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        ARENA_LOCAL arena = arena_open();
        struct span file = bytes_of(arena, SAMPLES "/msg/cp932.msg");
        char *bytes = arena_string(arena, file);
        const struct mapi_item *item;
        put_u32(bytes, entry_of(file, losses[i].entry) + losses[i].at, losses[i].value);
        assert_int_equal(msg_file_parse(arena, (struct span){bytes, file.size}, &item, NULL), OUTCOME_OK);
        assert_int_equal(item->defect_count, 1);
        assert_true(span_starts(item->defects[0], span_of(losses[i].defect)));
    }
}

/* Nothing to assert but that it comes back: sanitizers and the clock look on. */
static void changed_copies_do_no_harm(void **state)
{
    (void)state;
    static const char *const names[] = {"embedded.msg", "cp932.msg", "deep.msg"};
    uint64_t random = 20220601;
    size_t readable = 0;
    for (size_t copy = 0; copy < CHANGED_COPIES; copy++) {
        ARENA_LOCAL arena = arena_open();
        struct span file = bytes_of(arena, arena_printf(arena, SAMPLES "/msg/%s", names[copy % 3]).data);
        char *bytes = arena_string(arena, file);
        for (size_t change = 0; change <= copy % 8; change++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            bytes[(random >> 20) % file.size] = (char)(random >> 56);
        }
        struct store_item item = {0};
        struct message message;
        struct err err;
        size_t size = copy % 5 ? file.size : (size_t)(random >> 33) % file.size;
        if (msg_file_parse(arena, (struct span){bytes, size}, &item.mapi, &err) == OUTCOME_OK)
            readable += decode_item(arena, &item, NULL, &message, &err) == OUTCOME_OK;
    }
    print_message("%zu of %d changed copies are still readable\n", readable, CHANGED_COPIES);
    assert_true(readable > CHANGED_COPIES / 4);
}

static void copy_file(const char *from, const char *to)
{
    ARENA_LOCAL arena = arena_open();
    struct span bytes = bytes_of(arena, from);
    FILE *file = fopen(to, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info, (void)type, (void)ftw;
    return remove(path);
}

/* .eml and .msg in one folder are one store, whatever they are named; a document of another program is none of them. */
static void folders_may_be_mixed(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    char root[] = "/tmp/test_store_msg.XXXXXX";
    struct store *store;
    struct store_item item;
    struct err err;
    assert_non_null(mkdtemp(root));
    copy_file(SAMPLES "/msg/cp932.msg", arena_printf(arena, "%s/b.dat", root).data);
    copy_file(SAMPLES "/msg/unicode.msg", arena_printf(arena, "%s/c.msg", root).data);
    assert_string_equal(store_format(root), "msg");
    FILE *file = fopen(arena_printf(arena, "%s/a.msg", root).data, "w");
    fputs("From: a@example.com\nSubject: named like another\n\nhello\n", file);
    fclose(file);
    file = fopen(arena_printf(arena, "%s/d.doc", root).data, "wb");
    fwrite("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 no message", 1, 19, file);
    fclose(file);
    assert_string_equal(store_format(root), "eml");
    assert_int_equal(store_open(root, NULL, NULL, &store, &err), OUTCOME_OK);
    assert_int_equal(store->counts.expected, 3);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(item.rfc5322.size && !item.mapi);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(item.mapi && span_equal(item.where.path, SPAN_LITERAL("b.dat")));
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_OK);
    assert_true(item.mapi && item.where.item == 2);
    assert_int_equal(store_next(store, arena, &item, &err), OUTCOME_END);
    store_close(store);
    nftw(root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_give_what_other_readers_found),
        cmocka_unit_test(sample_in_unicode),
        cmocka_unit_test(sample_in_cp932),
        cmocka_unit_test(sample_with_a_message_within),
        cmocka_unit_test(depth_has_a_limit_and_says_so),
        cmocka_unit_test(loops_end),
        cmocka_unit_test(lost_parts_are_told),
        cmocka_unit_test(changed_copies_do_no_harm),
        cmocka_unit_test(folders_may_be_mixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
