/* Prints the numbers of each mailbox. */
#include "notify/exposure_report.h"

#include "base/i18n.h"
#include "notify/notify_numbers.h"
#include "report/date_text.h"
#include "report/jsonl_object.h"

void exposure_report_terminal(const struct exposed *exposed, const struct report_options *options, FILE *out)
{
    ARENA_LOCAL arena = arena_open();
    struct page page = {out, options->columns ? options->columns : PAGE_COLUMNS, options->color};
    for (uint32_t m = 0; m < exposed->mailbox_count; m++) {
        notify_numbers_mailbox(&page, arena, &exposed->mailboxes[m]);
        page_text(&page, 2, 4, PAGE_PLAIN,
                  arena_printf(arena, _("Exposed mail is dated from %.*s to %.*s."), SPAN_ARGS(date_text_day(arena, exposed->first)),
                               SPAN_ARGS(date_text_day(arena, exposed->last))));
        page_gap(&page);
        notify_numbers_all(&page, arena, exposed, m, 2);
        page_gap(&page);
        notify_numbers_table(&page, arena, exposed, m, 2, true);
        page_gap(&page);
        notify_numbers_table(&page, arena, exposed, m, 2, false);
        page_gap(&page);
    }
    page_text(&page, 0, 0, PAGE_BOLD, span_of(_("What the numbers do not say")));
    notify_numbers_limits(&page, arena, exposed, 0);
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static void print_mailbox(const struct exposed *exposed, uint32_t m, struct arena *arena, FILE *out)
{
    const struct exposed_mailbox *mailbox = &exposed->mailboxes[m];
    json_t *object = jsonl_object("mailbox"), *types = json_array();
    set(object, "address", jsonl_object_text(mailbox->address));
    set(object, "also", jsonl_object_texts(mailbox->also, mailbox->also_count));
    set(object, "name", jsonl_object_text(mailbox->name));
    set(object, "own", json_boolean(mailbox->own));
    set(object, "stored", json_boolean(mailbox->stored));
    set(object, "lower_bound", json_boolean(!mailbox->stored || !exposed->data.complete));
    set(object, "first", jsonl_object_date(arena, exposed->first));
    set(object, "last", jsonl_object_date(arena, exposed->last));
    for (size_t i = 0; i < exposed->type_count; i++) {
        if (exposed->types[i].mailbox != m)
            continue;
        json_t *type = json_object();
        set(type, "true_type", jsonl_object_text_or_null(exposed->types[i].type));
        set(type, "count", json_integer((json_int_t)exposed->types[i].count));
        json_array_append_new(types, type);
    }
    set(object, "attachment_types", types);
    jsonl_object_print(object, out);
}

static void print_cell(const struct exposed *exposed, const struct exposed_cell *cell, FILE *out)
{
    const struct { const char *key; uint32_t number; } numbers[] = {
        {"messages", cell->messages}, {"addresses", cell->addresses}, {"persons", cell->persons}, {"names", cell->names},
        {"telephones", cell->telephones}, {"postals", cell->postals}, {"attachments", cell->attachments}, {"files", cell->files},
        {"inlined", cell->inlined}, {"our_messages", cell->our_messages}, {"our_attachments", cell->our_attachments},
    };
    json_t *object = jsonl_object("exposed");
    struct span month = cell->month == INTERN_NONE ? SPAN_NONE : intern_text(exposed->months, cell->month);
    set(object, "mailbox", jsonl_object_text(exposed->mailboxes[cell->mailbox].address));
    set(object, "month", cell->month == INTERN_NONE ? json_null() : jsonl_object_text(month));
    set(object, "kind", json_string(exposed_kind_name(cell->kind)));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        set(object, numbers[i].key, json_integer((json_int_t)numbers[i].number));
    jsonl_object_print(object, out);
}

void exposure_report_jsonl(const struct exposed *exposed, FILE *out)
{
    ARENA_LOCAL arena = arena_open();
    for (uint32_t m = 0; m < exposed->mailbox_count; m++) {
        print_mailbox(exposed, m, arena, out);
        for (size_t i = 0; i < exposed->cell_count; i++)
            if (exposed->cells[i].mailbox == m)
                print_cell(exposed, &exposed->cells[i], out);
    }
}
