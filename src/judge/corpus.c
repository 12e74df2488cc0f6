/* Reads every message of a case once and keeps numbers of it. */
#include "judge/corpus.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "case/case_exchange.h"
#include "case/case_read.h"
#include "case/case_report_mail.h"
#include "model/host_name.h"
#include "model/person_name.h"
#include "model/subject.h"

#define MINUTES_PER_DAY 1440

struct loading {
    struct corpus *corpus;
    struct arena *arena;
    size_t mail_capacity, link_capacity, reference_capacity, people_capacity;
    struct intern *displays; /* display names as written: a name comes back in every mail, and its key is dear */
    uint32_t *names_of_displays;
    size_t display_capacity;
};

static struct corpus_person person_make(struct corpus *corpus, const struct address *address)
{
    struct span org = address->kind == ADDRESS_SMTP ? address_organisation(address->addr) : SPAN_NONE;
    return (struct corpus_person){
        .org = intern_add(corpus->orgs, org),
        .kind = address->kind,
        .public_provider = address_public_provider(org),
        .not_a_person = address_not_a_person(address->addr),
    };
}

static uint32_t person_of(struct loading *loading, const struct address *address)
{
    struct corpus *corpus = loading->corpus;
    if (address->kind == ADDRESS_NONE || !address->addr.size)
        return CORPUS_NONE;
    uint32_t before = intern_count(corpus->addresses);
    uint32_t person = intern_add(corpus->addresses, address->addr);
    if (person == before) {
        corpus->people = memory_grown(corpus->people, person, &loading->people_capacity, sizeof *corpus->people);
        corpus->people[person] = person_make(corpus, address);
    }
    return person;
}

static uint32_t name_of(struct loading *loading, struct span display)
{
    if (!display.size)
        return CORPUS_NONE;
    uint32_t before = intern_count(loading->displays), number = intern_add(loading->displays, display);
    if (number == before) {
        struct span key = person_name_key(loading->arena, display);
        loading->names_of_displays = memory_grown(loading->names_of_displays, number, &loading->display_capacity,
                                                  sizeof *loading->names_of_displays);
        loading->names_of_displays[number] = key.size ? intern_add(loading->corpus->names, key) : CORPUS_NONE;
    }
    return loading->names_of_displays[number];
}

static uint32_t add_link(struct loading *loading, const struct address *address, enum corpus_role role)
{
    struct corpus *corpus = loading->corpus;
    uint32_t person = person_of(loading, address);
    if (person == CORPUS_NONE)
        return person;
    corpus->links = memory_grown(corpus->links, corpus->link_count, &loading->link_capacity, sizeof *corpus->links);
    corpus->links[corpus->link_count++] = (struct corpus_link){person, name_of(loading, address->name), role};
    return person;
}

static void add_reference(struct loading *loading, struct span id)
{
    struct corpus *corpus = loading->corpus;
    corpus->references = memory_grown(corpus->references, corpus->reference_count, &loading->reference_capacity,
                               sizeof *corpus->references);
    corpus->references[corpus->reference_count++] = hash_xxh64(id);
}

static bool at_sign(struct span name)
{
    while (name.size) {
        uint32_t character = utf8_take(&name);
        if (character == '@' || character == 0xFF20 || character == 0xFE6B || character == 0x24D0)
            return true;
    }
    return false;
}

static uint32_t account_org(struct loading *loading, const struct message *message)
{
    struct address account = address_make(loading->arena, SPAN_NONE, message->authenticated);
    if (account.kind != ADDRESS_SMTP)
        return CORPUS_NONE;
    return intern_add(loading->corpus->orgs, address_organisation(account.addr));
}

