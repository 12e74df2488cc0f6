/* Whose data was in a stolen mailbox: cases made by hand, looked at through exposed_find() and the list made of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "base/arena.h"
#include "case/case_bounce.h"
#include "case/case_read.h"
#include "case/case_report_mail.h"
#include "case/case_result.h"
#include "case/case_write.h"
#include "notify/notify_list.h"

#define S(text) SPAN_LITERAL(text)
#define MARCH 1646092800 /* 2022-03-01 */
#define DAY 86400
#define OWNER "taro@ours.example"

struct fixture {
    struct arena *arena;
    struct case_file *file;
    struct err err;
    int64_t store;
    uint64_t items;
    struct exposed *exposed;
    struct notify_list list;
};

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct case_store store = {.path = S("/mail/a.pst"), .format = S("pst"), .owner = S(OWNER), .size = 1, .mtime = 1, .state = CASE_STORE_DONE};
    f->arena = arena_open();
    assert_int_equal(case_open(":memory:", CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
    assert_int_equal(case_write_store(f->file, &store, &f->store, &f->err), OUTCOME_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    notify_list_free(&f->list);
    exposed_free(f->exposed);
    case_close(f->file);
    arena_close(f->arena);
    free(f);
    return 0;
}

/* A mail of one sender and one recipient; NULL: none. */
struct mail {
    const char *from_name, *from, *to_name, *to;
    int64_t date;
    uint32_t flags;
    const char *text;
    struct message *attached;
};

static struct address *person(struct fixture *f, const char *name, const char *addr)
{
    struct address *address = arena_alloc(f->arena, sizeof *address);
    *address = address_make(f->arena, span_of(name), span_of(addr));
    return address;
}

static struct message *message_of(struct fixture *f, const struct mail *mail)
{
    struct message *message = arena_alloc(f->arena, sizeof *message);
    struct segment *segment = arena_alloc(f->arena, sizeof *segment);
    *segment = (struct segment){SEGMENT_OWN, span_of(mail->text)};
    *message = (struct message){
        .flags = mail->flags, .date = mail->date, .received_date = MESSAGE_NO_DATE, .message_id = arena_printf(f->arena, "%p@x", (void *)message),
        .segments = segment, .segment_count = mail->text != NULL,
    };
    if (mail->from || mail->from_name) {
        message->from = person(f, mail->from_name, mail->from);
        message->from_count = 1;
    }
    if (mail->to || mail->to_name) {
        message->recipients = person(f, mail->to_name, mail->to);
        message->recipient_count = 1;
    }
    if (mail->attached) {
        struct attachment *attachment = arena_alloc(f->arena, sizeof *attachment);
        *attachment = (struct attachment){.name = S("mail.eml"), .embedded = mail->attached};
        message->attachments = attachment;
        message->attachment_count = 1;
    }
    return message;
}

static int64_t id_of(struct fixture *f, struct span message_id)
{
    struct case_cursor *cursor;
    struct case_message row;
    int64_t id = 0;
    assert_int_equal(case_read_begin(f->file, &cursor, &f->err), OUTCOME_OK);
    while (case_read_next(cursor, f->arena, &row, &f->err) == OUTCOME_OK)
        if (span_equal(row.message.message_id, message_id))
            id = row.id;
    case_read_end(cursor);
    return id;
}

static int64_t write_mail(struct fixture *f, struct mail mail)
{
    struct message *message = message_of(f, &mail);
    struct fingerprint_set set, inner = {0};
    struct occurrence where = {.folder = S("Inbox"), .item = f->items++};
    fingerprint_make(f->arena, message, &set);
    if (mail.attached)
        fingerprint_make(f->arena, mail.attached, &inner);
    if (case_write_message(f->file, f->store, &where, message, &set, &inner, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
    return id_of(f, message->message_id);
}

/* What judge would have written: nothing but whose domain it is, with hits and relations as given. */
static void judged(struct fixture *f, const struct case_hit *hits, size_t hit_count, struct case_relations relations)
{
    static const struct case_own_domain own[] = {{{"ours.example", 12}, true, false}};
    const struct case_result result = {
        .hits = hits, .hit_count = hit_count, .own = own, .own_count = 1, .relations = relations,
        .verdict = {S("none"), {S("Nothing."), S("{}")}, NULL, 0, NULL, 0},
    };
    if (case_result_write(f->file, &result, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
}

static void find(struct fixture *f, struct exposed_options options)
{
    static const struct span owner[] = {{OWNER, sizeof OWNER - 1}};
    if (!options.mailbox_count) {
        options.mailboxes = owner;
        options.mailbox_count = 1;
    }
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    if (exposed_find(f->file, &options, f->arena, &f->exposed, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
    notify_list_make(f->exposed, &f->list);
}

/* NULL where the address is in no list. */
static const struct notify_row *row(const struct fixture *f, const char *addr)
{
    for (size_t i = 0; i < f->list.count; i++)
        if (span_equal(f->list.rows[i].address->addr, span_of(addr)))
            return &f->list.rows[i];
    return NULL;
}

static void assert_groups(const struct fixture *f, const char *addr, uint32_t groups)
{
    if (!row(f, addr))
        fail_msg("%s is in no list", addr);
    if (row(f, addr)->address->groups != groups)
        fail_msg("%s is in groups %X, not %X", addr, row(f, addr)->address->groups, groups);
}

#define BIT(group) (1u << EXPOSED_##group)

static void test_spellings_are_one(void **state)
{
    struct fixture *f = *state;
    write_mail(f, (struct mail){"Hanako Sato", "Sato@Partner.example", NULL, OWNER, MARCH, 0, "a", NULL});
    write_mail(f, (struct mail){"SATO, Hanako", "\"sato\"@partner.example", NULL, OWNER, MARCH + DAY, 0, "b", NULL});
    write_mail(f, (struct mail){NULL, OWNER, "佐藤 花子", "sato+news@partner.example", MARCH, 0, "c", NULL});
    write_mail(f, (struct mail){"Hanako Sato", "sato@mail.partner.example", NULL, OWNER, MARCH, 0, "d", NULL});
    write_mail(f, (struct mail){"Hanako Sato", "hanako@gmail.com", NULL, OWNER, MARCH, 0, "e", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){0});
    const struct exposed_address *sato = row(f, "sato@partner.example")->address;
    assert_int_equal(sato->from, 2);
    assert_int_equal(sato->name_count, 2);
    assert_int_equal(row(f, "sato+news@partner.example")->person, row(f, "sato@partner.example")->person);
    assert_int_equal(row(f, "sato@mail.partner.example")->person, row(f, "sato@partner.example")->person);
    assert_int_not_equal(row(f, "hanako@gmail.com")->person, row(f, "sato@partner.example")->person); /* a name alone proves nothing, */
    assert_int_not_equal(row(f, "hanako@gmail.com")->address->namesake, INTERN_NONE);                /* and is told */
    assert_int_equal(f->list.persons, 3);
    const struct exposed_cell *all = exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_KINDS);
    assert_int_equal(all->addresses, 5);
    assert_int_equal(all->persons, 3);
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_SENT)->messages, 1);
    unsigned drafts = 0;
    for (size_t i = 0; i < f->list.count; i++)
        drafts += f->list.rows[i].draft && f->list.rows[i].person == row(f, "sato@partner.example")->person;
    assert_int_equal(drafts, 1);
}

/* Two branches may have somebody of one name each, and a role's address is several people's: each is told. */
static void test_branches_and_roles_stay_apart(void **state)
{
    struct fixture *f = *state;
    static const char *const addresses[] = {"sato@osaka.partner.example", "sato@tokyo.partner.example", "keiri@partner.example", "keiri@tokyo.partner.example"};
    for (size_t i = 0; i < 4; i++)
        write_mail(f, (struct mail){"佐藤 健一", addresses[i], NULL, OWNER, MARCH, 0, "a", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){0});
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(row(f, addresses[i])->person, row(f, addresses[j])->person);
    assert_int_not_equal(row(f, addresses[0])->address->namesake, INTERN_NONE);
    assert_int_equal(f->list.drafts, 4);
}

/* "Taro <taro@firm.example>" encoded as a whole, somebody written for over a list, and the root's dot behind a domain. */
static void test_addresses_in_names(void **state)
{
    struct fixture *f = *state;
    write_mail(f, (struct mail){"Taro <taro@firm.example>", NULL, NULL, OWNER, MARCH, 0, "a", NULL});
    write_mail(f, (struct mail){"jiro@firm.example via Sales", "sales@firm.example", NULL, OWNER, MARCH, 0, "a", NULL});
    write_mail(f, (struct mail){"ken@firm.example", "ken@firm.example.", NULL, OWNER, MARCH, 0, "a", NULL});
    write_mail(f, (struct mail){"Nobody Known", NULL, NULL, OWNER, MARCH, 0, "a", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){0});
    assert_groups(f, "taro@firm.example", BIT(CORRESPONDENT));
    assert_groups(f, "jiro@firm.example", BIT(NAMED));
    assert_groups(f, "ken@firm.example", BIT(CORRESPONDENT));
    assert_int_equal(f->exposed->nameless_count, 1);
    assert_int_equal(f->list.drafts, 4);
}

static void test_judge_knows_one_person(void **state)
{
    struct fixture *f = *state;
    const struct case_same same[] = {{S("home@mail.example"), S("work@firm.example")}, {S("work@firm.example"), S("work@firm.example")}};
    write_mail(f, (struct mail){"Ken Mori", "work@firm.example", NULL, OWNER, MARCH, 0, "a", NULL});
    write_mail(f, (struct mail){"Ken Mori", "home@mail.example", NULL, OWNER, MARCH, 0, "b", NULL});
    judged(f, NULL, 0, (struct case_relations){.same = same, .same_count = 2});
    find(f, (struct exposed_options){0});
    assert_int_equal(row(f, "home@mail.example")->person, row(f, "work@firm.example")->person);
    assert_int_equal(row(f, "home@mail.example")->address->namesake, INTERN_NONE);
}

static void test_groups(void **state)
{
    struct fixture *f = *state;
    const char dn[] = "/o=ours/ou=first/cn=recipients/cn=goto";
    struct message *inner = message_of(f, &(struct mail){"Inner", "inner@third.example", NULL, "inner2@third.example", MARCH, 0, "see deep@third.example", NULL});
    write_mail(f, (struct mail){"Partner", "partner@firm.example", NULL, OWNER, MARCH, 0, "ask named@firm.example", NULL});
    write_mail(f, (struct mail){"Colleague", "goto@ours.example", NULL, OWNER, MARCH, 0, "x", inner});
    write_mail(f, (struct mail){NULL, NULL, "Contact", "contact@firm.example", MESSAGE_NO_DATE, MESSAGE_NOT_MAIL, NULL, NULL});
    write_mail(f, (struct mail){"Shop", "no-reply@shop.example", NULL, OWNER, MARCH, 0, "y", NULL});
    write_mail(f, (struct mail){NULL, OWNER, "Yumiko Goto", dn, MARCH, 0, "z", NULL});
    write_mail(f, (struct mail){NULL, OWNER, "Only A Name", NULL, MARCH, 0, "w", NULL});
    write_mail(f, (struct mail){NULL, OWNER, "Fax", "[FAX:+81312345678]", MARCH, 0, "v", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){0});
    assert_groups(f, "partner@firm.example", BIT(CORRESPONDENT));
    assert_groups(f, "named@firm.example", BIT(NAMED));
    assert_groups(f, "goto@ours.example", BIT(CORRESPONDENT) | BIT(INTERNAL));
    assert_groups(f, "inner@third.example", BIT(NAMED));
    assert_groups(f, "deep@third.example", BIT(NAMED));
    assert_groups(f, "contact@firm.example", BIT(CONTACT));
    assert_groups(f, "no-reply@shop.example", BIT(CORRESPONDENT) | BIT(NO_PERSON));
    assert_int_equal(row(f, "no-reply@shop.example")->reason, NOTIFY_NO_PERSON);
    assert_int_equal(row(f, dn)->reason, NOTIFY_EXCHANGE);
    assert_int_equal(row(f, "[fax:+81312345678]")->reason, NOTIFY_NO_ADDRESS);
    assert_int_equal(f->exposed->nameless_count, 1);
    assert_true(row(f, OWNER)->address->owner);
    assert_false(row(f, OWNER)->draft);
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_ATTACHED)->messages, 1);
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_ITEM)->messages, 1);
    assert_int_equal(f->exposed->undated, 1);
}

/* Forged mail is in no number; who received it is told, and a low hit is mail like other mail. */
static void test_forged(void **state)
{
    struct fixture *f = *state;
    int64_t forged = write_mail(f, (struct mail){"Partner", "thief@abroad.example", NULL, "victim@ours.example", MARCH + DAY, 0, "open it", NULL});
    int64_t to_owner = write_mail(f, (struct mail){"Partner", "thief2@abroad.example", NULL, OWNER, MARCH, 0, "open it too", NULL});
    int64_t low = write_mail(f, (struct mail){"Stranger", "stranger@firm.example", NULL, OWNER, MARCH, 0, "hello", NULL});
    int64_t stolen = write_mail(f, (struct mail){"Writer", "writer@firm.example", NULL, "reader@ours.example", MARCH - DAY, 0, "the original", NULL});
    const struct case_hit hits[] = {{.id = S("aa"), .message = forged, .verdict = S("x"), .severity = CASE_HIGH},
                                    {.id = S("bb"), .message = to_owner, .verdict = S("x"), .severity = CASE_MEDIUM},
                                    {.id = S("cc"), .message = low, .verdict = S("x"), .severity = CASE_LOW}};
    const struct case_reused reused[] = {{stolen, S("aa")}};
    judged(f, hits, 3, (struct case_relations){.reused = reused, .reused_count = 1});
    find(f, (struct exposed_options){0});
    assert_groups(f, "victim@ours.example", BIT(FORGED) | BIT(INTERNAL));
    assert_int_equal(row(f, "victim@ours.example")->address->data, 0);
    assert_int_equal(row(f, "victim@ours.example")->address->forged_at, MARCH + DAY);
    assert_null(row(f, "thief@abroad.example"));
    assert_null(row(f, "thief2@abroad.example"));
    assert_groups(f, "stranger@firm.example", BIT(CORRESPONDENT));
    assert_groups(f, "writer@firm.example", BIT(CORRESPONDENT) | BIT(THREAD)); /* a copy lies in the store */
    assert_groups(f, "reader@ours.example", BIT(CORRESPONDENT) | BIT(THREAD) | BIT(INTERNAL));
    assert_true(span_equal(row(f, "writer@firm.example")->address->hit, S("aa")));
    assert_int_equal(f->exposed->forged, 2);
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_KINDS)->messages, 2);
    assert_int_equal(f->list.exposed_persons, 4);
}

