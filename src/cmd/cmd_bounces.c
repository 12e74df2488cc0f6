/* replytrace bounces: whether the mails that came back left us, and how. */
#include <string.h>
#include "base/i18n.h"
#include "cmd/pipeline.h"
#include "report/bounces.h"

struct bounces_command_options {
    const char *case_path;
    const char *format;
    struct option_list own_hosts;
    bool verbose;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct bounces_command_options, case_path)},
    {"own-host", 0, OPTION_LIST, "HOST",
     N_("a server of ours by name, address or network (192.0.2.0/24); may be given again. The case is judged again with these, and keeps them"),
     offsetof(struct bounces_command_options, own_hosts)},
    {"format", 'f', OPTION_TEXT, "FORMAT", N_("terminal (for people, the default) or jsonl (one JSON object a line)"),
     offsetof(struct bounces_command_options, format)},
    {"verbose", 'v', OPTION_FLAG, NULL, N_("every report and all evidence"), offsetof(struct bounces_command_options, verbose)},
    {0},
};

static int run(const struct invocation *invocation)
{
    const struct bounces_command_options *bounces = invocation->options;
    const char *name = bounces->format ? bounces->format : "terminal";
    const struct bounces_format *format = bounces_find(name);
    struct err err;
    struct bounces_summary summary;
    if (!format)
        return command_fail(_("there is no format \"%s\""), name);
    enum command_status status = pipeline_check_own_hosts(&bounces->own_hosts);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    CASE_LOCAL file = pipeline_open(bounces->case_path, bounces->own_hosts.count ? CASE_WRITE : CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    if (bounces->own_hosts.count)
        status = pipeline_judge(file, &(struct option_list){0}, &bounces->own_hosts, NULL);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    struct report_options how = pipeline_report_options(stdout, bounces->case_path, bounces->verbose);
    if (format->write(file, &how, stdout, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    if (!summary.complete)
        return STATUS_INCOMPLETE;
    return summary.left ? STATUS_HITS : STATUS_NOTHING_FOUND;
}

const struct command cmd_bounces = {
    .name = "bounces",
    .operands = "",
    .summary = N_("say of mail that came back whether it left us, through which account and from which machine"),
    .details = N_("A bounce is evidence: of a stolen password, of a machine within, of an intruder in a mailbox, or of nothing but somebody elsewhere who "
                  "writes in our name. Only lines of servers that can be trusted count, ours and those that wrote the reports, so which servers are ours "
                  "must be known: learnt from genuine mail, or named with --own-host. Reports tell only of mail that did not arrive: all numbers are lower "
                  "bounds. The exit status is 1 where mail left us that its owners did not send."),
    .options = options,
    .options_size = sizeof(struct bounces_command_options),
    .run = run,
};
