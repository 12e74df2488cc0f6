/* Whose mailbox was stolen: small hand-made cases, one rule each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/memory.h"
#include "judge/opened.h"
#include "judge/suspect_evidence.h"

#define DAY 86400
#define MAILS 400
#define LINKS 4000
#define HITS 60

/* A corpus written by hand. Message-ID hashes are mail numbers + 1. */
struct fixture {
    struct corpus corpus;
    struct hit_list hits;
    struct holders holders;
    struct stolen_list stolen;
    struct suspects suspects;
};

static int set_up(void **state)
{
    struct fixture *f = memory_must(calloc(1, sizeof *f));
    f->corpus.mails = memory_must(calloc(MAILS, sizeof *f->corpus.mails));
    f->corpus.links = memory_must(calloc(LINKS, sizeof *f->corpus.links));
    f->corpus.references = memory_must(calloc(MAILS, sizeof *f->corpus.references));
    f->corpus.people = memory_must(calloc(MAILS, sizeof *f->corpus.people));
    f->corpus.addresses = intern_open();
    f->corpus.names = intern_open();
    f->corpus.orgs = intern_open();
    f->hits.hits = memory_must(calloc(HITS, sizeof *f->hits.hits));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    stolen_free(&f->stolen);
    holders_free(&f->holders);
    free(f->corpus.mails);
    free(f->corpus.links);
    free(f->corpus.references);
    free(f->corpus.people);
    intern_close(f->corpus.addresses);
    intern_close(f->corpus.names);
    intern_close(f->corpus.orgs);
    free(f->hits.hits);
    free(f);
    return 0;
}

/* Addresses of ours.example are our own. */
static uint32_t person(struct fixture *f, const char *address)
{
    struct span org = address_organisation(span_of(address));
    uint32_t number = intern_add(f->corpus.addresses, span_of(address));
    f->corpus.people[number] = (struct corpus_person){
        .org = intern_add(f->corpus.orgs, org), .kind = ADDRESS_SMTP, .own = span_equal(org, SPAN_LITERAL("ours.example")),
        .public_provider = address_public_provider(org)};
    return number;
}

static void link_add(struct fixture *f, uint32_t who, uint32_t name, enum corpus_role role)
{
    assert_true(f->corpus.link_count < LINKS);
    f->corpus.links[f->corpus.link_count++] = (struct corpus_link){who, name, role};
}

/* A mail: from, its displayed name or NULL, recipients separated by blanks, day, thread. */
static uint32_t mail(struct fixture *f, const char *from, const char *name, const char *to, int day, uint32_t thread)
{
    uint32_t number = f->corpus.mail_count++;
    assert_true(number + 1 < MAILS);
    struct corpus_mail *mail = &f->corpus.mails[number];
    *mail = (struct corpus_mail){.id = number + 1, .time = (int64_t)day * DAY + number, .from = person(f, from), .thread = thread,
                                 .links = f->corpus.link_count, .references = f->corpus.reference_count, .message_id = number + 1,
                                 .name = name ? intern_add(f->corpus.names, span_of(name)) : CORPUS_NONE};
    link_add(f, mail->from, mail->name, CORPUS_FROM);
    for (const char *at = to, *end; *at; at = *end ? end + 1 : end) {
        char address[100];
        end = strchr(at, ' ') ? strchr(at, ' ') : at + strlen(at);
        assert_true((size_t)(end - at) < sizeof address);
        memcpy(address, at, (size_t)(end - at));
        address[end - at] = 0;
        link_add(f, person(f, address), CORPUS_NONE, CORPUS_TO);
    }
    mail[1] = (struct corpus_mail){.links = f->corpus.link_count, .references = f->corpus.reference_count};
    return number;
}

static uint32_t hit(struct fixture *f, uint32_t stolen, const char *to, int day)
{
    uint32_t number = mail(f, "info@hacked.example", NULL, to, day, 300);
    struct hit *hit = &f->hits.hits[f->hits.count];
    *hit = (struct hit){.mail = number, .severity = CASE_HIGH, .claimed = CORPUS_NONE, .quotes = {{stolen, 0.8}}, .quote_count = 1};
    return (uint32_t)f->hits.count++;
}

