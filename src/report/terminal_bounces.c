/* Bounces in the terminal report: the answer and where to read more. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/bounces.h"

static size_t count_bounces(const struct bounce_data *data)
{
    size_t count = 0;
    for (size_t i = 0; i < data->count; i++)
        count += bounce_data_counts(&data->bounces[i]);
    return count;
}

enum outcome terminal_bounces(const struct terminal_section *section, const char *case_path, struct err *err)
{
    struct bounce_data data;
    struct arena *arena = section->arena;
    enum outcome outcome = bounce_data_load(section->file, arena, &data, err);
    if (outcome != OUTCOME_OK || !count_bounces(&data))
        return outcome;
    enum page_style style = data.left == BOUNCE_LEFT_YES ? PAGE_ALARM : data.left == BOUNCE_LEFT_PERHAPS ? PAGE_WARNING : PAGE_PLAIN;
    struct span path = case_path ? utf8_visible(arena, span_of(case_path)) : SPAN_LITERAL("CASE");
    terminal_section_heading(section, _("BOUNCES"));
    page_text(&section->page, 2, 4, PAGE_PLAIN,
              arena_printf(arena, _("Reports about undelivered mail: %zu. Did forged mail leave through our servers?"), count_bounces(&data)));
    page_text(&section->page, 2, 4, style, span_of(bounces_answer(&data)));
    page_text(&section->page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("More: replytrace bounces -c %.*s"), SPAN_ARGS(path)));
    return OUTCOME_OK;
}
