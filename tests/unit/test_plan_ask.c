/* What a process says of an archive is believed only as far as it can be true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "scan/plan_ask.h"
#include "tests/unit/test_folder.h"

#define ARCHIVE "/srv/a.zip"

static struct plan_zip_store stores[] = {{.path = ARCHIVE "/Inbox.mbox", .format = "mbox", .size = 77}, {.path = ARCHIVE "/b/\xff", .format = "zip"}};
static struct plan_zip_note notes[] = {{true, "left out"}};

static struct plan_ask sample(void)
{
    return (struct plan_ask){.mail = true, .plan = {.stores = stores, .store_count = 2, .notes = notes, .note_count = 1}};
}

static bool passes(const struct plan_ask *answer)
{
    BUF_LOCAL bytes = {0};
    struct plan_ask back;
    plan_ask_write(&bytes, answer, ARCHIVE);
    if (!plan_ask_read(buf_span(&bytes), ARCHIVE, &back))
        return false;
    plan_ask_free(&back);
    return true;
}

static void round_trip(void **state)
{
    (void)state;
    BUF_LOCAL bytes = {0};
    struct plan_ask answer = sample(), back;
    plan_ask_write(&bytes, &answer, ARCHIVE);
    assert_true(plan_ask_read(buf_span(&bytes), ARCHIVE, &back));
    assert_true(back.mail);
    assert_int_equal(back.plan.store_count, 2);
    assert_string_equal(back.plan.stores[0].path, ARCHIVE "/Inbox.mbox");
    assert_string_equal(back.plan.stores[1].path, ARCHIVE "/b/\xff"); /* bytes, as the file system has them */
    assert_string_equal(back.plan.stores[1].format, "zip");
    assert_int_equal(back.plan.stores[0].size, 77);
    assert_true(back.plan.note_count == 1 && back.plan.notes[0].incomplete);
    assert_string_equal(back.plan.notes[0].text, "left out");
    plan_ask_free(&back);
}

static void no_store_beside_the_archive(void **state)
{
    (void)state;
    static char *const wrong[] = {"/etc/passwd", ARCHIVE, ARCHIVE "/", "/srv/a.zipper/x", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct plan_zip_store one = {.path = wrong[i], .format = "mbox"};
        struct plan_ask answer = {.mail = true, .plan = {.stores = &one, .store_count = 1}};
        assert_false(passes(&answer));
        one = (struct plan_zip_store){.path = ARCHIVE "/x", .format = i ? "mbox" : "folder"};
        assert_int_equal(passes(&answer), i > 0);
    }
}

static void damaged_answers(void **state)
{
    (void)state;
    BUF_LOCAL bytes = {0};
    struct plan_ask answer = sample(), back;
    plan_ask_write(&bytes, &answer, ARCHIVE);
    for (size_t cut = 0; cut < bytes.size; cut++)
        assert_false(plan_ask_read(span_slice(buf_span(&bytes), 0, cut), ARCHIVE, &back));
    for (size_t i = 0; i < bytes.size; i++)
        for (unsigned flip = 1; flip < 256; flip <<= 1) {
            bytes.data[i] = (char)(bytes.data[i] ^ (char)flip);
            if (plan_ask_read(buf_span(&bytes), ARCHIVE, &back))
                plan_ask_free(&back);
            bytes.data[i] = (char)(bytes.data[i] ^ (char)flip);
        }
}

static void asks_a_process(void **state)
{
    (void)state;
    struct plan_ask answer;
    FILE *file = fopen(path_of("cut.zip"), "w");
    assert_non_null(file);
    fputs("PK\3\4 and then nothing of an archive", file);
    fclose(file);
    plan_ask(path_of("cut.zip"), &answer);
    assert_null(answer.trouble);
    assert_false(answer.mail);
    plan_ask_free(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(no_store_beside_the_archive),
        cmocka_unit_test(damaged_answers),
        cmocka_unit_test_setup_teardown(asks_a_process, folder_make, folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
