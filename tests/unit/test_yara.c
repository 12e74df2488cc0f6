/* Rules of the user: what they match, what of them is wrong, and what they may cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <yara.h>
#include "base/buf.h"
#include "inspect/inspect.h"
#include "inspect/yara_look.h"
#include "inspect/yara_rules.h"
#include "scan/inspector.h"
#include "inspected.h"

#define MATCH ATTACHMENT_YARA_MATCH
#define LOOP "rule loop { condition: for all i in (0..100000000000) : ( for all j in (0..100000000000) : ( i * j >= 0 ) ) }"

struct fixture {
    struct arena *arena;
    struct yara_rules *rules;
    struct attachment file;
    struct err err;
    char path[64];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_open();
    strcpy(fixture->path, "/tmp/test_yara.XXXXXX");
    int fd = mkstemp(fixture->path);
    *state = fixture;
    return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    yara_rules_close(fixture->rules);
    arena_close(fixture->arena);
    unlink(fixture->path);
    free(fixture);
    return 0;
}

static enum outcome open_rules(struct fixture *fixture, struct span source)
{
    const char *path = fixture->path;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(source.data, 1, source.size, file), source.size);
    fclose(file);
    return yara_rules_open(&path, 1, &fixture->rules, &fixture->err);
}

static void rules_of(struct fixture *fixture, const char *source)
{
    if (open_rules(fixture, span_of(source)) != OUTCOME_OK)
        fail_msg("%s", fixture->err.text);
}

static void look(struct fixture *fixture, const char *name, struct span bytes)
{
    fixture->file = (struct attachment){.name = span_of(name), .content = bytes, .size = bytes.size};
    inspect_attachment(fixture->arena, &(struct inspection_options){.yara = fixture->rules}, &fixture->file);
}

static void look_at_document(struct fixture *fixture, const char *name)
{
    BUF_LOCAL bytes = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/documents/%s", SAMPLES, name);
    assert_true(inspected_read(path, &bytes));
    look(fixture, name, arena_copy(fixture->arena, buf_span(&bytes)));
}

/* The detail of the match at `where`; NULL: none. */
static const char *match_at(struct fixture *fixture, const char *where)
{
    for (size_t i = 0; i < fixture->file.fact_count; i++)
        if (fixture->file.facts[i].kind == MATCH && span_equal(fixture->file.facts[i].where, span_of(where)))
            return arena_string(fixture->arena, fixture->file.facts[i].detail);
    return NULL;
}

static size_t matches(const struct fixture *fixture)
{
    size_t count = 0;
    for (size_t i = 0; i < fixture->file.fact_count; i++)
        count += fixture->file.facts[i].kind == MATCH;
    return count;
}

static bool limited(const struct fixture *fixture, const char *what)
{
    return span_find(fixture->file.limits, span_of(what), 0) != SIZE_MAX;
}

static void a_match_names_rule_tags_and_description(void **state)
{
    struct fixture *fixture = *state;
    rules_of(fixture, "rule one : a b { meta: description = \"says\" author = \"x\" strings: $a = \"lorem\" condition: $a }\n"
                      "rule two { condition: filesize == 5 }\nrule three { condition: false }\nprivate rule four { condition: true }\n");
    look(fixture, "a.txt", SPAN_LITERAL("lorem"));
    assert_int_equal(matches(fixture), 2);
    assert_string_equal(match_at(fixture, ""), "one [a, b]: says");
    assert_true(attachment_telling(&fixture->file));
    look(fixture, "a.txt", SPAN_LITERAL("ipsum."));
    assert_int_equal(matches(fixture), 0);
    assert_int_equal(fixture->file.limits.size, 0);
    look(fixture, "a.txt", SPAN_NONE);
    assert_int_equal(matches(fixture), 0);
}

static void what_is_unpacked_is_shown_to_the_rules(void **state)
{
    struct fixture *fixture = *state;
    rules_of(fixture, "rule source { strings: $a = \"Sub Document_Open\" condition: $a }\n"
                      "rule types { strings: $a = \"vnd.ms-office.vbaProject\" condition: $a }\n");
    look_at_document(fixture, "auto.docm");
    assert_string_equal(match_at(fixture, "[Content_Types].xml"), "types");
    assert_string_equal(match_at(fixture, "word/vbaProject.bin"), "source");
}

static void conditions_may_ask_for_the_name(void **state)
{
    struct fixture *fixture = *state;
    rules_of(fixture, "rule named { condition: filename == \"a.b.txt\" and extension == \".txt\" and filepath == \"a.b.txt\" }");
    look(fixture, "a.b.txt", SPAN_LITERAL("x"));
    assert_int_equal(matches(fixture), 1);
    look(fixture, "txt", SPAN_LITERAL("x"));
    assert_int_equal(matches(fixture), 0);
}

