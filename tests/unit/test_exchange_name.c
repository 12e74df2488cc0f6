/* Exchange names: which pairs are sound, and what the addresses that wrap one stand for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "model/exchange_name.h"

static void wrapped_names_are_opened(void **state)
{
    (void)state;
    static const struct { const char *addr, *dn; } rows[] = {
        {"/o=x/cn=taro", "/o=x/cn=taro"},
        {"imceaex-_o=x_ou=first+20administrative+20group_cn=taro@example.jp", "/o=x/ou=first administrative group/cn=taro"},
        {"imceaex-_o=x_cn=taro+2eyamada+5f1@example.jp", "/o=x/cn=taro.yamada_1"},
        {"imceaex-_o=x_cn=+54aro@example.jp", "/o=x/cn=taro"},           /* an upper case letter, coded */
        {"imceaex-_o=x_cn=+e5+b1+b1@example.jp", "/o=x/cn=山"},
        {"imceaex-_o=x_cn=a+b+2@example.jp", "/o=x/cn=a+b+2"},           /* no two digits */
        {"imceaex-_o=x_cn=a+00b@example.jp", ""},                        /* a NUL */
        {"imceaex-_o=x_cn=a+0ab@example.jp", ""},
        {"imceaex-_o=x_cn=a+ff@example.jp", ""},                         /* no UTF-8 */
        {"imceaex-taro@example.jp", ""}, {"imceaex-@example.jp", ""}, {"imceaex-", ""}, {"taro@example.jp", ""}, {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ARENA_LOCAL arena = arena_open();
        struct span dn = exchange_name_dn(arena, span_of(rows[i].addr));
        if (!span_equal(dn, span_of(rows[i].dn)))
            fail_msg("%s: got \"%.*s\"", rows[i].addr, SPAN_ARGS(dn));
    }
}

static void only_sound_pairs_are_valid(void **state)
{
    (void)state;
    static char long_dn[LIMIT_FIELD_BYTES + 2];
    memset(long_dn, 'a', sizeof long_dn - 1);
    memcpy(long_dn, "/o=", 3);
    static const struct { const char *dn, *smtp; bool valid; } rows[] = {
        {"/o=x/cn=taro", "taro@example.jp", true}, {"/cn=taro", "taro@example.jp", true},
        {"/o=X/cn=taro", "taro@example.jp", false}, {"/o=x/cn=taro", "Taro@example.jp", false},
        {"/o=x/cn=ta\nro", "taro@example.jp", false}, {"/o=x/cn=taro", "taro", false}, {"/o=x/cn=taro", "", false},
        {"", "taro@example.jp", false}, {"taro@example.jp", "taro@example.jp", false}, {"/o=x/cn=\xff", "taro@example.jp", false},
        {"/o=x/cn=taro", "/o=x/cn=taro@example.jp", false}, {"/o=x/cn=taro", "imceaex-_o=x@example.jp", false},
        {long_dn, "taro@example.jp", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct exchange_name name = {span_of(rows[i].dn), span_of(rows[i].smtp)};
        if (exchange_name_valid(&name) != rows[i].valid)
            fail_msg("%.40s with %s", rows[i].dn, rows[i].smtp);
    }
}

static void only_the_own_organisation_wraps(void **state)
{
    (void)state;
    struct span smtp = SPAN_LITERAL("taro@example.jp");
    assert_true(exchange_name_fits(SPAN_LITERAL("/o=x/cn=taro"), smtp));
    assert_true(exchange_name_fits(SPAN_LITERAL("imceaex-_o=x_cn=taro@mail.example.jp"), smtp));
    assert_false(exchange_name_fits(SPAN_LITERAL("imceaex-_o=x_cn=taro@thief.example"), smtp));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrapped_names_are_opened),
        cmocka_unit_test(only_sound_pairs_are_valid),
        cmocka_unit_test(only_the_own_organisation_wraps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