static void bounce(struct fixture *f, int64_t message, const char *address, enum report_mail_action action, const char *status, const char *code)
{
    const struct report_mail_recipient recipient = {.address = span_of(address), .action = action, .status = span_of(status), .reply_code = span_of(code)};
    const struct report_mail report = {.kind = REPORT_MAIL_BOUNCE, .format = S("rfc3464"), .recipients = &recipient, .recipient_count = 1,
                                       .arrival = MESSAGE_NO_DATE, .original = REPORT_MAIL_NO_ORIGINAL};
    const struct message mail = {.report = &report};
    assert_int_equal(case_report_mail_write(f->file, message, &mail, 0, &f->err), OUTCOME_OK);
}

/* What an intruder sent lies among the sent mails: it is in no number, and of its recipients those are told whom it reached. */
static void test_returned(void **state)
{
    struct fixture *f = *state;
    write_mail(f, (struct mail){"Hanako", "hanako@firm.example", NULL, OWNER, MARCH, 0, "hello", NULL});
    const struct mail sent = {"Taro", OWNER, NULL, "gone@abroad.example", MARCH + DAY, MESSAGE_SENT_COPY, "open it", NULL};
    struct message *message = message_of(f, &sent);
    struct address *recipients = arena_array(f->arena, 2, sizeof *recipients);
    recipients[0] = message->recipients[0];
    recipients[1] = *person(f, "Hanako", "hanako@firm.example");
    message->recipients = recipients;
    message->recipient_count = 2;
    message->subject = S("Re: invoice");
    struct fingerprint_set set;
    struct occurrence where = {.folder = S("Sent"), .item = f->items++};
    fingerprint_make(f->arena, message, &set);
    assert_int_equal(case_write_message(f->file, f->store, &where, message, &set, NULL, &f->err), OUTCOME_OK);
    int64_t original = id_of(f, message->message_id);
    int64_t report = write_mail(f, (struct mail){"Mailer", "mailer-daemon@abroad.example", NULL, OWNER, MARCH + DAY, 0, "no", NULL});
    bounce(f, report, "gone@abroad.example", REPORT_MAIL_FAILED, "5.1.1", "550");
    const struct case_bounce bounces[] = {
        {.message = report, .original = original, .date = MARCH + DAY, .origin = S("sent-by-intruder"), .confidence = S("high"), .mail = 1, .original_message_id = message->message_id},
        {.message = report, .original = original, .date = MARCH + DAY, .origin = S("sent-by-intruder"), .confidence = S("high"), .mail = 1, .original_message_id = message->message_id},
    };
    static const struct case_own_domain own[] = {{{"ours.example", 12}, true, false}};
    const struct case_result result = {.own = own, .own_count = 1, .bounces = bounces, .bounce_count = 2,
                                       .verdict = {S("none"), {S("Nothing."), S("{}")}, NULL, 0, NULL, 0}};
    assert_int_equal(case_result_write(f->file, &result, &f->err), OUTCOME_OK);
    find(f, (struct exposed_options){0});
    assert_int_equal(f->exposed->returned, 1);
    assert_groups(f, "hanako@firm.example", BIT(CORRESPONDENT) | BIT(FORGED));
    const struct exposed_address *hanako = row(f, "hanako@firm.example")->address;
    assert_true(hanako->returned && hanako->forged_at == MARCH + DAY && hanako->hits == 0);
    assert_true(span_equal(hanako->forged_subject, S("Re: invoice")));
    assert_null(row(f, "gone@abroad.example"));
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_SENT) ? exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_SENT)->messages : 0, 0);
}

