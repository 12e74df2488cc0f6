/* Hits of the terminal report that count for nothing, by a person's word. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "report/hit_text.h"

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

void terminal_aside(const struct terminal_section *section)
{
    print_dismissed(section);
}
