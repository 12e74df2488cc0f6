/* Gathers one mail's sender, namesakes, quoted thread and words from numbers and case. */
#include "judge/suspicion.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/fold.h"
#include "case/case_read.h"
#include "judge/originals.h"
#include "judge/second_address.h"
#include "model/password.h"
#include "model/person_name.h"

#define THREAD_HITS_LEAST 2      /* one common fingerprint is never evidence */
#define UNMARKED_HITS_LEAST 4    /* own words that another wrote before: a quote without marks, where the subject is no answer */
#define ACCOUNT_HISTORY_LEAST 2  /* mails that show how an address logs in */
#define ORG_HISTORY_LEAST 10     /* and how an organisation's do */
#define LURE_OWN_BYTES 400       /* folded own words of a lure */
#define COVERAGE_CLEAR 0.5       /* of the rare quoted text in one thread: no doubt which thread it is */

/* The thread that the mail quotes most of, or NULL. */
static const struct match_count *best_thread(const struct suspicion_sources *sources, uint32_t mail)
{
    const struct match_list *list = &sources->match->threads;
    if (list->first[mail] == list->first[mail + 1])
        return NULL;
    const struct match_count *best = &list->counts[list->first[mail]];
    const struct corpus_mail *mails = sources->corpus->mails;
    bool answers = mails[mail].reply && mails[mail].subject != CORPUS_NONE && mails[mail].subject == mails[best->other].subject;
    bool enough = best->quoted >= THREAD_HITS_LEAST
        || best->unmarked >= (answers ? THREAD_HITS_LEAST : UNMARKED_HITS_LEAST);
    return enough ? best : NULL;
}

static double coverage_of(const struct match *match, uint32_t mail, const struct match_count *count)
{
    if (count->quoted >= THREAD_HITS_LEAST)
        return (double)count->quoted / match->rare_quoted[mail];
    return match->rare_own[mail] ? (double)count->unmarked / match->rare_own[mail] : 0;
}

static bool account_differs(const struct suspicion_sources *sources, const struct corpus_mail *mail)
{
    if (!(mail->signs & CORPUS_ACCOUNT_DIFFERS) || (mail->flags & MESSAGE_LIST))
        return false;
    const struct corpus_person *from = &sources->corpus->people[mail->from];
    if (knowledge_person(sources->knowledge, mail->from)->from_count >= ACCOUNT_HISTORY_LEAST)
        return !knowledge_account_used(sources->knowledge, mail->from, mail->account);
    /* of whom little is stored, his colleagues tell how one logs in there */
    return !from->public_provider && knowledge_org_from(sources->knowledge, from->org) >= ORG_HISTORY_LEAST
        && !knowledge_org_account_used(sources->knowledge, from->org, mail->account);
}

/* It says to be one of ours, but has travelled and breaks his habits. */
static bool worn(const struct suspicion_sources *sources, const struct corpus_mail *mail)
{
    struct habit_change changes[CORPUS_TRAITS];
    return (mail->flags & MESSAGE_TRANSPORT_HEADERS) && !(mail->flags & MESSAGE_SENT_COPY)
        && habit_changes(sources->habits, mail, changes) >= HEURISTIC_CHANGES;
}

static bool name_is_known(const struct suspicion_sources *sources, const struct corpus_mail *mail)
{
    size_t count;
    const struct knowledge_bond *bonds = knowledge_bonds(sources->knowledge, mail->name, &count);
    for (size_t i = 0; i < count; i++)
        if (bonds[i].count && bonds[i].person != mail->from)
            return true;
    return false;
}

static bool names_recipient(const struct corpus *corpus, const struct corpus_mail *mail)
{
    for (size_t i = mail->links; i < mail[1].links && mail->name != CORPUS_NONE; i++)
        if (corpus->links[i].role >= CORPUS_TO && corpus->links[i].role <= CORPUS_BCC
            && corpus->links[i].name == mail->name && corpus->links[i].person != mail->from)
            return true;
    return false;
}

/* A new sender's few words, or an id that is not his: signs that are read off the mail itself. */
static bool short_from_stranger(const struct suspicion_sources *sources, uint32_t number)
{
    const struct corpus_mail *mail = &sources->corpus->mails[number];
    return (mail->flags & MESSAGE_TRANSPORT_HEADERS) && mail->own_bytes < LURE_OWN_BYTES && !sources->lists->mails[number]
        && !(mail->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR))
        && !knowledge_established(sources->knowledge, mail->from) && !knowledge_service(sources->knowledge, mail->from);
}

