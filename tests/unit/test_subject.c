/* Reply prefixes and list tags of many languages, and subjects that only look like them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/subject.h"

static void check(const char *subject, const char *base, bool reply)
{
    ARENA_LOCAL arena = arena_open();
    bool found;
    struct span text = subject_base(arena, span_of(subject), &found);
    if (!span_equal(text, span_of(base)))
        fail_msg("%s: got \"%.*s\"", subject, SPAN_ARGS(text));
    assert_int_equal(found, reply);
}

static void strips(void **state)
{
    (void)state;
    check("Re: Budget", "budget", true);
    check("RE: Fwd: re[2]: Budget", "budget", true);
    check("AW: WG: Angebot", "angebot", true);
    check("返信: 見積書", "見積書", true);
    check("ＲＥ：見積書", "re:見積書", false);
    check("Re：見積書", "見積書", true);
    check("转发: 合同", "合同", true);
    check("[users] Re: [users] Build", "build", true);
    check("Re :  x", "x", true);
    check("RE: ", "", true);
}

static void leaves(void **state)
{
    (void)state;
    check("Report: numbers", "report: numbers", false);
    check("Reply", "reply", false);
    check("[urgent]", "[urgent]", false);
    check("", "", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(strips), cmocka_unit_test(leaves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
