/* Who of our people opened forged mail, surest first. */
#include "report/terminal_section.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "report/date_text.h"

#define OPENINGS_SHOWN 8 /* unless verbose */

static void print_opening(const struct terminal_section *section, const struct case_opening *opening)
{
    struct arena *arena = section->arena;
    BUF_LOCAL text = {0};
    struct span person = terminal_section_person(arena, opening->name, opening->address);
    const char *how = span_equal(opening->how, SPAN_LITERAL("answered")) ? _("answered")
        : span_equal(opening->how, SPAN_LITERAL("passed-on")) ? _("answered or passed on") : _("opened");
    struct span day = date_text_day(arena, opening->first);
    buf_printf(&text, _("%.*s: %s (mails: %zu)"), SPAN_ARGS(person), how, opening->hit_count);
    if (day.size)
        buf_printf(&text, _(", first on %.*s"), SPAN_ARGS(day));
    if (opening->later)
        buf_printf(&text, _("; hits since that bear the name: %u"), opening->later);
    page_text(&section->page, 2, 4, PAGE_PLAIN, arena_copy(arena, buf_span(&text)));
}

void terminal_openings(const struct terminal_section *section)
{
    const struct case_result *result = &section->data->result;
    size_t shown = section->verbose || result->opening_count < OPENINGS_SHOWN ? result->opening_count : OPENINGS_SHOWN;
    if (!shown)
        return;
    terminal_section_heading(section, _("WHO OF US OPENED A FORGED MAIL"));
    for (size_t i = 0; i < shown; i++)
        print_opening(section, &result->openings[i]);
    terminal_section_more(section, 2, result->opening_count - shown);
}
