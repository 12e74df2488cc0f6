/* winmail.dat in mail: what lies in it becomes attachments and text of the mail; broken streams give what lies before the break. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "decode/decode_item.h"
#include "decode/decode_mapi.h"
#include "decode/tnef.h"
#include "store/mail_file.h"

static void sample(struct arena *arena, const char *name, struct message *message)
{
    struct mail_file file;
    struct err err;
    assert_int_equal(mail_file_read(arena, arena_printf(arena, SAMPLES "/msg/%s", name).data, &file, &err), OUTCOME_OK);
    struct store_item item = {.rfc5322 = file.rfc5322};
    assert_int_equal(decode_item(arena, &item, NULL, message, &err), OUTCOME_OK);
    if (message->defect_count)
        fail_msg("%s: %.*s", name, SPAN_ARGS(message->defects[0]));
}

static bool says(struct arena *arena, const struct message *message, const char *text)
{
    for (size_t i = 0; i < message->segment_count; i++)
        if (strstr(arena_string(arena, message->segments[i].text), text))
            return true;
    return false;
}

static void attachments_come_out(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    sample(arena, "winmail.eml", &message);
    assert_int_equal(message.attachment_count, 3);
    assert_string_equal(arena_string(arena, message.attachments[0].name), "winmail.dat");
    assert_true(message.attachments[0].size > 1000);
    assert_string_equal(arena_string(arena, message.attachments[1].name), "見積書.txt");
    assert_string_equal(arena_string(arena, message.attachments[1].declared_type), "text/plain");
    assert_int_equal(message.attachments[1].size, 8 * 2 + 1 + 2); /* in CP932: 金額 二百四十万円, CRLF */
    const struct message *within = message.attachments[2].embedded;
    assert_non_null(within);
    assert_string_equal(arena_string(arena, within->subject), "見積書の件①");
    assert_int_equal(within->recipient_count, 2);
    assert_int_equal(within->attachment_count, 1);
    assert_true(says(arena, within, "㈱光製作所"));
}

static void text_is_taken_where_there_is_no_other(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    sample(arena, "winmail.eml", &message);
    assert_true(says(arena, &message, "The text stands here."));
    assert_false(says(arena, &message, "本文は"));
    sample(arena, "winmail-only.eml", &message);
    assert_true(says(arena, &message, "本文は winmail.dat の中だけにあります。"));
    assert_string_equal(arena_string(arena, message.subject), "Without text");
    assert_int_equal(message.attachment_count, 3);
}

/* Every cut gives a valid item with a defect, or is no TNEF. */
static void cut_streams(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message, cut;
    sample(arena, "winmail.eml", &message);
    struct span stream = message.attachments[0].content;
    struct mapi_item item;
    assert_true(tnef_read(arena, stream, 0, &item));
    assert_int_equal(item.defect_count, 0);
    assert_int_equal(item.recipient_count, 1);
    assert_false(tnef_read(arena, span_slice(stream, 1, stream.size), 0, &item));
    assert_false(tnef_read(arena, SPAN_NONE, 0, &item));
    for (size_t size = 20; size < stream.size - 2; size += 7) { /* without a last checksum nothing is missing */
        ARENA_LOCAL inner = arena_open();
        char *copy = arena_string(inner, span_slice(stream, 0, size));
        assert_true(tnef_read(inner, (struct span){copy, size}, 0, &item));
        decode_mapi(inner, &item, 0, 0, &cut, NULL);
    }
    assert_true(tnef_read(arena, span_slice(stream, 0, stream.size - 40), 0, &item));
    assert_true(item.defect_count > 0);
    assert_int_equal(item.attachment_count, 2);
}

static void defect_is(const struct mapi_item *item, const char *wanted)
{
    for (size_t i = 0; i < item->defect_count; i++)
        if (span_starts(item->defects[i], span_of(wanted)))
            return;
    fail_msg("no defect \"%s\" among %zu", wanted, item->defect_count);
}

static void changed_parts_are_told(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    struct mapi_item item;
    sample(arena, "winmail.eml", &message);
    struct span stream = message.attachments[0].content;
    char *copy = arena_string(arena, stream);
    copy[stream.size - 10] ^= 1;
    assert_true(tnef_read(arena, (struct span){copy, stream.size}, 0, &item));
    defect_is(&item, "a part of winmail.dat is not as it was written");
}

