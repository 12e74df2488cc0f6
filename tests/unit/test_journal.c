/* Journal reports of Exchange and .msg files as attachments: the mail within is the mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "decode/decode_item.h"
#include "store/mail_file.h"

static struct span raw_of(struct arena *arena, const char *name)
{
    struct mail_file file;
    struct err err;
    assert_int_equal(mail_file_read(arena, arena_printf(arena, SAMPLES "/msg/%s", name).data, &file, &err), OUTCOME_OK);
    return file.rfc5322;
}

static void decode(struct arena *arena, struct span raw, struct message *message)
{
    struct err err;
    struct store_item item = {.rfc5322 = raw, .flags = MESSAGE_READ};
    assert_int_equal(decode_item(arena, &item, NULL, message, &err), OUTCOME_OK);
    assert_int_equal(message->defect_count, 0);
}

static void journaled_mail_is_the_mail(void **state)
{
    (void)state;
    static const struct { const char *addr; enum address_role role; } wanted[] = {
        {"suzuki@hikari.example", ADDRESS_TO}, {"tanaka@hikari.example", ADDRESS_BCC}, {"archive@hikari.example", ADDRESS_BCC},
    };
    ARENA_LOCAL arena = arena_open();
    struct message message;
    decode(arena, raw_of(arena, "journal.eml"), &message);
    assert_string_equal(arena_string(arena, message.message_id), "8@msg.example");
    assert_int_equal(message.flags, MESSAGE_READ | MESSAGE_TRANSPORT_HEADERS);
    assert_int_equal(message.attachment_count, 0);
    assert_int_equal(message.recipient_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(arena_string(arena, message.recipients[i].addr), wanted[i].addr);
        assert_int_equal(message.recipients[i].role, wanted[i].role);
    }
    assert_true(span_starts(message.segments[0].text, SPAN_LITERAL("Please find them attached.")));
}

/* Without the header field, or without the lines of a report, it is a mail with a mail attached. */
static void others_stay_as_they_are(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span raw = raw_of(arena, "journal.eml");
    static const struct span needed[] = {SPAN_LITERAL("X-MS-Journal-Report:"), SPAN_LITERAL("\nSender: ")};
    for (size_t i = 0; i < 2; i++) {
        struct message message;
        char *copy = arena_string(arena, raw);
        copy[span_find(raw, needed[i], 0) + 2] = 'x';
        decode(arena, (struct span){copy, raw.size}, &message);
        assert_string_equal(arena_string(arena, message.message_id), "9@msg.example");
        assert_int_equal(message.attachment_count, 1);
        assert_non_null(message.attachments[0].embedded);
        assert_int_equal(message.recipient_count, 1);
    }
}

/* Whoever forges a report cannot hide words or a link behind the mail within. */
static void words_are_never_hidden(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span raw = raw_of(arena, "journal.eml");
    size_t at = span_find(raw, SPAN_LITERAL("\nSender: "), 0);
    static const char *const lures[] = {"Please open it at once\n", "Subject: https://files.example/\n"};
    for (size_t i = 0; i < 2; i++) {
        struct message message;
        struct span forged = arena_printf(arena, "%.*s%s%.*s", (int)at + 1, raw.data, lures[i], (int)(raw.size - at - 1), raw.data + at + 1);
        decode(arena, forged, &message);
        assert_string_equal(arena_string(arena, message.message_id), "9@msg.example");
    }
}

static void msg_file_attached(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    decode(arena, raw_of(arena, "msg-attached.eml"), &message);
    assert_int_equal(message.attachment_count, 1);
    assert_string_equal(arena_string(arena, message.attachments[0].name), "fw.msg");
    assert_non_null(message.attachments[0].embedded);
    assert_string_equal(arena_string(arena, message.attachments[0].embedded->message_id), "2@msg.example");
    assert_int_equal(message.attachments[0].embedded->received_count, 1);
}

static void messages_in_messages_in_files_are_opened(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    decode(arena, raw_of(arena, "msg-in-msg.eml"), &message);
    const struct message *holder = message.attachments[0].embedded;
    assert_non_null(holder);
    assert_int_equal(holder->attachment_count, 2);
    assert_non_null(holder->attachments[0].embedded);
    assert_string_equal(arena_string(arena, holder->attachments[0].embedded->subject), "見積書の件①");
    assert_null(holder->attachments[1].embedded);
    assert_int_equal(holder->defect_count, 1);
    assert_true(span_starts(holder->defects[0], SPAN_LITERAL("an attached .msg cannot be read")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(journaled_mail_is_the_mail),
        cmocka_unit_test(others_stay_as_they_are),
        cmocka_unit_test(messages_in_messages_in_files_are_opened),
        cmocka_unit_test(words_are_never_hidden),
        cmocka_unit_test(msg_file_attached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