static void test_bounces(void **state)
{
    struct fixture *f = *state;
    static const struct { const char *addr, *status, *code; enum report_mail_action action; bool bounced, dead; } rows[] = {
        {"gone@firm.example", "5.1.1", "", REPORT_MAIL_FAILED, true, true}, {"code@firm.example", "", "550", REPORT_MAIL_FAILED, true, true},
        {"late@firm.example", "4.4.7", "", REPORT_MAIL_FAILED, false, false}, {"slow@firm.example", "5.1.1", "", REPORT_MAIL_DELAYED, false, false},
        {"back@firm.example", "5.1.1", "", REPORT_MAIL_FAILED, false, false}, {"spam@firm.example", "5.7.1", "", REPORT_MAIL_FAILED, true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_mail(f, (struct mail){NULL, OWNER, NULL, rows[i].addr, MARCH, 0, rows[i].addr, NULL});
        bounce(f, write_mail(f, (struct mail){NULL, "mailer-daemon@ours.example", NULL, OWNER, MARCH + DAY, MESSAGE_REPORT, rows[i].addr, NULL}), rows[i].addr,
               rows[i].action, rows[i].status, rows[i].code);
    }
    struct message *returned = message_of(f, &(struct mail){NULL, OWNER, NULL, "returned@elsewhere.example", MARCH, 0, "sent by a thief", NULL});
    bounce(f, write_mail(f, (struct mail){NULL, "mailer-daemon@ours.example", NULL, OWNER, MARCH + DAY, MESSAGE_REPORT, "for told@elsewhere.example", returned}),
           "nobody@elsewhere.example", REPORT_MAIL_FAILED, "5.1.1", "");
    write_mail(f, (struct mail){NULL, "back@firm.example", NULL, OWNER, MARCH + 2 * DAY, 0, "here I am", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal((row(f, rows[i].addr)->address->groups & BIT(BOUNCED)) != 0, rows[i].bounced);
        assert_int_equal(row(f, rows[i].addr)->draft, !rows[i].dead);
    }
    assert_null(row(f, "nobody@elsewhere.example"));
    assert_null(row(f, "told@elsewhere.example"));
    assert_null(row(f, "returned@elsewhere.example"));
}

static void test_period_and_mailboxes(void **state)
{
    struct fixture *f = *state;
    static const struct span both[] = {{"a@firm.example", 14}, {"A@firm.example", 14}, {"b@firm.example", 14}};
    write_mail(f, (struct mail){NULL, "a@firm.example", NULL, "b@firm.example", MARCH, 0, "to both", NULL});
    write_mail(f, (struct mail){NULL, "early@x.example", NULL, "a@firm.example", MARCH - DAY, 0, "too early", NULL});
    write_mail(f, (struct mail){NULL, "late@x.example", NULL, "b@firm.example", MARCH + 2 * DAY, 0, "too late", NULL});
    write_mail(f, (struct mail){NULL, "last@x.example", NULL, "b@firm.example", MARCH + DAY, 0, "in time", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){both, 3, S("2022-03-01"), S("2022-03-02")});
    assert_int_equal(f->exposed->mailbox_count, 2);
    assert_false(f->exposed->mailboxes[0].own);
    assert_false(f->exposed->mailboxes[0].stored);
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_KINDS)->messages, 1);
    assert_int_equal(exposed_cell_of(f->exposed, 1, INTERN_NONE, EXPOSED_KINDS)->messages, 2);
    assert_int_equal(row(f, "last@x.example")->address->mailboxes, 2);
    assert_null(row(f, "early@x.example"));
    assert_null(row(f, "late@x.example"));
}

