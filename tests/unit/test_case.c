/* The case file: what goes in comes out, copies are one message, commits last, foreign files are refused. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>
#include "base/arena.h"
#include "base/buf.h"
#include "case/case_read.h"
#include "case/case_report_mail.h"
#include "case/case_write.h"

#define S(text) SPAN_LITERAL(text)

struct fixture {
    struct arena *arena;
    struct case_file *file;
    struct err err;
    char path[64];
    int64_t store;
};

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = arena_open();
    snprintf(f->path, sizeof f->path, "/tmp/test_case_%d.case", (int)getpid());
    unlink(f->path);
    assert_int_equal(case_open(f->path, CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
    struct case_store store = {.path = S("/mail/a.mbox"), .format = S("mbox"), .size = 10, .mtime = 20};
    assert_int_equal(case_write_store(f->file, &store, &f->store, &f->err), OUTCOME_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    case_close(f->file);
    arena_close(f->arena);
    unlink(f->path);
    free(f);
    return 0;
}

static void reopen(struct fixture *f, enum case_mode mode)
{
    case_close(f->file);
    f->file = NULL;
    assert_int_equal(case_open(f->path, mode, &f->file, &f->err), OUTCOME_OK);
}

static void assert_span(struct span got, struct span wanted)
{
    if (!span_equal(got, wanted))
        fail_msg("'%.*s' is not '%.*s'", SPAN_ARGS(got), SPAN_ARGS(wanted));
}

static void assert_address(struct address got, struct address wanted)
{
    assert_span(got.name, wanted.name);
    assert_span(got.addr, wanted.addr);
    assert_int_equal(got.kind, wanted.kind);
    assert_int_equal(got.role, wanted.role);
}

static struct address person(const char *name, const char *addr, enum address_role role)
{
    return (struct address){span_of(name), span_of(addr), ADDRESS_SMTP, role};
}

static struct fingerprint_set key_set(const char *key)
{
    struct fingerprint_set set = {0};
    memcpy(set.key, key, strlen(key));
    return set;
}

static void write_message(struct fixture *f, uint64_t item, const struct message *message, const struct fingerprint_set *set,
                          const struct fingerprint_set *embedded)
{
    struct occurrence where = {.folder = S("Inbox/受信"), .item = item, .offset = item * 100, .length = 99};
    if (case_write_message(f->file, f->store, &where, message, set, embedded, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
}

static struct case_message read_message(struct fixture *f, int64_t id)
{
    struct case_message row;
    if (case_read_message(f->file, id, f->arena, &row, &f->err) != OUTCOME_OK)
        fail_msg("%s", f->err.text);
    return row;
}

static size_t place_count(struct fixture *f, int64_t id)
{
    const struct case_place *places;
    size_t count;
    assert_int_equal(case_read_places(f->file, id, f->arena, &places, &count, &f->err), OUTCOME_OK);
    return count;
}

static int64_t message_total(struct fixture *f)
{
    struct case_cursor *cursor;
    struct case_message row;
    enum outcome outcome;
    int64_t count = 0, last = 0;
    assert_int_equal(case_read_begin(f->file, &cursor, &f->err), OUTCOME_OK);
    while ((outcome = case_read_next(cursor, f->arena, &row, &f->err)) == OUTCOME_OK) {
        assert_true(row.id > last);
        last = row.id;
        count++;
    }
    assert_int_equal(outcome, OUTCOME_END);
    case_read_end(cursor);
    return count;
}

/* Every field has a value of its own. */
static struct message full_message(struct arena *arena)
{
    static const struct span references[] = {{"r1@example.jp", 13}, {"r2@example.jp", 13}};
    static const struct received received[] = {
        {{"helo\ttab", 8}, {"rev\nline", 8}, {"192.0.2.1", 9}, {"mx.example.jp", 13}, {"ESMTPSA", 7}, {"acc\\t", 5}, 1700000001, {NULL, 0}},
        {{NULL, 0}, {NULL, 0}, {NULL, 0}, {"b", 1}, {NULL, 0}, {NULL, 0}, MESSAGE_NO_DATE, {NULL, 0}}};
    static const struct segment segments[] = {{SEGMENT_OWN, {"own words\n", 10}}, {SEGMENT_QUOTED, {"> 引用\n", 9}}};
    static const struct quote_header headers[] = {{{"山田", 6}, {"y@example.jp", 12}, {"1 May 2023", 10}, {"Re: 見積", 10}}};
    static const struct attachment_member members[] = {{.name = {"a.exe", 5}, .size = 1234, .encrypted = true, .read = true, .true_type = {"pe", 2}, .sha256 = {9}}, {.name = {"b.txt", 5}}};
    static const struct span defects[] = {{"one defect", 10}, {"another", 7}};
    static const struct attachment_fact facts[] = {{ATTACHMENT_PROGRAM, {"a.exe", 5}, {"MZ", 2}}, {.kind = ATTACHMENT_PADDED}};
    struct attachment *attachments = arena_array(arena, 2, sizeof *attachments);
    attachments[0] = (struct attachment){.name = S("見積書.zip"), .declared_type = S("application/zip"), .inlined = true, .size = 777,
                                         .cut = true, .sha256 = {1, 2, 3}, .true_type = S("zip"), .encrypted = ATTACHMENT_ENCRYPTED_YES,
                                         .encryption = S("ZipCrypto"), .members = members, .member_count = 2, .facts = facts, .fact_count = 2,
                                         .macros = ATTACHMENT_MACROS_XLM, .opened_with = S("0401"), .opened_where = S("PW: 0401"), .limits = S("none")};
    attachments[1] = (struct attachment){.name = S("plain"), .size = 5};
    struct address *people = arena_array(arena, 7, sizeof *people);
    people[0] = person("Taro", "taro@example.jp", ADDRESS_TO);
    people[1] = person("", "jiro@example.jp", ADDRESS_TO);
    people[2] = person("三郎", "saburo@example.com", ADDRESS_CC);
    people[3] = person("Taro", "taro@example.jp", ADDRESS_BCC);
    people[4] = person("From One", "one@example.com", ADDRESS_TO);
    people[5] = person("From Two", "two@example.com", ADDRESS_TO);
    people[6] = person("Answers", "reply@example.com", ADDRESS_TO);
    return (struct message){
        .flags = MESSAGE_TRANSPORT_HEADERS | MESSAGE_LIST, .size = 4321, .item_class = S("IPM.Note"), .message_id = S("id@example.jp"),
        .references = references, .reference_count = 2, .has_reference_fields = true, .thread_index = {"\0\1\377", 3},
        .date = -5, .zone = -540, .received_date = 1700000000, .subject = S("件名 'quoted'"), .from_raw = S("\"One\" <one@example.com>"),
        .from = people + 4, .from_count = 2, .sender = person("Sender", "sender@example.com", ADDRESS_TO),
        .reply_to = people + 6, .reply_to_count = 1, .return_path = S("bounce@example.com"), .recipients = people, .recipient_count = 4,
        .list_id = S("list.example.jp"), .mailer = S("Mailer 1"), .charset = S("iso-2022-jp"), .authenticated = S("acc@example.com"),
        .originating_ip = S("198.51.100.7"), .received = received, .received_count = 2, .segments = segments, .segment_count = 2,
        .quote_headers = headers, .quote_header_count = 1, .attachments = attachments, .attachment_count = 2,
        .defects = defects, .defect_count = 2};
}

