/* replytrace heuristics: what is looked for, and why. */
#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/terminal.h"
#include "heuristics/heuristic.h"
#include "report/page.h"


static const struct option_row options[] = {{0}};

static const char *const groups[HEURISTIC_GROUPS] = {
    [HEURISTIC_IDENTITY] = N_("Who the mail says it is from"),
    [HEURISTIC_THREAD] = N_("What the mail answers and quotes"),
    [HEURISTIC_PAYLOAD] = N_("What the mail carries"),
    [HEURISTIC_HEADER] = N_("How its header was made"),
    [HEURISTIC_WORDS] = N_("What its own words want"),
    [HEURISTIC_CAMPAIGN] = N_("What it shares with other hits"),
};

static void print_group(const struct page *page, enum heuristic_group group)
{
    ARENA_LOCAL arena = arena_open();
    page_text(page, 0, 2, PAGE_BOLD,
              arena_printf(arena, _("%s (together at most %.1f)"), gettext(groups[group]), heuristic_cap(group)));
    for (const struct heuristic *const *row = heuristic_table(); *row; row++) {
        if ((*row)->group != group)
            continue;
        page_gap(page);
        page_text(page, 2, 2, PAGE_BOLD, span_of((*row)->name));
        page_text(page, 4, 4, PAGE_PLAIN, span_of(gettext((*row)->looks)));
        page_text(page, 4, 4, PAGE_PLAIN, span_of(gettext((*row)->why)));
    }
    page_gap(page);
}

static int run(const struct invocation *invocation)
{
    (void)invocation;
    unsigned columns = terminal_columns(stdout);
    struct page page = {stdout, columns ? columns : PAGE_COLUMNS, terminal_color(stdout)};
    for (int group = 0; group < HEURISTIC_GROUPS; group++)
        print_group(&page, (enum heuristic_group)group);
    page_text(&page, 0, 0, PAGE_PLAIN,
              span_of(_("Weights are log-odds; those of one group are correlated and together count no more than the group's "
                        "most.")));
    return STATUS_NOTHING_FOUND;
}

const struct command cmd_heuristics = {
    .name = "heuristics",
    .operands = "",
    .summary = N_("print what is looked for, and why"),
    .options = options,
    .run = run,
};
