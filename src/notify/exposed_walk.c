/* Goes through the mails in order of id; nothing of the result depends on that order. */
#include "notify/exposed_walk.h"

#include <stdlib.h>
#include "base/memory.h"
#include "case/case_read.h"
#include "case/case_report_mail.h"
#include "notify/exposed_forged.h"
#include "notify/exposed_text.h"
#include "report/date_text.h"

#define NAME_ADDRESSES 4 /* addresses within one display name that are taken */

/* What is known of the mail at hand while its text is read. */
struct reading {
    struct exposed_walk *walk;
    struct arena *scratch;
    const struct message *message;
    uint32_t mask;               /* mailboxes that held it */
    struct exposed_spot spots[EXPOSED_MAILBOXES];
    uint32_t writer;             /* row, or INTERN_NONE */
    bool attached;               /* it lies only within others */
    bool report;                 /* a machine wrote it about another mail */
    bool own_words;              /* the piece at hand is the writer's own */
    bool japanese;               /* by its own words and its subject */
};

uint32_t exposed_walk_marks(const struct exposed_walk *walk, int64_t id)
{
    return id >= 0 && (size_t)id < walk->mark_count ? walk->marks[id] : 0;
}

void exposed_walk_mark(struct exposed_walk *walk, int64_t id, uint32_t bits)
{
    while (id >= 0 && (size_t)id >= walk->mark_count) {
        size_t count = walk->mark_count ? 2 * walk->mark_count : 4096;
        walk->marks = memory_must(reallocarray(walk->marks, count, sizeof *walk->marks));
        memset(walk->marks + walk->mark_count, 0, (count - walk->mark_count) * sizeof *walk->marks);
        walk->mark_count = count;
    }
    if (id >= 0)
        walk->marks[id] |= bits;
}

uint32_t exposed_walk_row(struct exposed_walk *walk, const struct address *address)
{
    uint32_t before = exposed_rows_count(&walk->rows), row = exposed_rows_of(&walk->rows, address);
    if (row == INTERN_NONE)
        return row;
    struct exposed_address *found = &walk->rows.list[row];
    if (row == before) {
        found->own = exposed_stores_own(&walk->exposed->data.result, found->addr);
        uint32_t at = intern_find(walk->mailboxes, found->addr);
        found->owner = at != INTERN_NONE;
    }
    exposed_rows_name(&walk->rows, row, address->name);
    return row;
}

static uint32_t mailbox_bit(const struct exposed_walk *walk, struct span addr)
{
    uint32_t at = addr.size ? intern_find(walk->mailboxes, addr) : INTERN_NONE;
    return at == INTERN_NONE ? 0 : 1u << walk->mailbox_of[at];
}

/* The mailboxes whose stores hold it, or, of one that lies within others, that held one of these. */
static enum outcome by_place(struct exposed_walk *walk, const struct case_message *row, struct arena *scratch, uint32_t *mask,
                             struct err *err)
{
    const struct case_place *places;
    size_t count;
    enum outcome outcome = case_read_places(walk->file, row->id, scratch, &places, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        uint32_t outer = places[i].outer ? exposed_walk_marks(walk, places[i].outer) : 0;
        if (outer & (EXPOSED_WALK_FORGED | EXPOSED_WALK_REPORT))
            continue;
        *mask |= places[i].outer ? outer : mailbox_bit(walk, exposed_stores_owner(walk->stores, walk->store_count, places[i].store));
    }
    return outcome;
}

/* Sender and recipients have a copy, and whoever keeps one. */
static uint32_t by_people(const struct exposed_walk *walk, const struct message *message)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < message->from_count; i++)
        mask |= mailbox_bit(walk, message->from[i].addr);
    for (size_t i = 0; i < message->recipient_count; i++)
        mask |= mailbox_bit(walk, message->recipients[i].addr);
    return message->flags & MESSAGE_NOT_MAIL ? 0 : mask;
}