static void assert_people(const struct address *got, size_t got_count, const struct address *wanted, size_t wanted_count)
{
    assert_int_equal(got_count, wanted_count);
    for (size_t i = 0; i < wanted_count; i++)
        assert_address(got[i], wanted[i]);
}

static void assert_received(const struct message *got, const struct message *wanted)
{
    assert_int_equal(got->received_count, wanted->received_count);
    for (size_t i = 0; i < wanted->received_count; i++) {
        assert_span(got->received[i].from, wanted->received[i].from);
        assert_span(got->received[i].from_name, wanted->received[i].from_name);
        assert_span(got->received[i].from_ip, wanted->received[i].from_ip);
        assert_span(got->received[i].by, wanted->received[i].by);
        assert_span(got->received[i].with, wanted->received[i].with);
        assert_span(got->received[i].account, wanted->received[i].account);
        assert_int_equal(got->received[i].date, wanted->received[i].date);
    }
}

static void assert_attachments(const struct message *got, const struct message *wanted)
{
    assert_int_equal(got->attachment_count, wanted->attachment_count);
    for (size_t i = 0; i < wanted->attachment_count; i++) {
        const struct attachment *a = &got->attachments[i], *b = &wanted->attachments[i];
        assert_span(a->name, b->name);
        assert_span(a->declared_type, b->declared_type);
        assert_int_equal(a->inlined, b->inlined);
        assert_int_equal(a->size, b->size);
        assert_int_equal(a->cut, b->cut);
        assert_memory_equal(a->sha256, b->sha256, HASH_SHA256_BYTES);
        assert_span(a->true_type, b->true_type);
        assert_int_equal(a->encrypted, b->encrypted);
        assert_span(a->encryption, b->encryption);
        assert_span(a->limits, b->limits);
        assert_int_equal(a->content.size, 0);
        assert_int_equal(a->macros, b->macros);
        assert_span(a->opened_with, b->opened_with);
        assert_span(a->opened_where, b->opened_where);
        assert_int_equal(a->fact_count, b->fact_count);
        for (size_t j = 0; j < b->fact_count; j++) {
            assert_int_equal(a->facts[j].kind, b->facts[j].kind);
            assert_span(a->facts[j].where, b->facts[j].where);
            assert_span(a->facts[j].detail, b->facts[j].detail);
        }
        assert_int_equal(a->member_count, b->member_count);
        for (size_t j = 0; j < b->member_count; j++) {
            assert_span(a->members[j].name, b->members[j].name);
            assert_int_equal(a->members[j].size, b->members[j].size);
            assert_int_equal(a->members[j].encrypted, b->members[j].encrypted);
            assert_int_equal(a->members[j].read, b->members[j].read);
            assert_span(a->members[j].true_type, b->members[j].true_type);
            assert_memory_equal(a->members[j].sha256, b->members[j].sha256, HASH_SHA256_BYTES);
        }
    }
}

