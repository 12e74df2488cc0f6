/* Tests of cmd/option_parse: every kind of option, operands among options, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "cmd/option_parse.h"

struct options {
    struct option_list own;
    const char *path;
    unsigned count;
    bool verbose;
};

static const struct option_row rows[] = {
    {"own", 0, OPTION_LIST, "DOMAIN", "", offsetof(struct options, own)},
    {"case", 'c', OPTION_TEXT, "CASE", "", offsetof(struct options, path)},
    {"workers", 'j', OPTION_COUNT, "N", "", offsetof(struct options, count)},
    {"verbose", 'v', OPTION_FLAG, NULL, "", offsetof(struct options, verbose)},
    {0},
};

static const struct command command = {
    .name = "test",
    .operands = "PATH...",
    .options = rows,
    .options_size = sizeof(struct options),
    .operands_least = 1,
    .operands_most = 2,
};

static enum option_parse_result parse(struct arena *arena, const char *const *words, struct invocation *ret_invocation)
{
    char *argv[16] = {arena_string(arena, span_of("test"))};
    int argc = 1;
    for (; *words; words++)
        argv[argc++] = arena_string(arena, span_of(*words));
    char **kept = arena_array(arena, 16, sizeof *kept);
    memcpy(kept, argv, sizeof argv);
    struct err err;
    return option_parse(&command, argc, kept, arena, ret_invocation, &err);
}

static void test_all_kinds(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct invocation found;
    const char *const words[] = {"--own", "a.example", "p1", "-c", "x", "-j4", "--own=b.example", "-v", "--", "-p2", NULL};
    assert_int_equal(parse(arena, words, &found), OPTION_PARSE_OK);
    const struct options *options = found.options;
    assert_int_equal(options->own.count, 2);
    assert_string_equal(options->own.values[0], "a.example");
    assert_string_equal(options->own.values[1], "b.example");
    assert_string_equal(options->path, "x");
    assert_int_equal(options->count, 4);
    assert_true(options->verbose);
    assert_int_equal(found.operand_count, 2);
    assert_string_equal(found.operands[0], "p1");
    assert_string_equal(found.operands[1], "-p2");
}

static void test_help(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct invocation found;
    assert_int_equal(parse(arena, (const char *const[]){"--help", NULL}, &found), OPTION_PARSE_HELP);
    assert_int_equal(parse(arena, (const char *const[]){"-h", NULL}, &found), OPTION_PARSE_HELP);
}

static void test_refuses(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct invocation found;
    const char *const wrong[][6] = {
        {NULL}, {"a", "b", "c", NULL}, {"a", "--nothing", NULL}, {"a", "-x", NULL}, {"a", "--case", NULL}, {"a", "-j", NULL},
        {"a", "-j", "x", NULL}, {"a", "-j", "-1", NULL}, {"a", "-j", "4294967296", NULL}, {"a", "--verbose=1", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(parse(arena, wrong[i], &found), OPTION_PARSE_WRONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_kinds),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
