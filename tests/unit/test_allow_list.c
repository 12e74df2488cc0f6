/* The allow list: what a line may be, who is on the list, and whose mail a mail is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "judge/allow_list.h"

static struct allow_list parse(struct arena *arena, struct span text)
{
    struct allow_list list;
    struct err err;
    if (allow_list_parse(text, "file", arena, &list, &err) != OUTCOME_OK)
        fail_msg("%s", err.text);
    return list;
}

static void test_entries(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct allow_list list = parse(arena, SPAN_LITERAL("\xef\xbb\xbf@B.example\r\n#c\r\n \t\r\nA@Example.JP # why\nb.example.\n日本.example\n#"));
    static const char *const wanted[] = {"a@example.jp", "b.example", "xn--wgv71a.example"};
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(span_equal(list.entries[i], span_of(wanted[i])));
    assert_int_equal(parse(arena, SPAN_NONE).count, 0);
    assert_int_equal(parse(arena, SPAN_LITERAL("a#b@x.example\n")).count, 1); /* a local part may hold it */
}

static void test_bad_lines(void **state)
{
    (void)state;
    static const struct span bad[] = {{"jp", 2}, {"co.jp", 5}, {"github.io", 9}, {"@", 1}, {"a@", 2}, {"@@", 2}, {"a b", 3},
                                      {"*.x.example", 11}, {"*@x.example", 11}, {"x.example\0", 10}, {"\xff.example", 9},
                                      {"192.0.2.1", 9}, {"a@[192.0.2.1]", 13}, {"a@x..example", 12}, {".x.example", 10},
                                      {"x.example,y.example", 19}, {"/o=x/cn=y", 9}, {"Anna <a@x.example", 17}};
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct allow_list list = {NULL, 77};
        struct err err;
        struct span text = arena_printf(arena, "ok.example\n\n");
        struct span whole = {arena_alloc(arena, text.size + bad[i].size), text.size + bad[i].size};
        memcpy((char *)whole.data, text.data, text.size);
        memcpy((char *)whole.data + text.size, bad[i].data, bad[i].size);
        if (allow_list_parse(whole, "file", arena, &list, &err) != OUTCOME_FAULT)
            fail_msg("%.*s was taken", SPAN_ARGS(bad[i]));
        assert_non_null(strstr(err.text, "file, line 3"));
        assert_int_equal(list.count, 77);
    }
}

static void test_who_is_on_it(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct allow_list list = parse(arena, SPAN_LITERAL("anna@single.example\nwhole.example\n"));
    static const char *const on[] = {"anna@single.example", "x@whole.example", "x@a.b.whole.example"};
    static const char *const off[] = {"bert@single.example", "anna@a.single.example", "x@not-whole.example", "whole.example", "",
                                      "x@whole.example.evil.example", "x@example", "/o=whole.example/cn=anna", "whole.example@evil.example"};
    for (size_t i = 0; i < sizeof on / sizeof on[0]; i++)
        assert_true(allow_list_has(&list, span_of(on[i])));
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++)
        assert_false(allow_list_has(&list, span_of(off[i])));
    assert_false(allow_list_has(&(struct allow_list){0}, span_of("x@whole.example")));
}

static struct finding finding(const char *heuristic, double weight)
{
    return (struct finding){.heuristic = heuristic, .says = "x", .weight = weight};
}

/* Who sent it and what it quotes fall away; what it carries does not. */
static void test_apply(void **state)
{
    (void)state;
    struct hit hit = {.finding_count = 3, .quote_count = 1, .severity = CASE_HIGH, .score = 10};
    hit.findings[0] = finding("quotes_stored_thread", 4.2);
    hit.findings[1] = finding("known_name_new_address", 2.4);
    hit.findings[2] = finding("encrypted_archive", 3.4);
    struct hit silenced = hit;
    silenced.findings[2] = finding("lure_phrase", 1);
    allow_list_apply(&hit);
    assert_int_equal(hit.standing, CASE_SCORED);
    assert_int_equal(hit.finding_count, 1);
    assert_string_equal(hit.findings[0].heuristic, "encrypted_archive");
    assert_int_equal(hit.quote_count, 0);
    assert_int_not_equal(hit.severity, CASE_HIGH);
    allow_list_apply(&silenced);
    assert_int_equal(silenced.standing, CASE_ALLOWED);
    assert_int_equal(silenced.finding_count, 3);
    assert_int_equal(silenced.severity, CASE_HIGH);
    assert_int_equal(silenced.quote_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entries), cmocka_unit_test(test_bad_lines),
                                       cmocka_unit_test(test_who_is_on_it), cmocka_unit_test(test_apply)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
