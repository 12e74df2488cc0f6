/* Reads the files that --yara names. */
#include "cmd/yara_option.h"

enum command_status yara_option_read(const struct option_list *files, struct yara_rules **ret_rules)
{
    struct err err;
    if (!files->count || yara_rules_open(files->values, files->count, ret_rules, &err) == OUTCOME_OK)
        return STATUS_NOTHING_FOUND;
    return (enum command_status)command_fail("%s", err.text);
}
