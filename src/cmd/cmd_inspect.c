/* replytrace inspect: what single files are and hide. */
#include <stdint.h>
#include <string.h>
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/pipeline.h"
#include "cmd/terminal.h"
#include "cmd/yara_option.h"
#include "report/inspected.h"
#include "scan/inspector.h"
#include "scan/isolate.h"

struct inspect_command_options {
    const char *format;
    struct option_list passwords, yara;
};

static const struct option_row options[] = {
    {"format", 'f', OPTION_TEXT, "FORMAT", N_("terminal (for people, the default) or jsonl (one JSON object a line)"),
     offsetof(struct inspect_command_options, format)},
    {"password", 'p', OPTION_LIST, "WORD", N_("a password to try on what is encrypted; may be given again"),
     offsetof(struct inspect_command_options, passwords)},
    {"yara", 'y', OPTION_LIST, "RULES",
     N_("a file of YARA rules, as source or compiled, to ask about each file and what is unpacked of it; may be given again"),
     offsetof(struct inspect_command_options, yara)},
    {0},
};

static struct inspection_options inspection_of(const struct inspect_command_options *inspect, struct arena *arena)
{
    struct inspection_password *passwords = arena_array(arena, inspect->passwords.count, sizeof *passwords);
    for (size_t i = 0; i < inspect->passwords.count; i++)
        passwords[i] = (struct inspection_password){span_of(inspect->passwords.values[i]), SPAN_LITERAL("--password")};
    return (struct inspection_options){.passwords = passwords, .password_count = inspect->passwords.count};
}

static int inspect_files(const struct invocation *invocation, struct inspector *inspector, const struct inspected_report *report)
{
    struct inspected_summary summary = {0};
    ARENA_LOCAL arena = arena_open();
    for (size_t i = 0; i < invocation->operand_count; i++) {
        struct attachment file;
        struct err err;
        enum outcome outcome = inspector_file(inspector, invocation->operands[i], arena, &file, &err);
        if (outcome == OUTCOME_OK) {
            inspected_print(report, span_of(invocation->operands[i]), &file, &summary);
        } else if (outcome == OUTCOME_FAULT) {
            return command_fail("%s", err.text);
        } else {
            summary.incomplete = true;
            inspected_print_failure(report, span_of(invocation->operands[i]), span_of(err.text));
        }
        arena_reset(arena);
    }
    return summary.incomplete ? STATUS_INCOMPLETE : summary.telling ? STATUS_HITS : STATUS_NOTHING_FOUND;
}

static int run(const struct invocation *invocation)
{
    const struct inspect_command_options *inspect = invocation->options;
    const char *format = inspect->format ? inspect->format : "terminal";
    ARENA_LOCAL arena = arena_open();
    if (strcmp(format, "terminal") != 0 && strcmp(format, "jsonl") != 0)
        return command_fail(_("there is no report format \"%s\""), format);
    enum command_status status = pipeline_check_paths(invocation->operands, invocation->operand_count);
    YARA_LOCAL rules = NULL;
    if (status == STATUS_NOTHING_FOUND)
        status = yara_option_read(&inspect->yara, &rules);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    unsigned columns = terminal_columns(stdout);
    struct inspected_report report = {.page = {stdout, columns ? columns : PAGE_COLUMNS, terminal_color(stdout)},
                                      .jsonl = strcmp(format, "jsonl") == 0};
    struct inspection_options how = inspection_of(inspect, arena);
    how.yara = rules;
    struct inspector *inspector = inspector_open(&how);
    int result = inspect_files(invocation, inspector, &report);
    if (inspector_missing(inspector))
        fprintf(stderr, "replytrace: %s\n", _("this system cannot lock the reading process in completely"));
    inspector_close(inspector);
    return result;
}

const struct command cmd_inspect = {
    .name = "inspect",
    .operands = "FILE...",
    .summary = N_("say what single files are and what they hide"),
    .details = N_("For somebody who has only the file: its true kind, encryption, macros, what an archive holds, and what is telling about "
                  "it. Of a mail (.eml, .msg) each attachment is looked at. Nothing of it is run, and all is read in a locked-in process. "
                  "The exit status is 0 when nothing telling was found, 1 when something was (it is encrypted, disguised, runs or carries "
                  "what runs), 3 when something could not be looked at. Nothing found does not make a file safe."),
    .options = options,
    .options_size = sizeof(struct inspect_command_options),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .run = run,
};
