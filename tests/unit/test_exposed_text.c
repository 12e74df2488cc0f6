/* What a text tells of people: telephone numbers, postal addresses and e-mail addresses, and what only looks like them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "notify/exposed_text.h"

struct fixture {
    struct exposed_text *reader;
    struct arena *arena;
    struct buf found;
    unsigned postals;
};

static int open_fixture(void **state)
{
    static struct fixture fixture;
    struct err err;
    fixture = (struct fixture){.arena = arena_open()};
    if (exposed_text_open(&fixture.reader, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    exposed_text_close(f->reader);
    arena_close(f->arena);
    buf_free(&f->found);
    return 0;
}

static void put(void *context, struct span text)
{
    struct fixture *f = context;
    buf_printf(&f->found, "%s%.*s", f->found.size ? " " : "", SPAN_ARGS(text));
}

static void leave(void *context, struct span text)
{
    (void)context, (void)text;
}

static void count(void *context, struct span text)
{
    struct fixture *f = context;
    (void)text;
    f->postals++;
}

static void read_with(struct fixture *f, const char *text, struct exposed_text_sink sink)
{
    sink.context = f;
    buf_clear(&f->found);
    f->postals = 0;
    exposed_text_read(f->reader, f->arena, span_of(text), &sink);
    buf_add_byte(&f->found, '\0');
}

static void test_telephones(void **state)
{
    static const struct { const char *text, *numbers; } rows[] = {
        {"TEL 03-1234-5678 / FAX 03-1234-5679", "0312345678 0312345679"},
        {"電話：０３－１２３４－５６７８（代表）", "0312345678"},
        {"携帯 090-1234-5678", "09012345678"},
        {"090 1234 5678", "09012345678"},
        {"0798(12)3456", "0798123456"},
        {"(03)1234-5678", "0312345678"},
        {"フリーダイヤル 0120-123-456", "0120123456"},
        {"08012345678", "08012345678"},
        {"+81 3 1234 5678", "0312345678"},
        {"+81-(0)3-1234-5678", "0312345678"},
        {"Tel: 0081 3 1234 5678", "0312345678"},
        {"+44 (0)20 7946 0123", "442079460123"},
        {"+49 30 123456", "4930123456"},
        {"call (555) 234-5678 or 555-234-5679", "5552345678 5552345679"},
        {"555.234.5678", "5552345678"},
        {"Phone: 030 / 123 456 78", "03012345678"},
        {"☎:03-1234-5678", "0312345678"},
        {"at 10:03-1234-5678", ""},
        {"> Tel: 020 7946 0123", "02079460123"},
        /* no telephone numbers */
        {"2022-03-01 10:00", ""},
        {"Order 2022-0301-1234", ""},
        {"192.168.100.200", ""},
        {"invoice 1234567890", ""},
        {"12,345,678 yen", ""},
        {"Message-ID: <20220301.123456.0312345678@x.example>", ""},
        {"ISBN 978-4-00-310101-8", ""},
        {"4111-1111-1111-1111", ""},
        {"2022/03/01-2022/03/31", ""},
        {"", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_with(f, rows[i].text, (struct exposed_text_sink){.address = leave, .telephone = put, .postal = leave});
        if (strcmp(f->found.data, rows[i].numbers) != 0)
            fail_msg("%s: found \"%s\", not \"%s\"", rows[i].text, f->found.data, rows[i].numbers);
    }
}

static void test_postals(void **state)
{
    static const struct { const char *text; unsigned addresses; } rows[] = {
        {"〒100-0001 東京都千代田区千代田1-1", 1},
        {"〒100-0001\n東京都千代田区千代田１－１\n千代田ビル3F", 1},
        {"大阪府大阪市北区梅田三丁目", 1},
        {"横浜市西区みなとみらい2-2-1", 1},
        {"神奈川県川崎市幸区堀川町72番地34", 1},
        {"〒530-0001", 1},
        {"10 Downing Street\nLondon SW1A 2AA", 1},
        {"1600 Amphitheatre Parkway\nMountain View, CA 94043", 1},
        {"P.O. Box 123", 1},
        {"Hauptstraße 12\nD-10115 Berlin", 1},
        {"Musterweg 3a", 1},
        {"12 rue de la Paix", 1},
        {"Via Roma 10", 1},
        {"Keizersgracht 123", 1},
        {"Hauptstraße 12\n\nBergstraße 12", 2},
        {"東京都千代田区千代田1-1\n\n東京都千代田区千代田1-2", 2},
        {"東京都の会議は3月1日です", 0},
        {"市場調査を5件お願いします", 0},
        {"We met in 2022 on the street", 0},
        {"5 items are on their way", 0},
        {"version 3.2, page 10", 0},
        {"見積番号 A-1234", 0},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_with(f, rows[i].text, (struct exposed_text_sink){.address = leave, .telephone = leave, .postal = count});
        if (f->postals != rows[i].addresses)
            fail_msg("%s: %u postal addresses, not %u", rows[i].text, f->postals, rows[i].addresses);
    }
}

static void test_addresses(void **state)
{
    static const struct { const char *text, *addresses; } rows[] = {
        {"Ask Taro <Taro@Aoba.example> or hanako＠aoba.example.", "taro@aoba.example hanako@aoba.example"},
        {"Message-ID: <abc@mail.example>", ""},
        {"[cid:image001.png@01D7A0B6.C1234567]", ""},
        {"image001.png@01d7a0b6.c1234567", ""},
        {"<20220301123456789012345678.1234@mail.example>", ""},
        {"no address @ all", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_with(f, rows[i].text, (struct exposed_text_sink){.address = put, .telephone = leave, .postal = leave});
        assert_string_equal(f->found.data, rows[i].addresses);
    }
}

/* A line of nothing but addresses is cut, and that is told; one of nothing but numbers ends, too. */
static void test_bounds(void **state)
{
    struct fixture *f = *state;
    BUF_LOCAL text = {0};
    struct exposed_text_sink sink = {f, put, leave, leave, 0};
    for (int i = 0; i < 300; i++)
        buf_printf(&text, "a%d@x.example ", i);
    buf_clear(&f->found);
    exposed_text_read(f->reader, f->arena, buf_span(&text), &sink);
    assert_int_equal(sink.lines_cut, 1);
    buf_clear(&text);
    for (int i = 0; i < 10000; i++)
        buf_printf(&text, "03-1234-%04d ", i);
    sink.telephone = put;
    exposed_text_read(f->reader, f->arena, buf_span(&text), &sink);
    buf_clear(&text);
    for (int i = 0; i < 200000; i++)
        buf_printf(&text, "line %d of many, 0%d-1234-5678\n", i, i % 90 + 10);
    sink.telephone = leave;
    for (int i = 0; i < 8; i++) /* more lines than are remembered */
        exposed_text_read(f->reader, f->arena, buf_span(&text), &sink);
}

static void test_kana(void **state)
{
    (void)state;
    assert_true(exposed_text_kana(SPAN_LITERAL("abc お")));
    assert_true(exposed_text_kana(SPAN_LITERAL("ｶ")));
    assert_true(exposed_text_kana(SPAN_LITERAL("山田タロウ")));
    assert_false(exposed_text_kana(SPAN_LITERAL("山田太郎")));
    assert_false(exposed_text_kana(SPAN_LITERAL("Ａｂｃ１２３")));
    assert_false(exposed_text_kana(SPAN_LITERAL("")));
    assert_false(exposed_text_kana((struct span){"\xE3\x81", 2}));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {TEST(test_telephones), TEST(test_postals), TEST(test_addresses), TEST(test_bounds), TEST(test_kana)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
