/* Formats of `replytrace bounces`, and words that it shares with the report. */
#include "report/bounces.h"

#include <string.h>
#include "base/i18n.h"
#include "report/bounces_terminal.h"
#include "report/jsonl_bounce.h"
#include "report/report_data.h"

static enum outcome write_jsonl(struct case_file *file, const struct report_options *options, FILE *out, struct bounces_summary *ret_summary,
                                struct err *err)
{
    (void)options;
    ARENA_LOCAL arena = arena_open();
    struct bounce_data data;
    struct report_data report;
    enum outcome outcome = report_data_load(file, arena, &report, err);
    if (outcome == OUTCOME_OK && !report.judged)
        outcome = err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    if (outcome == OUTCOME_OK)
        outcome = bounce_data_load(file, arena, &data, err);
    if (outcome == OUTCOME_OK)
        outcome = jsonl_bounce_print(out, file, &data, err);
    if (outcome == OUTCOME_OK)
        *ret_summary = (struct bounces_summary){data.left == BOUNCE_LEFT_YES, report.complete};
    return outcome;
}

const struct bounces_format *bounces_find(const char *name)
{
    static const struct bounces_format formats[] = {{"terminal", bounces_terminal_write}, {"jsonl", write_jsonl}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static size_t count_unknown(const struct bounce_data *data)
{
    size_t count = 0;
    for (size_t i = 0; i < data->count; i++)
        count += bounce_data_counts(&data->bounces[i]) && span_equal(data->bounces[i].origin, SPAN_LITERAL("unknown"));
    return count;
}

const char *bounces_answer(const struct bounce_data *data)
{
    if (!data->count)
        return _("There is no report about undelivered mail in what was read.");
    if (data->left == BOUNCE_LEFT_YES)
        return _("Yes: mail that its owners did not send left through our servers.");
    if (data->left == BOUNCE_LEFT_PERHAPS)
        return _("Perhaps: some mail may have left through our servers without its owners. It is not certain.");
    if (count_unknown(data))
        return _("Nothing shows that forged mail left through our servers; of some mail it cannot be told.");
    return _("No: nothing shows that forged mail left through our servers.");
}

const char *bounces_origin_title(struct span origin)
{
    static const char *const titles[] = {N_("sent by its author"), N_("sent by an intruder"), N_("abused account or machine"), N_("bounced by us, from outside"),
                                         N_("sent elsewhere in our name"), N_("lure that looks like a report"), N_("unknown")};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (span_equal(origin, bounce_data_origin(i)))
            return _(titles[i]);
    return "?";
}
