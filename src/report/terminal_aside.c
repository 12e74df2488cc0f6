/* Hits of the terminal report that count for nothing: by a person's word, or by the allow list. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/hit_text.h"
#include "report/report_group.h"

static size_t count_standing(const struct report_data *data, enum case_standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < data->result.aside_count; i++)
        count += data->result.aside[i].standing == standing;
    return count;
}

static void print_dismissed(const struct terminal_section *section)
{
    size_t count = count_standing(section->data, CASE_DISMISSED);
    if (!count)
        return;
    terminal_section_heading(section, _("JUDGED FALSE BY YOU"));
    page_text(&section->page, 2, 2, PAGE_PLAIN,
              arena_printf(section->arena, _("Mails: %zu. They count for nothing above, and their senders count as known. replytrace triage "
                                             "--undo takes it back."), count));
    for (size_t i = 0; i < section->data->result.aside_count; i++)
        if (section->data->result.aside[i].standing == CASE_DISMISSED)
            hit_text_line(section, &section->data->aside[i]);
}

static void print_allowed(const struct terminal_section *section)
{
    const struct case_result *result = &section->data->result;
    const struct report_group *groups;
    struct arena *arena = section->arena;
    size_t count;
    if (!result->allow_count)
        return;
    terminal_section_heading(section, _("ALLOW LIST"));
    page_text(&section->page, 2, 2, PAGE_PLAIN,
              arena_printf(arena, _("Addresses and domains on it: %zu; mails left out by it that would be hits: %zu."),
                           result->allow_count, count_standing(section->data, CASE_ALLOWED)));
    report_group_allowed(arena, section->data, &groups, &count);
    for (size_t i = 0; i < count; i++) {
        struct span account = utf8_visible(arena, groups[i].key);
        page_text(&section->page, 4, 6, PAGE_PLAIN,
                  arena_printf(arena, _("mails of %.*s: %zu"), SPAN_ARGS(account), groups[i].hit_count));
        for (size_t k = 0; section->verbose && k < groups[i].hit_count; k++)
            hit_text_line(section, groups[i].hits[k]);
    }
}

void terminal_aside(const struct terminal_section *section)
{
    print_dismissed(section);
    print_allowed(section);
}
