/* format=flowed texts against the paragraphs that RFC 3676 makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "decode/mime_flowed.h"

static const struct {
    const char *text;
    bool delsp;
    const char *flowed;
} table[] = {
    {"", false, ""},
    {"fixed\nlines\n", false, "fixed\nlines\n"},
    {"one \ntwo\n", false, "one two\n"},
    {"one \ntwo\n", true, "onetwo\n"},
    {"one \n", false, "one \n"},
    {" >stuffed\n From here\n", false, ">stuffed\nFrom here\n"},
    {"> a \n> b\nc\n", false, "> a b\nc\n"},
    {">> a \n> b \nc\n", false, ">> a \n> b \nc\n"},
    {"> a \n>> b\n", false, "> a \n>> b\n"},
    {">>a\n", false, ">> a\n"},
    {"words \n-- \nName \nPlace\n", false, "words \n-- \nName Place\n"},
    {"\n\n", false, "\n\n"},
};

static void reads_the_table(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct span flowed = mime_flowed(arena, span_of(table[i].text), table[i].delsp);
        if (!span_equal(flowed, span_of(table[i].flowed)))
            fail_msg("[%s]: [%.*s]", table[i].text, SPAN_ARGS(flowed));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
