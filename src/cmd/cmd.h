/* The command line: the table of commands, and how one of them is found and run. */
#ifndef REPLYTRACE_CMD_H
#define REPLYTRACE_CMD_H

#include "cmd/command.h"

/* Runs what the command line asks for; gives the exit status (enum command_status). */
int cmd_run(int argc, char **argv);

/* All commands in the order of the help, ends with NULL. */
const struct command *const *cmd_table(void);
/* NULL when there is none of this name. */
const struct command *cmd_find(const char *name);

#endif
