/* Hit ids: short, and long where somebody made two mails whose keys begin alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "judge/hit_id.h"

#define MAILS 4

static void test_ids(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct corpus_mail mails[MAILS + 1] = {0};
    static const char *const wanted[MAILS] = {"H0102030405", "H01020304060000000000000000000000", "H010203040600000000000000000000ff",
                                              "Hffffffffff"};
    for (int i = 0; i < MAILS; i++)
        memcpy(mails[i].key, "\1\2\3\4\5", 5);
    mails[1].key[4] = mails[2].key[4] = 6;
    mails[2].key[15] = 0xff;
    memset(mails[3].key, 0xff, sizeof mails[3].key);
    struct corpus corpus = {.mails = mails, .mail_count = MAILS};
    bool *ids_long = hit_id_long(&corpus);
    for (uint32_t i = 0; i < MAILS; i++) {
        struct span id = hit_id(&corpus, ids_long, i, arena);
        assert_string_equal(id.data, wanted[i]);
        assert_int_equal(id.size, strlen(wanted[i]));
    }
    free(ids_long);
}

static void test_no_mail(void **state)
{
    (void)state;
    struct corpus corpus = {0};
    free(hit_id_long(&corpus));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ids), cmocka_unit_test(test_no_mail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
