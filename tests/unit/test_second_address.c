/* Which addresses could belong to one person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "judge/second_address.h"

static bool alike(const char *known, const char *name, const char *sender)
{
    return second_address(span_of(known), span_of(name), span_of(sender));
}

static void one_person(void **state)
{
    (void)state;
    assert_true(alike("yamada@aoba.example", "", "yamada@mail.example"));
    assert_true(alike("yamada.taro@aoba.example", "", "taro-yamada77@mail.example"));
    assert_true(alike("t.yamada@aoba.example", "", "yamada1970@mail.example"));
    assert_true(alike("ty@aoba.example", "Taro Yamada", "taroyamada@mail.example"));
}

static void strangers(void **state)
{
    (void)state;
    assert_false(alike("yamada@aoba.example", "山田 太郎", "reception@hotel.example"));
    assert_false(alike("ken@aoba.example", "Ken Abe", "kentucky@mail.example"));
    assert_false(alike("noreply@aoba.example", "", "noreply@mail.example"));
    assert_false(alike("", "", "x@mail.example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_person), cmocka_unit_test(strangers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
