/* replytrace scan: reads stores into a case that is kept. */
#include <stdint.h>
#include "base/i18n.h"
#include "cmd/allow_file.h"
#include "cmd/pipeline.h"
#include "cmd/yara_option.h"

struct scan_command_options {
    const char *case_path;
    struct option_list own, own_hosts, yara;
    const char *allow;
    unsigned workers;
    bool no_judge;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file; it is made where it is missing"),
     offsetof(struct scan_command_options, case_path)},
    {"own", 0, OPTION_LIST, "DOMAIN",
     N_("a domain of our own organisation; may be given again. Without it: those that were given before, else learnt from the mailboxes"),
     offsetof(struct scan_command_options, own)},
    {"own-host", 0, OPTION_LIST, "HOST",
     N_("a server of ours by name, address or network (192.0.2.0/24); may be given again. Without it: those that were given before, else learnt "
        "from genuine mail"),
     offsetof(struct scan_command_options, own_hosts)},
    {"allow", 0, OPTION_TEXT, "FILE",
     N_("senders whose mail is no hit for who sent it or what it quotes, an address or a domain a line. Without it: those that were given before"),
     offsetof(struct scan_command_options, allow)},
    {"yara", 'y', OPTION_LIST, "RULES",
     N_("a file of YARA rules, as source or compiled, to ask about each attachment that is read now and what is unpacked of it; may be given again"),
     offsetof(struct scan_command_options, yara)},
    {"workers", 'j', OPTION_COUNT, "N", N_("how many processes read; without it one for each core, at most 8"),
     offsetof(struct scan_command_options, workers)},
    {"no-judge", 0, OPTION_FLAG, NULL, N_("only read; judge later"), offsetof(struct scan_command_options, no_judge)},
    {0},
};

static int sum_up(struct case_file *file, const struct scan_command_options *scan)
{
    struct err err;
    struct report_summary summary;
    if (report_summarise(file, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    if (scan->no_judge)
        printf(_("Read into %s. Next: replytrace judge -c %s\n"), scan->case_path, scan->case_path);
    else
        printf(_("Read into %s, hits: %zu. Next: replytrace report -c %s\n"), scan->case_path, summary.hits, scan->case_path);
    if (!summary.complete)
        fprintf(stderr, "replytrace: %s\n", _("not everything could be read; the report says what"));
    return pipeline_status(&summary);
}

static int run(const struct invocation *invocation)
{
    const struct scan_command_options *scan = invocation->options;
    struct err err;
    CASE_LOCAL file = NULL;
    struct pipeline_scan_options how = {
        .paths = invocation->operands,
        .path_count = invocation->operand_count,
        .workers = scan->workers,
        .judge = !scan->no_judge,
        .own = scan->own,
        .own_hosts = scan->own_hosts,
    };
    ARENA_LOCAL arena = arena_open();
    if (!scan->case_path)
        return command_fail("%s", _("which case? name it with -c CASE"));
    if (scan->no_judge && scan->allow)
        return command_fail("%s", _("--allow is for the judge: give it to replytrace judge instead"));
    enum command_status status = pipeline_check_own(&scan->own);
    if (status == STATUS_NOTHING_FOUND)
        status = pipeline_check_own_hosts(&scan->own_hosts);
    if (status == STATUS_NOTHING_FOUND)
        status = allow_file_read(scan->allow, arena, &how.allow);
    if (status == STATUS_NOTHING_FOUND)
        status = pipeline_check_paths(invocation->operands, invocation->operand_count);
    YARA_LOCAL rules = NULL;
    if (status == STATUS_NOTHING_FOUND)
        status = yara_option_read(&scan->yara, &rules);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    how.yara = rules;
    if (case_open(scan->case_path, CASE_WRITE, &file, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    status = pipeline_scan(file, &how);
    return status == STATUS_NOTHING_FOUND ? sum_up(file, scan) : (int)status;
}

const struct command cmd_scan = {
    .name = "scan",
    .operands = "PATH...",
    .summary = N_("read mail stores into a case"),
    .details = N_("Again on the same case reads only what is new or unfinished. At the end the case is judged, and the raw bytes "
                  "of every hit and of every original that it quotes are kept in it, so that it stands alone when the stores are "
                  "gone."),
    .options = options,
    .options_size = sizeof(struct scan_command_options),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .run = run,
};
