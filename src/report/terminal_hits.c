/* The hits of the terminal report: grouped by the sender that they claim and by campaign. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/date_text.h"
#include "report/hit_text.h"
#include "report/report_group.h"

#define HITS_IN_FULL 1  /* of each group, unless verbose */
#define HITS_LISTED 12  /* of each group, one line each */

static void print_counts(const struct terminal_section *section)
{
    size_t counts[CASE_HIGH + 1] = {0};
    const struct case_result *result = &section->data->result;
    for (size_t i = 0; i < result->hit_count; i++)
        counts[result->hits[i].severity]++;
    page_text(&section->page, 2, 2, PAGE_PLAIN,
              arena_printf(section->arena, _("Hits: %zu (high %zu, medium %zu, low %zu); mails judged: %lld."),
                           result->hit_count, counts[CASE_HIGH], counts[CASE_MEDIUM], counts[CASE_LOW],
                           (long long)result->judged_messages));
}

static struct span group_title(const struct terminal_section *section, const struct report_group *group)
{
    struct arena *arena = section->arena;
    const struct case_hit *first = group->hits[0]->hit;
    struct span person = terminal_section_person(arena, first->claimed_name, first->claimed_address);
    struct span campaign = utf8_visible(arena, group->campaign);
    if (!person.size)
        person = span_of(_("nobody we know"));
    if (!campaign.size)
        return arena_printf(arena, _("Pretends to be %.*s"), SPAN_ARGS(person));
    return arena_printf(arena, _("Pretends to be %.*s (campaign %.*s)"), SPAN_ARGS(person), SPAN_ARGS(campaign));
}

static void print_group_head(const struct terminal_section *section, const struct report_group *group)
{
    struct arena *arena = section->arena;
    page_gap(&section->page);
    page_text(&section->page, 2, 4, PAGE_BOLD, group_title(section, group));
    struct span first = date_text_day(arena, group->first), last = date_text_day(arena, group->last);
    size_t accounts = report_group_accounts(arena, group);
    struct span text = arena_printf(arena, _("mails: %zu, sending accounts: %zu"), group->hit_count, accounts);
    if (first.size && span_equal(first, last))
        text = arena_printf(arena, _("%.*s, on %.*s"), SPAN_ARGS(text), SPAN_ARGS(first));
    else if (first.size && last.size)
        text = arena_printf(arena, _("%.*s, from %.*s to %.*s"), SPAN_ARGS(text), SPAN_ARGS(first), SPAN_ARGS(last));
    page_text(&section->page, 4, 4, PAGE_PLAIN, text);
}

static void print_listed(const struct terminal_section *section, const struct report_group *group, size_t from)
{
    if (from < group->hit_count)
        page_gap(&section->page);
    size_t to = group->hit_count - from > HITS_LISTED ? from + HITS_LISTED : group->hit_count;
    for (size_t i = from; i < to; i++)
        hit_text_line(section, group->hits[i]);
    if (to < group->hit_count)
        page_text(&section->page, 4, 4, PAGE_DIM,
                  arena_printf(section->arena, _("... and %zu more (--verbose shows them)."), group->hit_count - to));
}

static enum outcome print_group(const struct terminal_section *section, const struct report_group *group, struct err *err)
{
    size_t full = section->verbose || group->hit_count < HITS_IN_FULL ? group->hit_count : HITS_IN_FULL;
    print_group_head(section, group);
    for (size_t i = 0; i < full; i++) {
        enum outcome outcome = hit_text_full(section, group->hits[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    print_listed(section, group, full);
    return OUTCOME_OK;
}

enum outcome terminal_hits(const struct terminal_section *section, struct err *err)
{
    const struct report_group *groups;
    size_t count;
    terminal_section_heading(section, _("HITS"));
    print_counts(section);
    report_group(section->arena, section->data, REPORT_BY_CLAIMED_CAMPAIGN, &groups, &count);
    for (size_t i = 0; i < count; i++) {
        enum outcome outcome = print_group(section, &groups[i], err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    return OUTCOME_OK;
}
