/* Completion for bash, made from the commands' tables. */
#ifndef REPLYTRACE_COMPLETION_H
#define REPLYTRACE_COMPLETION_H

#include <stdio.h>
#include "cmd/command.h"

/* A script to be sourced by bash; `commands` ends with NULL. */
void completion_print(FILE *out, const struct command *const *commands);

#endif
