/* Conversations: threads joined by what a participant quotes, mails joined by what anybody quotes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "judge/conversation.h"

enum { ALICE, BOB, STRANGER };
enum { ORIGINAL, REPLY, ANSWER, FORGED, LONG_HEADER, DISCLAIMER, MAILS };

/* `at`: where each mail stands in the corpus. Bob's reply has no References, so it is a thread of its own; Alice answers that. */
struct story {
    uint32_t at[MAILS];
    struct corpus corpus;
    struct corpus_mail mails[MAILS + 1];
    struct corpus_link links[2 * MAILS];
    struct match_count threads[MAILS], originals[MAILS];
    struct match_list thread_list, original_list;
    size_t thread_first[MAILS + 1], original_first[MAILS + 1];
    uint32_t rare_quoted[MAILS], rare_own[MAILS];
};

static const struct plot {
    uint32_t from, to;
    int thread;                     /* whose thread */
    uint32_t quoted, rare_quoted;   /* of the original's thread */
} plots[MAILS] = {
    [ORIGINAL] = {ALICE, BOB, ORIGINAL, 0, 0},
    [REPLY] = {BOB, ALICE, REPLY, 20, 24},
    [ANSWER] = {ALICE, BOB, REPLY, 0, 0},
    [FORGED] = {STRANGER, ALICE, FORGED, 20, 24},
    [LONG_HEADER] = {STRANGER, ALICE, LONG_HEADER, 20, 60},
    [DISCLAIMER] = {STRANGER, ALICE, DISCLAIMER, 8, 60},
};

static void tell(struct story *story)
{
    size_t count = 0;
    for (uint32_t number = 0; number < MAILS; number++) {
        int which = 0;
        while (story->at[which] != number)
            which++;
        const struct plot *plot = &plots[which];
        story->links[2 * number] = (struct corpus_link){plot->from, CORPUS_NONE, CORPUS_FROM};
        story->links[2 * number + 1] = (struct corpus_link){plot->to, CORPUS_NONE, CORPUS_TO};
        story->mails[number] = (struct corpus_mail){.time = 1000 + which, .from = plot->from, .links = 2 * (size_t)number,
                                                    .thread = story->at[plot->thread]};
        story->thread_first[number] = story->original_first[number] = count;
        if (plot->quoted) {
            story->threads[count] = (struct match_count){.mail = number, .other = story->at[ORIGINAL], .quoted = plot->quoted};
            story->originals[count] = story->threads[count];
            count++;
        }
        story->rare_quoted[number] = plot->rare_quoted;
        story->rare_own[number] = 22;
    }
    story->thread_first[MAILS] = story->original_first[MAILS] = count;
    story->mails[MAILS].links = 2 * (size_t)MAILS;
    story->thread_list = (struct match_list){story->threads, count, story->thread_first};
    story->original_list = (struct match_list){story->originals, count, story->original_first};
    story->corpus = (struct corpus){.mails = story->mails, .mail_count = MAILS, .links = story->links};
}

static void check(const uint32_t at[MAILS])
{
    struct story story;
    uint32_t *conversation, *joined;
    memcpy(story.at, at, sizeof story.at);
    tell(&story);
    struct conversation_counts counts = {&story.thread_list, &story.original_list, story.rare_quoted, story.rare_own};
    conversation_find(&story.corpus, &counts, &conversation, &joined);
    uint32_t original = at[ORIGINAL];
    assert_int_equal(conversation[original], original);
    assert_int_equal(conversation[at[REPLY]], original);  /* a participant goes on with the thread, */
    assert_int_equal(conversation[at[ANSWER]], original); /* and so do those who answer him */
    assert_int_equal(joined[at[ANSWER]], original);
    assert_int_equal(conversation[at[FORGED]], at[FORGED]); /* a stranger only counts to it */
    assert_int_equal(joined[at[FORGED]], original);
    assert_int_equal(joined[at[LONG_HEADER]], original); /* a third of his quote, but all of the original */
    assert_int_equal(joined[at[DISCLAIMER]], at[DISCLAIMER]); /* a part of either */
    free(conversation);
    free(joined);
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    check((const uint32_t[]){0, 1, 2, 3, 4, 5});
    check((const uint32_t[]){5, 4, 3, 2, 1, 0});
    check((const uint32_t[]){3, 5, 0, 1, 4, 2});
    check((const uint32_t[]){4, 0, 5, 2, 3, 1});
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order_does_not_matter)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