bool suspicion_worth_asking(const struct suspicion_sources *sources, uint32_t number)
{
    const struct corpus_mail *mail = &sources->corpus->mails[number];
    if (!corpus_is_mail(mail) || mail->from == CORPUS_NONE)
        return false;
    bool differs = account_differs(sources, mail);
    if (sources->corpus->people[mail->from].own && !differs && !worn(sources, mail))
        return false;
    return differs || (mail->signs & (CORPUS_NAME_HAS_AT | CORPUS_ENCRYPTED | CORPUS_ATTACHED | CORPUS_TELLING | CORPUS_PLAYS_REPORT))
        || best_thread(sources, number) || attribution_find(sources->attribution, number, NULL) != CORPUS_NONE
        || name_is_known(sources, mail) || names_recipient(sources->corpus, mail) || short_from_stranger(sources, number);
}

/* ---- the sender ---- */

struct sender {
    uint32_t person;   /* or CORPUS_NONE: an account nobody wrote from under its own name */
    uint32_t org;
};

static struct sender sender_of(const struct suspicion_sources *sources, const struct corpus_mail *mail,
                               const struct message *message, struct arena *arena, struct suspicion *suspicion)
{
    const struct corpus *corpus = sources->corpus;
    struct sender sender = {mail->from, corpus->people[mail->from].org};
    suspicion->account_differs = account_differs(sources, mail);
    if (suspicion->account_differs) {
        suspicion->sender = address_make(arena, SPAN_NONE, message->authenticated).addr;
        sender = (struct sender){intern_find(corpus->addresses, suspicion->sender), mail->account};
    } else {
        suspicion->sender = message->from_count ? message->from[0].addr : SPAN_NONE;
    }
    suspicion->sender_org = intern_text(corpus->orgs, sender.org);
    suspicion->sender_unknown_kind = corpus->people[mail->from].kind != ADDRESS_SMTP;
    if (sender.person == CORPUS_NONE)
        return sender;
    suspicion->sender_own = corpus->people[sender.person].own;
    suspicion->sender_established = knowledge_established(sources->knowledge, sender.person);
    suspicion->sender_service = knowledge_service(sources->knowledge, sender.person);
    suspicion->name_established =
        suspicion->sender_established && knowledge_bond_count(sources->knowledge, mail->name, sender.person);
    return sender;
}

/* ---- people ---- */

static struct suspicion_person person_show(const struct suspicion_sources *sources, uint32_t person, uint32_t messages,
                                           struct span name, struct span sender)
{
    const struct corpus *corpus = sources->corpus;
    struct span address = intern_text(corpus->addresses, person);
    return (struct suspicion_person){
        .address = address,
        .name = name,
        .org = intern_text(corpus->orgs, corpus->people[person].org),
        .own = corpus->people[person].own,
        .in_thread = circle_has(sources->circle, person),
        .alike = second_address(address, name, sender),
        .messages = messages,
    };
}

static int by_messages(const void *a, const void *b)
{
    const struct knowledge_bond *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

static void find_namesakes(const struct suspicion_sources *sources, const struct corpus_mail *mail, struct sender sender,
                           struct arena *arena, struct suspicion *suspicion, struct suspicion_numbers *numbers)
{
    size_t count;
    const struct knowledge_bond *all = knowledge_bonds(sources->knowledge, mail->name, &count);
    struct knowledge_bond *bonds = arena_array(arena, count + 1, sizeof *bonds);
    struct span key = intern_text(sources->corpus->names, mail->name);
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        bool other = all[i].count && all[i].person != mail->from && all[i].person != sender.person
            && !sources->corpus->people[all[i].person].not_a_person && !knowledge_service(sources->knowledge, all[i].person);
        /* a first name alone is shared by many: only a participant of the thread is meant by it */
        if (other && (person_name_distinct(key) || circle_has(sources->circle, all[i].person)))
            bonds[known++] = all[i];
    }
    /* An address that logged in elsewhere pretends to be From itself, whatever the name. */
    if (suspicion->account_differs)
        bonds[known++] = (struct knowledge_bond){
            mail->name, mail->from, knowledge_person(sources->knowledge, mail->from)->from_count};
    qsort(bonds, known, sizeof *bonds, by_messages);
    known = known < SUSPICION_PEOPLE ? known : SUSPICION_PEOPLE;
    struct suspicion_person *people = arena_array(arena, known + 1, sizeof *people);
    struct span display = suspicion->message->from_count ? suspicion->message->from[0].name : SPAN_NONE;
    for (size_t i = 0; i < known; i++) {
        numbers->namesakes[i] = bonds[i].person;
        people[i] = person_show(sources, bonds[i].person, bonds[i].count, display, suspicion->sender);
    }
    suspicion->namesakes = people;
    suspicion->namesake_count = known;
}

