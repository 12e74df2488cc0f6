/* replytrace show: one hit beside the original that it quotes. */
#include "report/show.h"

#include "base/i18n.h"
#include "cmd/pipeline.h"

struct show_command_options {
    const char *case_path;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct show_command_options, case_path)},
    {0},
};

static int run(const struct invocation *invocation)
{
    const struct show_command_options *show = invocation->options;
    const char *id = invocation->operands[0];
    struct err err;
    CASE_LOCAL file = pipeline_open(show->case_path, CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    struct report_options how = pipeline_report_options(stdout, show->case_path, true);
    switch (show_hit(file, span_of(id), &how, stdout, &err)) {
    case OUTCOME_OK:
        return STATUS_NOTHING_FOUND;
    case OUTCOME_END:
        return command_fail(_("the case has no hit %s; replytrace report lists them"), id);
    case OUTCOME_DAMAGED:
    case OUTCOME_DEAD:
    case OUTCOME_FAULT:
        break;
    }
    return command_fail("%s", err.text);
}

const struct command cmd_show = {
    .name = "show",
    .operands = "HIT",
    .summary = N_("show one hit beside the original that it quotes"),
    .details = N_("HIT is the id of a hit as the report prints it. The longest run of words that both mails share is marked "
                  "with = at the line's start. On a terminal of at least 100 columns the two stand side by side. The exit status "
                  "is 0 when the hit was shown."),
    .options = options,
    .options_size = sizeof(struct show_command_options),
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
