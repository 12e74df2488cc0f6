/* Links in text: host, organisation, file, and what the text before them shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/link.h"

struct row {
    const char *text, *host, *org, *file, *shown;
};

static const struct row rows[] = {
    {"see https://www.x.example/d/scan.zip?dl=1 today", "www.x.example", "x.example", "scan.zip", ""},
    {"https://bank.example@x.example/", "x.example", "x.example", "", ""},
    {"https://bank.example:8080/a/b#c", "bank.example", "bank.example", "b", ""},
    {"https://x.example?f=a.zip", "x.example", "x.example", "", ""},
    {"https://WWW.B\xC3\x9C" "CHER.example/", "www.b", "www.b", "", ""}, /* browsers write IDNs in ASCII; a raw one ends the host */
    {"https://bank.example/login <https://x.example>", "bank.example", "bank.example", "login", ""},
    {"www.bank.example <https://x.example>", "x.example", "x.example", "", "bank.example"},
    {"to the bank <https://x.example>", "x.example", "x.example", "", ""},
    {":// ://x", "x", "x", "", ""},
};

static void takes_links_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_LOCAL arena = arena_open();
        struct link link;
        size_t from = 0;
        if (!link_next(arena, span_of(rows[i].text), &from, &link))
            fail_msg("%s: no link", rows[i].text);
        if (!span_equal(link.host, span_of(rows[i].host)) || !span_equal(link.org, span_of(rows[i].org))
            || !span_equal(link.file, span_of(rows[i].file)) || !span_equal(link.shown, span_of(rows[i].shown)))
            fail_msg("%s: %.*s %.*s %.*s %.*s", rows[i].text, SPAN_ARGS(link.host), SPAN_ARGS(link.org), SPAN_ARGS(link.file),
                     SPAN_ARGS(link.shown));
    }
}

static void finds_one_behind_the_other(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span text = SPAN_LITERAL("https://bank.example/login <https://x.example> http://y.example");
    struct link link;
    size_t from = 0;
    assert_true(link_next(arena, text, &from, &link));
    assert_true(link_next(arena, text, &from, &link));
    assert_true(span_equal(link.host, SPAN_LITERAL("x.example")));
    assert_true(span_equal(link.shown, SPAN_LITERAL("bank.example")));
    assert_true(link_next(arena, text, &from, &link));
    assert_true(span_equal(link.host, SPAN_LITERAL("y.example")));
    assert_false(link_next(arena, text, &from, &link));
}

static void cuts_what_is_too_long(void **state)
{
    (void)state;
    static char text[LINK_HOST_BYTES * 20];
    ARENA_LOCAL arena = arena_open();
    struct link link;
    size_t from = 0;
    memset(text, 'a', sizeof text);
    memcpy(text, "https://", 8);
    text[8 + LINK_HOST_BYTES / 2] = '/';
    assert_true(link_next(arena, (struct span){text, sizeof text}, &from, &link));
    assert_int_equal(link.file.size, LINK_FILE_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_links_apart),
        cmocka_unit_test(finds_one_behind_the_other),
        cmocka_unit_test(cuts_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