static void find_named_addresses(const struct suspicion_sources *sources, struct arena *arena,
                                 struct suspicion *suspicion, struct suspicion_numbers *numbers)
{
    const struct message *message = suspicion->message;
    struct span found[SUSPICION_PEOPLE];
    size_t count = message->from_count ? address_in_text(arena, message->from[0].name, found, SUSPICION_PEOPLE) : 0;
    struct suspicion_person *people = arena_array(arena, count + 1, sizeof *people);
    for (size_t i = 0; i < count; i++) {
        if (span_equal(found[i], suspicion->sender))
            continue;
        uint32_t person = intern_find(sources->corpus->addresses, found[i]);
        size_t at = suspicion->named_address_count++;
        numbers->named[at] = person;
        if (person != INTERN_NONE) {
            uint32_t mails = knowledge_person(sources->knowledge, person)->from_count;
            people[at] = person_show(sources, person, mails, SPAN_NONE, suspicion->sender);
        } else {
            people[at] = (struct suspicion_person){.address = found[i], .org = address_organisation(found[i])};
        }
    }
    suspicion->named_addresses = people;
}

static bool recipient_named(const struct suspicion_sources *sources, const struct corpus_mail *mail,
                            const struct suspicion *suspicion)
{
    const struct message *message = suspicion->message;
    if (names_recipient(sources->corpus, mail))
        return true;
    for (size_t r = 0; r < message->recipient_count; r++) {
        struct span recipient = message->recipients[r].addr;
        uint32_t person = intern_find(sources->corpus->addresses, recipient);
        for (size_t i = 0; i < suspicion->named_address_count; i++)
            if (span_equal(suspicion->named_addresses[i].address, recipient))
                return true;
        if (person != INTERN_NONE && person != mail->from
            && person_name_distinct(intern_text(sources->corpus->names, mail->name))
            && knowledge_bond_count(sources->knowledge, mail->name, person))
            return true;
    }
    return false;
}

/* ---- the quoted thread ---- */

/* The original is public, or mail and original went over one list. */
static bool over_list(const struct suspicion_sources *sources, const struct corpus_mail *mail, uint32_t original)
{
    return sources->lists->mails[original]
        || (mail->list != CORPUS_NONE && mail->list == sources->corpus->mails[original].list);
}

static bool same_name_other_content(const struct attachment *a, const struct attachment *b)
{
    return a->name.size && !a->inlined && !b->inlined && a->size && b->size && span_equal(a->name, b->name)
        && memcmp(a->sha256, b->sha256, sizeof a->sha256) != 0;
}

/* Pictures are left out: signatures bring theirs under the same few names. */
static struct span replaced_file(const struct message *message, const struct message *original)
{
    for (size_t i = 0; i < message->attachment_count; i++)
        for (size_t j = 0; j < original->attachment_count; j++)
            if (same_name_other_content(&message->attachments[i], &original->attachments[j])
                && !span_starts(original->attachments[j].declared_type, SPAN_LITERAL("image/")))
                return message->attachments[i].name;
    return SPAN_NONE;
}