static bool in_period(const struct exposed_walk *walk, struct arena *scratch, int64_t date)
{
    struct span day = date_text_day(scratch, date);
    const struct exposed_options *options = walk->options;
    if (!day.size)
        return true;
    return (!options->from.size || span_compare(day, options->from) >= 0) && (!options->to.size || span_compare(day, options->to) <= 0);
}

static enum exposed_kind kind_of(const struct exposed_walk *walk, const struct message *message, uint32_t mailbox, bool attached)
{
    if (attached)
        return EXPOSED_ATTACHED;
    if (message->flags & MESSAGE_NOT_MAIL)
        return EXPOSED_ITEM;
    if (message->flags & MESSAGE_DRAFT)
        return EXPOSED_DRAFT;
    for (size_t i = 0; i < message->from_count; i++)
        if (mailbox_bit(walk, message->from[i].addr) & 1u << mailbox)
            return EXPOSED_SENT;
    return EXPOSED_RECEIVED;
}

static void thing(const struct reading *reading, enum exposed_thing what, uint32_t value)
{
    for (uint32_t m = 0; m < reading->walk->exposed->mailbox_count; m++)
        if (reading->mask >> m & 1)
            exposed_cells_thing(&reading->walk->cells, &reading->spots[m], what, value);
}

static uint32_t row_in(struct reading *reading, const struct address *address, enum exposed_group group, uint32_t data)
{
    struct exposed_walk *walk = reading->walk;
    uint32_t row = exposed_walk_row(walk, address);
    if (row == INTERN_NONE)
        return row;
    struct exposed_address *found = &walk->rows.list[row];
    found->groups |= exposed_bit(group);
    found->mailboxes |= reading->mask;
    found->data |= data | EXPOSED_DATA_EMAIL;
    exposed_rows_seen(found, message_time(reading->message));
    thing(reading, EXPOSED_THING_ADDRESS, row);
    return row;
}

/* A person in a place of the exposed mail. Programs that encode "Taro <taro@firm.example>" as a whole make a name of it that holds the address;
   a name beside an address may hold another one ("taro@firm.example via Sales"). */
static uint32_t person_in(struct reading *reading, const struct address *address, enum exposed_group group, uint32_t data)
{
    struct span addrs[NAME_ADDRESSES];
    bool sendable = address->kind == ADDRESS_SMTP || address->kind == ADDRESS_EX;
    uint32_t row = row_in(reading, address, group, data);
    size_t count = address_in_text(reading->scratch, address->name, addrs, NAME_ADDRESSES);
    for (size_t i = 0; i < count; i++) {
        struct address held = address_make(reading->scratch, SPAN_NONE, addrs[i]);
        if (span_equal(held.addr, address->addr))
            continue;
        uint32_t other = row_in(reading, &held, sendable ? EXPOSED_NAMED : group, sendable ? 0 : data);
        row = row == INTERN_NONE ? other : row;
    }
    if (row == INTERN_NONE && address->kind == ADDRESS_NONE && span_trim(address->name).size)
        thing(reading, EXPOSED_THING_NAME, intern_add(reading->walk->nameless, span_trim(address->name)));
    return row;
}

/* List-Id: office.lists.example of mail to office@lists.example. */
static bool names_list(const struct message *message, struct span addr)
{
    struct span id = message->list_id, local = address_local(addr), domain = address_domain(addr);
    if (!id.size || !local.size)
        return false;
    return span_equal_nocase(id, addr)
        || (id.size == addr.size && span_starts_nocase(id, local) && span_ends_nocase(id, domain) && id.data[local.size] == '.');
}

static void count_roles(struct reading *reading, uint32_t row, bool writer, enum address_role role)
{
    struct exposed_address *found = row == INTERN_NONE ? NULL : &reading->walk->rows.list[row];
    if (!found)
        return;
    if (writer)
        found->list_mails += (reading->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC)) != 0;
    if (writer)
        found->from++;
    else if (role == ADDRESS_TO)
        found->to++;
    else
        found->cc++;
    found->list |= !writer && names_list(reading->message, found->addr);
}

