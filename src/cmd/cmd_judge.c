/* replytrace judge: asks the heuristics again about a case; reads no store. */
#include "base/i18n.h"
#include "cmd/allow_file.h"
#include "cmd/pipeline.h"

struct judge_command_options {
    const char *case_path;
    struct option_list own;
    struct option_list own_hosts;
    const char *allow;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct judge_command_options, case_path)},
    {"own", 0, OPTION_LIST, "DOMAIN",
     N_("a domain of our own organisation; may be given again. Without it: those that were given before, else learnt from the mailboxes"),
     offsetof(struct judge_command_options, own)},
    {"own-host", 0, OPTION_LIST, "HOST",
     N_("a server of ours by name, address or network (192.0.2.0/24); may be given again. Without it: those that were given before, else learnt "
        "from genuine mail"),
     offsetof(struct judge_command_options, own_hosts)},
    {"allow", 0, OPTION_TEXT, "FILE",
     N_("senders whose mail is no hit for who sent it or what it quotes, an address or a domain a line. Without it: those that were given before"),
     offsetof(struct judge_command_options, allow)},
    {0},
};

static int run(const struct invocation *invocation)
{
    const struct judge_command_options *judge = invocation->options;
    struct err err;
    struct report_summary summary;
    ARENA_LOCAL arena = arena_open();
    const struct allow_list *allow;
    enum command_status status = pipeline_check_own(&judge->own);
    if (status == STATUS_NOTHING_FOUND)
        status = pipeline_check_own_hosts(&judge->own_hosts);
    if (status == STATUS_NOTHING_FOUND)
        status = allow_file_read(judge->allow, arena, &allow);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    CASE_LOCAL file = pipeline_open(judge->case_path, CASE_WRITE);
    if (!file)
        return STATUS_CANNOT_RUN;
    status = pipeline_judge(file, &judge->own, &judge->own_hosts, allow);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    if (report_summarise(file, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    printf(_("Judged, hits: %zu. Next: replytrace report -c %s\n"), summary.hits, judge->case_path);
    return pipeline_status(&summary);
}

const struct command cmd_judge = {
    .name = "judge",
    .operands = "",
    .summary = N_("ask the heuristics again about a case, without reading a store"),
    .options = options,
    .options_size = sizeof(struct judge_command_options),
    .run = run,
};
