/* Concludes with a union-find over rows and maps of names. */
#include "notify/exposed_people.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/memory.h"
#include "model/message.h"
#include "model/person_name.h"
#include "model/person_words.h"

static int by_frequency(const void *a, const void *b)
{
    const struct exposed_name *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return span_compare(left->text, right->text);
}

void exposed_people_groups(struct exposed_rows *rows, const struct case_relations *relations)
{
    for (size_t i = 0; i < relations->list_count; i++) {
        uint32_t row = exposed_rows_find(rows, relations->lists[i]);
        if (row != INTERN_NONE)
            rows->list[row].list = true;
    }
    for (uint32_t i = 0; i < exposed_rows_count(rows); i++) {
        struct exposed_address *row = &rows->list[i];
        if (row->name_count)
            qsort(row->names, row->name_count, sizeof *row->names, by_frequency);
        if (row->name_count && row->data)
            row->data |= EXPOSED_DATA_NAME;
        if (row->groups && row->own)
            row->groups |= exposed_bit(EXPOSED_INTERNAL);
        if (row->groups && (row->list || row->kind == ADDRESS_OTHER || (row->kind == ADDRESS_SMTP && address_not_a_person(row->addr))))
            row->groups |= exposed_bit(EXPOSED_NO_PERSON);
    }
}

static bool permanent(const struct report_mail_recipient *recipient)
{
    bool failed = recipient->action == REPORT_MAIL_FAILED || recipient->action == REPORT_MAIL_ACTION_UNKNOWN;
    if (recipient->status.size)
        return failed && recipient->status.data[0] == '5';
    return failed && recipient->reply_code.size && recipient->reply_code.data[0] == '5';
}

