/* --help, made from the commands' option tables. */
#ifndef REPLYTRACE_OPTION_HELP_H
#define REPLYTRACE_OPTION_HELP_H

#include <stdio.h>
#include "cmd/command.h"

/* One command: synopsis, details, options. */
void option_help_command(FILE *out, const struct command *command);
/* The program: what it is for, and every command in a line. `commands` ends with NULL. */
void option_help_all(FILE *out, const struct command *const *commands);

/* What the exit statuses mean, in rows that the man page shares; ends with a NULL text. */
struct option_help_status {
    enum command_status status;
    const char *text; /* msgid */
};
const struct option_help_status *option_help_statuses(void);

#endif