static void wrong_rules_are_named_by_file_and_line(void **state)
{
    struct fixture *fixture = *state;
    char wanted[128];
    assert_int_equal(open_rules(fixture, SPAN_LITERAL("rule a { condition: true }\nrule b {\n condition: nothing }\n")), OUTCOME_DAMAGED);
    snprintf(wanted, sizeof wanted, "%s:3: undefined identifier \"nothing\"", fixture->path);
    assert_string_equal(fixture->err.text, wanted);
    assert_int_equal(open_rules(fixture, SPAN_LITERAL("include \"/nowhere/at/all.yar\"\n")), OUTCOME_DAMAGED);
    assert_int_equal(open_rules(fixture, SPAN_LITERAL("rule a { strings: $a = /(a/ condition: $a }")), OUTCOME_DAMAGED);
    assert_non_null(strstr(fixture->err.text, ":1: "));
    assert_int_equal(open_rules(fixture, SPAN_LITERAL("// all is commented out\n")), OUTCOME_DAMAGED);
    const char *folder = "/tmp", *nothing = "/nowhere/at/all";
    assert_int_equal(yara_rules_open(&folder, 1, &fixture->rules, &fixture->err), OUTCOME_DAMAGED);
    assert_int_equal(yara_rules_open(&nothing, 1, &fixture->rules, &fixture->err), OUTCOME_DAMAGED);
    assert_null(fixture->rules);
}

static void a_file_that_includes_itself_ends(void **state)
{
    struct fixture *fixture = *state;
    BUF_LOCAL source = {0};
    buf_printf(&source, "include \"%s\"\n", fixture->path);
    assert_int_equal(open_rules(fixture, buf_span(&source)), OUTCOME_DAMAGED);
    assert_null(fixture->rules);
}

/* Compiled rules are loaded as far as they are whole; damaged ones are refused, or do nothing worse than match wrongly in a cage. */
static void compiled_rules_are_loaded(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture->path;
    BUF_LOCAL bytes = {0};
    rules_of(fixture, "rule one { strings: $a = \"lorem\" condition: $a }");
    assert_int_equal(yr_rules_save(fixture->rules->sets[0].rules, path), ERROR_SUCCESS);
    yara_rules_close(fixture->rules);
    fixture->rules = NULL;
    assert_int_equal(yara_rules_open(&path, 1, &fixture->rules, &fixture->err), OUTCOME_OK);
    look(fixture, "a.txt", SPAN_LITERAL("lorem"));
    assert_string_equal(match_at(fixture, ""), "one");
    assert_true(inspected_read(path, &bytes));
    yara_rules_close(fixture->rules);
    fixture->rules = NULL;
    for (size_t size = 4; size < bytes.size; size += size < 64 ? 1 : 997) /* cut short */
        assert_int_equal(open_rules(fixture, span_slice(buf_span(&bytes), 0, size)), OUTCOME_DAMAGED);
    bytes.data[4] = 1; /* the version */
    assert_int_equal(open_rules(fixture, buf_span(&bytes)), OUTCOME_DAMAGED);
    assert_non_null(strstr(fixture->err.text, "another version"));
}

static void a_rule_that_never_ends_is_left(void **state)
{
    struct fixture *fixture = *state;
    rules_of(fixture, LOOP);
    look_at_document(fixture, "auto.docm"); /* five looks would be five seconds */
    assert_true(limited(fixture, "took too long"));
    assert_true(limited(fixture, "were not tried on the rest"));
    assert_int_equal(fixture->file.macros, ATTACHMENT_MACROS_VBA); /* and inspection had its own time */
    assert_false(limited(fixture, "it took too long to look at"));
}

static void too_many_matches_are_said(void **state)
{
    struct fixture *fixture = *state;
    BUF_LOCAL rules = {0};
    size_t size = 1100000;
    char *same = memset(arena_alloc(fixture->arena, size), 'a', size);
    rules_of(fixture, "rule many { strings: $a = \"aa\" condition: #a > 2000000 }");
    look(fixture, "a.txt", (struct span){same, size});
    assert_true(limited(fixture, "finds more in it than is counted") || limited(fixture, "took too long")); /* on a busy machine */
    yara_rules_close(fixture->rules);
    fixture->rules = NULL;
    for (unsigned i = 0; i < 30; i++)
        buf_printf(&rules, "rule r%u { condition: true }\n", i);
    buf_add_byte(&rules, '\0');
    rules_of(fixture, rules.data);
    look(fixture, "a.txt", SPAN_LITERAL("x"));
    assert_int_equal(matches(fixture), YARA_MATCHES);
    assert_true(limited(fixture, "more of your rules match"));
}

/* All modules in the cage: none needs a call that is not allowed. */
static void the_cage_holds_all_modules(void **state)
{
    struct fixture *fixture = *state;
    rules_of(fixture, "import \"pe\" import \"elf\" import \"hash\" import \"math\" import \"dotnet\" import \"time\" import \"magic\" import \"console\"\n"
                      "rule everything { condition: hash.sha256(0, filesize) != \"\" and math.entropy(0, filesize) > 0.0 and time.now() > 0"
                      " and console.log(\"x\") and not pe.is_pe and magic.mime_type() contains \"/\" }");
    struct inspection_options options = {.yara = fixture->rules};
    struct inspector *inspector = inspector_open(&options);
    if (inspector_file(inspector, SAMPLES "/documents/auto.docm", fixture->arena, &fixture->file, &fixture->err) != OUTCOME_OK)
        fail_msg("%s", fixture->err.text);
    inspector_close(inspector);
    assert_string_equal(match_at(fixture, ""), "everything");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_match_names_rule_tags_and_description, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unpacked_is_shown_to_the_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(conditions_may_ask_for_the_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_rules_are_named_by_file_and_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_includes_itself_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(compiled_rules_are_loaded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rule_that_never_ends_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_matches_are_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_cage_holds_all_modules, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
