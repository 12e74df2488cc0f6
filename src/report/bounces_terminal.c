/* Prints the page of `replytrace bounces`. */
#include "report/bounces_terminal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "report/date_text.h"
#include "report/hit_text.h"
#include "report/sentence.h"
#include "report/terminal_section.h"

#define GROUPS_SHOWN 10 /* of each list, unless verbose */
#define LINES_SHOWN 3   /* deciding lines of each origin, likewise */
#define LABEL_COLUMNS 16

struct view {
    const struct terminal_section *section;
    const struct bounce_data *data;
};

static size_t shown_of(const struct view *view, size_t count, size_t most)
{
    return view->section->verbose || count < most ? count : most;
}

/* ---- the answers ---- */

static void print_field(const struct view *view, const char *label, struct span text)
{
    page_field(&view->section->page, 2, LABEL_COLUMNS, span_of(label), text);
}

static struct span join_keys(struct arena *arena, const struct bounce_group *groups, size_t count)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < count && i < GROUPS_SHOWN; i++) {
        struct span key = utf8_visible(arena, groups[i].key);
        buf_printf(&text, "%s%.*s", i ? ", " : "", SPAN_ARGS(key));
    }
    return arena_copy(arena, buf_span(&text));
}

static void print_who(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *groups;
    size_t count;
    bounce_data_group(arena, view->data, BOUNCE_BY_ACCOUNT, &groups, &count);
    print_field(view, _("Which account"), count ? join_keys(arena, groups, count) : span_of(_("no line that can be trusted names it")));
    bounce_data_group(arena, view->data, BOUNCE_BY_CLIENT, &groups, &count);
    print_field(view, _("Which machine"), count ? join_keys(arena, groups, count) : span_of(_("no line that can be trusted names it")));
}

static void print_answers(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *abuse = &view->data->abuse;
    enum page_style style = view->data->left == BOUNCE_LEFT_YES ? PAGE_ALARM : view->data->left == BOUNCE_LEFT_PERHAPS ? PAGE_WARNING : PAGE_CALM;
    page_text(&view->section->page, 0, 0, style, span_of(bounces_answer(view->data)));
    if (!abuse->reports)
        return;
    print_who(view);
    struct span first = date_text_minute(arena, abuse->first), last = date_text_minute(arena, abuse->last);
    print_field(view, _("Since when"), first.size ? arena_printf(arena, _("%.*s, last seen %.*s"), SPAN_ARGS(first), SPAN_ARGS(last)) : span_of("?"));
    print_field(view, _("How many"),
                arena_printf(arena, _("at least %zu mails to %zu recipients: reports tell only of those that did not arrive"), abuse->mails,
                             abuse->recipients));
    if (view->data->doubtful.mails)
        print_field(view, _("Perhaps also"), arena_printf(arena, _("%zu mails of low confidence, not counted above"), view->data->doubtful.mails));
}

static void print_stolen(const struct view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->data->count; i++)
        count += bounce_data_stolen(&view->data->bounces[i]);
    if (count)
        page_text(&view->section->page, 0, 2, PAGE_WARNING,
                  arena_printf(view->section->arena,
                               _("Returned mails that quote stored mail although we did not send them: %zu. Whoever sent them has stolen mail: a mailbox of "
                                 "ours or of a partner was robbed, even where nothing left through us."), count));
}

/* ---- lists ---- */

static struct span period(struct arena *arena, const struct bounce_group *group)
{
    struct span first = date_text_day(arena, group->first), last = date_text_day(arena, group->last);
    if (!first.size || span_equal(first, last))
        return first.size ? first : SPAN_LITERAL("?");
    return arena_printf(arena, "%.*s - %.*s", SPAN_ARGS(first), SPAN_ARGS(last));
}

static void print_classes(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *groups;
    size_t count, aside = 0;
    bounce_data_group(arena, view->data, BOUNCE_BY_ORIGIN, &groups, &count);
    terminal_section_heading(view->section, _("WHERE THE RETURNED MAILS CAME FROM"));
    for (size_t i = 0; i < count; i++) {
        struct span when = period(arena, &groups[i]);
        page_text(&view->section->page, 2, 4, PAGE_PLAIN,
                  arena_printf(arena, _("%s: mails %zu, reports %zu, recipients %zu (%.*s)"), bounces_origin_title(groups[i].key), groups[i].mails,
                               groups[i].reports, groups[i].recipients, SPAN_ARGS(when)));
    }
    for (size_t i = 0; i < view->data->count; i++)
        aside += !bounce_data_counts(&view->data->bounces[i]);
    if (aside)
        page_text(&view->section->page, 2, 4, PAGE_DIM, arena_printf(arena, _("Receipts, vacation notes and the like, not counted: %zu"), aside));
}

