/* Sorts people, not addresses: those of one person stand together. */
#include "notify/notify_list.h"

#include <stdlib.h>
#include "base/memory.h"

enum exposed_group notify_list_group(uint32_t groups)
{
    for (enum exposed_group group = EXPOSED_FORGED; group < EXPOSED_GROUPS; group++)
        if (groups & exposed_bit(group))
            return group;
    return EXPOSED_GROUPS;
}

/* A name of a machine within one network only. */
static bool is_local(struct span domain)
{
    static const char *const ends[] = {".local", ".localhost", ".localdomain", ".invalid", ".internal"};
    bool local = span_find_byte(domain, '.', 0) == SIZE_MAX;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        local |= span_ends_nocase(domain, span_of(ends[i]));
    return local;
}

/* What may stand in a To field as it is: atoms and dots (RFC 5322 3.4.1). */
static bool plain(struct span addr)
{
    for (size_t i = 0; i < addr.size; i++) {
        char byte = addr.data[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        if (!letter && (!byte || !strchr("!#$%&'*+-/=?^_`{|}~.@", byte)))
            return false;
    }
    return span_find_byte(addr, '@', address_local(addr).size + 1) == SIZE_MAX;
}

static enum notify_reason reason_of(const struct exposed_address *address)
{
    if (address->kind == ADDRESS_EX)
        return NOTIFY_EXCHANGE;
    if (address->kind != ADDRESS_SMTP || is_local(address_domain(address->addr)))
        return NOTIFY_NO_ADDRESS;
    if (address->groups & exposed_bit(EXPOSED_NO_PERSON))
        return address->list ? NOTIFY_MAILING_LIST : NOTIFY_NO_PERSON;
    return NOTIFY_TOLD;
}

/* What the order of rows is made of. */
struct ordering {
    const struct exposed_address *list;
    const uint32_t *groups; /* by address that stands: all groups of the person */
};

static int by_person(const void *a, const void *b, void *context)
{
    const struct ordering *ordering = context;
    const struct notify_row *left = a, *right = b;
    const struct exposed_address *first = &ordering->list[left->address->person], *second = &ordering->list[right->address->person];
    if ((left->reason == NOTIFY_TOLD) != (right->reason == NOTIFY_TOLD))
        return left->reason == NOTIFY_TOLD ? -1 : 1;
    if (left->reason != right->reason)
        return left->reason < right->reason ? -1 : 1;
    if (left->address->person != right->address->person) {
        enum exposed_group low = notify_list_group(ordering->groups[left->address->person]);
        enum exposed_group high = notify_list_group(ordering->groups[right->address->person]);
        if (low != high)
            return low < high ? -1 : 1;
        int order = span_compare(address_organisation(first->addr), address_organisation(second->addr));
        return order ? order : span_compare(first->addr, second->addr);
    }
    bool stands = left->address == first, other = right->address == first;
    return stands != other ? (stands ? -1 : 1) : span_compare(left->address->addr, right->address->addr);
}

static uint32_t count_exposed(const struct notify_list *list)
{
    bool *seen = memory_must(calloc(list->exposed->address_count + 1u, sizeof *seen));
    uint32_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct exposed_address *address = list->rows[i].address;
        if (!address->data || (address->groups & exposed_bit(EXPOSED_NO_PERSON)) || seen[address->person])
            continue;
        seen[address->person] = true;
        count++;
    }
    free(seen);
    return count;
}

/* The first row of each person told is the one that his draft goes to. */
static void number_persons(struct notify_list *list)
{
    const struct exposed_address *addresses = list->exposed->addresses;
    bool *owner = memory_must(calloc(list->exposed->address_count + 1u, sizeof *owner));
    uint32_t person = 0, last = INTERN_NONE;
    for (size_t i = 0; i < list->count; i++)
        owner[list->rows[i].address->person] |= list->rows[i].address->owner;
    for (size_t i = 0; i < list->count; i++) {
        struct notify_row *row = &list->rows[i];
        if (i == list->told)
            last = INTERN_NONE; /* an address left out has a number of its own, whoever else is told */
        row->stands = row->address->person != last;
        person += row->stands;
        last = row->address->person;
        row->person = person;
        row->draft = i < list->told && row->stands && !row->address->dead && !owner[row->address->person] && plain(row->address->addr);
        list->drafts += row->draft;
        list->persons = i < list->told ? person : list->persons;
        list->row_of[row->address - addresses] = (uint32_t)i;
    }
    free(owner);
}

void notify_list_make(const struct exposed *exposed, struct notify_list *ret_list)
{
    struct notify_list list = {.exposed = exposed};
    uint32_t *groups = memory_must(calloc(exposed->address_count + 1u, sizeof *groups));
    list.rows = memory_must(calloc(exposed->address_count + 1u, sizeof *list.rows));
    list.row_of = memory_must(malloc((exposed->address_count + 1u) * sizeof *list.row_of));
    for (uint32_t i = 0; i < exposed->address_count; i++) {
        const struct exposed_address *address = &exposed->addresses[i];
        list.row_of[i] = UINT32_MAX;
        groups[address->person] |= address->groups;
        if (!address->groups)
            continue;
        list.rows[list.count] = (struct notify_row){.address = address, .reason = reason_of(address)};
        list.told += list.rows[list.count++].reason == NOTIFY_TOLD;
    }
    struct ordering ordering = {exposed->addresses, groups};
    if (list.count)
        qsort_r(list.rows, list.count, sizeof *list.rows, by_person, &ordering);
    number_persons(&list);
    list.exposed_persons = count_exposed(&list);
    free(groups);
    *ret_list = list;
}

void notify_list_free(struct notify_list *list)
{
    free(list->rows);
    free(list->row_of);
    list->rows = NULL;
    list->row_of = NULL;
}
