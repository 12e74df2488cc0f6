/* replytrace exposure: what the thief of a mailbox got. */
#include <string.h>
#include "base/i18n.h"
#include "cmd/mailbox_options.h"
#include "cmd/pipeline.h"
#include "notify/exposure_report.h"

struct exposure_command_options {
    const char *case_path;
    struct option_list mailbox;
    const char *from;
    const char *to;
    const char *format;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct exposure_command_options, case_path)},
    {"mailbox", 'm', OPTION_LIST, "ADDRESS", N_("whose mailbox was stolen; may be given again. Without it: those that the verdict names"),
     offsetof(struct exposure_command_options, mailbox)},
    {"from", 0, OPTION_TEXT, "DATE", N_("only mail of this day (2022-03-01) and later"), offsetof(struct exposure_command_options, from)},
    {"to", 0, OPTION_TEXT, "DATE", N_("only mail of this day and earlier"), offsetof(struct exposure_command_options, to)},
    {"format", 'f', OPTION_TEXT, "FORMAT", N_("terminal (for people, the default) or jsonl (one JSON object a line)"),
     offsetof(struct exposure_command_options, format)},
    {0},
};

static int run(const struct invocation *invocation)
{
    const struct exposure_command_options *exposure = invocation->options;
    ARENA_LOCAL arena = arena_open();
    struct exposed *exposed;
    struct exposed_options asked;
    const char *format = exposure->format ? exposure->format : "terminal";
    bool jsonl = strcmp(format, "jsonl") == 0;
    if (!jsonl && strcmp(format, "terminal") != 0)
        return command_fail(_("there is no report format \"%s\""), format);
    enum command_status status = mailbox_options_read(&exposure->mailbox, exposure->from, exposure->to, arena, &asked);
    if (status != STATUS_NOTHING_FOUND)
        return (int)status;
    CASE_LOCAL file = pipeline_open(exposure->case_path, CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    struct err err;
    if (exposed_find(file, &asked, arena, &exposed, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    struct report_options how = pipeline_report_options(stdout, exposure->case_path, false);
    if (jsonl)
        exposure_report_jsonl(exposed, stdout);
    else
        exposure_report_terminal(exposed, &how, stdout);
    bool complete = exposed->data.complete;
    exposed_free(exposed);
    return complete ? STATUS_NOTHING_FOUND : STATUS_INCOMPLETE;
}

const struct command cmd_exposure = {
    .name = "exposure",
    .operands = "",
    .summary = N_("say what was in a stolen mailbox, by month and kind"),
    .details = N_("Messages, addresses, persons, telephone numbers, postal addresses and attachments that the thief of the mailbox got, as far as the "
                  "stores of the case show it: of a mailbox that was not handed over only what others keep of it, a lower bound. Days are those of "
                  "UTC, or of the zone that TZ names. The exit status is 0, or 3 where something of the stores could not be read."),
    .options = options,
    .options_size = sizeof(struct exposure_command_options),
    .run = run,
};
