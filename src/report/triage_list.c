/* Prints decisions, each as the line of its hit. */
#include "report/triage_list.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "case/case_triage.h"
#include "report/hit_text.h"

static const struct report_hit *find(const struct report_hit *hits, size_t count, struct span id)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(hits[i].hit->id, id))
            return &hits[i];
    return NULL;
}

static void print_gone(const struct terminal_section *section, const struct case_triage *row)
{
    struct case_hit hit = {.triage = row->verdict, .note = row->note};
    page_text(&section->page, 4, 6, PAGE_DIM,
              arena_printf(section->arena, _("%.*s  no hit of this case at present; you say: %.*s"),
                           SPAN_ARGS(utf8_visible(section->arena, row->hit)), SPAN_ARGS(hit_text_triage(section->arena, &hit))));
}

enum outcome triage_list(struct case_file *file, const struct report_options *options, FILE *out, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct report_data data;
    const struct case_triage *rows;
    size_t count;
    enum outcome outcome = report_data_load(file, arena, &data, err);
    if (outcome == OUTCOME_OK)
        outcome = case_triage_read(file, arena, &rows, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct page page = {out, options->columns ? options->columns : PAGE_COLUMNS, options->color};
    struct terminal_section section = {page, true, file, &data, arena};
    if (!count)
        page_text(&page, 0, 0, PAGE_PLAIN, span_of(_("Nothing was decided about any hit.")));
    for (size_t i = 0; i < count; i++) {
        const struct report_hit *hit = find(data.hits, data.result.hit_count, rows[i].hit);
        hit = hit ? hit : find(data.aside, data.result.aside_count, rows[i].hit);
        if (hit)
            hit_text_line(&section, hit);
        else
            print_gone(&section, &rows[i]);
    }
    return OUTCOME_OK;
}