/* Thread numbers are numbers of mails: contacts fill the corpus up to them. */
static void find(struct fixture *f)
{
    while (f->corpus.mail_count <= 300) {
        f->corpus.mails[f->corpus.mail_count].flags = MESSAGE_NOT_MAIL;
        f->corpus.mails[f->corpus.mail_count].from = CORPUS_NONE;
        f->corpus.mails[++f->corpus.mail_count] = (struct corpus_mail){.links = f->corpus.link_count, .references = f->corpus.reference_count};
    }
    holders_find(&f->corpus, &f->hits, &f->holders);
    stolen_collect(&f->corpus, &f->hits, &f->stolen);
    suspects_find(&f->corpus, &f->stolen, &f->holders, &f->suspects);
}

static struct suspect_evidence evidence_of(const struct fixture *f, const char *address)
{
    struct suspect_evidence evidence;
    suspect_evidence_count(&f->corpus, &f->stolen, &f->holders, &f->suspects,
                           intern_find(f->corpus.addresses, span_of(address)), &evidence);
    return evidence;
}

static void assert_suspect(const struct fixture *f, size_t at, const char *address, double least)
{
    const struct suspect *suspect = &f->suspects.list[at];
    struct span found = at < f->suspects.count ? intern_text(f->corpus.addresses, suspect->person) : SPAN_LITERAL("nobody");
    if (!span_equal(found, span_of(address)) || suspect->probability < least)
        fail_msg("suspect %zu is %.*s (%f), not %s (%f)", at, SPAN_ARGS(found), suspect->probability, address, least);
}

/* Threads of a and b with us, and noise of others. */
static void two_partners(struct fixture *f)
{
    static const char *const ours[] = {"u1@ours.example", "u2@ours.example", "u3@ours.example", "u4@ours.example"};
    for (uint32_t i = 0; i < 12; i++) {
        mail(f, "a@alpha.example", NULL, ours[i % 4], (int)i, i);
        mail(f, "b@beta.example", NULL, ours[(i + 1) % 4], (int)i, 50 + i);
        mail(f, "c@gamma.example", NULL, ours[(i + 2) % 4], (int)i, 100 + i);
        mail(f, ours[i % 4], NULL, ours[(i + 1) % 4], (int)i, 150 + i);
    }
}

static void test_one_victim(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    for (uint32_t i = 0; i < 4; i++)
        hit(f, 4 * i, "u1@ours.example", 30); /* mails of a */
    find(f);
    assert_int_equal(f->suspects.victims, 1);
    assert_suspect(f, 0, "a@alpha.example", 0.8); /* an archive of alpha held the same */
    assert_true(f->suspects.organisation > 0.95);
    struct suspect_evidence evidence = evidence_of(f, "a@alpha.example");
    assert_int_equal(evidence.explains, 4);
    assert_int_equal(evidence.orgs, 1);
    assert_int_equal(evidence.alike, CORPUS_NONE);
    assert_int_equal(evidence.oldest, f->corpus.mails[0].time);
    assert_int_equal(evidence.from, f->corpus.mails[12].time);
    assert_true(evidence_of(f, "u1@ours.example").received == 4);
}

static void test_two_victims(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    for (uint32_t i = 0; i < 4; i++) {
        hit(f, 4 * i, "u1@ours.example", 30);
        hit(f, 4 * i + 1, "u2@ours.example", 31);
    }
    find(f);
    assert_int_equal(f->suspects.victims, 2);
    assert_suspect(f, 0, "b@beta.example", 0.8);
    assert_suspect(f, 1, "a@alpha.example", 0.8);
}

/* A mass mailing of one message is one theft and proves little. */
static void test_copies_count_once(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    for (uint32_t i = 0; i < 20; i++)
        hit(f, 0, "u2@ours.example", 30);
    find(f);
    assert_int_equal(f->stolen.count, 1);
    assert_true(f->suspects.list[0].probability < 0.9);
}