static uint32_t signs_of(const struct corpus *corpus, const struct corpus_mail *mail, const struct message *message)
{
    uint32_t signs = 0;
    if (message->from_count && at_sign(message->from[0].name))
        signs |= CORPUS_NAME_HAS_AT;
    for (size_t i = 0; i < message->attachment_count; i++) {
        struct span where, how;
        if (attachment_locked(&message->attachments[i], &where, &how))
            signs |= CORPUS_ENCRYPTED;
        if (!message->attachments[i].inlined)
            signs |= CORPUS_ATTACHED;
        if (attachment_telling(&message->attachments[i]))
            signs |= CORPUS_TELLING;
    }
    if (mail->account != CORPUS_NONE && mail->from != CORPUS_NONE && corpus->people[mail->from].kind == ADDRESS_SMTP
        && mail->account != corpus->people[mail->from].org)
        signs |= CORPUS_ACCOUNT_DIFFERS;
    return signs;
}

static void add_people(struct loading *loading, struct corpus_mail *mail, const struct message *message)
{
    static const enum corpus_role roles[] = {
        [ADDRESS_TO] = CORPUS_TO, [ADDRESS_CC] = CORPUS_CC, [ADDRESS_BCC] = CORPUS_BCC};
    mail->from = CORPUS_NONE;
    mail->name = CORPUS_NONE;
    for (size_t i = 0; i < message->from_count; i++) {
        uint32_t person = add_link(loading, &message->from[i], CORPUS_FROM);
        if (i == 0) {
            mail->from = person;
            mail->name = name_of(loading, message->from[0].name);
        }
    }
    add_link(loading, &message->sender, CORPUS_SENDER);
    for (size_t i = 0; i < message->reply_to_count; i++)
        add_link(loading, &message->reply_to[i], CORPUS_REPLY_TO);
    for (size_t i = 0; i < message->recipient_count; i++)
        add_link(loading, &message->recipients[i], roles[message->recipients[i].role]);
}

static uint32_t subject_of(struct loading *loading, struct span subject, bool *ret_reply)
{
    struct span base = subject_base(loading->arena, subject, ret_reply);
    return base.size ? intern_add(loading->corpus->subjects, base) : CORPUS_NONE;
}

static uint8_t minute_of(int64_t date)
{
    if (date == MESSAGE_NO_DATE)
        return CORPUS_NO_MINUTE;
    return (uint8_t)((date / 60 % 60 + 60) % 60);
}