static void assert_message(const struct message *got, const struct message *wanted)
{
    assert_int_equal(got->flags, wanted->flags);
    assert_int_equal(got->size, wanted->size);
    assert_span(got->item_class, wanted->item_class);
    assert_span(got->message_id, wanted->message_id);
    assert_int_equal(got->reference_count, wanted->reference_count);
    for (size_t i = 0; i < wanted->reference_count; i++)
        assert_span(got->references[i], wanted->references[i]);
    assert_int_equal(got->has_reference_fields, wanted->has_reference_fields);
    assert_span(got->thread_index, wanted->thread_index);
    assert_int_equal(got->date, wanted->date);
    assert_int_equal(got->zone, wanted->zone);
    assert_int_equal(got->received_date, wanted->received_date);
    assert_span(got->subject, wanted->subject);
    assert_span(got->from_raw, wanted->from_raw);
    assert_people(got->from, got->from_count, wanted->from, wanted->from_count);
    assert_address(got->sender, wanted->sender);
    assert_people(got->reply_to, got->reply_to_count, wanted->reply_to, wanted->reply_to_count);
    assert_people(got->recipients, got->recipient_count, wanted->recipients, wanted->recipient_count);
    assert_span(got->return_path, wanted->return_path);
    assert_span(got->list_id, wanted->list_id);
    assert_span(got->mailer, wanted->mailer);
    assert_span(got->charset, wanted->charset);
    assert_span(got->authenticated, wanted->authenticated);
    assert_span(got->originating_ip, wanted->originating_ip);
    assert_received(got, wanted);
    assert_int_equal(got->quote_header_count, wanted->quote_header_count);
    for (size_t i = 0; i < wanted->quote_header_count; i++) {
        assert_span(got->quote_headers[i].from_name, wanted->quote_headers[i].from_name);
        assert_span(got->quote_headers[i].from_addr, wanted->quote_headers[i].from_addr);
        assert_span(got->quote_headers[i].date_text, wanted->quote_headers[i].date_text);
        assert_span(got->quote_headers[i].subject, wanted->quote_headers[i].subject);
    }
    assert_attachments(got, wanted);
    assert_int_equal(got->defect_count, wanted->defect_count);
    for (size_t i = 0; i < wanted->defect_count; i++)
        assert_span(got->defects[i], wanted->defects[i]);
    assert_int_equal(got->segment_count, 0);
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    struct message full = full_message(f->arena), empty = {.date = MESSAGE_NO_DATE, .received_date = MESSAGE_NO_DATE};
    const uint64_t quoted[] = {0x1111111111111111, 0x2222222222222222};
    struct fingerprint_set set = key_set("full"), other = key_set("empty");
    set.own_bytes = 11;
    set.quoted_bytes = 22;
    set.quoted = quoted;
    set.quoted_count = 2;
    write_message(f, 0, &empty, &other, NULL);
    write_message(f, 1, &full, &set, NULL);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    reopen(f, CASE_READ);

    struct case_cursor *cursor;
    struct case_message row;
    assert_int_equal(case_read_begin(f->file, &cursor, &f->err), OUTCOME_OK);
    assert_int_equal(case_read_next(cursor, f->arena, &row, &f->err), OUTCOME_OK);
    assert_message(&row.message, &empty);
    assert_int_equal(case_read_next(cursor, f->arena, &row, &f->err), OUTCOME_OK);
    assert_message(&row.message, &full);
    assert_memory_equal(row.key, set.key, HASH_KEY_BYTES);
    assert_false(row.embedded);
    assert_int_equal(row.own_bytes, 11);
    assert_int_equal(row.quoted_bytes, 22);
    assert_int_equal(row.quoted_fingerprints, 2);
    struct case_message again = read_message(f, row.id);
    assert_message(&again.message, &full);
    assert_int_equal(case_read_next(cursor, f->arena, &row, &f->err), OUTCOME_END);
    case_read_end(cursor);
    assert_int_equal(case_read_message(f->file, 99, f->arena, &row, &f->err), OUTCOME_END);
}