/* A message that only a reply header names counts for half. */
static void test_header_alone_is_weak(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    hit(f, 0, "u1@ours.example", 30);
    find(f);
    double strong = f->suspects.list[0].probability;
    stolen_free(&f->stolen);
    holders_free(&f->holders);
    f->hits.hits[0].header_alone = true;
    find(f);
    assert_true(f->suspects.list[0].probability < strong - 0.05);
}

/* Threads with partners who have nothing in common share our mailbox alone. */
static void test_own_mailbox(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    hit(f, mail(f, "u1@ours.example", NULL, "a@alpha.example", 20, 200), "x@alpha.example", 30);
    hit(f, mail(f, "b@beta.example", NULL, "u1@ours.example", 20, 201), "x@beta.example", 30);
    hit(f, mail(f, "u1@ours.example", NULL, "c@gamma.example", 20, 202), "x@gamma.example", 30);
    hit(f, mail(f, "u2@ours.example", NULL, "u1@ours.example", 20, 203), "x@gamma.example", 30);
    find(f);
    assert_int_equal(f->suspects.victims, 1);
    assert_suspect(f, 0, "u1@ours.example", 0.9);
    struct suspect_evidence evidence = evidence_of(f, "u1@ours.example");
    assert_int_equal(evidence.orgs, 3);
    assert_int_equal(evidence.internal, 1);
    assert_int_equal(evidence.alone, 0);
}

/* Two who held the same messages are a tie, never one accused. */
static void test_tie(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    for (uint32_t i = 0; i < 4; i++)
        hit(f, mail(f, "d@delta.example", NULL, "e@delta.example u1@ours.example u2@ours.example", 20, 200 + i), "u3@ours.example", 30);
    find(f);
    assert_int_equal(f->suspects.victims, 1);
    assert_suspect(f, 0, "d@delta.example", 0.3);
    assert_suspect(f, 1, "e@delta.example", 0.3);
    assert_true(f->suspects.list[0].probability < 0.51);
    assert_int_equal(f->suspects.list[1].instead_of, 0);
    assert_true(f->suspects.organisation > 0.9);
    assert_int_equal(evidence_of(f, "d@delta.example").alike, f->suspects.list[1].person);
}

/* Everybody's mail of one company and nobody's in particular: an archive was robbed, no person is accused. */
static void test_archive(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    static const char *const ours[] = {"u1@ours.example", "u2@ours.example", "u3@ours.example", "u4@ours.example"};
    static const char *const people[] = {"p1@delta.example", "p2@delta.example", "p3@delta.example", "p4@delta.example"};
    uint32_t first = f->corpus.mail_count;
    for (uint32_t i = 0; i < 16; i++)
        mail(f, people[i % 4], NULL, ours[(i / 4 + i) % 4], 20, 200 + i);
    for (uint32_t i = 0; i < 8; i++)
        hit(f, first + i, "u1@ours.example", 30);
    find(f);
    for (size_t i = 0; i < f->suspects.count; i++)
        assert_true(f->suspects.list[i].probability < 0.5);
}

/* Copies of a mail that is not stored quote one another: the hijacked account is no victim. */
static void test_hits_are_nobodys_mail(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    uint32_t first = hit(f, 0, "u1@ours.example", 30);
    f->hits.hits[first].quote_count = 0;
    hit(f, f->hits.hits[first].mail, "u2@ours.example", 30);
    find(f);
    assert_int_equal(f->stolen.count, 0);
    assert_int_equal(f->suspects.count, 0);
}

/* ---- one person, several addresses ---- */

static bool same_holder(const struct fixture *f, const char *a, const char *b)
{
    uint32_t left = intern_find(f->corpus.addresses, span_of(a)), right = intern_find(f->corpus.addresses, span_of(b));
    return f->holders.of[left] == f->holders.of[right];
}

