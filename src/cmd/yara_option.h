/* The option --yara: rules of the user. */
#ifndef REPLYTRACE_YARA_OPTION_H
#define REPLYTRACE_YARA_OPTION_H

#include "cmd/command.h"
#include "inspect/yara_rules.h"

/* Compiles all files; none given: *ret_rules stays. STATUS_CANNOT_RUN with a line on stderr, with file and line, when one is wrong. */
enum command_status yara_option_read(const struct option_list *files, struct yara_rules **ret_rules);

static inline void yara_option_cleanup(struct yara_rules **rules)
{
    yara_rules_close(*rules);
}
#define YARA_LOCAL __attribute__((cleanup(yara_option_cleanup))) struct yara_rules *

#endif
