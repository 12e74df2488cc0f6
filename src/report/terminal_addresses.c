/* The addresses of the forged mail by what they are: who really sent, whose name was abused, who received. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/report_address.h"

#define ADDRESSES_SHOWN 5 /* of each role, unless verbose */

/* Those of one role. Returns how many there are. */
static size_t print_role(const struct terminal_section *section, const struct report_address *addresses, size_t count)
{
    static const char *const titles[] = {
        [REPORT_ADDRESS_REAL] = N_("Really sent it (hijacked accounts: tell their owners): %zu"),
        [REPORT_ADDRESS_FAKE] = N_("Only their name or address was abused: %zu"),
        [REPORT_ADDRESS_RECIPIENT] = N_("Received it: %zu"),
    };
    struct arena *arena = section->arena;
    size_t of_role = 1;
    while (of_role < count && addresses[of_role].role == addresses->role)
        of_role++;
    size_t shown = section->verbose || of_role < ADDRESSES_SHOWN ? of_role : ADDRESSES_SHOWN;
    page_text(&section->page, 2, 4, PAGE_PLAIN, arena_printf(arena, _(titles[addresses->role]), of_role));
    for (size_t i = 0; i < shown; i++) {
        struct span address = utf8_visible(arena, addresses[i].address);
        page_text(&section->page, 4, 6, PAGE_PLAIN, arena_printf(arena, "%.*s (%zu)", SPAN_ARGS(address), addresses[i].hit_count));
    }
    terminal_section_more(section, 4, of_role - shown);
    return of_role;
}

enum outcome terminal_addresses(const struct terminal_section *section, struct err *err)
{
    const struct report_address *addresses;
    size_t count;
    enum outcome outcome = report_address_list(section->file, section->data, section->arena, &addresses, &count, err);
    if (outcome != OUTCOME_OK || !count)
        return outcome;
    terminal_section_heading(section, _("ADDRESSES IN THE FORGED MAIL"));
    for (size_t i = 0; i < count;)
        i += print_role(section, addresses + i, count - i);
    return OUTCOME_OK;
}