/* As many properties as a bag takes do not hide the data of an attachment that stands in an older attribute. */
static void full_bags_are_told(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct mapi_item item;
    BUF_LOCAL out = {0};
    uint32_t size = 4 + LIMIT_PROPERTIES * 8, count = LIMIT_PROPERTIES;
    buf_add(&out, SPAN_LITERAL("\x78\x9F\x3E\x22\x01\x00" "\x02\x0F\x80\x06\x00\x03\x00\x00\x00" "abc\x26\x01" "\x02\x05\x90\x06\x00"));
    buf_add(&out, (struct span){(const char *)&size, 4});
    buf_add(&out, (struct span){(const char *)&count, 4});
    for (uint32_t i = 0; i < count; i++)
        buf_add(&out, SPAN_LITERAL("\x03\x00\x01\x10\x00\x00\x00\x00"));
    buf_add(&out, SPAN_LITERAL("\x00\x00"));
    assert_true(tnef_read(arena, buf_span(&out), 0, &item));
    assert_int_equal(item.attachment_count, 1);
    defect_is(&item, "more than 4096 properties in winmail.dat");
}

static void older_forms_are_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct mapi_item item;
    struct message message;
    static const char stream[] = "\x78\x9F\x3E\x22\x01\x00"
        "\x01\x00\x80\x00\x00\x2c\x00\x00\x00\x04\x00\x24\x00\x0c\x00\x14\x00" "John Carter\0" "SMTP:jc@north.exam\0\0" "\0\0\0\0\xe7\x0a"
        "\x01\x05\x80\x03\x00\x0e\x00\x00\x00\xe6\x07\x06\x00\x01\x00\x03\x00\x1e\x00\x0f\x00\x03\x00\x27\x01"
        "\x01\x04\x80\x01\x00\x06\x00\x00\x00" "Hello\0\xf4\x01";
    assert_true(tnef_read(arena, (struct span){stream, sizeof stream - 1}, 0, &item));
    assert_int_equal(item.defect_count, 0);
    assert_int_equal(decode_mapi(arena, &item, 0, 0, &message, NULL), OUTCOME_OK);
    assert_int_equal(message.date, 1654054215); /* 2022-06-01 03:30:15 */
    assert_int_equal(message.from_count, 1);
    assert_true(span_equal(message.from[0].name, SPAN_LITERAL("John Carter")));
    assert_true(span_equal(message.from[0].addr, SPAN_LITERAL("jc@north.exam")));
    static const char broken[] = "\x78\x9F\x3E\x22\x01\x00"
        "\x01\x00\x80\x00\x00\x08\x00\x00\x00\x04\x00\x24\x00\xff\xff\x14\x00\x3a\x02"
        "\x01\x05\x80\x03\x00\x0e\x00\x00\x00\xe6\x07\x0d\x00\x01\x00\x03\x00\x1e\x00\x0f\x00\x03\x00\x2e\x01";
    assert_true(tnef_read(arena, (struct span){broken, sizeof broken - 1}, 0, &item));
    assert_int_equal(item.defect_count, 2);
    defect_is(&item, "the sender in winmail.dat cannot be read");
    defect_is(&item, "a date in winmail.dat cannot be read");
}

static void counts_that_lie(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct mapi_item item;
    static const char lies[] = "\x78\x9F\x3E\x22\x01\x00"
                               "\x01\x04\x90\x06\x00\x08\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00"  /* recipients */
                               "\x01\x03\x90\x06\x00\x04\x00\x00\x00\xff\xff\xff\x7f\x00\x00";                 /* properties */
    assert_true(tnef_read(arena, (struct span){lies, sizeof lies - 1}, 0, &item));
    defect_is(&item, "only the first 1 of 4294967295 recipients");
    defect_is(&item, "a list of properties in winmail.dat breaks off");
    assert_int_equal(item.message.count, 0);
    assert_int_equal(item.recipient_count, 1); /* an empty row */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attachments_come_out),
        cmocka_unit_test(text_is_taken_where_there_is_no_other),
        cmocka_unit_test(cut_streams),
        cmocka_unit_test(counts_that_lie),
        cmocka_unit_test(changed_parts_are_told),
        cmocka_unit_test(older_forms_are_read),
        cmocka_unit_test(full_bags_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
