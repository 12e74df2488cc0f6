/* replytrace audit: scan, judge and report in one. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include "base/i18n.h"
#include "cmd/allow_file.h"
#include "cmd/pipeline.h"
#include "cmd/temporary_case.h"
#include "cmd/yara_option.h"

struct audit_options {
    struct option_list own, own_hosts, yara;
    const char *allow;
    const char *case_path;
    unsigned workers;
    bool verbose;
};

static const struct option_row options[] = {
    {"own", 0, OPTION_LIST, "DOMAIN",
     N_("a domain of our own organisation; may be given again. Without it: those that were given before, else learnt from the mailboxes"),
     offsetof(struct audit_options, own)},
    {"own-host", 0, OPTION_LIST, "HOST",
     N_("a server of ours by name, address or network (192.0.2.0/24); may be given again. Without it: those that were given before, else learnt "
        "from genuine mail"),
     offsetof(struct audit_options, own_hosts)},
    {"allow", 0, OPTION_TEXT, "FILE",
     N_("senders whose mail is no hit for who sent it or what it quotes, an address or a domain a line. Without it: those that were given before"),
     offsetof(struct audit_options, allow)},
    {"case", 'c', OPTION_TEXT, "CASE", N_("keep what was read and found in this file; without it nothing is kept"),
     offsetof(struct audit_options, case_path)},
    {"yara", 'y', OPTION_LIST, "RULES",
     N_("a file of YARA rules, as source or compiled, to ask about each attachment that is read now and what is unpacked of it; may be given again"),
     offsetof(struct audit_options, yara)},
    {"workers", 'j', OPTION_COUNT, "N", N_("how many processes read; without it one for each core, at most 8"),
     offsetof(struct audit_options, workers)},
    {"verbose", 'v', OPTION_FLAG, NULL, N_("every hit in full and every note"), offsetof(struct audit_options, verbose)},
    {0},
};

static int print_report(struct case_file *file, const struct audit_options *audit)
{
    struct err err;
    struct report_summary summary;
    struct report_options how = pipeline_report_options(stdout, audit->case_path, audit->verbose);
    if (report_find("terminal")->write(file, &how, stdout, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    return pipeline_status(&summary);
}

static int audit_case(const char *path, const struct invocation *invocation, const struct allow_list *allow, struct yara_rules *yara)
{
    const struct audit_options *audit = invocation->options;
    struct err err;
    CASE_LOCAL file = NULL;
    struct pipeline_scan_options how = {
        .paths = invocation->operands,
        .path_count = invocation->operand_count,
        .workers = audit->workers,
        .judge = true,
        .own = audit->own,
        .own_hosts = audit->own_hosts,
        .allow = allow,
        .yara = yara,
    };
    if (case_open(path, CASE_WRITE, &file, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    enum command_status status = pipeline_scan(file, &how);
    return status == STATUS_NOTHING_FOUND ? print_report(file, audit) : (int)status;
}

static int run(const struct invocation *invocation)
{
    const struct audit_options *audit = invocation->options;
    struct temporary_case temporary;
    ARENA_LOCAL arena = arena_open();
    const struct allow_list *allow;
    enum command_status status = pipeline_check_own(&audit->own);
    if (status == STATUS_NOTHING_FOUND)
        status = pipeline_check_own_hosts(&audit->own_hosts);
    if (status == STATUS_NOTHING_FOUND)
        status = allow_file_read(audit->allow, arena, &allow);
    if (status == STATUS_NOTHING_FOUND)
        status = pipeline_check_paths(invocation->operands, invocation->operand_count);
    YARA_LOCAL yara = NULL;
    if (status == STATUS_NOTHING_FOUND)
        status = yara_option_read(&audit->yara, &yara);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    if (audit->case_path)
        return audit_case(audit->case_path, invocation, allow, yara);
    if (!temporary_case_make(&temporary))
        return command_fail(_("no place for a temporary case: %s"), strerror(errno));
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away (head, less) must not leave the case behind */
    int result = audit_case(temporary.path, invocation, allow, yara);
    temporary_case_remove(&temporary);
    return result;
}

const struct command cmd_audit = {
    .name = "audit",
    .operands = "PATH...",
    .summary = N_("read mail stores, judge them and print the report, in one"),
    .details = N_("PATH is a mail store (PST, mbox, Maildir, .eml, .msg), a ZIP archive of them or a folder that is searched for "
                  "stores, by content and not by name. Stores are only read, never changed; archives are unpacked in memory only."),
    .options = options,
    .options_size = sizeof(struct audit_options),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .run = run,
};
