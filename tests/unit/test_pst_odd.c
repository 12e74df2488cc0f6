/* What is rare in a PST (samples/pst/odd.pst), message by message: where it lies, what is read of it, what is said of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decode/decode_item.h"
#include "store/pst/store_pst.h"

#define ODD SAMPLES "/pst/odd.pst"
#define INBOX "Top of Outlook data file/受信トレイ"
#define WORDS "お世話になっております。"
#define LINK "an attachment is only a link to a file elsewhere"

/* NULL: not asked. flags: all that are not MESSAGE_READ. */
static const struct row {
    const char *subject, *folder;
    uint32_t flags;
    const char *text, *attachment, *defect;
} ROWS[] = {
    {"plain", INBOX, 0, WORDS, NULL, NULL},
    {"html binary utf-8", NULL, 0, WORDS, NULL, NULL},
    {"html binary jis", NULL, 0, WORDS, NULL, NULL},
    {"html string8", NULL, 0, WORDS, NULL, NULL},
    {"html unicode", NULL, 0, WORDS, NULL, NULL},
    {"html meta", NULL, 0, WORDS, NULL, NULL},
    {"rtf from html", NULL, 0, WORDS, NULL, NULL},
    {"rtf from text", NULL, 0, WORDS, NULL, NULL},
    {"rtf mela", NULL, 0, WORDS, NULL, NULL},
    {"rtf wrong crc", NULL, 0, WORDS, NULL, "the RTF body is damaged"},
    {"text jis", NULL, 0, "①㈱ｱﾟ", NULL, NULL},
    {"text cp932", NULL, 0, WORDS, NULL, NULL},
    {"text by locale", NULL, 0, "Привет", NULL, NULL},
    {"text utf-8", NULL, 0, WORDS, NULL, NULL},
    {"nul␀behind", NULL, 0, "before␀behind", NULL, "the subject has characters"},
    {"lone\xef\xbf\xbd" "behind", NULL, 0, "before\xef\xbf\xbd" "behind", NULL, "the subject has characters"},
    {"nul in 8 bits", NULL, 0, "before␀behind", NULL, "the text body has characters"},
    {"by value", NULL, 0, WORDS, "見積書.txt", NULL},
    {"by reference", NULL, 0, WORDS, "\\\\server\\share\\見積書.xlsx", LINK},
    {"by reference only", NULL, 0, WORDS, "図面.pdf", LINK},
    {"by web reference", NULL, 0, WORDS, "資料.docx", LINK},
    {"ole", NULL, 0, WORDS, "drawing", NULL},
    {"no content", NULL, 0, WORDS, "gone.zip", "the content of an attachment is not there"},
    {"level 1", NULL, 0, WORDS, "level 2", NULL},
    {"class IPM.Note.SMIME", NULL, MESSAGE_CUT, NULL, NULL, "the words of the mail stand within S/MIME"},
    {"class IPM.Note.SMIME.MultipartSigned", NULL, MESSAGE_CUT, NULL, NULL, "the words of the mail stand within S/MIME"},
    {"class IPM.Schedule.Meeting.Request", NULL, MESSAGE_CALENDAR, NULL, NULL, NULL},
    {"class REPORT.IPM.Note.NDR", NULL, MESSAGE_REPORT | MESSAGE_AUTOMATIC, NULL, NULL, NULL},
    {"class report.ipm.note.smime.ndr", NULL, MESSAGE_REPORT | MESSAGE_AUTOMATIC, NULL, NULL, NULL},
    {"class IPM.Note.Rules.OofTemplate.Microsoft", NULL, MESSAGE_AUTOMATIC, NULL, NULL, NULL},
    {"class IPM.Note.Rules.ReplyTemplate.Microsoft", NULL, MESSAGE_AUTOMATIC, NULL, NULL, NULL},
    {"class IPM.Contact", NULL, MESSAGE_NOT_MAIL, NULL, NULL, NULL},
    {"answered", INBOX, MESSAGE_ANSWERED, WORDS, NULL, NULL},
    {"orphan", "(orphans)/" INBOX, 0, WORDS, NULL, NULL},
    {"sent by role", "Top of Outlook data file/Archive 2020", MESSAGE_SENT_COPY, WORDS, NULL, NULL},
    {"sent by name", "Top of Outlook data file/Sent Items", 0, WORDS, NULL, NULL},
    {"purged", "Recoverable Items", MESSAGE_DELETED, WORDS, NULL, NULL},
    {"name", NULL, 0, WORDS, NULL, NULL},
};
#define COUNT (sizeof ROWS / sizeof *ROWS)

static bool defect_found(const struct message *message, const char *wanted)
{
    for (size_t i = 0; i < message->defect_count; i++)
        if (span_starts(message->defects[i], span_of(wanted)))
            return true;
    return false;
}

