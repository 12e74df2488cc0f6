/* Contacts of a PST and of a .msg (samples/contacts): whom they name becomes their recipients; and name maps that are hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decode/decode_item.h"
#include "store/msg/msg_file.h"
#include "store/pst/store_pst.h"

/* What each item names, in the order of its nid: "name <address>", a line each. */
static const char *const ITEMS[] = {
    "山田 太郎 <yamada.taro@aoba.example>\n山田 太郎 <taro.y@mail.example>\n",
    "山田 太郎 <yamada@midori.example>\n",
    "Hanako Sato <sato@hikari.example>\n",   /* Exchange: by what was shown first */
    "Jiro Ito <ito@hikari.example>\n",       /* by the entry id */
    "Third Alone <third@north.example>\n",
    "No Address <>\n",
    "Ken Mori <mori@north.example>\n青木 <aoki@aoba.example>\n",
};

static void named(const struct message *message, struct buf *out)
{
    buf_clear(out);
    for (size_t i = 0; i < message->recipient_count; i++)
        buf_printf(out, "%.*s <%.*s>\n", SPAN_ARGS(message->recipients[i].name), SPAN_ARGS(message->recipients[i].addr));
    buf_add_byte(out, '\0');
}

static void test_pst(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL text = {0};
    struct store *store;
    struct err err;
    size_t contacts = 0;
    assert_int_equal(store_pst_driver.open(SAMPLES "/contacts/contacts.pst", &store, &err), OUTCOME_OK);
    struct store_item item;
    while (store_pst_driver.next(store, arena, &item, &err) == OUTCOME_OK) {
        struct message message;
        assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
        if (!(message.flags & MESSAGE_NOT_MAIL))
            continue;
        named(&message, &text);
        assert_in_range(contacts, 0, sizeof ITEMS / sizeof *ITEMS - 1);
        assert_string_equal(text.data, ITEMS[contacts]);
        contacts++;
    }
    assert_int_equal(contacts, sizeof ITEMS / sizeof *ITEMS);
    store_pst_driver.close(store);
}

static void check_msg(const char *path, const char *wanted)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL text = {0};
    struct err err;
    struct store_item item = {0};
    struct message message;
    assert_int_equal(msg_file_read(arena, path, &item.mapi, &err), OUTCOME_OK);
    assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
    named(&message, &text);
    assert_string_equal(text.data, wanted);
    assert_int_equal(message.defect_count, 0);
}

static void test_msg(void **state)
{
    (void)state;
    check_msg(SAMPLES "/contacts/contact.msg", ITEMS[0]);
    check_msg(SAMPLES "/contacts/list.msg", ITEMS[6]);
}

/* One set, PSETID_Address, is number 3. */
static const char SETS[] = "\x04\x20\x06\0\0\0\0\0\xC0\0\0\0\0\0\0\x46";

static void test_names(void **state)
{
    (void)state;
    struct span sets = {SETS, 16};
    struct mapi_names names;
    mapi_names_read(sets, (struct span){"\x83\x80\0\0\x06\0\x05\0", 8}, &names);
    assert_int_equal(names.email[0].address, 0x8005);
    mapi_names_read(sets, (struct span){"\xA3\x80\0\0\x06\0\x05\0", 8}, &names);
    assert_int_equal(names.email[2].address, 0x8005);
    mapi_names_read(sets, (struct span){"\x83\x80\0\0\x08\0\x05\0", 8}, &names); /* a set that is not there */
    assert_int_equal(names.email[0].address, 0);
    mapi_names_read(sets, (struct span){"\x83\x80\0\0\x07\0\x05\0", 8}, &names); /* named by a string */
    assert_int_equal(names.email[0].address, 0);
    mapi_names_read(sets, (struct span){"\x83\x80\0\0\x06\0\xff\xff", 8}, &names); /* no id is that large */
    assert_int_equal(names.email[0].address, 0);
    mapi_names_read(sets, (struct span){"\x83\x80\0\0\x06\0\x05", 7}, &names); /* cut */
    assert_int_equal(names.email[0].address, 0);
    mapi_names_read((struct span){SETS, 15}, (struct span){"\x83\x80\0\0\x06\0\x05\0", 8}, &names);
    assert_int_equal(names.email[0].address, 0);
    mapi_names_read(SPAN_NONE, SPAN_NONE, &names);
    assert_int_equal(names.members, 0);
}

/* A list of members whose offsets lead anywhere. */
static void test_hostile_members(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t size; } lists[] = {
        {"", 0}, {"\xff\xff\xff\xff", 4}, {"\2\0\0\0\xff\xff\xff\xff\0\0\0\0", 12}, {"\1\0\0\0\x08\0\0\0", 8}, {"\2\0\0\0\x0c\0\0\0\x0c\0\0\0", 12},
    };
    static const struct mapi_names names = {.one_offs = 0x8001};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        ARENA_LOCAL arena = arena_open();
        struct err err;
        const struct mapi_property properties[] = {
            {0x001A, MAPI_UNICODE, {"I\0P\0M\0.\0D\0i\0s\0t\0L\0i\0s\0t\0", 24}},
            {0x8001, MAPI_BINARIES, {lists[i].bytes, lists[i].size}},
        };
        const struct mapi_item mapi = {.message = {properties, 2}, .names = &names};
        const struct store_item item = {.mapi = &mapi};
        struct message message;
        assert_int_equal(decode_item(arena, &item, NULL, &message, &err), OUTCOME_OK);
        assert_true(message.flags & MESSAGE_NOT_MAIL);
        assert_int_equal(message.recipient_count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pst), cmocka_unit_test(test_msg), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_hostile_members)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