static void test_words(void **state)
{
    struct fixture *f = *state;
    struct buf long_text = {0};
    for (int i = 0; i < 20000; i++)
        buf_add(&long_text, S("あ"));
    struct segment segments[] = {{SEGMENT_OWN, S("mine")},
                                 {SEGMENT_QUOTED, S("theirs")},
                                 {SEGMENT_OWN, buf_span(&long_text)},
                                 {SEGMENT_OWN, S("not kept")},
                                 {SEGMENT_QUOTED, S("theirs again")}};
    struct message message = {.segments = segments, .segment_count = 5}, none = {0};
    struct fingerprint_set set = key_set("words"), other = key_set("no words");
    write_message(f, 0, &message, &set, NULL);
    write_message(f, 1, &none, &other, NULL);
    const struct segment *read;
    size_t count;
    assert_int_equal(case_read_text(f->file, 1, f->arena, &read, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, 4);
    assert_span(read[0].text, S("mine"));
    assert_int_equal(read[1].kind, SEGMENT_QUOTED);
    assert_span(read[1].text, S("theirs"));
    assert_int_equal(read[2].text.size, (LIMIT_TEXT_KEPT - 4) / 3 * 3);
    assert_span(read[3].text, S("theirs again"));
    assert_int_equal(case_read_text(f->file, 2, f->arena, &read, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, 0);
    buf_free(&long_text);
}

static void test_second_copy_is_an_occurrence(void **state)
{
    struct fixture *f = *state;
    struct message message = full_message(f->arena);
    struct fingerprint_set set = key_set("same");
    write_message(f, 0, &message, &set, NULL);
    write_message(f, 0, &message, &set, NULL);
    assert_int_equal(place_count(f, 1), 1);
    write_message(f, 7, &message, &set, NULL);
    assert_int_equal(place_count(f, 1), 2);
    assert_int_equal(message_total(f), 1);
    struct case_message row = read_message(f, 1);
    assert_message(&row.message, &message);
    const struct case_place *places;
    size_t count;
    assert_int_equal(case_read_places(f->file, 1, f->arena, &places, &count, &f->err), OUTCOME_OK);
    assert_int_equal(places[0].where.item, 0);
    assert_int_equal(places[1].where.item, 7);
    assert_int_equal(places[1].where.offset, 700);
    assert_span(places[1].where.folder, S("Inbox/受信"));
    assert_span(places[1].store_path, S("/mail/a.mbox"));
    assert_int_equal(places[1].outer, 0);
}

static void test_better_headers_replace(void **state)
{
    struct fixture *f = *state;
    struct message sent = {.flags = MESSAGE_SENT_COPY, .subject = S("plain"), .date = 5}, full = full_message(f->arena);
    struct fingerprint_set set = key_set("upgrade");
    write_message(f, 0, &sent, &set, NULL);
    full.attachment_count = 0;
    write_message(f, 1, &full, &set, NULL);
    struct case_message row = read_message(f, 1);
    full.flags |= MESSAGE_SENT_COPY;
    assert_message(&row.message, &full);
    /* and never back */
    write_message(f, 2, &sent, &set, NULL);
    row = read_message(f, 1);
    assert_message(&row.message, &full);
    assert_int_equal(message_total(f), 1);
    assert_int_equal(place_count(f, 1), 3);
}

static void test_sent_copy_is_noted_in_any_order(void **state)
{
    struct fixture *f = *state;
    struct message full = full_message(f->arena), sent = {.flags = MESSAGE_SENT_COPY};
    struct fingerprint_set set = key_set("sent");
    write_message(f, 0, &full, &set, NULL);
    write_message(f, 1, &sent, &set, NULL);
    full.flags |= MESSAGE_SENT_COPY;
    struct case_message row = read_message(f, 1);
    assert_message(&row.message, &full);
}

/* The same three copies in every order: the first received wins, and Bcc of the sender's copy stays. */
static void test_kept_copy_does_not_depend_on_order(void **state)
{
    static const size_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    struct fixture *f = *state;
    const struct address to[] = {{.addr = S("a@x.example"), .kind = ADDRESS_SMTP, .role = ADDRESS_TO},
                                 {.addr = S("b@x.example"), .kind = ADDRESS_SMTP, .role = ADDRESS_BCC}};
    struct message copies[] = {
        {.flags = MESSAGE_SENT_COPY, .received_date = MESSAGE_NO_DATE, .recipients = to, .recipient_count = 2},
        {.flags = MESSAGE_TRANSPORT_HEADERS, .received_date = 2000, .recipients = to, .recipient_count = 1},
        {.flags = MESSAGE_TRANSPORT_HEADERS, .received_date = 1000, .recipients = to, .recipient_count = 1}};
    for (size_t order = 0; order < sizeof orders / sizeof *orders; order++) {
        char name[] = {'k', (char)('0' + order), '\0'};
        struct fingerprint_set set = key_set(name);
        for (size_t i = 0; i < 3; i++)
            write_message(f, 3 * order + i, &copies[orders[order][i]], &set, NULL);
        struct case_message row = read_message(f, (int64_t)order + 1);
        assert_int_equal(row.message.received_date, 1000);
        assert_int_equal(row.message.recipient_count, 2);
        assert_span(row.message.recipients[1].addr, S("b@x.example"));
        assert_int_equal(row.message.recipients[1].role, ADDRESS_BCC);
        assert_int_equal(row.message.flags, MESSAGE_SENT_COPY | MESSAGE_TRANSPORT_HEADERS);
    }
}

static void test_reports(void **state)
{
    struct fixture *f = *state;
    const struct report_mail_recipient people[] = {{.address = S("a@example.jp"), .action = REPORT_MAIL_FAILED, .status = S("5.1.1"), .diagnostic = S("550 no")},
                                                   {.address = S("b@example.jp"), .action = REPORT_MAIL_DELAYED, .remote_mta = S("mx")}};
    const struct received hop = {.from = S("pc"), .by = S("mx"), .date = 7, .line = S("from pc\tby mx; 7")};
    struct message inner = {.message_id = S("sent@example.com"), .received = &hop, .received_count = 1};
    struct attachment attachments[] = {{.name = S("text")}, {.embedded = &inner}};
    struct report_mail bounce = {.kind = REPORT_MAIL_BOUNCE, .format = S("rfc3464"), .recipients = people, .recipient_count = 2,
                                 .arrival = MESSAGE_NO_DATE, .original = 1, .original_headers_only = true};
    struct report_mail lure = {.kind = REPORT_MAIL_LURE, .arrival = 77, .original = REPORT_MAIL_NO_ORIGINAL};
    struct message first = {.attachments = attachments, .attachment_count = 2, .report = &bounce}, second = {.report = &lure};
    struct fingerprint_set keys[] = {key_set("report"), key_set("inner"), key_set("lure")};
    write_message(f, 0, &first, &keys[0], &keys[1]);
    write_message(f, 1, &first, &keys[0], &keys[1]); /* a second copy is no second report */
    write_message(f, 2, &second, &keys[2], NULL);
    const struct case_report_mail *reports;
    size_t count;
    assert_int_equal(case_report_mail_read(f->file, f->arena, &reports, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, 2);
    assert_int_equal(reports[0].report.kind, REPORT_MAIL_BOUNCE);
    assert_span(read_message(f, reports[0].original).message.message_id, S("sent@example.com"));
    assert_true(reports[0].report.original_headers_only && reports[0].report.arrival == MESSAGE_NO_DATE);
    assert_int_equal(reports[0].trace_count, 1);
    assert_span(reports[0].trace[0].by, hop.by);
    assert_span(reports[0].trace[0].line, hop.line);
    assert_true(reports[0].trace[0].date == 7 && reports[1].trace_count == 0);
    assert_int_equal(reports[0].report.recipient_count, 2);
    assert_span(reports[0].report.recipients[1].address, S("b@example.jp"));
    assert_int_equal(reports[0].report.recipients[1].action, REPORT_MAIL_DELAYED);
    assert_span(reports[0].report.recipients[0].diagnostic, S("550 no"));
    assert_true(reports[1].original == 0 && reports[1].report.arrival == 77 && reports[1].report.recipient_count == 0);
    assert_int_equal(reports[1].report.kind, REPORT_MAIL_LURE);
}

static void test_embedded_messages(void **state)
{
    struct fixture *f = *state;
    struct message deep = {.subject = S("deep")}, inner = {.subject = S("inner")}, last = {.subject = S("last")};
    struct attachment deeper[] = {{.embedded = &deep}}, attachments[] = {{.embedded = &inner}, {.name = S("x")}, {.embedded = &last}};
    inner.attachments = deeper;
    inner.attachment_count = 1;
    struct message outer = {.subject = S("outer"), .attachments = attachments, .attachment_count = 3};
    struct fingerprint_set set = key_set("outer"), within[] = {key_set("inner"), key_set("deep"), key_set("last")};
    write_message(f, 0, &outer, &set, within);
    write_message(f, 0, &outer, &set, within);
    assert_int_equal(message_total(f), 4);
    static const char *const subjects[] = {"outer", "inner", "deep", "last"};
    static const int64_t outers[] = {0, 1, 2, 1};
    for (int64_t id = 1; id <= 4; id++) {
        struct case_message row = read_message(f, id);
        const struct case_place *places;
        size_t count;
        assert_span(row.message.subject, span_of(subjects[id - 1]));
        assert_int_equal(row.embedded, id > 1);
        assert_int_equal(case_read_places(f->file, id, f->arena, &places, &count, &f->err), OUTCOME_OK);
        assert_int_equal(count, 1);
        assert_int_equal(places[0].outer, outers[id - 1]);
    }
    /* found on its own as well */
    write_message(f, 5, &deep, &within[1], NULL);
    assert_false(read_message(f, 3).embedded);
    assert_int_equal(message_total(f), 4);
    /* and stays so when it comes as an attachment again */
    write_message(f, 6, &outer, &set, within);
    assert_false(read_message(f, 3).embedded);
    assert_int_equal(place_count(f, 3), 3);
}

static void test_limits_are_noted(void **state)
{
    struct fixture *f = *state;
    char *text = malloc(LIMIT_FIELD_BYTES + 2);
    assert_non_null(text);
    memset(text, 'x', LIMIT_FIELD_BYTES + 2);
    memcpy(text + LIMIT_FIELD_BYTES - 1, "あ", 3);
    struct message message = {.subject = {text, LIMIT_FIELD_BYTES + 2}};
    struct fingerprint_set set = key_set("long");
    write_message(f, 0, &message, &set, NULL);
    struct case_message row = read_message(f, 1);
    assert_int_equal(row.message.subject.size, LIMIT_FIELD_BYTES - 1);
    assert_true(row.message.flags & MESSAGE_CUT);
    assert_int_equal(row.message.defect_count, 1);
    free(text);
}

static void test_hostile_bytes_come_back(void **state)
{
    struct fixture *f = *state;
    struct message message = {.subject = {"a\0b", 3}, .mailer = S("\xff\xfe"), .message_id = S("'); DROP TABLE message; --")};
    struct fingerprint_set set = key_set("bytes");
    write_message(f, 0, &message, &set, NULL);
    struct case_message row = read_message(f, 1);
    assert_span(row.message.subject, message.subject);
    assert_span(row.message.message_id, message.message_id);
    assert_span(row.message.mailer, S("\xef\xbf\xbd\xef\xbf\xbd"));
}

static void test_stores_resume(void **state)
{
    struct fixture *f = *state;
    struct case_store store = {.path = S("/mail/0.pst"), .format = S("pst"), .owner = S("me@example.jp"), .size = 1, .mtime = -2,
                               .sha256 = {9, 8}, .expected = 10, .read = 4, .failed = 3, .skipped = 2, .next_item = 9,
                               .state = CASE_STORE_UNFINISHED, .reason = S("interrupted")};
    int64_t id, same;
    assert_int_equal(case_write_store(f->file, &store, &id, &f->err), OUTCOME_OK);
    assert_int_not_equal(id, f->store);
    store.state = CASE_STORE_DEAD;
    store.next_item = 10;
    assert_int_equal(case_write_store(f->file, &store, &same, &f->err), OUTCOME_OK);
    assert_int_equal(id, same);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    reopen(f, CASE_WRITE);
    const struct case_store *stores;
    size_t count;
    assert_int_equal(case_read_stores(f->file, f->arena, &stores, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, 2);
    assert_int_equal(stores[0].id, id);
    assert_span(stores[0].path, store.path);
    assert_span(stores[0].format, store.format);
    assert_span(stores[0].owner, store.owner);
    assert_span(stores[0].reason, store.reason);
    assert_memory_equal(stores[0].sha256, store.sha256, HASH_SHA256_BYTES);
    assert_int_equal(stores[0].size, 1);
    assert_int_equal(stores[0].mtime, -2);
    assert_int_equal(stores[0].expected, 10);
    assert_int_equal(stores[0].read, 4);
    assert_int_equal(stores[0].failed, 3);
    assert_int_equal(stores[0].skipped, 2);
    assert_int_equal(stores[0].next_item, 10);
    assert_int_equal(stores[0].state, CASE_STORE_DEAD);
    assert_span(stores[1].path, S("/mail/a.mbox"));
}

static size_t trouble_count(struct fixture *f)
{
    const struct case_trouble *troubles;
    size_t count;
    assert_int_equal(case_read_troubles(f->file, f->arena, &troubles, &count, &f->err), OUTCOME_OK);
    return count;
}

static void test_troubles(void **state)
{
    struct fixture *f = *state;
    struct occurrence where = {.folder = S("Sent"), .item = 12, .path = S("cur/1")};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(case_write_failed(f->file, f->store, &where, S("broken"), &f->err), OUTCOME_OK);
        assert_int_equal(case_write_note(f->file, f->store, true, S("truncated"), &f->err), OUTCOME_OK);
    }
    where.item = 3;
    assert_int_equal(case_write_failed(f->file, f->store, &where, S("broken too"), &f->err), OUTCOME_OK);
    const struct case_trouble *troubles;
    size_t count;
    assert_int_equal(case_read_troubles(f->file, f->arena, &troubles, &count, &f->err), OUTCOME_OK);
    assert_int_equal(count, 3);
    assert_false(troubles[0].failed);
    assert_true(troubles[0].incomplete);
    assert_span(troubles[0].text, S("truncated"));
    assert_span(troubles[0].store_path, S("/mail/a.mbox"));
    assert_true(troubles[1].failed);
    assert_int_equal(troubles[1].item, 3);
    assert_int_equal(troubles[2].item, 12);
    assert_span(troubles[2].folder, S("Sent"));
    assert_span(troubles[2].text, S("broken"));
}

static void test_changed_store_forgets_troubles(void **state)
{
    struct fixture *f = *state;
    struct case_store store = {.path = S("/mail/a.mbox"), .size = 10, .mtime = 20, .next_item = 5, .state = CASE_STORE_DONE};
    int64_t id;
    assert_int_equal(case_write_note(f->file, f->store, true, S("truncated"), &f->err), OUTCOME_OK);
    assert_int_equal(case_write_store(f->file, &store, &id, &f->err), OUTCOME_OK);
    assert_int_equal(trouble_count(f), 1);
    store.mtime = 21;
    store.next_item = 0;
    store.state = CASE_STORE_UNFINISHED;
    assert_int_equal(case_write_store(f->file, &store, &id, &f->err), OUTCOME_OK);
    assert_int_equal(trouble_count(f), 0);
}

static void test_evidence(void **state)
{
    struct fixture *f = *state;
    struct span kind, raw;
    uint8_t digest[HASH_SHA256_BYTES], wanted[HASH_SHA256_BYTES];
    assert_int_equal(case_write_evidence(f->file, 5, S("rfc822"), S("From: a\r\n\r\nbody\0x"), &f->err), OUTCOME_OK);
    assert_int_equal(case_read_evidence(f->file, 5, f->arena, &kind, &raw, digest, &f->err), OUTCOME_OK);
    assert_span(kind, S("rfc822"));
    assert_span(raw, S("From: a\r\n\r\nbody\0x"));
    hash_sha256(raw, wanted);
    assert_memory_equal(digest, wanted, sizeof wanted);
    assert_int_equal(case_read_evidence(f->file, 6, f->arena, &kind, &raw, digest, &f->err), OUTCOME_END);
}

/* Writes 100 messages, commits, and dies while it writes on: more than SQLite's cache, so the file itself is half written. */
static void die_while_writing(const char *path)
{
    struct case_file *file;
    struct err err;
    struct case_store store = {.path = S("/mail/b.mbox")};
    int64_t id;
    if (case_open(path, CASE_WRITE, &file, &err) != OUTCOME_OK || case_write_store(file, &store, &id, &err) != OUTCOME_OK)
        _exit(1);
    char *line = malloc(LIMIT_FIELD_BYTES);
    if (!line)
        _exit(1);
    memset(line, 'x', LIMIT_FIELD_BYTES);
    for (uint64_t i = 0; i < 12000; i++) {
        uint64_t hashes[64];
        struct fingerprint_set set = {.own = hashes, .own_count = 64};
        struct message message = {.subject = S("subject"), .from_raw = {line, LIMIT_FIELD_BYTES}};
        struct occurrence where = {.item = i};
        for (uint64_t j = 0; j < 64; j++)
            hashes[j] = (i * 64 + j) * 0x9E3779B97F4A7C15u;
        memcpy(set.key, &i, sizeof i);
        if (case_write_message(file, id, &where, &message, &set, NULL, &err) != OUTCOME_OK)
            _exit(2);
        if (i == 99 && case_write_commit(file, &err) != OUTCOME_OK)
            _exit(3);
    }
    raise(SIGKILL);
}

static void test_commit_survives_a_kill(void **state)
{
    struct fixture *f = *state;
    case_close(f->file);
    f->file = NULL;
    pid_t child = fork();
    if (child == 0)
        die_while_writing(f->path);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    char journal[80];
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    assert_int_equal(access(journal, F_OK), 0);
    assert_int_equal(case_open(f->path, CASE_READ, &f->file, &f->err), OUTCOME_OK);
    assert_int_equal(message_total(f), 100);
    size_t postings = 0;
    for (unsigned bucket = 0; bucket < CASE_BUCKETS; bucket++) {
        struct case_posting *read;
        size_t count;
        assert_int_equal(case_read_postings(f->file, bucket, &read, &count, &f->err), OUTCOME_OK);
        postings += count;
        free(read);
    }
    assert_int_equal(postings, 6400);
}

static void test_uncommitted_is_lost_on_close(void **state)
{
    struct fixture *f = *state;
    struct message message = {.subject = S("x")};
    struct fingerprint_set one = key_set("one"), two = key_set("two");
    write_message(f, 0, &message, &one, NULL);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    write_message(f, 1, &message, &two, NULL);
    reopen(f, CASE_WRITE);
    assert_int_equal(message_total(f), 1);
    char journal[80];
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    case_close(f->file);
    f->file = NULL;
    assert_int_not_equal(access(journal, F_OK), 0);
}

static void assert_refused(const char *path, enum case_mode mode, const char *says)
{
    struct case_file *file = NULL;
    struct err err = {0};
    assert_int_equal(case_open(path, mode, &file, &err), OUTCOME_DEAD);
    assert_null(file);
    if (!strstr(err.text, says) || !strstr(err.text, path))
        fail_msg("'%s' does not say '%s' of %s", err.text, says, path);
}

static void run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    case_close(f->file);
    f->file = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void write_file(const char *path, struct span bytes)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.data ? bytes.data : "", 1, bytes.size, out), bytes.size);
    fclose(out);
}