static const char *machine_title(struct span machine)
{
    return span_equal(machine, SPAN_LITERAL("inside")) ? _("inside our network") : span_equal(machine, SPAN_LITERAL("outside")) ? _("outside") : "?";
}

static void print_accounts(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *groups;
    size_t count;
    bounce_data_group(arena, view->data, BOUNCE_BY_ACCOUNT, &groups, &count);
    if (!count)
        return;
    terminal_section_heading(view->section, _("ACCOUNTS"));
    size_t shown = shown_of(view, count, GROUPS_SHOWN);
    for (size_t i = 0; i < shown; i++) {
        struct span account = utf8_visible(arena, groups[i].key), when = period(arena, &groups[i]);
        page_text(&view->section->page, 2, 4, PAGE_PLAIN,
                  arena_printf(arena, _("%.*s: mails %zu, recipients %zu (%.*s)"), SPAN_ARGS(account), groups[i].mails, groups[i].recipients, SPAN_ARGS(when)));
    }
    terminal_section_more(view->section, 2, count - shown);
}

static void print_clients(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *groups;
    size_t count;
    bounce_data_group(arena, view->data, BOUNCE_BY_CLIENT, &groups, &count);
    if (!count)
        return;
    terminal_section_heading(view->section, _("MACHINES"));
    size_t shown = shown_of(view, count, GROUPS_SHOWN);
    for (size_t i = 0; i < shown; i++) {
        struct span ip = utf8_visible(arena, groups[i].key), when = period(arena, &groups[i]);
        struct span helo = utf8_visible(arena, groups[i].list[0]->helo);
        page_text(&view->section->page, 2, 4, PAGE_PLAIN,
                  arena_printf(arena, _("%.*s (%.*s), %s: mails %zu, accounts %zu (%.*s)"), SPAN_ARGS(ip), SPAN_ARGS(helo),
                               machine_title(groups[i].list[0]->machine), groups[i].mails, groups[i].accounts, SPAN_ARGS(when)));
        if (groups[i].accounts > 1)
            page_text(&view->section->page, 4, 4, PAGE_PLAIN, span_of(_("Several accounts from one machine: it is that machine.")));
    }
    terminal_section_more(view->section, 2, count - shown);
}

static void print_days(const struct view *view)
{
    struct arena *arena = view->section->arena;
    const struct bounce_group *days;
    size_t count;
    bounce_data_group(arena, view->data, BOUNCE_BY_DAY, &days, &count);
    if (!count)
        return;
    terminal_section_heading(view->section, _("DAYS"));
    size_t first = view->section->verbose || count < GROUPS_SHOWN ? 0 : count - GROUPS_SHOWN;
    terminal_section_more(view->section, 2, first);
    for (size_t i = first; i < count; i++) {
        BUF_LOCAL text = {0};
        buf_printf(&text, "%.*s:", SPAN_ARGS(days[i].key));
        for (size_t k = 0; bounce_data_origin(k).size; k++) {
            size_t mails = bounce_data_mails_of(&days[i], bounce_data_origin(k));
            if (mails)
                buf_printf(&text, "%s %s %zu", text.data[text.size - 1] == ':' ? "" : ",", bounces_origin_title(bounce_data_origin(k)), mails);
        }
        page_text(&view->section->page, 2, 4, PAGE_PLAIN, arena_copy(arena, buf_span(&text)));
    }
}

/* ---- what decides ---- */