static void people_in(struct reading *reading)
{
    const struct message *message = reading->message;
    bool item = message->flags & MESSAGE_NOT_MAIL;
    enum exposed_group group = item ? EXPOSED_CONTACT : reading->attached ? EXPOSED_NAMED : EXPOSED_CORRESPONDENT;
    uint32_t data = item ? (uint32_t)EXPOSED_DATA_CONTACT : (uint32_t)EXPOSED_DATA_TEXT;
    for (size_t i = 0; i < message->attachment_count && !item; i++)
        if (!message->attachments[i].inlined)
            data |= EXPOSED_DATA_FILES;
    for (size_t i = 0; i < message->from_count; i++) {
        uint32_t row = person_in(reading, &message->from[i], group, data);
        reading->writer = i == 0 ? row : reading->writer;
        count_roles(reading, row, true, ADDRESS_TO);
    }
    for (size_t i = 0; i < message->recipient_count; i++) {
        uint32_t row = person_in(reading, &message->recipients[i], group, data);
        if (!item)
            count_roles(reading, row, false, message->recipients[i].role);
    }
    for (size_t i = 0; i < message->reply_to_count; i++)
        person_in(reading, &message->reply_to[i], group, 0);
    for (size_t i = 0; i < message->quote_header_count && !reading->report; i++) {
        struct address quoted = address_make(reading->scratch, message->quote_headers[i].from_name, message->quote_headers[i].from_addr);
        if (quoted.kind == ADDRESS_SMTP)
            person_in(reading, &quoted, EXPOSED_NAMED, 0);
    }
}

static void found_address(void *context, struct span addr)
{
    struct reading *reading = context;
    struct address address = address_make(reading->scratch, SPAN_NONE, addr);
    if (address.kind != ADDRESS_SMTP)
        return;
    uint32_t row = person_in(reading, &address, EXPOSED_NAMED, 0);
    *(reading->japanese ? &reading->walk->rows.list[row].got_japanese : &reading->walk->rows.list[row].got_other) += 1;
}

static void writer_gets(const struct reading *reading, uint32_t data)
{
    if (reading->own_words && reading->writer != INTERN_NONE)
        reading->walk->rows.list[reading->writer].data |= data;
}

static void found_telephone(void *context, struct span digits)
{
    struct reading *reading = context;
    thing(reading, EXPOSED_THING_TELEPHONE, intern_add(reading->walk->telephones, digits));
    writer_gets(reading, EXPOSED_DATA_TELEPHONE);
}

static void found_postal(void *context, struct span letters)
{
    struct reading *reading = context;
    thing(reading, EXPOSED_THING_POSTAL, intern_add(reading->walk->postals, letters));
    writer_gets(reading, EXPOSED_DATA_POSTAL);
}

/* Whose mail is in which language: of the writer's own words and of the subject. */
static void vote(const struct reading *reading)
{
    bool japanese = reading->japanese;
    const struct message *message = reading->message;
    struct exposed_rows *rows = &reading->walk->rows;
    if (reading->writer != INTERN_NONE)
        *(japanese ? &rows->list[reading->writer].wrote_japanese : &rows->list[reading->writer].wrote_other) += 1;
    for (size_t i = 0; i < message->recipient_count; i++) {
        uint32_t row = exposed_rows_of(rows, &message->recipients[i]);
        if (row != INTERN_NONE)
            *(japanese ? &rows->list[row].got_japanese : &rows->list[row].got_other) += 1;
    }
}

static enum outcome text_in(struct reading *reading, int64_t id, struct err *err)
{
    const struct segment *segments;
    size_t count;
    struct exposed_text_sink sink = {reading, found_address, found_telephone, found_postal, 0};
    enum outcome outcome = case_read_text(reading->walk->file, id, reading->scratch, &segments, &count, err);
    reading->japanese = exposed_text_kana(reading->message->subject);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count && !reading->japanese; i++)
        reading->japanese = segments[i].kind == SEGMENT_OWN && exposed_text_kana(segments[i].text);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        reading->own_words = segments[i].kind == SEGMENT_OWN;
        exposed_text_read(reading->walk->text, reading->scratch, segments[i].text, &sink);
    }
    if (outcome == OUTCOME_OK && !(reading->message->flags & MESSAGE_NOT_MAIL))
        vote(reading);
    reading->walk->exposed->lines_cut += sink.lines_cut;
    return outcome;
}

