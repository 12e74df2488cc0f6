/* Gathers a row for each address of each hit, sorts them, and makes groups of equal ones. */
#include "report/report_address.h"

#include <stdlib.h>
#include "base/buf.h"

struct row {
    struct span address;
    enum report_address_role role;
    const struct report_hit *hit;
};

const char *report_address_word(enum report_address_role role)
{
    return role == REPORT_ADDRESS_REAL ? "real" : role == REPORT_ADDRESS_FAKE ? "fake" : "recipient";
}

static void add(struct buf *rows, struct span address, enum report_address_role role, const struct report_hit *hit)
{
    struct row row = {address, role, hit};
    if (address.size)
        buf_add(rows, (struct span){(const char *)&row, sizeof row});
}

static enum outcome add_hit(struct case_file *file, const struct report_hit *hit, struct arena *arena, struct buf *rows, struct err *err)
{
    struct case_message row;
    enum outcome outcome = case_read_message(file, hit->hit->message, arena, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    const struct message *message = &row.message;
    bool unconfirmed = span_equal(hit->hit->claimed_address, hit->account) && !message->authenticated.size;
    add(rows, hit->account, unconfirmed ? REPORT_ADDRESS_FAKE : REPORT_ADDRESS_REAL, hit);
    if (!span_equal(hit->hit->claimed_address, hit->account))
        add(rows, hit->hit->claimed_address, REPORT_ADDRESS_FAKE, hit);
    for (size_t i = 0; i < message->from_count; i++)
        if (!span_equal(message->from[i].addr, hit->account))
            add(rows, message->from[i].addr, REPORT_ADDRESS_FAKE, hit);
    for (size_t i = 0; i < message->recipient_count; i++)
        add(rows, message->recipients[i].addr, REPORT_ADDRESS_RECIPIENT, hit);
    return OUTCOME_OK;
}

static int by_address(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    int order = span_compare(a->address, b->address);
    if (order)
        return order;
    return a->hit < b->hit ? -1 : a->hit > b->hit;
}

static struct report_address make(struct arena *arena, const struct row *rows, size_t count)
{
    const struct report_hit **hits = arena_array(arena, count, sizeof *hits);
    struct report_address address = {rows->address, rows->role, hits, 0, MESSAGE_NO_DATE, MESSAGE_NO_DATE};
    for (size_t i = 0; i < count; i++) {
        int64_t date = rows[i].hit->date;
        if (address.hit_count && hits[address.hit_count - 1] == rows[i].hit)
            continue;
        hits[address.hit_count++] = rows[i].hit;
        if (date == MESSAGE_NO_DATE)
            continue;
        if (address.first == MESSAGE_NO_DATE || date < address.first)
            address.first = date;
        if (address.last == MESSAGE_NO_DATE || date > address.last)
            address.last = date;
    }
    return address;
}

static int by_count(const void *left, const void *right)
{
    const struct report_address *a = left, *b = right;
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    if (a->hit_count != b->hit_count)
        return a->hit_count > b->hit_count ? -1 : 1;
    return span_compare(a->address, b->address);
}

enum outcome report_address_list(struct case_file *file, const struct report_data *data, struct arena *arena,
                                 const struct report_address **ret_addresses, size_t *ret_count, struct err *err)
{
    BUF_LOCAL bytes = {0};
    for (size_t i = 0; i < data->result.hit_count; i++) {
        if (data->hits[i].hit->severity != CASE_HIGH)
            continue;
        enum outcome outcome = add_hit(file, &data->hits[i], arena, &bytes, err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    struct row *rows = (struct row *)(void *)bytes.data;
    size_t all = bytes.size / sizeof *rows, count = 0;
    struct report_address *addresses = arena_array(arena, all + 1, sizeof *addresses);
    if (all)
        qsort(rows, all, sizeof *rows, by_address);
    for (size_t from = 0, to; from < all; from = to) {
        for (to = from + 1; to < all && rows[to].role == rows[from].role && span_equal(rows[to].address, rows[from].address);)
            to++;
        addresses[count++] = make(arena, rows + from, to - from);
    }
    if (count)
        qsort(addresses, count, sizeof *addresses, by_count);
    *ret_addresses = addresses;
    *ret_count = count;
    return OUTCOME_OK;
}