static void test_moved_domain(void **state)
{
    struct fixture *f = *state;
    mail(f, "taro.yamada@old.example", "taro yamada", "u1@ours.example", 1, 1);
    mail(f, "taro.yamada@new.example", "taro yamada", "u1@ours.example", 9, 1);
    mail(f, "taro.yamada@mail.new.example", "taro yamada", "u2@ours.example", 9, 2);
    find(f);
    assert_true(same_holder(f, "taro.yamada@old.example", "taro.yamada@new.example"));
    assert_true(same_holder(f, "taro.yamada@mail.new.example", "taro.yamada@new.example"));
}

static void test_namesakes_stay_two(void **state)
{
    struct fixture *f = *state;
    mail(f, "taro.yamada@alpha.example", "taro yamada", "u1@ours.example", 1, 1);
    mail(f, "taro.yamada@beta.example", "taro yamada", "u1@ours.example", 2, 2); /* no thread in common */
    mail(f, "hanako.sato@alpha.example", "hanako sato", "u1@ours.example", 1, 3);
    mail(f, "hanako.sato@beta.example", "hanako sato", "u1@ours.example", 2, 3);
    mail(f, "u1@ours.example", NULL, "hanako.sato@alpha.example hanako.sato@beta.example", 3, 3); /* both on one mail */
    mail(f, "sato@alpha.example", "sato", "u1@ours.example", 1, 4);
    mail(f, "sato@beta.example", "sato", "u1@ours.example", 2, 4); /* a family name alone */
    find(f);
    assert_false(same_holder(f, "taro.yamada@alpha.example", "taro.yamada@beta.example"));
    assert_false(same_holder(f, "hanako.sato@alpha.example", "hanako.sato@beta.example"));
    assert_false(same_holder(f, "sato@alpha.example", "sato@beta.example"));
}

/* Two branches of a firm, and addresses that stand for a role. */
static void test_branches_and_roles_stay_apart(void **state)
{
    struct fixture *f = *state;
    mail(f, "sato@osaka.firm.example", "kenichi sato", "u1@ours.example", 1, 1);
    mail(f, "sato@tokyo.firm.example", "kenichi sato", "u1@ours.example", 2, 2);
    mail(f, "ueda@osaka.firm.example", "jiro ueda", "u1@ours.example", 1, 3);
    mail(f, "ueda@tokyo.firm.example", "jiro ueda", "u1@ours.example", 2, 3); /* one thread: he moved */
    mail(f, "keiri@firm.example", "yoko mori", "u1@ours.example", 1, 4);
    mail(f, "keiri@osaka.firm.example", "yoko mori", "u1@ours.example", 2, 4);
    find(f);
    assert_false(same_holder(f, "sato@osaka.firm.example", "sato@tokyo.firm.example"));
    assert_true(same_holder(f, "ueda@osaka.firm.example", "ueda@tokyo.firm.example"));
    assert_false(same_holder(f, "keiri@firm.example", "keiri@osaka.firm.example"));
}

/* A hit that bears a name in its thread joins nothing. */
static void test_forged_names_teach_nothing(void **state)
{
    struct fixture *f = *state;
    uint32_t stolen = mail(f, "taro.yamada@alpha.example", "taro yamada", "u1@ours.example", 1, 1);
    uint32_t number = hit(f, stolen, "u1@ours.example", 2);
    struct corpus_mail *forged = &f->corpus.mails[f->hits.hits[number].mail];
    forged->from = person(f, "yamada@hacked.example");
    forged->name = intern_find(f->corpus.names, SPAN_LITERAL("taro yamada"));
    forged->thread = 1;
    f->corpus.links[forged->links].person = forged->from;
    find(f);
    assert_false(same_holder(f, "taro.yamada@alpha.example", "yamada@hacked.example"));
}

/* Mail to the old and to the new address is one mailbox's: each alone explains half. */
static void test_holder_explains_both(void **state)
{
    struct fixture *f = *state;
    two_partners(f);
    uint32_t first = mail(f, "taro.yamada@old.example", "taro yamada", "u1@ours.example", 13, 210);
    uint32_t second = mail(f, "taro.yamada@new.example", "taro yamada", "u2@ours.example", 20, 210);
    uint32_t third = mail(f, "u3@ours.example", NULL, "taro.yamada@new.example", 21, 211);
    hit(f, first, "u1@ours.example", 30);
    hit(f, second, "u2@ours.example", 30);
    hit(f, third, "u3@ours.example", 30);
    find(f);
    assert_int_equal(f->suspects.victims, 1);
    assert_suspect(f, 0, "taro.yamada@new.example", 0.8);
    assert_int_equal(evidence_of(f, "taro.yamada@new.example").explains, 3);
}

