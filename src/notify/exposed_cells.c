/* Counts with sets of small numbers. */
#include "notify/exposed_cells.h"

#include <stdlib.h>
#include "base/memory.h"

struct thing_key {
    uint32_t cell, thing, value;
};

void exposed_cells_open(struct exposed_cells *cells)
{
    *cells = (struct exposed_cells){.keys = intern_open(), .things = intern_open(), .types = intern_open()};
}

void exposed_cells_close(struct exposed_cells *cells)
{
    intern_close(cells->keys);
    intern_close(cells->things);
    intern_close(cells->types);
}

static uint32_t cell_at(struct exposed_cells *cells, uint32_t mailbox, uint32_t month, enum exposed_kind kind)
{
    const uint32_t key[] = {mailbox, month, (uint32_t)kind};
    uint32_t before = intern_count(cells->keys), cell = intern_add(cells->keys, (struct span){(const char *)key, sizeof key});
    if (cell == before) {
        cells->list = memory_grown(cells->list, cell, &cells->capacity, sizeof *cells->list);
        cells->list[cell] = (struct exposed_cell){.mailbox = mailbox, .month = month, .kind = kind};
    }
    return cell;
}

struct exposed_spot exposed_cells_spot(struct exposed_cells *cells, uint32_t mailbox, uint32_t month, enum exposed_kind kind)
{
    return (struct exposed_spot){{cell_at(cells, mailbox, month, kind), cell_at(cells, mailbox, month, EXPOSED_KINDS),
                                  cell_at(cells, mailbox, INTERN_NONE, kind), cell_at(cells, mailbox, INTERN_NONE, EXPOSED_KINDS)}};
}

void exposed_cells_mail(struct exposed_cells *cells, const struct exposed_spot *spot, uint32_t attachments, uint32_t inlined, bool ours)
{
    for (size_t i = 0; i < EXPOSED_CELLS_OF_MAIL; i++) {
        struct exposed_cell *cell = &cells->list[spot->cells[i]];
        cell->messages++;
        cell->attachments += attachments;
        cell->inlined += inlined;
        cell->our_messages += ours;
        cell->our_attachments += ours ? attachments : 0;
    }
}

static uint32_t *counter_of(struct exposed_cell *cell, enum exposed_thing thing)
{
    switch (thing) {
    case EXPOSED_THING_NAME: return &cell->names;
    case EXPOSED_THING_TELEPHONE: return &cell->telephones;
    case EXPOSED_THING_POSTAL: return &cell->postals;
    case EXPOSED_THING_FILE: return &cell->files;
    case EXPOSED_THING_ADDRESS: break;
    }
    return &cell->addresses;
}

static bool is_new(struct intern *things, uint32_t cell, enum exposed_thing thing, uint32_t value)
{
    const struct thing_key key = {cell, (uint32_t)thing, value};
    uint32_t before = intern_count(things);
    return intern_add(things, (struct span){(const char *)&key, sizeof key}) == before;
}

void exposed_cells_thing(struct exposed_cells *cells, const struct exposed_spot *spot, enum exposed_thing thing, uint32_t value)
{
    for (size_t i = 0; i < EXPOSED_CELLS_OF_MAIL; i++)
        if (is_new(cells->things, spot->cells[i], thing, value))
            (*counter_of(&cells->list[spot->cells[i]], thing))++;
}

void exposed_cells_type(struct exposed_cells *cells, struct arena *arena, uint32_t mailbox, struct span type)
{
    char key[64];
    type = span_slice(type, 0, sizeof key - sizeof mailbox);
    memcpy(key, &mailbox, sizeof mailbox);
    if (type.size)
        memcpy(key + sizeof mailbox, type.data, type.size);
    uint32_t before = intern_count(cells->types), at = intern_add(cells->types, (struct span){key, sizeof mailbox + type.size});
    if (at == before) {
        cells->type_list = memory_grown(cells->type_list, at, &cells->type_capacity, sizeof *cells->type_list);
        cells->type_list[at] = (struct exposed_file_type){mailbox, arena_copy(arena, type), 0};
    }
    cells->type_list[at].count++;
}

/* Every address that is in a cell brings its person there. */
static void count_persons(struct exposed_cells *cells, const struct exposed *exposed)
{
    struct intern *persons = intern_open();
    uint32_t count = intern_count(cells->things);
    for (uint32_t i = 0; i < count; i++) {
        struct thing_key key;
        memcpy(&key, intern_text(cells->things, i).data, sizeof key);
        if (key.thing != EXPOSED_THING_ADDRESS || (exposed->addresses[key.value].groups & exposed_bit(EXPOSED_NO_PERSON)))
            continue;
        cells->list[key.cell].persons += is_new(persons, key.cell, EXPOSED_THING_ADDRESS, exposed->addresses[key.value].person);
    }
    intern_close(persons);
}

/* "All" before the others; no date behind all dates. */
static int compare_months(const struct intern *months, uint32_t a, uint32_t b)
{
    if (a == b)
        return 0;
    if (a == INTERN_NONE || b == INTERN_NONE)
        return a == INTERN_NONE ? -1 : 1;
    struct span left = intern_text(months, a), right = intern_text(months, b);
    if (!left.size || !right.size)
        return left.size ? -1 : 1;
    return span_compare(left, right);
}

static int by_place(const void *a, const void *b, void *months)
{
    const struct exposed_cell *left = a, *right = b;
    if (left->mailbox != right->mailbox)
        return left->mailbox < right->mailbox ? -1 : 1;
    int order = compare_months(months, left->month, right->month);
    if (order || left->kind == right->kind)
        return order;
    if (left->kind == EXPOSED_KINDS || right->kind == EXPOSED_KINDS)
        return left->kind == EXPOSED_KINDS ? -1 : 1;
    return left->kind < right->kind ? -1 : 1;
}

static int by_count(const void *a, const void *b)
{
    const struct exposed_file_type *left = a, *right = b;
    if (left->mailbox != right->mailbox)
        return left->mailbox < right->mailbox ? -1 : 1;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return span_compare(left->type, right->type);
}

void exposed_cells_settle(struct exposed_cells *cells, struct exposed *exposed)
{
    count_persons(cells, exposed);
    exposed->cells = cells->list;
    exposed->cell_count = intern_count(cells->keys);
    exposed->types = cells->type_list;
    exposed->type_count = intern_count(cells->types);
    if (exposed->cell_count)
        qsort_r(exposed->cells, exposed->cell_count, sizeof *exposed->cells, by_place, exposed->months);
    if (exposed->type_count)
        qsort(exposed->types, exposed->type_count, sizeof *exposed->types, by_count);
}
