/* Prints the bash completion script. */
#include "cmd/completion.h"

static void print_case(FILE *out, const struct command *command)
{
    fprintf(out, "    %s) words=\"--help", command->name);
    for (const struct option_row *row = command->options; row->name; row++)
        fprintf(out, " --%s", row->name);
    fputs("\" ;;\n", out);
}

void completion_print(FILE *out, const struct command *const *commands)
{
    fputs("# bash completion for replytrace\n_replytrace()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} words\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"--help --version", out);
    for (const struct command *const *command = commands; *command; command++)
        fprintf(out, " %s", (*command)->name);
    fputs("\"\n        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n        return\n    fi\n"
          "    case ${COMP_WORDS[1]} in\n", out);
    for (const struct command *const *command = commands; *command; command++)
        print_case(out, *command);
    fputs("    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n    esac\n}\n"
          "complete -o default -F _replytrace replytrace\n", out);
}