static bool digit_at(struct span text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

/* The minute of the first time (`9:05`, `9h05`) in a date as people write it: whatever their zone and language, it is the same. */
static uint8_t minute_in(struct span text)
{
    for (size_t at = 1; at + 2 < text.size; at++)
        if ((text.data[at] == ':' || text.data[at] == 'h') && digit_at(text, at - 1) && digit_at(text, at + 1)
            && text.data[at + 1] < '6' && digit_at(text, at + 2))
            return (uint8_t)((text.data[at + 1] - '0') * 10 + (text.data[at + 2] - '0'));
    return CORPUS_NO_MINUTE;
}

/* The reply header on top of the quote, as far as it says. */
static enum outcome add_quote_header(struct loading *loading, struct case_file *file, struct corpus_mail *mail,
                                     const struct message *message, struct err *err)
{
    mail->quoted_from = mail->quoted_name = mail->quoted_subject = CORPUS_NONE;
    mail->quoted_minute = CORPUS_NO_MINUTE;
    if (!message->quote_header_count)
        return OUTCOME_OK;
    const struct quote_header *header = &message->quote_headers[0];
    struct address from = address_make(loading->arena, header->from_name, header->from_addr);
    enum outcome outcome = case_exchange_resolve(file, loading->arena, &from, err);
    bool reply;
    mail->quoted_from = person_of(loading, &from);
    mail->quoted_name = name_of(loading, header->from_name);
    mail->quoted_minute = minute_in(header->date_text);
    mail->quoted_subject = header->subject.size ? subject_of(loading, header->subject, &reply) : mail->subject;
    return outcome;
}

/* `Mozilla Thunderbird 91.2` and its successor are one program. */
static struct span without_version(struct span mailer)
{
    size_t size = 0;
    while (size < mailer.size && !memchr("0123456789(/[,", mailer.data[size], 14))
        size++;
    return span_trim(span_slice(mailer, 0, size));
}

static struct span zone_text(struct arena *arena, int zone)
{
    int east = zone < -MINUTES_PER_DAY || zone > MINUTES_PER_DAY ? 0 : zone;
    int size = east < 0 ? -east : east;
    return arena_printf(arena, "%c%02d%02d", east < 0 ? '-' : '+', size / 60, size % 60);
}

static void add_traits(struct loading *loading, struct corpus_mail *mail, const struct message *message)
{
    struct corpus *corpus = loading->corpus;
    for (int i = 0; i < CORPUS_TRAITS; i++)
        mail->traits[i] = CORPUS_NONE;
    if (!(message->flags & MESSAGE_TRANSPORT_HEADERS))
        return;
    mail->traits[CORPUS_PROGRAM] = intern_add(corpus->traits, without_version(message->mailer));
    mail->traits[CORPUS_ZONE] = intern_add(corpus->traits, zone_text(loading->arena, message->zone));
    if (message->charset.size)
        mail->traits[CORPUS_CHARSET] = intern_add(corpus->traits, message->charset);
    struct span domain = address_organisation(address_make(loading->arena, SPAN_NONE, message->message_id).addr);
    if (domain.size)
        mail->traits[CORPUS_ID_DOMAIN] = intern_add(corpus->traits, domain);
}

static void add_hops(struct loading *loading, struct corpus_mail *mail, const struct message *message)
{
    for (size_t i = 0; i < CORPUS_HOPS; i++) {
        struct span by = i < message->received_count ? message->received[i].by : SPAN_NONE;
        mail->by[i] = by.size ? intern_add(loading->corpus->hosts, host_name(loading->arena, by)) : CORPUS_NONE;
    }
}

static void add_places(struct loading *loading, struct corpus_mail *mail, const struct case_place *places, size_t count)
{
    struct corpus *corpus = loading->corpus;
    mail->store = count ? intern_add(corpus->stores, places[0].store_path) : CORPUS_NONE;
    for (size_t i = 0; i < count; i++) {
        struct address owner = address_make(loading->arena, SPAN_NONE, places[i].owner);
        add_link(loading, &owner, CORPUS_OWNER);
    }
}

static enum outcome add_mail(struct loading *loading, struct case_file *file, const struct case_message *row,
                             struct err *err)
{
    struct corpus *corpus = loading->corpus;
    const struct message *message = &row->message;
    corpus->mails = memory_grown(corpus->mails, corpus->mail_count + 1u, &loading->mail_capacity, sizeof *corpus->mails);
    struct corpus_mail *mail = &corpus->mails[corpus->mail_count];
    *mail = (struct corpus_mail){
        .id = row->id, .time = message_time(message), .flags = message->flags, .embedded = row->embedded,
        .links = corpus->link_count, .references = corpus->reference_count,
        .list = message->list_id.size ? intern_add(corpus->lists, message->list_id) : CORPUS_NONE,
        .message_id = message->message_id.size ? hash_xxh64(message->message_id) : 0,
        .own_bytes = row->own_bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)row->own_bytes,
        .quoted_bytes = row->quoted_bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)row->quoted_bytes,
        .thread = CORPUS_NONE, .minute = minute_of(message->date),
    };
    memcpy(mail->key, row->key, sizeof mail->key);
    mail->subject = subject_of(loading, message->subject, &mail->reply);
    add_people(loading, mail, message);
    enum outcome outcome = add_quote_header(loading, file, mail, message, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    mail->account = account_org(loading, message);
    add_traits(loading, mail, message);
    add_hops(loading, mail, message);
    mail->signs = signs_of(corpus, mail, message);
    for (size_t i = 0; i < message->reference_count; i++)
        add_reference(loading, message->references[i]);
    const struct case_place *places;
    size_t place_count;
    outcome = case_read_places(file, row->id, loading->arena, &places, &place_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    add_places(loading, mail, places, place_count);
    corpus->mail_count++;
    return OUTCOME_OK;
}

static enum outcome load_all(struct loading *loading, struct case_file *file, struct err *err)
{
    struct case_cursor *cursor;
    enum outcome outcome = case_read_begin(file, &cursor, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    for (;;) {
        struct case_message row;
        arena_reset(loading->arena);
        outcome = case_read_next(cursor, loading->arena, &row, err);
        if (outcome == OUTCOME_OK)
            outcome = add_mail(loading, file, &row, err);
        if (outcome != OUTCOME_OK)
            break;
    }
    case_read_end(cursor);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

/* A report's kind stands in a table of its own. */
static enum outcome mark_lures(const struct corpus *corpus, struct case_file *file, struct arena *arena, struct err *err)
{
    const struct case_report_mail *reports;
    size_t count;
    arena_reset(arena);
    enum outcome outcome = case_report_mail_read(file, arena, &reports, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        const struct corpus_mail *mail = reports[i].report.kind == REPORT_MAIL_LURE ? corpus_mail(corpus, reports[i].message) : NULL;
        if (mail)
            corpus->mails[mail - corpus->mails].signs |= CORPUS_PLAYS_REPORT;
    }
    return outcome;
}

enum outcome corpus_load(struct case_file *file, struct corpus **ret_corpus, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct corpus *corpus = memory_must(calloc(1, sizeof *corpus));
    corpus->addresses = intern_open();
    corpus->names = intern_open();
    corpus->orgs = intern_open();
    corpus->subjects = intern_open();
    corpus->lists = intern_open();
    corpus->stores = intern_open();
    corpus->traits = intern_open();
    corpus->hosts = intern_open();
    struct loading loading = {.corpus = corpus, .arena = arena, .displays = intern_open()};
    enum outcome outcome = case_exchange_settle(file, err);
    if (outcome == OUTCOME_OK)
        outcome = load_all(&loading, file, err);
    if (outcome == OUTCOME_OK)
        outcome = mark_lures(corpus, file, arena, err);
    intern_close(loading.displays);
    free(loading.names_of_displays);
    if (outcome != OUTCOME_OK) {
        corpus_free(corpus);
        return outcome;
    }
    corpus->mails = memory_grown(corpus->mails, corpus->mail_count + 1u, &loading.mail_capacity, sizeof *corpus->mails);
    corpus->mails[corpus->mail_count] =
        (struct corpus_mail){.links = corpus->link_count, .references = corpus->reference_count};
    corpus->own_orgs = memory_must(calloc(intern_count(corpus->orgs) + 1u, sizeof *corpus->own_orgs));
    *ret_corpus = corpus;
    return OUTCOME_OK;
}

void corpus_free(struct corpus *corpus)
{
    if (!corpus)
        return;
    free(corpus->mails);
    free(corpus->links);
    free(corpus->references);
    free(corpus->people);
    free(corpus->own_orgs);
    intern_close(corpus->addresses);
    intern_close(corpus->names);
    intern_close(corpus->orgs);
    intern_close(corpus->subjects);
    intern_close(corpus->lists);
    intern_close(corpus->stores);
    intern_close(corpus->traits);
    intern_close(corpus->hosts);
    free(corpus);
}

const struct corpus_mail *corpus_mail(const struct corpus *corpus, int64_t id)
{
    uint32_t low = 0, high = corpus->mail_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (corpus->mails[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < corpus->mail_count && corpus->mails[low].id == id ? &corpus->mails[low] : NULL;
}

int corpus_compare_times(const struct corpus_mail *a, const struct corpus_mail *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return memcmp(a->key, b->key, sizeof a->key);
}

bool corpus_is_mail(const struct corpus_mail *mail)
{
    return !mail->embedded && !(mail->flags & (MESSAGE_NOT_MAIL | MESSAGE_DRAFT));
}

bool corpus_from_list(const struct corpus *corpus, const struct corpus_mail *mail)
{
    for (size_t i = mail->links; i < mail[1].links && (mail->flags & MESSAGE_LIST); i++)
        if (corpus->links[i].person == mail->from && corpus->links[i].role >= CORPUS_TO && corpus->links[i].role <= CORPUS_BCC)
            return true;
    return false;
}
