/* Reads a command's options by its table (getopt_long) into its options struct. */
#ifndef REPLYTRACE_OPTION_PARSE_H
#define REPLYTRACE_OPTION_PARSE_H

#include "base/arena.h"
#include "base/err.h"
#include "cmd/command.h"

enum option_parse_result {
    OPTION_PARSE_OK,
    OPTION_PARSE_HELP,  /* --help was given */
    OPTION_PARSE_WRONG, /* err says what, in the reader's language */
};

/* argv[0] is the command's name. Options and operands may be mixed; "--" ends the options. Lives in `arena` and argv. */
enum option_parse_result option_parse(const struct command *command, int argc, char **argv, struct arena *arena,
                                      struct invocation *ret_invocation, struct err *err);

#endif