static enum outcome show_originals(const struct suspicion_sources *sources, const struct original *originals, size_t count,
                                   uint32_t rare, struct arena *arena, struct suspicion *suspicion,
                                   struct suspicion_numbers *numbers, struct err *err)
{
    struct suspicion_quote *quotes = arena_array(arena, count + 1, sizeof *quotes);
    for (size_t i = 0; i < count; i++) {
        const struct corpus_mail *mail = &sources->corpus->mails[originals[i].mail];
        struct case_message row;
        enum outcome outcome = case_read_message(sources->file, mail->id, arena, &row, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        numbers->quotes[i] = originals[i].mail;
        if (!suspicion->replaced_file.size)
            suspicion->replaced_file = replaced_file(suspicion->message, &row.message);
        quotes[i] = (struct suspicion_quote){
            .message = mail->id,
            .time = mail->time,
            .share = rare ? (double)originals[i].hits / rare : 0,
            .subject = row.message.subject,
            .from = row.message.from_count ? row.message.from[0].addr : SPAN_NONE,
        };
    }
    suspicion->thread.quotes = quotes;
    suspicion->thread.quote_count = count;
    return OUTCOME_OK;
}

/* Who was in the thread, and whether the sender was. */
static void find_circle(const struct suspicion_sources *sources, uint32_t number, uint32_t thread_number, struct sender sender,
                        struct suspicion_thread *thread)
{
    const struct corpus *corpus = sources->corpus;
    circle_mark(sources->circle, number, thread_number);
    thread->people = sources->circle->people;
    thread->own_in = sources->circle->own_in;
    thread->answered = sources->match->conversation[number] == thread_number
        && corpus->mails[number].references < corpus->mails[number + 1].references;
    thread->sender_in = circle_has(sources->circle, sender.person);
    bool public_provider = address_public_provider(intern_text(corpus->orgs, sender.org));
    thread->sender_org_in = !public_provider && circle_has_org(sources->circle, sender.org, thread_number);
}

/* The mail that the reply header names, where the text says too little: none matched, or less than half, and of another thread (of a short
   quote the header's own words are most of the text). CORPUS_NONE: the text decides. */
static uint32_t named_original(const struct suspicion_sources *sources, uint32_t number, const struct match_count *best)
{
    if (best && coverage_of(sources->match, number, best) >= COVERAGE_CLEAR)
        return CORPUS_NONE;
    uint32_t named = attribution_find(sources->attribution, number, NULL);
    if (named == CORPUS_NONE || sources->circle->hits[named])
        return CORPUS_NONE;
    return best && sources->match->conversation[named] == best->other ? CORPUS_NONE : named;
}

/* The reply header names a mail of the thread that is quoted. */
static bool header_names(const struct suspicion_sources *sources, uint32_t number, uint32_t thread)
{
    uint32_t named = attribution_find(sources->attribution, number, NULL);
    return named != CORPUS_NONE && !sources->circle->hits[named] && sources->match->conversation[named] == thread;
}

/* By fingerprints, else, for quotes too short to have any, by the reply header above them. */
static enum outcome find_thread(const struct suspicion_sources *sources, uint32_t number, struct sender sender,
                                struct arena *arena, struct suspicion *suspicion, struct suspicion_numbers *numbers,
                                struct err *err)
{
    const struct match_count *best = best_thread(sources, number);
    struct suspicion_thread *thread = &suspicion->thread;
    struct original originals[SUSPICION_QUOTES];
    size_t count = 0;
    uint32_t rare = 0, named = named_original(sources, number, best);
    sources->circle->mail = number; /* nobody is marked yet */
    if (best && named == CORPUS_NONE) {
        bool marked = best->quoted >= THREAD_HITS_LEAST;
        thread->hits = marked ? best->quoted : best->unmarked;
        thread->unmarked = !marked;
        thread->coverage = coverage_of(sources->match, number, best);
        rare = marked ? sources->match->rare_quoted[number] : sources->match->rare_own[number];
        thread->by_header = header_names(sources, number, best->other);
        find_circle(sources, number, best->other, sender, thread);
        count = originals_find(sources, number, best->other, marked, originals);
    } else if (named != CORPUS_NONE) {
        thread->by_header = true;
        rare = 1;
        find_circle(sources, number, sources->match->conversation[named], sender, thread);
        originals[count++] = (struct original){named, 1};
    }
    for (size_t i = 0; i < count; i++)
        thread->list = thread->list || over_list(sources, &sources->corpus->mails[number], originals[i].mail);
    return show_originals(sources, originals, count, rare, arena, suspicion, numbers, err);
}

/* ---- words ---- */

static struct span joined_words(struct arena *arena, const struct segment *segments, size_t count, enum segment_kind kind)
{
    BUF_LOCAL words = {0};
    for (size_t i = 0; i < count; i++) {
        if (segments[i].kind != kind)
            continue;
        buf_add(&words, segments[i].text);
        buf_add_byte(&words, '\n');
    }
    return arena_copy(arena, buf_span(&words));
}

static bool has_encrypted(const struct message *message)
{
    struct span where, how;
    for (size_t i = 0; i < message->attachment_count; i++)
        if (attachment_locked(&message->attachments[i], &where, &how))
            return true;
    return false;
}

static enum outcome find_words(const struct suspicion_sources *sources, int64_t id, struct arena *arena,
                               struct suspicion *suspicion, struct err *err)
{
    const struct segment *segments;
    size_t count;
    enum outcome outcome = case_read_text(sources->file, id, arena, &segments, &count, err);
    if (outcome == OUTCOME_END)
        return OUTCOME_OK;
    if (outcome != OUTCOME_OK)
        return outcome;
    suspicion->words = joined_words(arena, segments, count, SEGMENT_OWN);
    suspicion->quoted = joined_words(arena, segments, count, SEGMENT_QUOTED);
    suspicion->thread.sender_quoted = span_find_nocase(suspicion->quoted, suspicion->sender, 0) != SIZE_MAX;
    if (suspicion->own_bytes < LURE_OWN_BYTES)
        suspicion->lure = lure_find(sources->lures, arena, suspicion->words);
    struct password password;
    bool link = span_find(suspicion->words, SPAN_LITERAL("://"), 0) != SIZE_MAX;
    if ((link || has_encrypted(suspicion->message))
        && password_candidates(sources->passwords, arena, suspicion->words, &password, 1) == 1) {
        suspicion->password = password.word;
        suspicion->password_line = password.line;
    }
    return OUTCOME_OK;
}

static struct span id_owner(const struct suspicion_sources *sources, uint32_t number)
{
    uint32_t owner = message_ids_owner(sources->ids, number);
    return owner == CORPUS_NONE ? SPAN_NONE
                                : intern_text(sources->corpus->addresses, sources->corpus->mails[owner].from);
}

static bool reply_to_established(const struct suspicion_sources *sources, const struct message *message)
{
    uint32_t person = message->reply_to_count ? intern_find(sources->corpus->addresses, message->reply_to[0].addr) : INTERN_NONE;
    return person != INTERN_NONE
        && (knowledge_established(sources->knowledge, person) || knowledge_service(sources->knowledge, person));
}

static void find_habits(const struct suspicion_sources *sources, const struct corpus_mail *mail, struct arena *arena,
                        struct suspicion *suspicion)
{
    struct habit_change *changes = arena_array(arena, CORPUS_TRAITS, sizeof *changes);
    struct suspicion_change *shown = arena_array(arena, CORPUS_TRAITS, sizeof *shown);
    suspicion->change_count = habit_changes(sources->habits, mail, changes);
    for (size_t i = 0; i < suspicion->change_count; i++)
        shown[i] = (struct suspicion_change){intern_text(sources->corpus->traits, changes[i].was),
                                             intern_text(sources->corpus->traits, changes[i].is)};
    suspicion->changes = shown;
}

/* Whether From can be believed, once its habits are known. */
static void doubt_from(struct suspicion *suspicion)
{
    const struct message *message = suspicion->message;
    if (suspicion->change_count < HEURISTIC_CHANGES || suspicion->account_differs)
        return;
    if ((message->flags & MESSAGE_TRANSPORT_HEADERS) && !(message->flags & MESSAGE_SENT_COPY))
        suspicion->sender_own = false;
    suspicion->from_worn = suspicion->sender_established && message->reply_to_count && !suspicion->reply_to_established
        && message->reply_to[0].kind == ADDRESS_SMTP
        && !span_equal(address_organisation(message->reply_to[0].addr), suspicion->sender_org)
        && !address_public_provider(address_organisation(message->reply_to[0].addr));
}

enum outcome suspicion_make(const struct suspicion_sources *sources, uint32_t number, struct arena *arena,
                            struct suspicion *ret_suspicion, struct suspicion_numbers *ret_numbers, struct err *err)
{
    const struct corpus_mail *mail = &sources->corpus->mails[number];
    struct case_message *row = arena_alloc(arena, sizeof *row);
    enum outcome outcome = case_read_message(sources->file, mail->id, arena, row, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct suspicion suspicion = {.message = &row->message, .time = mail->time, .plays_report = (mail->signs & CORPUS_PLAYS_REPORT) != 0, .over_list = sources->lists->mails[number],
                                  .from_list = mail->list != CORPUS_NONE && corpus_from_list(sources->corpus, mail),
                                  .own_bytes = mail->own_bytes, .id_owner = id_owner(sources, number),
                                  .reply_to_established = reply_to_established(sources, &row->message)};
    struct suspicion_numbers numbers = {0};
    struct sender sender = sender_of(sources, mail, &row->message, arena, &suspicion);
    suspicion.like_org = intern_text(sources->corpus->orgs,
                                     like_org_find(sources->likes, sources->knowledge, sender.org, &suspicion.like_kind));
    find_habits(sources, mail, arena, &suspicion);
    doubt_from(&suspicion);
    outcome = find_thread(sources, number, sender, arena, &suspicion, &numbers, err);
    if (outcome == OUTCOME_OK)
        outcome = find_words(sources, mail->id, arena, &suspicion, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    find_namesakes(sources, mail, sender, arena, &suspicion, &numbers);
    find_named_addresses(sources, arena, &suspicion, &numbers);
    suspicion.recipient_named = recipient_named(sources, mail, &suspicion);
    *ret_suspicion = suspicion;
    *ret_numbers = numbers;
    return OUTCOME_OK;
}
