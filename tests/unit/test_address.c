/* Addresses: kinds, organisations, providers, and addresses inside names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/address.h"
#include "model/message.h"

static void assert_span(struct span got, const char *expected)
{
    if (!span_equal(got, span_of(expected)))
        fail_msg("got '%.*s', expected '%s'", SPAN_ARGS(got), expected);
}

static void knows_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *sent, *addr;
        enum address_kind kind;
    } rows[] = {
        {"", "", ADDRESS_NONE},
        {" <> ", "", ADDRESS_NONE},
        {"Taro.Yamada@Example.JP", "taro.yamada@example.jp", ADDRESS_SMTP},
        {" <SMTP:Taro@example.jp> ", "taro@example.jp", ADDRESS_SMTP},
        {"mailto:taro@example.jp", "taro@example.jp", ADDRESS_SMTP},
        {"'taro@example.jp'", "taro@example.jp", ADDRESS_SMTP},
        {"\"taro yamada\"@example.jp", "\"taro yamada\"@example.jp", ADDRESS_SMTP},
        {"/O=EXAMPLE/OU=X/CN=TARO", "/o=example/ou=x/cn=taro", ADDRESS_EX},
        {"EX:/o=Example/cn=taro", "/o=example/cn=taro", ADDRESS_EX},
        {"IMCEAEX-_O=X@example.jp", "imceaex-_o=x@example.jp", ADDRESS_EX},
        {"Taro@Bücher.Example", "taro@xn--bcher-kva.example", ADDRESS_SMTP},
        {"taro@例え.jp", "taro@xn--r8jz45g.jp", ADDRESS_SMTP},
        {"taro@example.jp.", "taro@example.jp", ADDRESS_SMTP},
        {"taro", "taro", ADDRESS_OTHER},
        {"@example.jp", "@example.jp", ADDRESS_OTHER},
        {"taro@", "taro@", ADDRESS_OTHER},
        {"taro yamada@example.jp", "taro yamada@example.jp", ADDRESS_OTHER},
    };
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct address address = address_make(arena, SPAN_LITERAL("n"), span_of(rows[i].sent));
        assert_span(address.addr, rows[i].addr);
        assert_int_equal(address.kind, rows[i].kind);
        assert_span(address.name, "n");
    }
}

static void parts_at_the_last_sign(void **state)
{
    (void)state;
    assert_span(address_domain(SPAN_LITERAL("a@b@c.jp")), "c.jp");
    assert_span(address_local(SPAN_LITERAL("a@b@c.jp")), "a@b");
    assert_span(address_domain(SPAN_LITERAL("none")), "");
}

static void knows_organisations(void **state)
{
    (void)state;
    assert_span(address_organisation(SPAN_LITERAL("x@a.b.example.co.jp")), "example.co.jp");
    assert_span(address_organisation(SPAN_LITERAL("mail.example.com")), "example.com");
    assert_span(address_organisation(SPAN_LITERAL("x@co.jp")), "co.jp");
    assert_span(address_organisation(SPAN_LITERAL("x@[192.0.2.1]")), "[192.0.2.1]");
    assert_span(address_organisation(SPAN_LITERAL("x@192.0.2.1")), "192.0.2.1");
    assert_span(address_organisation(SPAN_LITERAL("x@sub.city.kawasaki.jp")), "city.kawasaki.jp");
    assert_span(address_organisation(SPAN_NONE), "");
    assert_int_equal(address_organisation((struct span){"x@a\0b.com", 9}).size, 7);
}

static void knows_public_providers(void **state)
{
    (void)state;
    static const char *const public[] = {"gmail.com", "yahoo.co.jp", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp",
        "nifty.com", "ocn.ne.jp", "so-net.ne.jp", "biglobe.ne.jp", "163.com", "web.de", "zoho.com", "outlook.com",
        "hotmail.co.jp", "proton.me", "mail.ru", "naver.com", "icloud.com"};
    for (size_t i = 0; i < sizeof public / sizeof public[0]; i++)
        if (!address_public_provider(span_of(public[i])))
            fail_msg("%s", public[i]);
    assert_true(address_public_provider(address_organisation(SPAN_LITERAL("x@i.softbank.jp"))));
    assert_false(address_public_provider(SPAN_LITERAL("example.co.jp")));
    assert_false(address_public_provider(SPAN_NONE));
}

static void knows_machines(void **state)
{
    (void)state;
    assert_true(address_not_a_person(SPAN_LITERAL("no-reply@example.jp")));
    assert_true(address_not_a_person(SPAN_LITERAL("noreply+abc@example.jp")));
    assert_true(address_not_a_person(SPAN_LITERAL("MAILER-DAEMON@example.jp")));
    assert_true(address_not_a_person(SPAN_LITERAL("list-bounces@example.jp")));
    assert_true(address_not_a_person(SPAN_LITERAL("postmaster")));
    assert_false(address_not_a_person(SPAN_LITERAL("taro.yamada@example.jp")));
    assert_false(address_not_a_person(SPAN_LITERAL("root.yamada@example.jp")));
    assert_false(address_not_a_person(SPAN_LITERAL("info@example.jp")));
}

static void finds_addresses_in_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *second;
        size_t count;
    } rows[] = {
        {"Yamada <Taro@Example.jp>", "taro@example.jp", NULL, 1},
        {"山田太郎[taro@example.jp]様", "taro@example.jp", NULL, 1},
        {"taro＠example．co．jp", "taro@example.co.jp", NULL, 1},
        {"‹taroⓐexample.jp›", "taro@example.jp", NULL, 1},
        {"a@example.jp; 'b@example.com', a@example.jp.", "a@example.jp", "b@example.com", 2},
        {"山田@サンプル", NULL, NULL, 0},
        {"root@localhost, @example.jp x@.jp x@1.2", NULL, NULL, 0},
        {"no address", NULL, NULL, 0},
    };
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct span found[2];
        assert_int_equal(address_in_text(arena, span_of(rows[i].text), found, 2), rows[i].count);
        if (rows[i].count > 0)
            assert_span(found[0], rows[i].first);
        if (rows[i].count > 1)
            assert_span(found[1], rows[i].second);
    }
    struct span one[1];
    assert_int_equal(address_in_text(arena, SPAN_LITERAL("a@b.jp c@d.jp"), one, 1), 1);
}

static void dates_by_what_the_sender_could_not_choose(void **state)
{
    (void)state;
    struct message message = {.date = 5, .received_date = MESSAGE_NO_DATE};
    assert_int_equal(message_time(&message), 5);
    message.received_date = 9;
    assert_int_equal(message_time(&message), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_kinds), cmocka_unit_test(parts_at_the_last_sign), cmocka_unit_test(knows_organisations),
        cmocka_unit_test(knows_public_providers), cmocka_unit_test(knows_machines),
        cmocka_unit_test(finds_addresses_in_text), cmocka_unit_test(dates_by_what_the_sender_could_not_choose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
