/* Tests of model/ip_network.h and host_name.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/host_name.h"
#include "model/ip_network.h"

static struct ip_network parse(const char *text)
{
    struct ip_network network;
    assert_true(ip_network_parse(span_of(text), &network));
    return network;
}

static void reads_addresses_and_networks(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "192.0.2", "192.0.2.256", "192.0.2.1/", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/1x", "::/129", "::g",
                                        "192.0.2.1/0000", "11111111111111111111111111111111111111111111111111"};
    struct ip_network network;
    assert_int_equal(parse("192.0.2.1").bits, 128);
    assert_int_equal(parse("192.0.2.0/24").bits, 120);
    assert_int_equal(parse("2001:db8::/32").bits, 32);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(ip_network_parse(span_of(wrong[i]), &network));
    assert_false(ip_network_parse((struct span){"192.0.2.1\0", 10}, &network));
}

static bool holds(const char *outer, const char *inner)
{
    struct ip_network a = parse(outer), b = parse(inner);
    return ip_network_holds(&a, &b);
}

static void compares_prefixes(void **state)
{
    (void)state;
    assert_true(holds("192.0.2.0/24", "192.0.2.255"));
    assert_true(holds("192.0.2.77/24", "192.0.2.1"));
    assert_false(holds("192.0.2.0/24", "192.0.3.1"));
    assert_true(holds("0.0.0.0/0", "8.8.8.8"));
    assert_false(holds("0.0.0.0/0", "2001:db8::1"));
    assert_true(holds("192.0.2.128/25", "192.0.2.200"));
    assert_false(holds("192.0.2.128/25", "192.0.2.100"));
    assert_true(holds("::ffff:192.0.2.1", "192.0.2.1"));
    assert_false(holds("192.0.2.0/25", "192.0.2.0/24"));
}

static void knows_private_ones(void **state)
{
    (void)state;
    static const char *const inner[] = {"10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "127.0.0.1", "::1", "fe80::1", "fd00::1", "169.254.1.1"};
    static const char *const outer[] = {"172.32.0.1", "192.169.0.1", "100.128.0.1", "2001:db8::1", "9.255.255.255", "203.0.113.1"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        struct ip_network address = parse(inner[i]);
        assert_true(ip_network_private(&address));
    }
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++) {
        struct ip_network address = parse(outer[i]);
        assert_false(ip_network_private(&address));
    }
}

static void undresses_names(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    assert_true(span_equal(host_name(arena, SPAN_LITERAL(" MX.Example.COM. ")), SPAN_LITERAL("mx.example.com")));
    assert_true(span_equal(host_name(arena, SPAN_LITERAL("[IPv6:2001:DB8::1]")), SPAN_LITERAL("2001:db8::1")));
    assert_int_equal(host_name(arena, SPAN_LITERAL("[")).size, 0);
    assert_false(host_name_telling(SPAN_LITERAL("localhost")));
    assert_false(host_name_telling(SPAN_LITERAL("192.0.2.1")));
    assert_true(host_name_internal(SPAN_LITERAL("mbx01")));
    assert_true(host_name_internal(SPAN_LITERAL("mbx01.corp.local")));
    assert_false(host_name_internal(SPAN_LITERAL("mx.example.com")));
    assert_false(host_name_internal(SPAN_LITERAL("localhost")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_addresses_and_networks), cmocka_unit_test(compares_prefixes), cmocka_unit_test(knows_private_ones),
        cmocka_unit_test(undresses_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