static void test_foreign_files_are_refused(void **state)
{
    struct fixture *f = *state;
    assert_refused("/tmp/no/such/file.case", CASE_READ, "No such file");
    assert_refused("/tmp/no/such/file.case", CASE_WRITE, "cannot be made");
    assert_refused("/tmp", CASE_READ, "not a regular file");
    assert_refused(":memory:", CASE_READ, "No such file");
    run_sql(f, "PRAGMA user_version = 99");
    assert_refused(f->path, CASE_READ, "another version");
    run_sql(f, "PRAGMA user_version = 1; PRAGMA application_id = 5");
    assert_refused(f->path, CASE_READ, "not a case");
    unlink(f->path);
    run_sql(f, "CREATE TABLE message (id)");
    assert_refused(f->path, CASE_WRITE, "not a case");
    write_file(f->path, S("From somebody\n\nThis is mail, and long enough to be looked at as if it were a database file.....\n"));
    assert_refused(f->path, CASE_READ, "not an SQLite database");
    assert_refused(f->path, CASE_WRITE, "not an SQLite database");
    write_file(f->path, SPAN_NONE);
    assert_refused(f->path, CASE_READ, "empty");
    assert_int_equal(case_open(f->path, CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
}

static void test_changed_schema_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    run_sql(f, "CREATE VIEW mine AS SELECT 1; CREATE TABLE notes (text); CREATE INDEX by_subject ON message (subject)");
    assert_int_equal(case_open(f->path, CASE_WRITE, &f->file, &f->err), OUTCOME_OK);
    run_sql(f, "CREATE TRIGGER evil AFTER INSERT ON note BEGIN SELECT 1; END");
    assert_refused(f->path, CASE_WRITE, "triggers");
    run_sql(f, "DROP TRIGGER evil; ALTER TABLE message ADD COLUMN extra TEXT");
    assert_refused(f->path, CASE_READ, "changed");
}

static void test_damaged_values_are_errors(void **state)
{
    struct fixture *f = *state;
    struct message message = full_message(f->arena);
    struct fingerprint_set set = key_set("damage");
    const struct segment *segments;
    size_t count;
    struct case_message row;
    struct span kind, raw;
    uint8_t digest[HASH_SHA256_BYTES];
    write_message(f, 0, &message, &set, NULL);
    assert_int_equal(case_write_evidence(f->file, 1, S("rfc822"), S("raw"), &f->err), OUTCOME_OK);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    run_sql(f, "UPDATE text SET words = x'28b52ffd'; UPDATE message SET key = x'00', received = char(9,9,10,92);"
               "UPDATE evidence SET sha256 = zeroblob(32)");
    assert_int_equal(case_open(f->path, CASE_READ, &f->file, &f->err), OUTCOME_OK);
    assert_int_equal(case_read_text(f->file, 1, f->arena, &segments, &count, &f->err), OUTCOME_DEAD);
    assert_int_equal(case_read_message(f->file, 1, f->arena, &row, &f->err), OUTCOME_DEAD);
    assert_non_null(strstr(f->err.text, f->path));
    assert_int_equal(case_read_evidence(f->file, 1, f->arena, &kind, &raw, digest, &f->err), OUTCOME_DEAD);
    run_sql(f, "UPDATE message SET key = zeroblob(16); DELETE FROM person");
    assert_int_equal(case_open(f->path, CASE_READ, &f->file, &f->err), OUTCOME_OK);
    assert_int_equal(case_read_message(f->file, 1, f->arena, &row, &f->err), OUTCOME_DEAD);
}

static void test_reading_does_not_write(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
    reopen(f, CASE_READ);
    assert_int_equal(case_write_note(f->file, f->store, false, S("x"), &f->err), OUTCOME_FAULT);
    assert_int_equal(case_write_commit(f->file, &f->err), OUTCOME_OK);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip),
        TEST(test_words),
        TEST(test_second_copy_is_an_occurrence),
        TEST(test_better_headers_replace),
        TEST(test_sent_copy_is_noted_in_any_order),
        TEST(test_kept_copy_does_not_depend_on_order),
        TEST(test_reports),
        TEST(test_embedded_messages),
        TEST(test_limits_are_noted),
        TEST(test_hostile_bytes_come_back),
        TEST(test_stores_resume),
        TEST(test_troubles),
        TEST(test_changed_store_forgets_troubles),
        TEST(test_evidence),
        TEST(test_commit_survives_a_kill),
        TEST(test_uncommitted_is_lost_on_close),
        TEST(test_foreign_files_are_refused),
        TEST(test_changed_schema_is_refused),
        TEST(test_damaged_values_are_errors),
        TEST(test_reading_does_not_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
