/* Interns addresses and counts names. */
#include "notify/exposed_rows.h"

#include <stdlib.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "model/message.h"

void exposed_rows_open(struct exposed_rows *rows, struct arena *arena)
{
    *rows = (struct exposed_rows){.arena = arena, .keys = intern_open()};
}

void exposed_rows_close(struct exposed_rows *rows)
{
    intern_close(rows->keys);
    rows->keys = NULL;
}

uint32_t exposed_rows_count(const struct exposed_rows *rows)
{
    return intern_count(rows->keys);
}

/* Quotes around a local part that needs none. */
static struct span plain(struct arena *arena, struct span addr)
{
    struct span local = address_local(addr);
    if (local.size < 3 || local.data[0] != '"' || local.data[local.size - 1] != '"')
        return addr;
    struct span inner = span_slice(local, 1, local.size - 2);
    for (size_t i = 0; i < inner.size; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.", inner.data[i]) || !inner.data[i])
            return addr;
    return arena_printf(arena, "%.*s@%.*s", SPAN_ARGS(inner), SPAN_ARGS(address_domain(addr)));
}

uint32_t exposed_rows_of(struct exposed_rows *rows, const struct address *address)
{
    if (!address->addr.size || address->kind == ADDRESS_NONE)
        return INTERN_NONE;
    struct span key = plain(rows->arena, address->addr);
    uint32_t before = intern_count(rows->keys), row = intern_add(rows->keys, key);
    if (row == before) {
        rows->list = memory_grown(rows->list, row, &rows->capacity, sizeof *rows->list);
        rows->list[row] = (struct exposed_address){
            .addr = arena_copy(rows->arena, key), .kind = address->kind, .first = MESSAGE_NO_DATE, .last = MESSAGE_NO_DATE,
            .forged_at = MESSAGE_NO_DATE, .wrote_last = MESSAGE_NO_DATE, .bounced_at = MESSAGE_NO_DATE, .person = row,
            .namesake = INTERN_NONE,
        };
    }
    return row;
}

uint32_t exposed_rows_find(const struct exposed_rows *rows, struct span addr)
{
    return intern_find(rows->keys, addr);
}

/* Blanks and quotes around it say nothing. */
static struct span undressed(struct span name)
{
    name = span_trim(name);
    while (name.size >= 2 && (name.data[0] == '\'' || name.data[0] == '"') && name.data[name.size - 1] == name.data[0])
        name = span_trim(span_slice(name, 1, name.size - 2));
    return name;
}

void exposed_rows_name(struct exposed_rows *rows, uint32_t row, struct span name)
{
    struct exposed_address *address = &rows->list[row];
    name = undressed(name);
    if (!name.size || span_equal_nocase(name, address->addr))
        return;
    for (uint32_t i = 0; i < address->name_count; i++)
        if (span_equal(address->names[i].text, name)) {
            address->names[i].count++;
            return;
        }
    if (address->name_count == EXPOSED_NAMES)
        return;
    if (!(address->name_count & (address->name_count - 1)) ) { /* 0, 1, 2, 4 ...: room for as many more */
        uint32_t room = address->name_count ? 2 * address->name_count : 1;
        struct exposed_name *names = arena_array(rows->arena, room, sizeof *names);
        if (address->name_count)
            memcpy(names, address->names, address->name_count * sizeof *names);
        address->names = names;
    }
    address->names[address->name_count++] = (struct exposed_name){utf8_repair(rows->arena, arena_copy(rows->arena, name)), 1};
}

void exposed_rows_seen(struct exposed_address *row, int64_t date)
{
    if (date == MESSAGE_NO_DATE)
        return;
    if (row->first == MESSAGE_NO_DATE || date < row->first)
        row->first = date;
    if (row->last == MESSAGE_NO_DATE || date > row->last)
        row->last = date;
}
