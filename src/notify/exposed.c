/* Puts the parts together: whose mailboxes, one way through the mail, conclusions. */
#include "notify/exposed.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "notify/exposed_people.h"
#include "notify/exposed_text.h"
#include "notify/exposed_walk.h"

const char *exposed_kind_name(enum exposed_kind kind)
{
    static const char *const names[] = {"received", "sent", "draft", "attached", "item", "all"};
    return names[kind];
}

const struct exposed_cell *exposed_cell_of(const struct exposed *exposed, uint32_t mailbox, uint32_t month, enum exposed_kind kind)
{
    for (size_t i = 0; i < exposed->cell_count; i++)
        if (exposed->cells[i].mailbox == mailbox && exposed->cells[i].month == month && exposed->cells[i].kind == kind)
            return &exposed->cells[i];
    return NULL;
}

struct span exposed_name_of(const struct exposed_address *address)
{
    return address->name_count ? address->names[0].text : SPAN_NONE;
}

/* Han alone may be Chinese: then the mail he got and his domain decide. */
bool exposed_japanese(const struct exposed_address *address)
{
    if (address->wrote_japanese || address->wrote_other)
        return address->wrote_japanese >= address->wrote_other;
    for (uint32_t i = 0; i < address->name_count; i++)
        if (exposed_text_kana(address->names[i].text))
            return true;
    if (address->got_japanese || address->got_other)
        return address->got_japanese >= address->got_other;
    return span_ends_nocase(address->addr, SPAN_LITERAL(".jp"));
}

/* The mailboxes asked for, else those that the verdict names. */
static enum outcome mailboxes_wanted(const struct exposed *exposed, const struct exposed_options *options, struct arena *arena,
                                     const struct span **ret_list, size_t *ret_count, struct err *err)
{
    const struct case_verdict *verdict = &exposed->data.result.verdict;
    if (options->mailbox_count > EXPOSED_MAILBOXES || verdict->suspect_count > EXPOSED_MAILBOXES)
        return err_set(err, OUTCOME_DEAD, _("more than %d mailboxes: name fewer"), EXPOSED_MAILBOXES);
    if (options->mailbox_count) {
        struct span *list = arena_array(arena, options->mailbox_count, sizeof *list);
        for (size_t i = 0; i < options->mailbox_count; i++)
            list[i] = address_make(arena, SPAN_NONE, options->mailboxes[i]).addr;
        *ret_list = list;
        *ret_count = options->mailbox_count;
        return OUTCOME_OK;
    }
    if (span_equal(verdict->infected, SPAN_LITERAL("undecided")))
        return err_set(err, OUTCOME_DEAD, _("the verdict is undecided: say with --mailbox whose mailbox was stolen"));
    if (!verdict->suspect_count)
        return err_set(err, OUTCOME_DEAD, _("the verdict names no stolen mailbox: name it with --mailbox"));
    *ret_list = verdict->suspects;
    *ret_count = verdict->suspect_count;
    return OUTCOME_OK;
}

/* All addresses that judge holds for the same person's. */
static struct span stands_of(const struct case_relations *relations, struct span addr)
{
    for (size_t i = 0; i < relations->same_count; i++)
        if (span_equal(relations->same[i].address, addr))
            return relations->same[i].stands;
    return addr;
}

static void mailbox_also(const struct case_relations *relations, struct arena *arena, struct exposed_mailbox *mailbox)
{
    struct span stands = stands_of(relations, mailbox->address);
    struct span *also = arena_array(arena, relations->same_count + 1, sizeof *also);
    for (size_t i = 0; i < relations->same_count; i++)
        if (span_equal(relations->same[i].stands, stands) && !span_equal(relations->same[i].address, mailbox->address))
            also[mailbox->also_count++] = relations->same[i].address;
    mailbox->also = also;
}

static bool is_of(const struct exposed_mailbox *mailbox, struct span addr)
{
    bool is = span_equal(mailbox->address, addr);
    for (size_t i = 0; i < mailbox->also_count && !is; i++)
        is = span_equal(mailbox->also[i], addr);
    return is;
}

static void mailbox_facts(struct exposed_walk *walk, struct exposed_mailbox *mailbox)
{
    const struct report_data *data = &walk->exposed->data;
    mailbox->own = exposed_stores_own(&data->result, mailbox->address);
    for (size_t i = 0; i < walk->store_count; i++)
        mailbox->stored |= walk->stores[i].owner.size && is_of(mailbox, walk->stores[i].owner);
    for (size_t i = 0; i < data->result.suspect_count && !mailbox->suspect; i++)
        if (is_of(mailbox, data->result.suspects[i].address))
            mailbox->suspect = &data->result.suspects[i];
    if (mailbox->suspect)
        mailbox->name = mailbox->suspect->name;
}

static void mailboxes_make(struct exposed_walk *walk, const struct span *wanted, size_t count, uint32_t *mailbox_of)
{
    struct exposed *exposed = walk->exposed;
    exposed->mailboxes = arena_array(walk->arena, count, sizeof *exposed->mailboxes);
    for (size_t i = 0; i < count; i++) {
        struct exposed_mailbox *mailbox = &exposed->mailboxes[exposed->mailbox_count];
        if (intern_find(walk->mailboxes, wanted[i]) != INTERN_NONE)
            continue; /* another address of one that was named before */
        mailbox->address = wanted[i];
        mailbox_also(walk->relations, walk->arena, mailbox);
        mailbox_facts(walk, mailbox);
        for (size_t a = 0; a <= mailbox->also_count; a++)
            mailbox_of[intern_add(walk->mailboxes, a ? mailbox->also[a - 1] : mailbox->address)] = (uint32_t)exposed->mailbox_count;
        exposed->mailbox_count++;
    }
}

