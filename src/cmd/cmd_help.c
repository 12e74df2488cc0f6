/* replytrace help: the help of a command, the man page, shell completion. */
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "cmd/completion.h"
#include "cmd/manpage.h"
#include "cmd/option_help.h"

#include <stdbool.h>

struct help_options {
    bool man;
    bool completion;
};

static const struct option_row options[] = {
    {"man", 0, OPTION_FLAG, NULL, N_("print the man page (roff)"), offsetof(struct help_options, man)},
    {"bash-completion", 0, OPTION_FLAG, NULL, N_("print the completion for bash"), offsetof(struct help_options, completion)},
    {0},
};

static int run(const struct invocation *invocation)
{
    const struct help_options *help = invocation->options;
    const struct command *command = invocation->operand_count ? cmd_find(invocation->operands[0]) : NULL;
    if (help->man)
        manpage_print(stdout, cmd_table());
    else if (help->completion)
        completion_print(stdout, cmd_table());
    else if (command)
        option_help_command(stdout, command);
    else if (invocation->operand_count)
        return command_fail(_("there is no command \"%s\"; replytrace help lists them"), invocation->operands[0]);
    else
        option_help_all(stdout, cmd_table());
    return STATUS_NOTHING_FOUND;
}

const struct command cmd_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = N_("print this help, or that of one command"),
    .options = options,
    .options_size = sizeof(struct help_options),
    .operands_most = 1,
    .run = run,
};
