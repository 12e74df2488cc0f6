/* What the sections of the terminal report share. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"

void terminal_section_heading(const struct terminal_section *section, const char *text)
{
    page_gap(&section->page);
    page_line(&section->page, 0, PAGE_BOLD, span_of(text));
}

struct span terminal_section_person(struct arena *arena, struct span name, struct span address)
{
    name = utf8_visible(arena, name);
    address = utf8_visible(arena, address);
    if (!name.size || !address.size)
        return name.size ? name : address;
    return arena_printf(arena, "%.*s <%.*s>", SPAN_ARGS(name), SPAN_ARGS(address));
}

void terminal_section_more(const struct terminal_section *section, unsigned indent, size_t more)
{
    if (more)
        page_text(&section->page, indent, indent, PAGE_DIM,
                  arena_printf(section->arena, _("... and %zu more (--verbose shows them)."), more));
}
