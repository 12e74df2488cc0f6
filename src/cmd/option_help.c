/* Prints the help of a command and of the program. */
#include "cmd/option_help.h"

#include <string.h>
#include "base/arena.h"
#include "base/i18n.h"
#include "report/page.h"

#define OPTION_COLUMNS 26
#define COMMAND_COLUMNS 14

static const struct option_help_status statuses[] = {
    {STATUS_NOTHING_FOUND, N_("everything was read and nothing was found")},
    {STATUS_HITS, N_("everything was read and there are hits")},
    {STATUS_CANNOT_RUN, N_("the command could not run")},
    {STATUS_INCOMPLETE, N_("something could not be read, whether there are hits or not; the report says what")},
    {STATUS_INTERRUPTED, N_("interrupted; a kept case can be scanned on")},
    {STATUS_NOTHING_FOUND, NULL},
};

const struct option_help_status *option_help_statuses(void)
{
    return statuses;
}

static void print_option(const struct page *page, struct arena *arena, const struct option_row *row)
{
    struct span label = arena_printf(arena, "%c%c%s --%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
                                     row->letter ? "," : " ", row->name, row->value ? " " : "", row->value ? row->value : "");
    page_field(page, 2, OPTION_COLUMNS, label, span_of(gettext(row->help)));
}

static void print_statuses(const struct page *page, struct arena *arena)
{
    page_gap(page);
    page_line(page, 0, PAGE_PLAIN, span_of(_("Exit status:")));
    for (const struct option_help_status *row = statuses; row->text; row++)
        page_field(page, 2, 5, arena_printf(arena, "%d", row->status), span_of(gettext(row->text)));
}

static void print_paragraphs(const struct page *page, struct span text)
{
    struct span line;
    page_gap(page);
    while (span_take_line(&text, &line))
        page_text(page, 0, 0, PAGE_PLAIN, line);
}

void option_help_command(FILE *out, const struct command *command)
{
    ARENA_LOCAL arena = arena_open();
    struct page page = {out, PAGE_COLUMNS, false};
    static const struct option_row help = {"help", 'h', OPTION_FLAG, NULL, N_("print this help"), 0};
    page_text(&page, 0, 4, PAGE_PLAIN,
              arena_printf(arena, _("Usage: replytrace %s [OPTION]... %s"), command->name, command->operands));
    page_text(&page, 0, 0, PAGE_PLAIN, span_of(gettext(command->summary)));
    if (command->details)
        print_paragraphs(&page, span_of(gettext(command->details)));
    page_gap(&page);
    page_line(&page, 0, PAGE_PLAIN, span_of(_("Options:")));
    for (const struct option_row *row = command->options; row->name; row++)
        print_option(&page, arena, row);
    print_option(&page, arena, &help);
    print_statuses(&page, arena);
}

void option_help_all(FILE *out, const struct command *const *commands)
{
    ARENA_LOCAL arena = arena_open();
    struct page page = {out, PAGE_COLUMNS, false};
    page_line(&page, 0, PAGE_PLAIN, span_of(_("Usage: replytrace COMMAND [OPTION]... [ARGUMENT]...")));
    page_text(&page, 0, 0, PAGE_PLAIN,
              span_of(_("Finds replies forged with stolen mail, proves each against the stored thread that it quotes, and says "
                        "whose mailbox was stolen.")));
    page_gap(&page);
    page_line(&page, 0, PAGE_PLAIN, span_of(_("Commands:")));
    for (; *commands; commands++)
        page_field(&page, 2, COMMAND_COLUMNS, span_of((*commands)->name), span_of(gettext((*commands)->summary)));
    print_statuses(&page, arena);
    page_gap(&page);
    page_text(&page, 0, 0, PAGE_PLAIN,
              span_of(_("replytrace help COMMAND tells more; replytrace --version prints the version.")));
}
