/* The steps that several commands share: scan with a progress bar, judge, keep the evidence, and the exit status of it all. */
#ifndef REPLYTRACE_PIPELINE_H
#define REPLYTRACE_PIPELINE_H

#include <stdbool.h>
#include "case/case_file.h"
#include "cmd/command.h"
#include "judge/allow_list.h"
#include "report/report.h"

struct yara_rules;

struct pipeline_scan_options {
    const char *const *paths;
    size_t path_count;
    unsigned workers;        /* 0 = one for each core */
    bool judge;              /* judge and keep the evidence afterwards */
    struct option_list own;
    struct option_list own_hosts;
    const struct allow_list *allow; /* NULL: what the case keeps */
    struct yara_rules *yara;        /* NULL: none */
};

/* Says on stderr which of the paths are not there: then STATUS_CANNOT_RUN, else STATUS_NOTHING_FOUND. */
enum command_status pipeline_check_paths(const char *const *paths, size_t count);
/* The same of values of --own that are neither a domain nor an address. */
enum command_status pipeline_check_own(const struct option_list *own);
/* And of values of --own-host that are neither a name, an address nor a network. */
enum command_status pipeline_check_own_hosts(const struct option_list *hosts);
/* STATUS_NOTHING_FOUND when all steps were done, else the failure, told on stderr. */
enum command_status pipeline_scan(struct case_file *file, const struct pipeline_scan_options *options);
enum command_status pipeline_judge(struct case_file *file, const struct option_list *own, const struct option_list *own_hosts,
                                   const struct allow_list *allow);
/* The exit status that a summary deserves. */
enum command_status pipeline_status(const struct report_summary *summary);

/* Opens a case that must exist; NULL with a line on stderr when it cannot. */
struct case_file *pipeline_open(const char *path, enum case_mode mode);
/* The report options that fit `out`. */
struct report_options pipeline_report_options(FILE *out, const char *case_path, bool verbose);

#endif