static enum outcome print_deciding(const struct view *view, const struct case_bounce *bounce, struct err *err)
{
    struct arena *arena = view->section->arena;
    const struct case_place *places;
    size_t count;
    enum outcome outcome = report_data_places(view->section->file, bounce->message, arena, &places, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct span place = utf8_visible(arena, hit_text_place(arena, places, count)), to = SPAN_LITERAL("?");
    if (bounce->report.recipient_count)
        to = utf8_visible(arena, bounce->report.recipients[0].address);
    const char *confidence = span_equal(bounce->confidence, SPAN_LITERAL("high")) ? _("high") : span_equal(bounce->confidence, SPAN_LITERAL("medium")) ? _("medium") : _("low");
    page_text(&view->section->page, 2, 4, PAGE_PLAIN,
              arena_printf(arena, _("To %.*s, confidence %s (%.*s)"), SPAN_ARGS(to), confidence, SPAN_ARGS(place)));
    for (size_t i = 0; i < bounce->evidence_count; i++) {
        const struct case_bounce_evidence *evidence = &bounce->evidence[i];
        bool all = view->section->verbose || span_equal(bounce->origin, SPAN_LITERAL("unknown"));
        if (!evidence->decides && !all)
            continue;
        page_text(&view->section->page, 4, 6, PAGE_PLAIN, sentence_text(arena, &evidence->sentence, SENTENCE_SHOWN));
        if (evidence->line.size)
            page_text(&view->section->page, 6, 8, PAGE_DIM, arena_printf(arena, "Received: %.*s", SPAN_ARGS(utf8_visible(arena, evidence->line))));
    }
    return OUTCOME_OK;
}

static enum outcome print_origin_lines(const struct view *view, const struct bounce_group *group, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    size_t shown = shown_of(view, group->reports, LINES_SHOWN);
    bool unknown = span_equal(group->key, SPAN_LITERAL("unknown"));
    terminal_section_heading(view->section, unknown ? _("WHAT COULD NOT BE TOLD") : arena_string(view->section->arena,
        arena_printf(view->section->arena, _("WHY: %s"), bounces_origin_title(group->key))));
    for (size_t i = 0; i < shown && outcome == OUTCOME_OK; i++)
        outcome = print_deciding(view, group->list[i], err);
    terminal_section_more(view->section, 2, group->reports - shown);
    return outcome;
}

static enum outcome print_lines(const struct view *view, struct err *err)
{
    const struct bounce_group *groups;
    size_t count;
    enum outcome outcome = OUTCOME_OK;
    bounce_data_group(view->section->arena, view->data, BOUNCE_BY_ORIGIN, &groups, &count);
    for (int sent = 0; sent < 2; sent++) /* ordinary failures come last */
        for (size_t i = 0; i < count && outcome == OUTCOME_OK; i++)
            if (span_equal(groups[i].key, SPAN_LITERAL("sent")) == (sent == 1))
                outcome = print_origin_lines(view, &groups[i], err);
    return outcome;
}

/* ---- our servers ---- */

static void print_hosts(const struct view *view)
{
    struct arena *arena = view->section->arena;
    terminal_section_heading(view->section, _("OUR SERVERS"));
    if (!view->data->host_count) {
        page_text(&view->section->page, 2, 4, PAGE_WARNING,
                  span_of(_("Which servers are ours could not be learnt: name them, with the addresses by which mail leaves, with --own-host. Until then "
                            "no account of ours is suspected.")));
        return;
    }
    for (size_t i = 0; i < view->data->host_count; i++) {
        const struct case_own_host *host = &view->data->hosts[i];
        struct span name = utf8_visible(arena, host->host);
        struct span text = host->given ? arena_printf(arena, _("%.*s, as given"), SPAN_ARGS(name))
            : arena_printf(arena, host->shared ? _("%.*s, learnt (mails: %u); of a provider, so only logins of ours count") : _("%.*s, learnt (mails: %u)"),
                           SPAN_ARGS(name), host->mails);
        page_text(&view->section->page, 2, 4, PAGE_PLAIN, text);
    }
    if (!view->data->hosts[0].given)
        page_text(&view->section->page, 2, 4, PAGE_PLAIN, span_of(_("Are these all, and all yours? If not, name them with --own-host.")));
}

static enum outcome print_page(const struct view *view, struct err *err)
{
    print_answers(view);
    if (!view->section->data->complete)
        page_text(&view->section->page, 0, 0, PAGE_WARNING, span_of(_("Not everything could be read: what follows may be less than the whole. See the end.")));
    if (!view->data->count)
        return OUTCOME_OK;
    print_stolen(view);
    print_classes(view);
    print_accounts(view);
    print_clients(view);
    print_days(view);
    enum outcome outcome = print_lines(view, err);
    print_hosts(view);
    if (!view->section->data->complete)
        terminal_completeness(view->section);
    return outcome;
}

enum outcome bounces_terminal_write(struct case_file *file, const struct report_options *options, FILE *out,
                                    struct bounces_summary *ret_summary, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct report_data report;
    struct bounce_data data;
    enum outcome outcome = report_data_load(file, arena, &report, err);
    if (outcome == OUTCOME_OK && !report.judged)
        outcome = err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    if (outcome == OUTCOME_OK)
        outcome = bounce_data_load(file, arena, &data, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct terminal_section section = {{out, options->columns ? options->columns : PAGE_COLUMNS, options->color}, options->verbose, file, &report, arena};
    struct view view = {&section, &data};
    *ret_summary = (struct bounces_summary){data.left == BOUNCE_LEFT_YES, report.complete};
    return print_page(&view, err);
}