static void files_in(struct reading *reading, uint32_t *ret_attachments, uint32_t *ret_inlined)
{
    const struct message *message = reading->message;
    struct exposed_walk *walk = reading->walk;
    *ret_attachments = *ret_inlined = 0;
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (attachment->inlined) {
            ++*ret_inlined;
            continue;
        }
        ++*ret_attachments;
        thing(reading, EXPOSED_THING_FILE,
              intern_add(walk->files, (struct span){(const char *)attachment->sha256, sizeof attachment->sha256}));
        for (uint32_t m = 0; m < walk->exposed->mailbox_count; m++)
            if (reading->mask >> m & 1)
                exposed_cells_type(&walk->cells, walk->arena, m, attachment->true_type);
    }
}

static void dates_in(struct exposed *exposed, int64_t date)
{
    if (date == MESSAGE_NO_DATE) {
        exposed->undated++;
        return;
    }
    if (exposed->first == MESSAGE_NO_DATE || date < exposed->first)
        exposed->first = date;
    if (exposed->last == MESSAGE_NO_DATE || date > exposed->last)
        exposed->last = date;
}

static enum outcome expose(struct exposed_walk *walk, const struct case_message *row, uint32_t mask, bool attached, struct arena *scratch,
                           struct err *err)
{
    const struct message *message = &row->message;
    struct reading reading = {.walk = walk, .scratch = scratch, .message = message, .mask = mask, .writer = INTERN_NONE, .attached = attached,
                              .report = exposed_walk_marks(walk, row->id) & EXPOSED_WALK_REPORT};
    struct span month = span_slice(date_text_day(scratch, message_time(message)), 0, 7);
    uint32_t at = intern_add(walk->exposed->months, month), attachments, inlined;
    bool ours = message->from_count && exposed_stores_own(&walk->exposed->data.result, message->from[0].addr);
    for (uint32_t m = 0; m < walk->exposed->mailbox_count; m++)
        if (mask >> m & 1)
            reading.spots[m] = exposed_cells_spot(&walk->cells, m, at, kind_of(walk, message, m, attached));
    files_in(&reading, &attachments, &inlined);
    for (uint32_t m = 0; m < walk->exposed->mailbox_count; m++)
        if (mask >> m & 1)
            exposed_cells_mail(&walk->cells, &reading.spots[m], attachments, inlined, ours);
    exposed_walk_mark(walk, row->id, mask);
    dates_in(walk->exposed, message_time(message));
    people_in(&reading);
    return reading.report ? OUTCOME_OK : text_in(&reading, row->id, err);
}

static int by_message(const void *a, const void *b)
{
    int64_t left = ((const struct case_reused *)a)->message, right = ((const struct case_reused *)b)->message;
    return left < right ? -1 : left > right;
}

/* Whoever is in a mail of a reused thread is told, whatever mailbox it was stolen from. */
static void reused(struct exposed_walk *walk, const struct case_message *row)
{
    const struct message *message = &row->message;
    const struct case_reused key = {.message = row->id};
    const struct case_reused *mail = walk->relations->reused_count
        ? bsearch(&key, walk->relations->reused, walk->relations->reused_count, sizeof key, by_message) : NULL;
    if (!mail)
        return;
    struct span hit = mail->hit;
    for (size_t i = 0; i < message->from_count + message->recipient_count; i++) {
        const struct address *address = i < message->from_count ? &message->from[i] : &message->recipients[i - message->from_count];
        uint32_t at = exposed_walk_row(walk, address);
        struct exposed_address *found = at == INTERN_NONE ? NULL : &walk->rows.list[at];
        if (!found)
            continue;
        found->groups |= exposed_bit(EXPOSED_THREAD);
        found->data |= EXPOSED_DATA_EMAIL | EXPOSED_DATA_TEXT;
        exposed_rows_seen(found, message_time(message));
        if (!found->hit.size || (!found->hits && span_compare(hit, found->hit) < 0))
            found->hit = hit;
    }
}