/* ---- the second wave ---- */

static void test_second_wave(void **state)
{
    struct fixture *f = *state;
    struct opened_list opened;
    struct second_wave waves[SUSPECTS_VICTIMS];
    two_partners(f);
    for (uint32_t i = 0; i < 4; i++)
        hit(f, 4 * i, "u1@ours.example", 30);
    uint32_t answer = mail(f, "u1@ours.example", NULL, "info@hacked.example", 31, 300);
    f->corpus.references[f->corpus.reference_count++] = f->corpus.mails[f->hits.hits[0].mail].message_id;
    f->corpus.mails[answer + 1].references = f->corpus.reference_count;
    for (int i = 0; i < 6; i++)
        hit(f, mail(f, i % 2 ? "u1@ours.example" : "z@zeta.example", NULL, i % 2 ? "y@eta.example" : "u1@ours.example", 20, 220 + (uint32_t)i),
            "x@zeta.example", 40);
    find(f);
    opened_find(&f->corpus, &f->hits, &f->holders, &opened);
    assert_int_equal(opened.count, 1);
    assert_int_equal(opened.list[0].how, OPENED_ANSWERED);
    assert_int_equal(opened.list[0].hit, 0);
    assert_int_equal(opened_second_wave(&f->corpus, &f->stolen, &f->holders, &f->suspects, &opened, waves), 1);
    assert_int_equal(waves[0].person, intern_find(f->corpus.addresses, SPAN_LITERAL("u1@ours.example")));
    assert_true(waves[0].opened);
    assert_int_equal(waves[0].since / DAY, 40);
    opened_free(&opened);
}

/* Whoever forwards the forged mail to the help desk reports it, and a borrowed Message-ID is the real mail's. */
static void test_reports_are_no_answers(void **state)
{
    struct fixture *f = *state;
    struct opened_list opened;
    two_partners(f);
    uint32_t forged = f->hits.hits[hit(f, 0, "u1@ours.example", 30)].mail;
    uint32_t report = mail(f, "u1@ours.example", NULL, "desk@ours.example", 31, 300);
    f->corpus.references[f->corpus.reference_count++] = f->corpus.mails[forged].message_id;
    f->corpus.mails[report + 1].references = f->corpus.reference_count;
    uint32_t borrower = f->hits.hits[hit(f, 4, "u2@ours.example", 32)].mail;
    f->corpus.mails[borrower].message_id = f->corpus.mails[8].message_id;
    uint32_t answer = mail(f, "u2@ours.example", NULL, "info@hacked.example", 33, 300);
    f->corpus.references[f->corpus.reference_count++] = f->corpus.mails[borrower].message_id;
    f->corpus.mails[answer + 1].references = f->corpus.reference_count;
    find(f);
    opened_find(&f->corpus, &f->hits, &f->holders, &opened);
    assert_int_equal(opened.count, 0);
    f->corpus.mails[forged].flags = MESSAGE_READ;
    opened_find(&f->corpus, &f->hits, &f->holders, &opened);
    assert_int_equal(opened.count, 1);
    assert_int_equal(opened.list[0].how, OPENED_READ);
    opened_free(&opened);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_one_victim), TEST(test_two_victims), TEST(test_copies_count_once), TEST(test_header_alone_is_weak),
        TEST(test_own_mailbox), TEST(test_tie),
        TEST(test_archive), TEST(test_hits_are_nobodys_mail), TEST(test_moved_domain), TEST(test_namesakes_stay_two), TEST(test_branches_and_roles_stay_apart),
        TEST(test_forged_names_teach_nothing), TEST(test_holder_explains_both), TEST(test_second_wave),
        TEST(test_reports_are_no_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