/* Refused as spam, too large, of no use to the receiver, or the mailbox is full (RFC 3463 3.3 to 3.8): other mail may arrive. */
static bool refused_only(struct span status)
{
    static const char *const classes[] = {"5.7.", "5.6.", "5.3.4", "5.2.2", "5.2.3"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (span_starts(status, span_of(classes[i])))
            return true;
    return false;
}

static void bounced(struct exposed_rows *rows, struct arena *arena, const struct report_mail_recipient *recipient, int64_t date)
{
    struct address address = address_make(arena, SPAN_NONE, recipient->address);
    uint32_t at = exposed_rows_find(rows, address.addr);
    struct exposed_address *row = at == INTERN_NONE ? NULL : &rows->list[at];
    if (!row || !row->groups || !permanent(recipient))
        return;
    struct span status = recipient->status.size ? recipient->status : recipient->reply_code;
    bool known = row->groups & exposed_bit(EXPOSED_BOUNCED);
    if (!known || date > row->bounced_at || (date == row->bounced_at && span_compare(status, row->bounce_status) < 0)) {
        row->bounced_at = date;
        row->bounce_status = status;
    }
    row->groups |= exposed_bit(EXPOSED_BOUNCED);
    row->dead |= !refused_only(status);
}

enum outcome exposed_people_bounces(struct case_file *file, struct exposed_rows *rows, struct arena *arena, struct err *err)
{
    ARENA_LOCAL scratch = arena_open();
    const struct case_report_mail *reports;
    size_t count;
    enum outcome outcome = case_report_mail_read(file, arena, &reports, &count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++) {
        struct case_message row;
        if (reports[i].report.kind != REPORT_MAIL_BOUNCE)
            continue;
        arena_reset(scratch);
        outcome = case_read_message(file, reports[i].message, scratch, &row, err);
        for (size_t r = 0; outcome == OUTCOME_OK && r < reports[i].report.recipient_count; r++)
            bounced(rows, scratch, &reports[i].report.recipients[r], message_time(&row.message));
    }
    for (uint32_t i = 0; i < exposed_rows_count(rows); i++)
        if (rows->list[i].bounced_at != MESSAGE_NO_DATE && rows->list[i].wrote_last > rows->list[i].bounced_at) {
            rows->list[i].groups &= ~exposed_bit(EXPOSED_BOUNCED);
            rows->list[i].dead = false;
        }
    return outcome;
}

static uint32_t root_of(struct exposed_address *list, uint32_t at)
{
    while (list[at].person != at)
        at = list[at].person = list[list[at].person].person;
    return at;
}

/* a stands for both rather than b: it reaches the person, is his address at work, and is the one in use. */
static bool stands(const struct exposed_address *a, const struct exposed_address *b)
{
    if (!a->groups != !b->groups)
        return a->groups != 0;
    if (a->kind != b->kind)
        return a->kind == ADDRESS_SMTP;
    if (a->dead != b->dead)
        return b->dead;
    if (a->own != b->own)
        return a->own;
    bool a_public = address_public_provider(address_organisation(a->addr)), b_public = address_public_provider(address_organisation(b->addr));
    if (a_public != b_public)
        return b_public;
    uint64_t a_mails = (uint64_t)a->from + a->to + a->cc, b_mails = (uint64_t)b->from + b->to + b->cc;
    return a_mails != b_mails ? a_mails > b_mails : span_compare(a->addr, b->addr) < 0;
}

static void join(struct exposed_address *list, uint32_t a, uint32_t b)
{
    a = root_of(list, a);
    b = root_of(list, b);
    if (a == b)
        return;
    if (stands(&list[a], &list[b]))
        list[b].person = a;
    else
        list[a].person = b;
}

static void join_judged(struct exposed_rows *rows, const struct case_relations *relations)
{
    for (size_t i = 0; i < relations->same_count; i++) {
        uint32_t a = exposed_rows_find(rows, relations->same[i].address), b = exposed_rows_find(rows, relations->same[i].stands);
        if (a != INTERN_NONE && b != INTERN_NONE)
            join(rows->list, a, b);
    }
}

/* The first row with a key joins all later ones. `firsts` by number of the key. */
struct keyed {
    struct intern *keys;
    uint32_t *firsts;
    size_t capacity;
};

static uint32_t keyed_first(struct keyed *keyed, struct span key, uint32_t row)
{
    uint32_t before = intern_count(keyed->keys), at = intern_add(keyed->keys, key);
    keyed->firsts = memory_grown(keyed->firsts, at, &keyed->capacity, sizeof *keyed->firsts);
    if (at == before)
        keyed->firsts[at] = row;
    return keyed->firsts[at];
}

/* Of an address and a name that stood beside it. */
static struct span named_key(struct arena *arena, struct span local, struct span domain, struct span name)
{
    return arena_printf(arena, "%.*s@%.*s\n%.*s", SPAN_ARGS(local), SPAN_ARGS(domain), SPAN_ARGS(name));
}

/* Joins the address of that name and local part at a domain above, where there is one. Two branches (osaka.example.jp, tokyo.example.jp) may each
   have somebody of one name: only the note tells of that. */
static void join_above(struct exposed_rows *rows, const struct keyed *names, struct arena *arena, uint32_t at, struct span name)
{
    struct span addr = rows->list[at].addr, domain = address_domain(addr), organisation = address_organisation(addr);
    while (domain.size > organisation.size) {
        domain = span_slice(domain, span_find_byte(domain, '.', 0) + 1, SIZE_MAX);
        uint32_t found = intern_find(names->keys, named_key(arena, address_local(addr), domain, name));
        if (found != INTERN_NONE)
            join(rows->list, names->firsts[found], at);
    }
}

static void each_name(struct exposed_rows *rows, struct keyed *names, struct arena *arena, bool above)
{
    for (uint32_t i = 0; i < exposed_rows_count(rows); i++) {
        const struct exposed_address *row = &rows->list[i];
        if (!row->groups || row->kind != ADDRESS_SMTP || person_words_role_local(address_local(row->addr))
            || address_public_provider(address_organisation(row->addr)))
            continue;
        for (uint32_t n = 0; n < row->name_count; n++) {
            struct span name = person_name_key(arena, row->names[n].text);
            if (person_name_distinct(name) && above)
                join_above(rows, names, arena, i, name);
            else if (person_name_distinct(name))
                keyed_first(names, named_key(arena, address_local(row->addr), address_domain(row->addr), name), i);
        }
    }
}

static void join_by_address(struct exposed_rows *rows, struct arena *arena)
{
    struct keyed mailboxes = {.keys = intern_open()}, names = {.keys = intern_open()};
    for (uint32_t i = 0; i < exposed_rows_count(rows); i++) {
        const struct exposed_address *row = &rows->list[i];
        if (!row->groups || row->kind != ADDRESS_SMTP)
            continue;
        struct span local = address_local(row->addr);
        size_t plus = span_find_byte(local, '+', 1);
        struct span mailbox = plus == SIZE_MAX ? row->addr : arena_printf(arena, "%.*s@%.*s", (int)plus, local.data, SPAN_ARGS(address_domain(row->addr)));
        join(rows->list, keyed_first(&mailboxes, mailbox, i), i);
    }
    each_name(rows, &names, arena, false);
    each_name(rows, &names, arena, true);
    intern_close(mailboxes.keys);
    intern_close(names.keys);
    free(mailboxes.firsts);
    free(names.firsts);
}

/* A name and one of the addresses that bear it. */
struct bearer {
    uint32_t name, row;
};

static int by_name(const void *a, const void *b, void *rows)
{
    const struct bearer *left = a, *right = b;
    const struct exposed_address *list = rows;
    if (left->name != right->name)
        return left->name < right->name ? -1 : 1;
    return span_compare(list[left->row].addr, list[right->row].addr);
}

static void hint(struct exposed_address *list, const struct bearer *bearers, size_t count)
{
    for (size_t i = 0; i < count && count <= EXPOSED_NAMESAKES; i++)
        for (size_t j = 0; j < count && list[bearers[i].row].namesake == INTERN_NONE; j++)
            if (list[bearers[i].row].person != list[bearers[j].row].person)
                list[bearers[i].row].namesake = bearers[j].row;
}

static void find_namesakes(struct exposed_rows *rows, struct arena *arena)
{
    struct intern *names = intern_open();
    uint32_t count = exposed_rows_count(rows);
    struct bearer *bearers = memory_must(malloc((count + 1u) * sizeof *bearers));
    size_t filled = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct exposed_address *row = &rows->list[i];
        struct span key = row->groups && row->name_count ? person_name_key(arena, row->names[0].text) : SPAN_NONE;
        if (key.size && person_name_distinct(key) && !(row->groups & exposed_bit(EXPOSED_NO_PERSON)))
            bearers[filled++] = (struct bearer){intern_add(names, key), i};
    }
    qsort_r(bearers, filled, sizeof *bearers, by_name, rows->list);
    for (size_t from = 0, to; from < filled; from = to) {
        for (to = from + 1; to < filled && bearers[to].name == bearers[from].name;)
            to++;
        hint(rows->list, bearers + from, to - from);
    }
    free(bearers);
    intern_close(names);
}

void exposed_people_merge(struct exposed_rows *rows, const struct case_relations *relations, struct arena *arena)
{
    join_judged(rows, relations);
    join_by_address(rows, arena);
    for (uint32_t i = 0; i < exposed_rows_count(rows); i++)
        rows->list[i].person = root_of(rows->list, i);
    find_namesakes(rows, arena);
}
