/* The suspects of the terminal report: whose mailbox held what was stolen, how sure that is, and what speaks against it. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/date_text.h"
#include "report/sentence.h"

#define SUSPECTS_SHOWN 5 /* unless verbose */

/* Never 100: no count of mails makes it certain. */
static unsigned percent(double probability)
{
    double value = 100 * probability;
    return value >= 99 ? 99 : value > 0 ? (unsigned)(value + 0.5) : 0;
}

static void print_window(const struct terminal_section *section, const struct case_suspect *suspect)
{
    struct arena *arena = section->arena;
    struct span from = date_text_minute(arena, suspect->from), to = date_text_minute(arena, suspect->to);
    if (!from.size || !to.size)
        return;
    page_text(&section->page, 5, 7, PAGE_PLAIN,
              arena_printf(arena, _("Stolen between %.*s (newest stolen mail) and %.*s (first forged reply)."), SPAN_ARGS(from),
                           SPAN_ARGS(to)));
    struct span oldest = date_text_day(arena, suspect->oldest);
    if (oldest.size && suspect->oldest < suspect->from)
        page_text(&section->page, 5, 7, PAGE_PLAIN, arena_printf(arena, _("Mail back to %.*s is quoted."), SPAN_ARGS(oldest)));
}

static void print_also(const struct terminal_section *section, const struct case_suspect *suspect)
{
    for (size_t i = 0; i < suspect->also_count; i++)
        page_text(&section->page, 5, 7, PAGE_PLAIN,
                  arena_printf(section->arena, _("The same person: %.*s"), SPAN_ARGS(utf8_visible(section->arena, suspect->also[i]))));
}

static void print_suspect(const struct terminal_section *section, const struct case_suspect *suspect)
{
    struct arena *arena = section->arena;
    struct span person = terminal_section_person(arena, suspect->name, suspect->address);
    struct span org = utf8_visible(arena, suspect->org);
    const char *side = suspect->own ? _("our own") : _("a partner");
    page_text(&section->page, 2, 5, suspect->rank == 1 ? PAGE_BOLD : PAGE_PLAIN,
              arena_printf(arena, "%u. %.*s", suspect->rank, SPAN_ARGS(person)));
    page_text(&section->page, 5, 7, PAGE_PLAIN,
              arena_printf(arena, org.size ? _("%s, of %.*s") : "%s%.*s", side, SPAN_ARGS(org)));
    print_also(section, suspect);
    page_text(&section->page, 5, 7, PAGE_PLAIN,
              arena_printf(arena, _("Probability %u %%; explains %u of %u hits that quote stored mail."),
                           percent(suspect->probability), suspect->explains, suspect->of));
    print_window(section, suspect);
    for (size_t i = 0; i < suspect->in_favour_count; i++) {
        struct span text = sentence_text(arena, &suspect->in_favour[i], SENTENCE_SHOWN);
        page_text(&section->page, 5, 7, PAGE_PLAIN, arena_printf(arena, _("In favour: %.*s"), SPAN_ARGS(text)));
    }
    for (size_t i = 0; i < suspect->against_count; i++) {
        struct span text = sentence_text(arena, &suspect->against[i], SENTENCE_SHOWN);
        page_text(&section->page, 5, 7, PAGE_DIM, arena_printf(arena, _("Against: %.*s"), SPAN_ARGS(text)));
    }
}

void terminal_suspects(const struct terminal_section *section)
{
    const struct case_result *result = &section->data->result;
    size_t shown = section->verbose || result->suspect_count < SUSPECTS_SHOWN ? result->suspect_count : SUSPECTS_SHOWN;
    if (!shown)
        return;
    terminal_section_heading(section, _("WHOSE MAILBOX WAS STOLEN"));
    for (size_t i = 0; i < shown; i++)
        print_suspect(section, &result->suspects[i]);
    if (shown < result->suspect_count)
        page_text(&section->page, 2, 2, PAGE_DIM,
                  arena_printf(section->arena, _("... and %zu less likely (--verbose shows them)."),
                               result->suspect_count - shown));
}
