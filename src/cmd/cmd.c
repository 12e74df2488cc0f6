/* Finds the command that the first argument names, reads its options and runs it. */
#include "cmd/cmd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/language.h"
#include "cmd/option_help.h"
#include "cmd/option_parse.h"

static const struct command *const commands[] = {
    &cmd_audit,  &cmd_scan,     &cmd_judge,   &cmd_report,     &cmd_bounces, &cmd_show, &cmd_triage,
    &cmd_notify, &cmd_exposure, &cmd_inspect, &cmd_heuristics, &cmd_help,    NULL,
};

const struct command *const *cmd_table(void)
{
    return commands;
}

const struct command *cmd_find(const char *name)
{
    for (const struct command *const *command = commands; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}

/* A report that did not reach its reader is no report: a full disk must not look like "nothing found". */
static int flushed(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    return errno == EPIPE ? STATUS_CANNOT_RUN : command_fail(_("the output could not be written"));
}

static int run_command(const struct command *command, int argc, char **argv)
{
    ARENA_LOCAL arena = arena_open();
    struct invocation invocation;
    struct err err;
    switch (option_parse(command, argc, argv, arena, &invocation, &err)) {
    case OPTION_PARSE_OK:
        return flushed(command->run(&invocation));
    case OPTION_PARSE_HELP:
        option_help_command(stdout, command);
        return flushed(STATUS_NOTHING_FOUND);
    case OPTION_PARSE_WRONG:
        break;
    }
    command_fail("%s: %s", command->name, err.text);
    fprintf(stderr, _("Try: replytrace help %s\n"), command->name);
    return STATUS_CANNOT_RUN;
}

int cmd_run(int argc, char **argv)
{
    language_set();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a full disk: an error that is told */
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0) {
        printf("replytrace %s\n", REPLYTRACE_VERSION);
        return flushed(STATUS_NOTHING_FOUND);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        option_help_all(stdout, commands);
        return flushed(STATUS_NOTHING_FOUND);
    }
    const struct command *command = cmd_find(name);
    if (command)
        return run_command(command, argc - 1, argv + 1);
    if (!*name)
        option_help_all(stderr, commands);
    else
        command_fail(_("there is no command \"%s\"; replytrace help lists them"), name);
    return STATUS_CANNOT_RUN;
}