static void wrote(struct exposed_walk *walk, const struct message *message)
{
    int64_t date = message_time(message);
    uint32_t at = message->from_count ? exposed_walk_row(walk, &message->from[0]) : INTERN_NONE;
    if (at != INTERN_NONE && date != MESSAGE_NO_DATE && (walk->rows.list[at].wrote_last == MESSAGE_NO_DATE || date > walk->rows.list[at].wrote_last))
        walk->rows.list[at].wrote_last = date;
}

/* A mail by itself. What lies only within others waits. */
static enum outcome visit(struct exposed_walk *walk, const struct case_message *row, struct arena *scratch, struct err *err)
{
    uint32_t mask = by_people(walk, &row->message), all = (1u << walk->exposed->mailbox_count) - 1;
    enum outcome outcome = OUTCOME_OK;
    reused(walk, row);
    wrote(walk, &row->message);
    if (mask != all)
        outcome = by_place(walk, row, scratch, &mask, err);
    if (outcome != OUTCOME_OK || !mask || !in_period(walk, scratch, message_time(&row->message)))
        return outcome;
    return expose(walk, row, mask, false, scratch, err);
}

/* Mails within exposed ones, once for each level: an outer mail may be within another. */
static enum outcome visit_embedded(struct exposed_walk *walk, const int64_t *ids, size_t count, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    enum outcome outcome = OUTCOME_OK;
    bool more = true;
    for (unsigned level = 0; level <= LIMIT_EMBEDDED_DEPTH && more && outcome == OUTCOME_OK; level++) {
        more = false;
        for (size_t i = 0; i < count && outcome == OUTCOME_OK; i++) {
            struct case_message row;
            uint32_t mask = 0;
            if (exposed_walk_marks(walk, ids[i]) & ~EXPOSED_WALK_REPORT)
                continue;
            arena_reset(scratch);
            outcome = case_read_message(walk->file, ids[i], scratch, &row, err);
            if (outcome == OUTCOME_OK)
                outcome = by_place(walk, &row, scratch, &mask, err);
            if (outcome != OUTCOME_OK || !mask)
                continue;
            outcome = expose(walk, &row, mask, true, scratch, err);
            more = true;
        }
    }
    return outcome;
}

static enum outcome visit_all(struct exposed_walk *walk, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    struct case_cursor *cursor;
    struct case_message row;
    int64_t *embedded = NULL;
    size_t count = 0, capacity = 0;
    enum outcome outcome = case_read_begin(walk->file, &cursor, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    while ((outcome = case_read_next(cursor, scratch, &row, err)) == OUTCOME_OK) {
        if (row.embedded) {
            embedded = memory_grown(embedded, count, &capacity, sizeof *embedded);
            embedded[count++] = row.id;
        } else if (!(exposed_walk_marks(walk, row.id) & EXPOSED_WALK_FORGED)) {
            outcome = visit(walk, &row, scratch, err);
        }
        if (outcome != OUTCOME_OK)
            break;
        arena_reset(scratch);
    }
    case_read_end(cursor);
    if (outcome == OUTCOME_END)
        outcome = visit_embedded(walk, embedded, count, err);
    free(embedded);
    return outcome;
}

/* A person who is away writes himself whom to ask instead. */
static enum outcome mark_reports(struct exposed_walk *walk, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    const struct case_report_mail *reports;
    size_t count = 0;
    enum outcome outcome = case_report_mail_read(walk->file, scratch, &reports, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++)
        if (reports[i].report.kind != REPORT_MAIL_AUTO_REPLY)
            exposed_walk_mark(walk, reports[i].message, EXPOSED_WALK_REPORT);
    return outcome;
}

enum outcome exposed_walk_all(struct exposed_walk *walk, struct err *err)
{
    enum outcome outcome = mark_reports(walk, err);
    if (outcome == OUTCOME_OK)
        outcome = exposed_forged(walk, err);
    return outcome == OUTCOME_OK ? visit_all(walk, err) : outcome;
}