static enum outcome check_found(const struct exposed *exposed, struct err *err)
{
    for (uint32_t m = 0; m < exposed->mailbox_count; m++)
        if (!exposed_cell_of(exposed, m, INTERN_NONE, EXPOSED_KINDS))
            return err_set(err, OUTCOME_DEAD, _("no mail of this period is from or to %.*s, and no store is its: is it written as in the mails?"),
                           SPAN_ARGS(exposed->mailboxes[m].address));
    return OUTCOME_OK;
}

static int by_text(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static void nameless_make(const struct exposed_walk *walk)
{
    uint32_t count = intern_count(walk->nameless);
    struct span *names = arena_array(walk->arena, count, sizeof *names);
    for (uint32_t i = 0; i < count; i++)
        names[i] = arena_copy(walk->arena, intern_text(walk->nameless, i));
    if (count)
        qsort(names, count, sizeof *names, by_text);
    walk->exposed->nameless = names;
    walk->exposed->nameless_count = count;
}

static void mailbox_names(struct exposed_walk *walk)
{
    for (size_t m = 0; m < walk->exposed->mailbox_count; m++) {
        struct exposed_mailbox *mailbox = &walk->exposed->mailboxes[m];
        uint32_t row = exposed_rows_find(&walk->rows, mailbox->address);
        if (!mailbox->name.size && row != INTERN_NONE)
            mailbox->name = exposed_name_of(&walk->rows.list[row]);
    }
}

static enum outcome walk_and_conclude(struct exposed_walk *walk, struct err *err)
{
    struct exposed *exposed = walk->exposed;
    enum outcome outcome = exposed_walk_all(walk, err);
    if (outcome == OUTCOME_OK) {
        exposed_people_groups(&walk->rows, walk->relations);
        outcome = exposed_people_bounces(walk->file, &walk->rows, walk->arena, err);
    }
    exposed_people_merge(&walk->rows, walk->relations, walk->arena);
    mailbox_names(walk);
    exposed->addresses = walk->rows.list;
    exposed->address_count = exposed_rows_count(&walk->rows);
    exposed_cells_settle(&walk->cells, exposed);
    nameless_make(walk);
    return outcome == OUTCOME_OK ? check_found(exposed, err) : outcome;
}

static enum outcome with_mailboxes(struct exposed_walk *walk, struct err *err)
{
    const struct span *wanted = NULL;
    size_t count = 0;
    enum outcome outcome = mailboxes_wanted(walk->exposed, walk->options, walk->arena, &wanted, &count, err);
    if (outcome == OUTCOME_OK)
        outcome = exposed_stores_find(walk->file, &walk->exposed->data, walk->arena, &walk->stores, &walk->store_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    uint32_t *mailbox_of = arena_array(walk->arena, count + walk->relations->same_count + 1, sizeof *mailbox_of);
    walk->mailboxes = intern_open();
    walk->mailbox_of = mailbox_of;
    mailboxes_make(walk, wanted, count, mailbox_of);
    walk->nameless = intern_open();
    walk->telephones = intern_open();
    walk->postals = intern_open();
    walk->files = intern_open();
    exposed_rows_open(&walk->rows, walk->arena);
    exposed_cells_open(&walk->cells);
    outcome = walk_and_conclude(walk, err);
    exposed_cells_close(&walk->cells);
    exposed_rows_close(&walk->rows);
    intern_close(walk->files);
    intern_close(walk->postals);
    intern_close(walk->telephones);
    intern_close(walk->nameless);
    intern_close(walk->mailboxes);
    free(walk->marks);
    return outcome;
}

enum outcome exposed_find(struct case_file *file, const struct exposed_options *options, struct arena *arena,
                          struct exposed **ret_exposed, struct err *err)
{
    struct exposed *exposed = memory_must(calloc(1, sizeof *exposed));
    struct case_relations relations;
    struct exposed_text *text = NULL;
    exposed->first = exposed->last = MESSAGE_NO_DATE;
    exposed->months = intern_open();
    enum outcome outcome = report_data_load(file, arena, &exposed->data, err);
    if (outcome == OUTCOME_OK && !exposed->data.judged)
        outcome = err_set(err, OUTCOME_DEAD, _("this case was never judged: run replytrace judge first"));
    if (outcome == OUTCOME_OK)
        outcome = case_relation_read(file, arena, &relations, err);
    if (outcome == OUTCOME_OK)
        outcome = exposed_text_open(&text, err);
    if (outcome == OUTCOME_OK) {
        struct exposed_walk walk = {.file = file, .exposed = exposed, .options = options, .text = text, .relations = &relations, .arena = arena};
        outcome = with_mailboxes(&walk, err);
    }
    exposed_text_close(text);
    if (outcome == OUTCOME_OK)
        *ret_exposed = exposed;
    else
        exposed_free(exposed);
    return outcome;
}

void exposed_free(struct exposed *exposed)
{
    if (!exposed)
        return;
    intern_close(exposed->months);
    free(exposed->addresses);
    free(exposed->cells);
    free(exposed->types);
    free(exposed);
}
