/* An open hash table of pair counters. */
#include "judge/match_table.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define TABLE_FIRST 4096

static struct match_count *free_slots(size_t size)
{
    struct match_count *slots = memory_must(malloc(size * sizeof *slots));
    memset(slots, 0xff, size * sizeof *slots);
    return slots;
}

static struct match_count *slot_of(const struct match_table *table, uint32_t mail, uint32_t other)
{
    uint64_t mixed = (((uint64_t)mail << 32) | other) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(mixed >> 20) & (table->size - 1);
    while (table->slots[slot].mail != UINT32_MAX
           && (table->slots[slot].mail != mail || table->slots[slot].other != other))
        slot = (slot + 1) & (table->size - 1);
    return &table->slots[slot];
}

static void grow(struct match_table *table)
{
    struct match_table larger = {.size = table->size ? table->size * 2 : TABLE_FIRST, .used = table->used};
    larger.slots = free_slots(larger.size);
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].mail != UINT32_MAX)
            *slot_of(&larger, table->slots[i].mail, table->slots[i].other) = table->slots[i];
    free(table->slots);
    *table = larger;
}

struct match_count *match_table_at(struct match_table *table, uint32_t mail, uint32_t other)
{
    if (table->used * 3 >= table->size * 2)
        grow(table);
    struct match_count *slot = slot_of(table, mail, other);
    if (slot->mail == UINT32_MAX) {
        *slot = (struct match_count){.mail = mail, .other = other};
        table->used++;
    }
    return slot;
}

static int by_mail(const void *a, const void *b, void *context)
{
    const struct match_count *left = a, *right = b;
    const uint32_t *ranks = context;
    if (left->mail != right->mail)
        return left->mail < right->mail ? -1 : 1;
    uint32_t left_hits = left->quoted + left->unmarked, right_hits = right->quoted + right->unmarked;
    if (left_hits != right_hits)
        return left_hits > right_hits ? -1 : 1;
    uint32_t left_rank = ranks ? ranks[left->other] : left->other, right_rank = ranks ? ranks[right->other] : right->other;
    return left_rank < right_rank ? -1 : left_rank > right_rank;
}

void match_table_list(struct match_table *table, uint32_t mail_count, const uint32_t *ranks, struct match_list *ret_list)
{
    struct match_list list = {.counts = table->slots};
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].mail != UINT32_MAX)
            list.counts[list.count++] = table->slots[i];
    *table = (struct match_table){0};
    if (list.count)
        qsort_r(list.counts, list.count, sizeof *list.counts, by_mail, (void *)ranks);
    list.first = memory_must(calloc(mail_count + 1u, sizeof *list.first));
    size_t at = 0;
    for (uint32_t mail = 0; mail <= mail_count; mail++) {
        while (at < list.count && list.counts[at].mail < mail)
            at++;
        list.first[mail] = at;
    }
    *ret_list = list;
}

void match_table_free_list(struct match_list *list)
{
    free(list->counts);
    free(list->first);
}

void match_table_free(struct match_table *table)
{
    free(table->slots);
    *table = (struct match_table){0};
}
