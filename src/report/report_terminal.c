/* Verdict first, then who is suspected, who of us opened it, the hits, their addresses, bounces, what could not be read, and what to do next. */
#include "report/report_terminal.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "report/sentence.h"
#include "report/terminal_section.h"

static void print_verdict(const struct terminal_section *section)
{
    const struct case_verdict *verdict = &section->data->result.verdict;
    bool none = span_equal(verdict->infected, SPAN_LITERAL("none"));
    enum page_style style = !none ? PAGE_ALARM : section->data->complete ? PAGE_CALM : PAGE_WARNING;
    page_text(&section->page, 0, 0, style, sentence_text(section->arena, &verdict->sentence, SENTENCE_SHOWN));
    for (size_t i = 0; i < verdict->note_count; i++)
        page_text(&section->page, 0, 0, PAGE_WARNING, sentence_text(section->arena, &verdict->notes[i], SENTENCE_SHOWN));
    if (!section->data->result.judged_messages)
        page_text(&section->page, 0, 0, PAGE_WARNING, span_of(_("Not one mail was read.")));
    else if (!section->data->complete)
        page_text(&section->page, 0, 0, PAGE_WARNING,
                  span_of(_("Not everything could be read: what follows may be less than the whole. See the end.")));
}

static void print_undone(const struct terminal_section *section)
{
    if (section->data->undone)
        page_text(&section->page, 0, 0, PAGE_WARNING,
                  arena_printf(section->arena, _("You decided about hits after this was judged: %zu. replytrace judge goes by it."),
                               section->data->undone));
}

static struct span join_own(struct arena *arena, const struct case_result *result, bool given)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < result->own_count; i++) {
        struct span domain = utf8_visible(arena, result->own[i].domain);
        if (result->own[i].given == given && domain.size)
            buf_printf(&text, "%s%.*s", text.size ? ", " : "", SPAN_ARGS(domain));
    }
    return arena_copy(arena, buf_span(&text));
}

static void print_unseen(const struct terminal_section *section)
{
    const struct case_result *result = &section->data->result;
    for (size_t i = 0; i < result->own_count; i++)
        if (result->own[i].unseen && result->judged_messages)
            page_text(&section->page, 0, 2, PAGE_WARNING,
                      arena_printf(section->arena, _("No mail is from or to %.*s: is it written as in the mails?"),
                                   SPAN_ARGS(utf8_visible(section->arena, result->own[i].domain))));
}

static void print_own(const struct terminal_section *section)
{
    struct arena *arena = section->arena;
    struct span given = join_own(arena, &section->data->result, true);
    struct span learnt = join_own(arena, &section->data->result, false);
    page_gap(&section->page);
    if (given.size)
        page_text(&section->page, 0, 2, PAGE_PLAIN, arena_printf(arena, _("Our domains, as given: %.*s"), SPAN_ARGS(given)));
    if (learnt.size)
        page_text(&section->page, 0, 2, PAGE_PLAIN,
                  arena_printf(arena, _("Our domains, learnt from the mailboxes: %.*s"), SPAN_ARGS(learnt)));
    if (!given.size && !learnt.size)
        page_text(&section->page, 0, 2, PAGE_WARNING,
                  span_of(_("Our domains could not be learnt from the mailboxes: name them with --own.")));
    print_unseen(section);
}

static void print_next(const struct terminal_section *section, const char *case_path)
{
    struct arena *arena = section->arena;
    page_gap(&section->page);
    if (!case_path) {
        page_text(&section->page, 0, 2, PAGE_PLAIN,
                  span_of(_("The case is not kept. To keep it, and to look at single hits: replytrace audit -c CASE PATH...")));
        return;
    }
    struct span path = utf8_visible(arena, span_of(case_path));
    struct span id = SPAN_LITERAL("HIT");
    if (section->data->result.hit_count)
        id = section->data->result.hits[0].id;
    page_text(&section->page, 0, 2, PAGE_PLAIN,
              arena_printf(arena, _("A hit beside the original that it quotes: replytrace show -c %.*s %.*s"), SPAN_ARGS(path),
                           SPAN_ARGS(id)));
}

enum outcome report_terminal_write(struct case_file *file, const struct report_options *options, FILE *out,
                                   struct report_summary *ret_summary, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct report_data data;
    enum outcome outcome = report_data_load(file, arena, &data, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (!data.judged)
        return err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    struct page page = {out, options->columns ? options->columns : PAGE_COLUMNS, options->color};
    struct terminal_section section = {page, options->verbose, file, &data, arena};
    print_verdict(&section);
    print_undone(&section);
    print_own(&section);
    terminal_suspects(&section);
    terminal_openings(&section);
    outcome = terminal_hits(&section, err);
    if (outcome == OUTCOME_OK)
        outcome = terminal_addresses(&section, err);
    if (outcome == OUTCOME_OK)
        outcome = terminal_bounces(&section, options->case_path, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    terminal_aside(&section);
    terminal_completeness(&section);
    print_next(&section, options->case_path);
    *ret_summary = report_data_summary(&data);
    return OUTCOME_OK;
}
