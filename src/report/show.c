/* Prints a hit, why it is one, and the original that it quotes. */
#include "report/show.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "report/attachment_text.h"
#include "report/common_run.h"
#include "report/date_text.h"
#include "report/hit_text.h"
#include "report/pane.h"
#include "report/sentence.h"
#include "report/show_message.h"

#define RUN_LEAST 12 /* folded bytes: shorter runs are chance */
#define BETWEEN 3    /* columns between the two panes */

static const struct case_hit *find_hit(const struct case_result *result, struct span id)
{
    for (size_t i = 0; i < result->hit_count; i++)
        if (span_equal_nocase(result->hits[i].id, id))
            return &result->hits[i];
    for (size_t i = 0; i < result->aside_count; i++)
        if (span_equal_nocase(result->aside[i].id, id))
            return &result->aside[i];
    return NULL;
}

static void print_head(const struct page *page, struct arena *arena, const struct case_hit *hit)
{
    struct span campaign = utf8_visible(arena, hit->campaign);
    struct span person = terminal_section_person(arena, hit->claimed_name, hit->claimed_address);
    struct span account = utf8_visible(arena, hit->sending_account);
    page_text(page, 0, 2, PAGE_BOLD,
              arena_printf(arena, "%.*s  %.*s  %.*s", SPAN_ARGS(hit->id), SPAN_ARGS(hit_text_severity(hit->severity)),
                           SPAN_ARGS(hit_text_verdict(arena, hit->verdict))));
    if (person.size)
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("Pretends to be %.*s"), SPAN_ARGS(person)));
    if (account.size)
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("Really sent by %.*s"), SPAN_ARGS(account)));
    if (campaign.size)
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("Campaign %.*s"), SPAN_ARGS(campaign)));
    struct span triage = hit_text_triage(arena, hit);
    if (triage.size)
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("You say: %.*s"), SPAN_ARGS(triage)));
    for (size_t i = 0; i < hit->finding_count; i++) {
        struct span says = sentence_text(arena, &hit->findings[i].sentence, SENTENCE_SHOWN);
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, "- %.*s", SPAN_ARGS(says)));
    }
    page_gap(page);
}

static void print_attachments(const struct page *page, const struct message *message)
{
    if (!message->attachment_count)
        return;
    page_line(page, 0, PAGE_BOLD, span_of(_("Attachments")));
    for (size_t i = 0; i < message->attachment_count; i++)
        attachment_text(page, 2, message->attachments[i].name, &message->attachments[i]);
    page_gap(page);
}

static void fill_panes(struct pane *left, struct pane *right, const struct show_message *hit,
                       const struct show_message *original)
{
    struct common_run run = {0};
    if (original)
        run = common_run_find(hit->quoted, original->all);
    if (run.letters < RUN_LEAST)
        run = (struct common_run){0};
    show_message_head(left, _("THE HIT"), hit);
    show_message_words(left, _("own words"), hit->own, 0, 0);
    show_message_words(left, _("quoted words"), hit->quoted, run.a_from, run.a_to);
    if (!original)
        return;
    show_message_head(right, _("THE ORIGINAL THAT IT QUOTES"), original);
    show_message_words(right, _("words"), original->all, run.b_from, run.b_to);
}

static void print_panes(const struct page *page, struct arena *arena, const struct show_message *hit,
                        const struct show_message *original)
{
    bool beside = original && page->columns >= SHOW_COLUMNS_BESIDE;
    unsigned columns = beside ? (page->columns - BETWEEN) / 2 : page->columns;
    struct pane left = pane_make(arena, columns), right = pane_make(arena, columns);
    fill_panes(&left, &right, hit, original);
    pane_print(page, &left, beside ? &right : NULL);
    if (!beside && original) {
        page_gap(page);
        pane_print(page, &right, NULL);
    }
}

static enum outcome print_others(const struct page *page, struct case_file *file, const struct case_hit *hit, struct err *err)
{
    if (hit->quote_count < 2)
        return OUTCOME_OK;
    page_gap(page);
    page_line(page, 0, PAGE_BOLD, span_of(_("It also quotes")));
    for (size_t i = 1; i < hit->quote_count; i++) {
        ARENA_LOCAL arena = arena_open();
        struct show_message other;
        enum outcome outcome = show_message_load(file, arena, hit->quotes[i].message, &other, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        page_text(page, 2, 4, PAGE_PLAIN,
                  arena_printf(arena, "%.*s  %.*s  (%.*s)",
                               SPAN_ARGS(date_text_minute(arena, message_time(&other.row.message))),
                               SPAN_ARGS(utf8_visible(arena, other.row.message.subject)), SPAN_ARGS(other.place)));
    }
    return OUTCOME_OK;
}

enum outcome show_hit(struct case_file *file, struct span id, const struct report_options *options, FILE *out,
                      struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct case_result result;
    struct show_message message, original;
    struct page page = {out, options->columns ? options->columns : PAGE_COLUMNS, options->color};
    enum outcome outcome = case_result_read(file, arena, &result, err);
    if (outcome == OUTCOME_END)
        return err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    if (outcome != OUTCOME_OK)
        return outcome;
    const struct case_hit *hit = find_hit(&result, id);
    if (!hit)
        return OUTCOME_END;
    outcome = show_message_load(file, arena, hit->message, &message, err);
    if (outcome == OUTCOME_OK && hit->quote_count)
        outcome = show_message_load(file, arena, hit->quotes[0].message, &original, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    print_head(&page, arena, hit);
    print_attachments(&page, &message.row.message);
    print_panes(&page, arena, &message, hit->quote_count ? &original : NULL);
    return print_others(&page, file, hit, err);
}
