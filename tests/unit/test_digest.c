/* The rounds behind a password of Office give what each digest gives by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "inspect/digest.h"

#define ROUNDS 300 /* the number takes its second byte */

static void a_round_is_the_digest_of_number_and_digest(void **state)
{
    (void)state;
    for (int kind = DIGEST_MD5; kind <= DIGEST_SHA512; kind++) {
        enum digest_kind which = (enum digest_kind)kind;
        uint8_t spun[DIGEST_MOST], stepped[DIGEST_MOST];
        size_t size = digest_bytes(which);
        digest_two(which, SPAN_LITERAL("salt"), SPAN_LITERAL("word"), spun);
        memcpy(stepped, spun, size);
        digest_spin(which, ROUNDS, spun);
        for (unsigned i = 0; i < ROUNDS; i++) {
            char number[] = {(char)i, (char)(i >> 8), 0, 0};
            uint8_t next[DIGEST_MOST];
            digest_two(which, (struct span){number, 4}, (struct span){(const char *)stepped, size}, next);
            memcpy(stepped, next, size);
        }
        assert_memory_equal(spun, stepped, size);
        digest_spin(which, 0, spun);
        assert_memory_equal(spun, stepped, size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_is_the_digest_of_number_and_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
