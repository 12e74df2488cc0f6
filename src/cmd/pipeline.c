/* Runs scan, judge and evidence in a row and tells what went wrong. */
#include "cmd/pipeline.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "base/i18n.h"
#include "cmd/interrupt.h"
#include "cmd/progress.h"
#include "cmd/terminal.h"
#include "judge/judge.h"
#include "judge/own_domains.h"
#include "judge/own_hosts.h"
#include "scan/scan.h"

enum command_status pipeline_check_paths(const char *const *paths, size_t count)
{
    enum command_status status = STATUS_NOTHING_FOUND;
    struct stat found;
    for (size_t i = 0; i < count; i++)
        if (stat(paths[i], &found) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
            command_fail(_("%s: there is no such file or folder"), paths[i]);
            status = STATUS_CANNOT_RUN;
        }
    return status;
}

enum command_status pipeline_check_own(const struct option_list *own)
{
    ARENA_LOCAL arena = arena_open();
    enum command_status status = STATUS_NOTHING_FOUND;
    for (size_t i = 0; i < own->count; i++)
        if (!own_domains_given(arena, own->values[i]).size) {
            command_fail(_("--own: \"%s\" is neither a domain nor an address"), own->values[i]);
            status = STATUS_CANNOT_RUN;
        }
    return status;
}

enum command_status pipeline_check_own_hosts(const struct option_list *hosts)
{
    ARENA_LOCAL arena = arena_open();
    enum command_status status = STATUS_NOTHING_FOUND;
    for (size_t i = 0; i < hosts->count; i++)
        if (!own_hosts_given(arena, hosts->values[i]).size) {
            command_fail(_("--own-host: \"%s\" is neither a name, an address nor a network"), hosts->values[i]);
            status = STATUS_CANNOT_RUN;
        }
    return status;
}

static enum command_status interrupted(void)
{
    command_fail("%s", _("interrupted"));
    return STATUS_INTERRUPTED;
}

static enum command_status failed(const struct err *err)
{
    command_fail("%s", err->text);
    return STATUS_CANNOT_RUN;
}

static enum command_status scan(struct case_file *file, const struct pipeline_scan_options *options,
                                const volatile int *flag)
{
    struct err err;
    struct scan_summary summary;
    struct progress progress = progress_begin();
    struct scan_options how = {
        .paths = options->paths,
        .path_count = options->path_count,
        .workers = options->workers,
        .yara = options->yara,
        .progress = progress.active ? progress_draw : NULL,
        .progress_context = &progress,
        .interrupted = flag,
    };
    enum outcome outcome = scan_run(file, &how, &summary, &err);
    progress_end(&progress);
    if (outcome == OUTCOME_END)
        return interrupted();
    if (outcome == OUTCOME_OK)
        outcome = scan_reopen(file, options->yara, &err);
    return outcome == OUTCOME_OK ? STATUS_NOTHING_FOUND : failed(&err);
}

enum command_status pipeline_judge(struct case_file *file, const struct option_list *own, const struct option_list *own_hosts,
                                   const struct allow_list *allow)
{
    struct err err;
    struct judge_options options = {own->values, own->count, own_hosts->values, own_hosts->count, allow};
    return judge_run(file, &options, &err) == OUTCOME_OK ? STATUS_NOTHING_FOUND : failed(&err);
}

enum command_status pipeline_scan(struct case_file *file, const struct pipeline_scan_options *options)
{
    struct err err;
    const volatile int *flag = interrupt_watch();
    enum command_status status = scan(file, options, flag);
    if (status != STATUS_NOTHING_FOUND || !options->judge)
        return status;
    status = pipeline_judge(file, &options->own, &options->own_hosts, options->allow);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    if (*flag)
        return interrupted();
    return scan_evidence(file, &err) == OUTCOME_OK ? STATUS_NOTHING_FOUND : failed(&err);
}

enum command_status pipeline_status(const struct report_summary *summary)
{
    if (!summary->complete)
        return STATUS_INCOMPLETE;
    return summary->hits ? STATUS_HITS : STATUS_NOTHING_FOUND;
}

struct case_file *pipeline_open(const char *path, enum case_mode mode)
{
    struct err err;
    struct case_file *file;
    struct stat found;
    if (!path) {
        command_fail("%s", _("which case? name it with -c CASE"));
        return NULL;
    }
    if (stat(path, &found) != 0) {
        command_fail("%s: %s", path, strerror(errno));
        return NULL;
    }
    if (case_open(path, mode, &file, &err) == OUTCOME_OK)
        return file;
    failed(&err);
    return NULL;
}

struct report_options pipeline_report_options(FILE *out, const char *case_path, bool verbose)
{
    return (struct report_options){
        .color = terminal_color(out),
        .columns = terminal_columns(out),
        .verbose = verbose,
        .case_path = case_path,
    };
}