/* A store that names no owner is his who is in most of its mail: what was sent to him in secret counts, too. */
static void test_store_without_owner(void **state)
{
    struct fixture *f = *state;
    const struct case_store mbox = {.path = S("/mail/Inbox.mbox"), .format = S("mbox"), .size = 1, .mtime = 1, .state = CASE_STORE_DONE};
    static const struct span goto_[] = {{"goto@ours.example", 17}};
    assert_int_equal(case_write_store(f->file, &mbox, &f->store, &f->err), OUTCOME_OK);
    for (int i = 0; i < 4; i++)
        write_mail(f, (struct mail){NULL, "a@firm.example", NULL, "goto@ours.example", MARCH + i, 0, "to him", NULL});
    write_mail(f, (struct mail){NULL, "secret@firm.example", NULL, "other@firm.example", MARCH, 0, "bcc", NULL});
    judged(f, NULL, 0, (struct case_relations){0});
    find(f, (struct exposed_options){.mailboxes = goto_, .mailbox_count = 1});
    assert_true(f->exposed->mailboxes[0].stored);
    assert_groups(f, "secret@firm.example", BIT(CORRESPONDENT));
    assert_int_equal(exposed_cell_of(f->exposed, 0, INTERN_NONE, EXPOSED_KINDS)->messages, 5);
}

