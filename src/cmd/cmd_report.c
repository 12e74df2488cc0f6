/* replytrace report: prints what a case knows. */
#include <errno.h>
#include <string.h>
#include "base/i18n.h"
#include "cmd/pipeline.h"

struct report_command_options {
    const char *case_path;
    const char *format;
    const char *output;
    bool verbose;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct report_command_options, case_path)},
    {"format", 'f', OPTION_TEXT, "FORMAT", N_("terminal (for people, the default) or jsonl (one JSON object a line)"),
     offsetof(struct report_command_options, format)},
    {"output", 'o', OPTION_TEXT, "FILE", N_("write to this file instead of the standard output"),
     offsetof(struct report_command_options, output)},
    {"verbose", 'v', OPTION_FLAG, NULL, N_("every hit in full and every note"),
     offsetof(struct report_command_options, verbose)},
    {0},
};

static int write_report(struct case_file *file, const struct report_command_options *report,
                        const struct report_format *format, FILE *out)
{
    struct err err;
    struct report_summary summary;
    struct report_options how = pipeline_report_options(out, report->case_path, report->verbose);
    if (format->write(file, &how, out, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    return pipeline_status(&summary);
}

static int write_file(struct case_file *file, const struct report_command_options *report, const struct report_format *format)
{
    FILE *out = fopen(report->output, "we");
    if (!out)
        return command_fail("%s: %s", report->output, strerror(errno));
    int status = write_report(file, report, format, out);
    bool damaged = ferror(out) != 0;
    if (fclose(out) != 0 || damaged)
        return command_fail(_("%s could not be written"), report->output);
    return status;
}

static int run(const struct invocation *invocation)
{
    const struct report_command_options *report = invocation->options;
    const char *name = report->format ? report->format : "terminal";
    const struct report_format *format = report_find(name);
    if (!format)
        return command_fail(_("there is no report format \"%s\""), name);
    CASE_LOCAL file = pipeline_open(report->case_path, CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    return report->output ? write_file(file, report, format) : write_report(file, report, format, stdout);
}

const struct command cmd_report = {
    .name = "report",
    .operands = "",
    .summary = N_("print the report of a case"),
    .options = options,
    .options_size = sizeof(struct report_command_options),
    .run = run,
};