static void row_check(const struct row *row, const struct store_item *item, const struct message *message)
{
    if (row->folder && !span_equal(item->where.folder, span_of(row->folder)))
        fail_msg("%s: lies in \"%.*s\"", row->subject, SPAN_ARGS(item->where.folder));
    if ((message->flags & ~(uint32_t)MESSAGE_READ) != row->flags)
        fail_msg("%s: flags %x", row->subject, message->flags);
    if (row->text && (message->segment_count != 1 || !span_equal(span_trim(message->segments[0].text), span_of(row->text))))
        fail_msg("%s: another text", row->subject);
    if ((row->attachment != NULL) != (message->attachment_count == 1)
        || (row->attachment && !span_equal(message->attachments[0].name, span_of(row->attachment))))
        fail_msg("%s: another attachment", row->subject);
    if (row->defect ? !defect_found(message, row->defect) : message->defect_count > 0)
        fail_msg("%s: %zu defects, not \"%s\"", row->subject, message->defect_count, row->defect ? row->defect : "");
    assert_int_equal(message->recipient_count, 1);
    assert_true(message->flags & MESSAGE_READ);
}

static void note_add(void *context, bool incomplete, struct span text)
{
    buf_printf(context, "%d %.*s\n", incomplete, SPAN_ARGS(text));
}

static size_t row_find(struct span subject)
{
    for (size_t i = 0; i < COUNT; i++)
        if (span_equal(subject, span_of(ROWS[i].subject)))
            return i;
    fail_msg("an item \"%.*s\"", SPAN_ARGS(subject));
    return 0;
}

static void odd_items_are_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store *store;
    struct store_item item;
    struct err err;
    enum outcome outcome;
    bool met[COUNT] = {false};
    BUF_LOCAL notes = {0};
    assert_int_equal(store_pst_driver.open(ODD, &store, &err), OUTCOME_OK);
    store->note = note_add;
    store->note_context = &notes;
    while ((outcome = store_pst_driver.next(store, arena, &item, &err)) == OUTCOME_OK || outcome == OUTCOME_DAMAGED) {
        struct message message;
        if (outcome == OUTCOME_DAMAGED) {
            assert_true(span_starts(span_of(err.text), SPAN_LITERAL("the folder lists a message that is not in the store")));
            continue;
        }
        assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
        size_t row = row_find(message.subject);
        assert_false(met[row]);
        met[row] = true;
        row_check(&ROWS[row], &item, &message);
    }
    for (size_t i = 0; i < COUNT; i++)
        if (!met[i])
            fail_msg("no item \"%s\"", ROWS[i].subject);
    assert_int_equal(store->counts.read, COUNT); /* the item beside the messages is none */
    assert_int_equal(store->counts.expected, COUNT + 1);
    assert_int_equal(store->counts.failed, 1);
    assert_string_equal(arena_string(arena, buf_span(&notes)), "1 1 messages that the folders list are not in the store\n"
                               "0 1 messages that no folder lists were found in the node tree\n"
                               "1 parts of 1 messages could not be read\n");
    store_pst_driver.close(store);
}

static uint64_t folder_count(const struct store *store, const char *name)
{
    for (size_t i = 0; i < store->folder_count; i++)
        if (span_equal(store->folders[i].name, span_of(name)))
            return store->folders[i].expected;
    return 0;
}

static void folders_count_what_is_lost(void **state)
{
    (void)state;
    struct store *store;
    struct err err;
    assert_int_equal(store_pst_driver.open(ODD, &store, &err), OUTCOME_OK);
    assert_int_equal(folder_count(store, INBOX), COUNT - 4 + 1); /* with the one that is not there */
    assert_int_equal(folder_count(store, "(orphans)/" INBOX), 1);
    assert_int_equal(folder_count(store, "Recoverable Items"), 1);
    store_pst_driver.close(store);
}

static void depth_ends_with_a_note(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct store *store;
    struct store_item item;
    struct err err;
    struct message message = {0};
    assert_int_equal(store_pst_driver.open(ODD, &store, &err), OUTCOME_OK);
    while (!span_equal(message.subject, SPAN_LITERAL("level 1"))) {
        assert_int_equal(store_pst_driver.next(store, arena, &item, &err), OUTCOME_OK);
        assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
    }
    const struct message *within = &message;
    for (unsigned level = 1; level < 5; level++) {
        assert_int_equal(within->defect_count, 0);
        within = within->attachments[0].embedded;
        assert_non_null(within);
    }
    assert_true(span_equal(within->subject, SPAN_LITERAL("level 5")));
    assert_null(within->attachments[0].embedded);
    assert_true(defect_found(within, "a message attached at depth 5 is not opened"));
    store_pst_driver.close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_items_are_read),
        cmocka_unit_test(folders_count_what_is_lost),
        cmocka_unit_test(depth_ends_with_a_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