static void assert_refused(struct fixture *f, const struct exposed_options *options, const char *wanted)
{
    struct exposed *exposed;
    assert_int_equal(exposed_find(f->file, options, f->arena, &exposed, &f->err), OUTCOME_DEAD);
    if (!strstr(f->err.text, wanted))
        fail_msg("%s", f->err.text);
}

static void test_refused(void **state)
{
    struct fixture *f = *state;
    static const struct span unknown[] = {{"nobody@firm.example", 19}};
    struct exposed_options options = {0};
    write_mail(f, (struct mail){NULL, "a@firm.example", NULL, OWNER, MARCH, 0, "x", NULL});
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    assert_refused(f, &options, "never judged");
    judged(f, NULL, 0, (struct case_relations){0});
    assert_refused(f, &options, "names no stolen mailbox");
    options.mailboxes = unknown;
    options.mailbox_count = 1;
    assert_refused(f, &options, "nobody@firm.example");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {TEST(test_spellings_are_one), TEST(test_branches_and_roles_stay_apart), TEST(test_addresses_in_names), TEST(test_judge_knows_one_person), TEST(test_groups), TEST(test_forged),
                                       TEST(test_returned), TEST(test_bounces), TEST(test_period_and_mailboxes), TEST(test_store_without_owner),
                                       TEST(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
